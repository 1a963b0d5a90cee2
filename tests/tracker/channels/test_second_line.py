"""What who runs the installation reads: a clinic, a time, what to do; and nothing of a patient."""

import json
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from recovery.alerts.models import Rung, SecondLine
from recovery.alerts.second_line import UNTOLD_AFTER
from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS, flagged, log
from tracker.channels import second_line
from tracker.channels.webhook import RefusedError

LATER = OFFICE_HOURS + UNTOLD_AFTER


@pytest.fixture
def owed(patient: Patient) -> SecondLine:
    Rung.objects.all().delete()
    alert = log(patient, flagged(note="geheim van Anna"), now=OFFICE_HOURS).alert
    assert alert
    return SecondLine.objects.create(
        alert=alert, clinic=alert.clinic, target="wacht@example.nl", why="untold", owed_at=LATER
    )


def test_the_mail_says_whom_to_phone_in_both_languages_and_nothing_of_the_patient(owed: SecondLine) -> None:
    second_line.send(owed)
    (sent,) = mail.outbox
    assert sent.to == ["wacht@example.nl"]
    assert "Neurologie Noord" in sent.subject
    for words in ("No message about it has reached the clinic.", "+31883203900"):
        assert words in sent.body
    for secret in ("Anna", "geheim", str(owed.alert.pk), str(owed.alert.patient.ref)):
        assert secret not in sent.body + sent.subject


def test_a_webhook_gets_the_same_and_must_say_that_it_has_it(
    owed: SecondLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted: list[tuple[str, bytes, dict[str, str]]] = []
    answers = iter([200, 500])

    def post(*given: Any) -> int:
        posted.append(given)
        return next(answers)

    monkeypatch.setattr(second_line, "post", post)
    owed.target = "https://pager.example/hook"
    second_line.send(owed)
    url, body, headers = posted[0]
    assert url == owed.target
    assert json.loads(body)["clinic"] == "Neurologie Noord"
    assert b"Anna" not in body
    assert headers["webhook-signature"].startswith("v1,")
    with pytest.raises(RefusedError):
        second_line.send(owed)


def test_the_worker_finds_it_and_sends_it(patient: Patient) -> None:
    Rung.objects.all().delete()
    log(patient, flagged(), now=OFFICE_HOURS)
    with time_machine.travel(LATER, tick=False):
        call_command("work", "--once")
        call_command("work", "--once")
    assert [sent.to for sent in mail.outbox] == [["wacht@example.nl"]]
