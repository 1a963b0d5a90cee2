"""In production the site starts only with what it needs, and says what is missing."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from recovery.alerts.models.delivery import LEASE
from tracker.deadline import DEADLINE_SECONDS, WAIT_SECONDS

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


def test_how_long_a_channel_may_take_follows_from_one_setting() -> None:
    given = os.environ | {
        "DEMO": "1",
        "DELIVERY_WAIT_SECONDS": "3",
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }
    asked = (
        "import django; django.setup(); from django.conf import settings; from tracker import deadline;"
        "from recovery.alerts.models.delivery import LEASE;"
        "print(settings.EMAIL_TIMEOUT, deadline.WAIT_SECONDS, deadline.DEADLINE_SECONDS, LEASE.seconds)"
    )
    ran = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=given, capture_output=True, check=True)
    assert ran.stdout.split() == [b"3", b"3", b"6", b"18"]


def test_a_lease_outlasts_what_a_channel_may_take() -> None:
    """A connect to each of two addresses of the host, and then the whole of it."""
    assert timedelta(seconds=2 * WAIT_SECONDS + DEADLINE_SECONDS) < LEASE


def test_who_looked_is_kept_for_five_years_at_least() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "import tracker.settings"],
        cwd=ROOT,
        env=os.environ | {"DEMO": "1", "ACCESS_LOG_YEARS": "4"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode != 0
    assert "Set ACCESS_LOG_YEARS to 5 or more" in ran.stderr
