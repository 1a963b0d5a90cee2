"""The busiest hour on one database: `python -m bench.load.peak_child DATABASE PORT SECONDS FILE`.

A process of its own, since Django knows one database; what came of it goes to FILE as JSON. `VAR_DIR` is a new
directory that the parent made.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from bench.load.child import on_database


def main() -> None:
    """Play, and write down what came of it."""
    database, port, seconds, file = sys.argv[1:]
    with on_database(database, int(port)):
        from bench.load.crowd import play  # noqa: PLC0415 - Django knows its database only now

        Path(file).write_text(json.dumps(asdict(play(database, int(port), int(seconds)))))


if __name__ == "__main__":
    main()
