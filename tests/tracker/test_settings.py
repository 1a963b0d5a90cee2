"""In production the site starts only with what it needs, and says what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "herstel.example",
    "BASE_URL": "https://herstel.example",
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "dagboek@herstel.example",
}


@pytest.mark.parametrize("missing", NEEDED)
def test_it_refuses_to_start_and_names_what_is_missing(missing: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    given = kept | {name: value for name, value in NEEDED.items() if name != missing}
    ran = subprocess.run(
        [sys.executable, "-c", "import tracker.settings"],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode != 0
    assert f"Set {missing}:" in ran.stderr
