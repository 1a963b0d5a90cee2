"""A key for the demo, made once and kept in a file."""

import secrets
from pathlib import Path


def kept_in_a_file(path: Path) -> str:
    """The key in `path`; made the first time, readable by nobody else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        made = path.with_suffix(".made")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        made.replace(path)
    return path.read_text()
