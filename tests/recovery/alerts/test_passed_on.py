"""An open alert goes along to the clinic that begins to read, and rings there as if it were raised then."""

from datetime import datetime, timedelta

import pytest

from recovery import handover
from recovery.alerts import contact, ladder
from recovery.alerts.delivery import deliver_owed
from recovery.alerts.models import Alert, Delivery, Outcome, Step, Until
from recovery.people.models import Clinic, Patient, Sharing, User
from tests.cast import OFFICE_HOURS, flagged, log, make_clinic, make_staff, tell

MINUTE = timedelta(minutes=1)
MOVED = OFFICE_HOURS + timedelta(hours=2)


@pytest.fixture
def south(db: None) -> Clinic:
    """Another clinic: its desk at once, its pager after 15 minutes, its head after 45 unless it is closed."""
    south = make_clinic("Neurologie Zuid", "desk@zuid.example")
    tell(south, "pager@zuid.example", after_minutes=15)
    head = tell(south, "head@zuid.example", after_minutes=600)
    ladder.add_rung(south, shifts=["office", "outside"], after_minutes=45, until=Until.CLOSED, address=head)  # type: ignore[list-item]
    return south


@pytest.fixture
def alert(patient: Patient) -> Alert:
    found = log(patient, flagged(), now=OFFICE_HOURS).alert
    assert found
    return found


def move(patient: Patient, to: Clinic, now: datetime = MOVED) -> None:
    handover.share(patient, to, under_treatment=True, how=Sharing.How.CODE, by=patient.user, now=now)


def arrived(now: datetime) -> list[str]:
    """To whom one sweep of a worker sends."""
    sent: list[Delivery] = []
    ladder.climb(now=now)
    deliver_owed(sent.append, clock=lambda: now)
    return sorted(delivery.address.name.partition(".")[0] for delivery in sent)


def fresh(alert: Alert) -> Alert:
    return Alert.objects.get(pk=alert.pk)


def test_the_new_clinic_climbs_its_ladder_from_the_foot(
    alert: Alert, patient: Patient, south: Clinic
) -> None:
    assert arrived(OFFICE_HOURS) == ["alarm@noord"]
    move(patient, south)
    assert arrived(MOVED) == ["desk@zuid"]
    assert arrived(MOVED + 14 * MINUTE) == []
    assert arrived(MOVED + 15 * MINUTE) == ["pager@zuid"]
    assert arrived(MOVED + 45 * MINUTE) == ["head@zuid"]


def test_what_the_old_clinic_took_nobody_has_any_more(
    alert: Alert, patient: Patient, south: Clinic, neurologist: User
) -> None:
    arrived(OFFICE_HOURS)
    contact.take(alert, by=neurologist, now=OFFICE_HOURS + MINUTE)
    assert fresh(alert).is_taken
    move(patient, south)
    assert not fresh(alert).is_taken
    assert arrived(MOVED) == ["desk@zuid"]
    assert arrived(MOVED + 15 * MINUTE) == ["pager@zuid"]


def test_the_new_clinic_takes_it_for_itself(
    alert: Alert, patient: Patient, south: Clinic, neurologist: User
) -> None:
    contact.take(alert, by=neurologist, now=OFFICE_HOURS + MINUTE)
    arrived(OFFICE_HOURS)
    move(patient, south)
    arrived(MOVED)
    own = make_staff(south, "own@zuid.example")
    contact.take(fresh(alert), by=own, now=MOVED + MINUTE)
    assert fresh(alert).taken.by == own  # type: ignore[union-attr]
    with pytest.raises(contact.AlreadyDone) as refused:
        contact.take(fresh(alert), by=own, now=MOVED + 2 * MINUTE)
    assert refused.value.step.by == own
    assert arrived(MOVED + 15 * MINUTE) == []
    assert arrived(MOVED + 45 * MINUTE) == ["head@zuid"]


def test_back_at_the_first_clinic_it_rings_there_anew(
    alert: Alert, patient: Patient, south: Clinic, neurologist: User
) -> None:
    arrived(OFFICE_HOURS)
    contact.take(alert, by=neurologist, now=OFFICE_HOURS + MINUTE)
    move(patient, south)
    arrived(MOVED)
    north = Clinic.objects.get(name="Neurologie Noord")
    move(patient, north, MOVED + timedelta(hours=1))
    assert arrived(MOVED + timedelta(hours=1)) == ["alarm@noord"]
    contact.take(fresh(alert), by=neurologist, now=MOVED + timedelta(hours=2))
    assert fresh(alert).is_taken


def test_what_is_owed_to_a_clinic_that_reads_no_longer_is_needless(alert: Alert, patient: Patient) -> None:
    handover.stop(patient, by=patient.user, now=OFFICE_HOURS + MINUTE)
    assert arrived(OFFICE_HOURS + MINUTE) == []
    assert Delivery.objects.get().state == "dropped"


def test_sharing_again_tells_it_again(alert: Alert, patient: Patient, clinic: Clinic) -> None:
    arrived(OFFICE_HOURS)
    handover.stop(patient, by=patient.user, now=OFFICE_HOURS + MINUTE)
    move(patient, clinic)
    assert arrived(MOVED) == ["alarm@noord"]


def test_a_closed_alert_does_not_go_along(
    alert: Alert, patient: Patient, south: Clinic, neurologist: User
) -> None:
    arrived(OFFICE_HOURS)
    contact.close(alert, outcome=Outcome.PHONED, needed=True, note="", by=neurologist, now=OFFICE_HOURS)
    move(patient, south)
    assert arrived(MOVED + timedelta(days=1)) == []
    assert not fresh(alert).steps.filter(step=Step.PASSED_ON).exists()


def test_nobody_reached_tells_everybody_of_the_new_clinic_too(
    alert: Alert, patient: Patient, south: Clinic
) -> None:
    def in_vain(now: datetime) -> None:
        contact.say_not_reached(patient, alerts=[alert.pk], tried="desk", by=patient.user, now=now)

    in_vain(OFFICE_HOURS)
    move(patient, south)
    in_vain(MOVED + MINUTE)
    in_vain(MOVED + 2 * MINUTE)
    assert arrived(MOVED + 2 * MINUTE) == ["desk@zuid", "desk@zuid", "head@zuid", "pager@zuid"]
