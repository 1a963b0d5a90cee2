"""How gunicorn serves the site: a few processes, since pages compute, with threads for slow phones."""

import logging

from recovery.clinical.prognosis import make_ready

worker_class = "gthread"
workers = 2
threads = 4
timeout = 30
graceful_timeout = 10
loglevel = "warning"
logger_class = "tracker.redaction.GunicornLogger"


def on_starting(_server: object) -> None:
    """Make the library of courses once, before the workers are forked, so that they share it and nobody waits.

    A fault in it keeps no page from being served: whom to phone does not depend on it.
    """
    try:
        make_ready()
    except Exception:
        logging.getLogger(__name__).exception("the library of courses could not be made")
