"""A management command, or the server, under a clock that is wrong: `python -m bench.faults.clock 3600 work`.

The clock of the database and of the machine stay right; it is the one that the site reads.
"""

import os
import sys
from datetime import datetime, timedelta

from django.core.management import execute_from_command_line
from django.utils import timezone
from gunicorn.app.wsgiapp import run as serve

SERVER = "gunicorn"


def run(off: timedelta, arguments: list[str]) -> None:
    """The command, with `timezone.now` moved by `off` before anything of ours is imported."""
    right = timezone.now

    def wrong() -> datetime:
        return right() + off

    timezone.now = wrong
    sys.argv = [SERVER, *arguments[1:]]
    if arguments[0] == SERVER:
        serve()
    else:
        execute_from_command_line(["manage.py", *arguments])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    run(timedelta(seconds=int(sys.argv[1])), sys.argv[2:])
