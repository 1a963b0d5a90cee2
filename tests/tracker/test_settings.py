"""In production the site starts only with what it needs, and says what is missing."""

import base64
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from recovery.alerts.models.delivery import LEASE
from tracker import production
from tracker.deadline import DEADLINE_SECONDS, WAIT_SECONDS

ROOT = Path(__file__).parents[2]
FIELD_KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
NEEDED = {
    "SECRET_KEY": "qT7_mVbLx2RkD9sWcE4uYh-0pZn3GfJ8aQoK6iBtXv5rMwHdNyUe1CzS",
    "ALLOWED_HOSTS": "herstel.example",
    "BASE_URL": "https://herstel.example",
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "dagboek@herstel.example",
    "ALERT_FALLBACK": "wacht@beheer.example https://pager.example/hook",
    "FIELD_KEYS": FIELD_KEY,
}


def start(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A real process with these settings and no others."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=kept | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def refused(**changed: str) -> list[str]:
    """Why the site would not start if these settings were otherwise."""
    given = NEEDED | changed
    return production.refusals(given, field_keys=given["FIELD_KEYS"].split())


@pytest.mark.parametrize(
    "process",
    [
        ["-c", "import tracker.wsgi"],
        ["manage.py", "work", "--once"],
        ["manage.py", "check"],
        ["-m", "gunicorn", "tracker.wsgi", "--check-config"],
    ],
    ids=["the web server", "the worker", "a command", "gunicorn"],
)
def test_every_process_refuses_to_start_and_names_all_that_is_missing(process: list[str]) -> None:
    ran = start(*process)
    assert ran.returncode != 0
    for name in NEEDED:
        assert f"Set {name}:" in ran.stderr


def test_a_command_says_what_is_missing_and_nothing_around_it() -> None:
    """The files through which it was found are for whoever asks: an operator is to read the sentences."""
    told = start("manage.py", "check", "--deploy").stderr
    assert told.startswith("This does not start yet:\n")
    assert "Traceback" not in told
    assert "Traceback" in start("manage.py", "check", "--traceback").stderr


def test_it_starts_with_what_it_needs(tmp_path: Path) -> None:
    ran = start("manage.py", "check", "--deploy", "--fail-level", "WARNING", VAR_DIR=str(tmp_path), **NEEDED)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("missing", NEEDED)
def test_each_setting_is_needed(missing: str) -> None:
    (told,) = refused(**{missing: " "})
    assert told.startswith(f"Set {missing}: ")


@pytest.mark.parametrize(
    ("setting", "value", "why"),
    [
        ("SECRET_KEY", NEEDED["SECRET_KEY"][:49], "shorter than 50"),
        ("SECRET_KEY", "abcdefghijk" * 6, "repeats few characters"),
        ("SECRET_KEY", "django-insecure-" + NEEDED["SECRET_KEY"], "others know"),
        ("SECRET_KEY", "CHANGEME" + NEEDED["SECRET_KEY"], "others know"),
        ("DEBUG", "1", "Remove DEBUG"),
        ("ALLOWED_HOSTS", "herstel.example *", "Name the hosts"),
        ("BASE_URL", "http://herstel.example", "https://"),
        ("BASE_URL", "https://", "https://"),
        ("DEFAULT_FROM_EMAIL", "dagboek", "no e-mail address"),
        ("ALERT_FALLBACK", "wacht@beheer.example http://pager.example/", "neither"),
        ("ALERT_FALLBACK", "wacht", "neither"),
        ("FIELD_KEYS", "c2hvcnQ=", "no key of 32 bytes"),
        ("FIELD_KEYS", f"{FIELD_KEY} !", "no key of 32 bytes"),
        ("METRICS_TOKEN", "short", "shorter than 32"),
        ("DATABASE_URL", "postgresql://recovery:x@db.example/recovery", "sslmode=verify-full"),
        (
            "DATABASE_URL",
            "postgres://recovery:x@10.0.0.7:5432/recovery?sslmode=require",
            "sslmode=verify-full",
        ),
        ("DATABASE_URL", "postgresql://127.0.0.1,db.example/recovery", "sslmode=verify-full"),
        ("DATABASE_URL", "postgresql:///recovery?host=db.example", "sslmode=verify-full"),
        ("DATABASE_URL", "postgresql://[2001:db8::7]:5432/recovery?sslmode=prefer", "sslmode=verify-full"),
        ("EMAIL_USE_TLS", "0", "another machine"),
    ],
)
def test_what_is_weak_or_wrong_is_refused_by_name(setting: str, value: str, why: str) -> None:
    (told,) = refused(**{setting: value})
    assert told.startswith(setting)
    assert why in told


def test_what_is_right_is_not_refused() -> None:
    assert refused() == []
    assert (
        refused(
            DEFAULT_FROM_EMAIL="Hersteldagboek <dagboek@herstel.example>",
            SECRET_KEY="ab12" * 3 + "qwertyuiopzxcvbnm" * 3,
        )
        == []
    )
    assert refused(DEBUG="0", METRICS_TOKEN="m" * 32) == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///recovery",
        "postgresql:///recovery?host=/var/run/postgresql",
        "postgresql://%2Fvar%2Frun%2Fpostgresql/recovery",
        "postgresql://recovery:p%40ss@localhost:5433/recovery",
        "postgresql://127.0.0.1,[::1]:5433/recovery",
        "postgresql://recovery:x@db.example/recovery?sslmode=verify-full&sslrootcert=/etc/recovery/db.pem",
        "postgresql://recovery:x@db.example/recovery?sslmode=verify-ca",
        "sqlite:////var/lib/recovery/tracker.sqlite3",
    ],
)
def test_a_database_on_this_machine_or_one_that_is_known_is_not_refused(url: str) -> None:
    assert refused(DATABASE_URL=url) == []


def test_mail_may_go_in_clear_to_this_machine_alone() -> None:
    assert refused(EMAIL_USE_TLS="0", EMAIL_HOST="127.0.0.1") == []
    assert refused(EMAIL_USE_TLS="1") == []


def test_no_refusal_tells_a_secret() -> None:
    weak = "kort-geheim-"
    told = " ".join(
        refused(
            SECRET_KEY=weak,
            FIELD_KEYS="kort-geheim-",
            METRICS_TOKEN="kort-geheim",
            DATABASE_URL="postgresql://recovery:kort-geheim@db.example/recovery",
        )
    )
    assert "kort-geheim" not in told


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
