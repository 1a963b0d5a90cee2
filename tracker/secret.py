"""A key for the demo, made once and kept in a file."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def make_secret() -> str:
    """A secret for signing."""
    return secrets.token_urlsafe(50)


def make_key() -> str:
    """A key of 32 bytes, as `recovery.people.sealing` reads it."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def kept_in_a_file(path: Path, make: Callable[[], str] = make_secret) -> str:
    """The key in `path`; made the first time, readable by nobody else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        made = path.with_suffix(".made")
        made.touch(mode=0o600)
        made.write_text(make())
        made.replace(path)
    return path.read_text()
