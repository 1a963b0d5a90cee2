"""How gunicorn serves the site: a few processes, since pages compute, with threads for slow phones."""

import logging
import os

from gunicorn.http import wsgi

from recovery.clinical.prognosis import make_ready
from tracker import logs

# Which server this is helps nobody but who looks for a hole in it.
wsgi.SERVER = "web"

worker_class = "gthread"
workers = 2
threads = 4
timeout = 30
graceful_timeout = 10
loglevel = "warning"
logger_class = "tracker.redaction.GunicornLogger"

# Nobody steers it but by signals: no socket beside the one that it serves.
control_socket_disable = True

# Its own lines look like the site's. It writes no access log: paths hold tokens. `tracker.request_log` writes routes.
accesslog = None
logconfig_dict = logs.config(plain=os.environ.get("DEMO") == "1") | {
    "loggers": {"gunicorn.error": {"level": "WARNING", "propagate": True}},
}


def on_starting(_server: object) -> None:
    """Make the library of courses once, before the workers are forked, so that they share it and nobody waits.

    A fault in it keeps no page from being served: whom to phone does not depend on it.
    """
    try:
        make_ready()
    except Exception:
        logging.getLogger(__name__).exception("the library of courses could not be made")
