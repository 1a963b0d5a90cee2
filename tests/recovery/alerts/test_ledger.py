"""The ledger: what was raised, outside of the database as well, which holds up nobody."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from recovery.alerts import contact, ledger
from recovery.alerts.models import Alert, AlertStep, Delivery, Outcome
from recovery.people.models import Patient, User
from tests.cast import flagged, log

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path) -> Path:
    settings.ALERT_LEDGER = tmp_path / "ledger"
    return tmp_path / "ledger"


def lines(place: Path) -> list[dict[str, str]]:
    return [
        json.loads(line) for path in sorted(place.iterdir()) for line in path.read_text().split("\n") if line
    ]


def report(patient: Patient, *signs: str) -> Alert:
    alert = log(patient, flagged(*signs), now=timezone.now()).alert
    assert alert
    return alert


def lose(alert: Alert) -> None:
    """As a restore of a backup of before does."""
    for model in (Delivery, AlertStep):
        model.objects.filter(alert=alert).delete()
    Alert.objects.filter(pk=alert.pk).delete()


def again() -> ledger.Replayed:
    now = timezone.now()
    return ledger.raise_again(backup_of=now - timedelta(minutes=5), now=now)


def test_what_was_raised_and_what_is_over_are_a_line_each(
    place: Path, patient: Patient, neurologist: User
) -> None:
    alert = report(patient)
    contact.close(alert, outcome=Outcome.PHONED, needed=True, note="", by=neurologist, now=timezone.now())
    assert [(line["what"], line["alert"]) for line in lines(place)] == [
        ("raised", str(alert.pk)),
        ("over", str(alert.pk)),
    ]
    clear = "".join(path.read_text() for path in place.iterdir())
    assert not [word for word in ("Anna", "anna@", "bladder", str(patient.ref)) if word in clear]
    assert {path.stat().st_mode & 0o777 for path in place.iterdir()} == {0o600}


def test_what_the_patient_withdrew_is_over(place: Path, patient: Patient) -> None:
    alert = report(patient, "fever")
    contact.say_not_meant(patient, alerts=[alert.pk], by=patient.user, now=timezone.now())
    assert [line["what"] for line in lines(place)] == (
        ["raised", "over"] if alert_is_over(alert) else ["raised"]
    )


def alert_is_over(alert: Alert) -> bool:
    return not Alert.objects.not_over().filter(pk=alert.pk).exists()


def test_what_was_lost_is_raised_again_once_and_owed(patient: Patient) -> None:
    alert = report(patient, "saddle")
    lose(alert)
    assert again().raised == 1
    assert again().raised == 0
    same = Alert.objects.get(pk=alert.pk)
    assert (same.signs, same.answers, same.raised_by) == (alert.signs, alert.answers, patient.user)
    assert Delivery.objects.pending().get().alert == same


def test_what_is_over_or_older_than_the_backup_is_not_raised_again(
    patient: Patient, neurologist: User
) -> None:
    alert = report(patient)
    contact.close(alert, outcome=Outcome.PHONED, needed=True, note="", by=neurologist, now=timezone.now())
    lose(alert)
    old = report(patient, "saddle")
    lose(old)
    assert again().raised == 1
    lose(Alert.objects.get())
    later = timezone.now() + timedelta(hours=2)
    assert ledger.raise_again(backup_of=later, now=later).raised == 0


def test_a_line_that_was_cut_off_hides_no_other(place: Path, patient: Patient) -> None:
    lose(report(patient, "saddle"))
    with next(place.iterdir()).open("a") as file:
        file.write('{"what": "raised", "ale')
    lose(report(patient, "bladder"))
    found = again()
    assert (found.raised, found.unread) == (2, 1)


def test_without_its_key_a_line_is_counted_as_unread(patient: Patient, settings: Settings) -> None:
    lose(report(patient, "saddle"))
    settings.FIELD_KEYS = ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
    found = again()
    assert (found.raised, found.unread) == (0, 1)


def test_a_ledger_that_cannot_be_written_holds_up_no_alert(
    place: Path, patient: Patient, caplog: pytest.LogCaptureFixture
) -> None:
    place.write_text("a file where the directory should be")
    alert = report(patient)
    assert Delivery.objects.pending().get().alert == alert
    assert f"alert {alert.pk} is not in the ledger" in caplog.text
    assert "Anna" not in caplog.text


def test_days_that_are_in_every_backup_are_forgotten(place: Path) -> None:
    place.mkdir()
    for day in ("2026-11-16", "2026-11-17", "2026-11-18"):
        (place / f"{day}.jsonl").touch()
    ledger.forget_before(datetime.fromisoformat("2026-11-17T23:30:00+00:00"))
    assert sorted(path.name for path in place.iterdir()) == ["2026-11-17.jsonl", "2026-11-18.jsonl"]
