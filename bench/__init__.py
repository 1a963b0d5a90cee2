"""Measurements that somebody runs by hand; nothing of the site uses them.

`make bench-load`: how fast the site answers, and what it asks of the database. `make bench-prognosis`: how good the
prognosis is. The other modules are their people, diaries and scores.
"""

import recovery  # noqa: F401 - before numpy: it sets the threads as the site has them
