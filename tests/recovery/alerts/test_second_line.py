"""Behind the ladder: who runs the installation hears of an alert that came to nobody."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from recovery.alerts import contact, delivery, health, second_line
from recovery.alerts.models import Alert, Delivery, Rung, SecondLine, Why
from recovery.alerts.second_line import UNTAKEN_AFTER, UNTOLD_AFTER
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, make_patient, tell

WATCH = "wacht@beheer.example"
PAGER = "https://pager.example/hook"
SOON = OFFICE_HOURS + UNTOLD_AFTER
MOMENT = timedelta(seconds=1)


@pytest.fixture
def alert(patient: Patient) -> Alert:
    found = log(patient, flagged(), now=OFFICE_HOURS).alert
    assert found
    return found


def owe(now: datetime, *targets: str) -> list[tuple[str, str]]:
    """What the second line has been owed so far, by target and reason."""
    second_line.owe(targets or (WATCH,), now=now)
    return list(SecondLine.objects.order_by("pk").values_list("target", "why"))


def told(at: datetime) -> None:
    """The clinic's own message left."""
    delivery.deliver_owed(lambda _delivery: None, clock=lambda: at)


def deliver(at: datetime) -> tuple[int, list[SecondLine]]:
    sent: list[SecondLine] = []
    return second_line.deliver_owed(sent.append, [WATCH], clock=lambda: at), sent


def refuse(_row: SecondLine) -> None:
    raise OSError("no route to host")


def test_an_empty_ladder_is_told_to_the_second_line(clinic: Clinic, patient: Patient) -> None:
    Rung.objects.all().delete()
    log(patient, flagged(), now=OFFICE_HOURS)
    assert owe(SOON - MOMENT) == []
    assert owe(SOON, WATCH, PAGER) == [(WATCH, Why.UNTOLD), (PAGER, Why.UNTOLD)]


def test_a_message_that_does_not_leave_is_told_to_the_second_line(alert: Alert) -> None:
    assert owe(SOON) == [(WATCH, Why.UNTOLD)]


def test_a_clinic_that_was_told_has_until_the_end_of_its_ladder(alert: Alert, clinic: Clinic) -> None:
    tell(clinic, "dienst@noord.example", after_minutes=15)
    told(OFFICE_HOURS)
    last = OFFICE_HOURS + timedelta(minutes=15) + UNTAKEN_AFTER
    assert owe(last - MOMENT) == []
    assert owe(last) == [(WATCH, Why.UNTAKEN)]


def test_a_message_that_failed_for_good_is_told_to_the_second_line(alert: Alert) -> None:
    told(OFFICE_HOURS)
    Delivery.objects.update(sent_at=None, given_up_at=OFFICE_HOURS)
    assert owe(OFFICE_HOURS + MOMENT) == [(WATCH, Why.FAILED)]


def test_it_is_owed_once_however_often_it_is_looked_for(alert: Alert) -> None:
    assert owe(SOON) == owe(SOON + MOMENT) == owe(SOON + timedelta(minutes=20))


def test_what_somebody_took_or_closed_is_not_told(alert: Alert, neurologist: User) -> None:
    contact.take(alert, by=neurologist, now=OFFICE_HOURS)
    assert owe(OFFICE_HOURS + timedelta(days=1)) == []


def test_a_diary_that_no_clinic_reads_is_not_told(clinic: Clinic) -> None:
    alone = make_patient(clinic, shares_diary=False)
    log(alone, flagged(), now=OFFICE_HOURS)
    assert owe(OFFICE_HOURS + timedelta(days=1)) == []


def test_it_is_sent_once(alert: Alert) -> None:
    owe(SOON)
    sent, rows = deliver(SOON)
    assert (sent, [row.clinic.name for row in rows]) == (1, ["Neurologie Noord"])
    assert deliver(SOON + timedelta(days=1)) == (0, [])


def test_a_failure_is_tried_again_after_a_restart_too(alert: Alert) -> None:
    owe(SOON)
    assert second_line.deliver_owed(refuse, [WATCH], clock=lambda: SOON) == 0
    row = SecondLine.objects.get()
    assert (row.failure, row.attempts, row.sent_at) == ("OSError: no route to host", 1, None)
    assert deliver(SOON + MOMENT)[0] == 0
    assert deliver(SOON + timedelta(seconds=5))[0] == 1


def test_a_worker_that_died_with_it_leaves_it_owed(alert: Alert) -> None:
    owe(SOON)
    assert second_line._claim(SecondLine.objects.get().pk, SOON)
    assert deliver(SOON + MOMENT)[0] == 0
    assert deliver(SOON + timedelta(minutes=3))[0] == 1


def test_what_was_taken_meanwhile_is_dropped(alert: Alert, neurologist: User) -> None:
    owe(SOON)
    contact.take(alert, by=neurologist, now=SOON)
    assert deliver(SOON) == (0, [])
    assert SecondLine.objects.get().dropped_at == SOON


def test_an_address_that_is_no_longer_set_gets_nothing(alert: Alert) -> None:
    owe(SOON, PAGER)
    assert deliver(SOON) == (0, [])
    assert not SecondLine.objects.pending().exists()


def test_the_health_tells_of_a_second_line_that_is_not_told(alert: Alert) -> None:
    owe(SOON)
    late = SOON + health.BOUND + MOMENT
    assert (
        "a message to the second line is owed for 121 s: see ALERT_FALLBACK"
        in health.health(now=late).problems()
    )


def test_a_clinic_with_one_address_is_a_remark_and_with_two_none(clinic: Clinic) -> None:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        assert health.health(now=timezone.now(), thorough=True).single == 1
        tell(clinic, "dienst@noord.example", after_minutes=15)
        found = health.health(now=timezone.now(), thorough=True)
    assert (found.single, found.remarks()) == (0, [])
