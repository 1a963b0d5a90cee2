"""`make audit`: known faults in what is locked, of the site and of the tests, as pip-audit hears of them.

OSV is asked, at api.osv.dev, and PyPI where OSV cannot be reached. Where neither answers nothing was found out, which
is a failure with a word of its own: an audit that could not look is not one that found nothing.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
SERVICES = ("osv", "pypi")
CLEAN, FOUND, NOBODY_ANSWERED = 0, 1, 2

# What pip-audit prints last where it looked, with or without a find.
LOOKED = ("No known vulnerabilities found", "known vulnerabilit")


def audit(lock: str, service: str) -> tuple[int | None, str]:
    """What one service says of one lock: clean, found, or `None` where it did not answer."""
    asked = (
        *(sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--strict"),
        *("--progress-spinner", "off", "--vulnerability-service", service, "--requirement", lock),
    )
    ran = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    said = ran.stdout + ran.stderr
    looked = any(word in said for word in LOOKED)
    return (ran.returncode if looked else None), said


def looked_up(lock: str) -> int:
    """What came of one lock, of the first service that answers."""
    for service in SERVICES:
        came_to, said = audit(lock, service)
        if came_to is not None:
            print(f"{lock}, by {service}:\n{said}")
            return came_to
        print(f"{lock}: {service} did not answer. {said.strip().splitlines()[-1:]}")
    return NOBODY_ANSWERED


def verdict(outcomes: Sequence[int]) -> tuple[int, str]:
    """Of all locks together: a fault that was found goes before a lock that nobody looked up."""
    unknown = outcomes.count(NOBODY_ANSWERED)
    sentence = (
        f"Of {unknown} of {len(outcomes)} locks nothing was found out: no service answered. Run this where api.osv.dev "
        "or pypi.org can be reached."
    )
    return FOUND if FOUND in outcomes else max(outcomes), sentence if unknown else ""


def main() -> int:
    """Look up every lock."""
    worst, sentence = verdict([looked_up(lock) for lock in LOCKS])
    if sentence:
        print(sentence)
    return worst


if __name__ == "__main__":
    sys.exit(main())
