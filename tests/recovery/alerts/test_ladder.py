"""The ladder from raised to the last rung, by a clock that travels; what ends it, and what does not."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from recovery.alerts import addresses, contact, ladder
from recovery.alerts.addresses import RetiredError
from recovery.alerts.delivery import deliver_owed
from recovery.alerts.models import Address, Alert, ChannelKind, Delivery, Outcome, Reason, Shift, Until
from recovery.people.models import Clinic, Patient, User
from tests.cast import NIGHT, OFFICE_HOURS, flagged, log, make_clinic, make_patient

MINUTE = timedelta(minutes=1)
LATER = OFFICE_HOURS + 5 * MINUTE


def address(clinic: Clinic, name: str) -> Address:
    return addresses.add(clinic, kind=ChannelKind.EMAIL, name=name, target=f"{name}@noord.example")


def rung(to: Address, *shifts: Shift, after: int, until: Until = Until.TAKEN) -> None:
    ladder.add_rung(to.clinic, shifts=shifts or Shift, after_minutes=after, until=until, address=to)


@pytest.fixture
def three_rungs(clinic: Clinic) -> None:
    """The desk at once (from the cast), the pager after 15 minutes, the head after 45 unless it is closed."""
    rung(address(clinic, "pager"), after=15)
    rung(address(clinic, "head"), after=45, until=Until.CLOSED)


Arrived = Callable[[datetime], list[str]]


@pytest.fixture
def arrived() -> Arrived:
    """What one sweep of a worker brings, and to whom, as `who: why`."""

    def sweep(now: datetime) -> list[str]:
        sent: list[Delivery] = []
        ladder.climb(now=now)
        deliver_owed(sent.append, clock=lambda: now)
        return [f"{delivery.address.name.partition('@')[0]}: {delivery.reason}" for delivery in sent]

    return sweep


def raise_at(patient: Patient, now: datetime, *signs: str) -> Alert:
    alert = log(patient, flagged(*signs), now=now).alert
    assert alert
    return alert


def test_from_raised_to_the_third_rung(three_rungs: None, patient: Patient, arrived: Arrived) -> None:
    raise_at(patient, OFFICE_HOURS)
    assert arrived(OFFICE_HOURS) == ["alarm: raised"]
    assert arrived(OFFICE_HOURS + 15 * MINUTE - timedelta(seconds=1)) == []
    assert arrived(OFFICE_HOURS + 15 * MINUTE) == ["pager: not_taken"]
    assert arrived(OFFICE_HOURS + 16 * MINUTE) == []
    assert arrived(OFFICE_HOURS + 45 * MINUTE) == ["head: not_closed"]
    assert arrived(OFFICE_HOURS + timedelta(days=2)) == []


def test_a_worker_that_was_away_climbs_every_rung_that_is_due(
    three_rungs: None, patient: Patient, arrived: Arrived
) -> None:
    raise_at(patient, OFFICE_HOURS)
    at_once = arrived(OFFICE_HOURS + timedelta(hours=2))
    assert sorted(at_once) == ["alarm: raised", "head: not_closed", "pager: not_taken"]


def test_taking_ends_the_rungs_of_not_taken_and_not_those_of_not_closed(
    three_rungs: None, patient: Patient, neurologist: User, arrived: Arrived
) -> None:
    alert = raise_at(patient, OFFICE_HOURS)
    arrived(OFFICE_HOURS)
    contact.take(alert, by=neurologist, now=OFFICE_HOURS + MINUTE)
    assert arrived(OFFICE_HOURS + timedelta(hours=1)) == ["head: not_closed"]


def test_a_closed_alert_never_rings_again(
    three_rungs: None, patient: Patient, neurologist: User, arrived: Arrived
) -> None:
    alert = raise_at(patient, OFFICE_HOURS)
    ladder.climb(now=OFFICE_HOURS + timedelta(hours=1))
    contact.close(
        alert, outcome=Outcome.PHONED, needed=True, note="", by=neurologist, now=OFFICE_HOURS + MINUTE
    )
    assert arrived(OFFICE_HOURS + timedelta(hours=1)) == []
    assert {delivery.state for delivery in Delivery.objects.all()} == {"dropped"}
    assert arrived(OFFICE_HOURS + timedelta(days=3)) == []


def test_contact_that_the_patient_made_does_not_stop_it(
    three_rungs: None, patient: Patient, arrived: Arrived
) -> None:
    alert = raise_at(patient, OFFICE_HOURS)
    arrived(OFFICE_HOURS)
    contact.say_contacted(patient, alerts=[alert.pk], by=patient.user, now=OFFICE_HOURS + MINUTE)
    assert arrived(OFFICE_HOURS + 15 * MINUTE) == ["pager: not_taken"]


def test_an_older_alert_silences_no_newer_one(
    three_rungs: None, patient: Patient, neurologist: User, arrived: Arrived
) -> None:
    first = raise_at(patient, OFFICE_HOURS)
    arrived(OFFICE_HOURS + 20 * MINUTE)
    contact.take(first, by=neurologist, now=OFFICE_HOURS + 21 * MINUTE)
    newer = OFFICE_HOURS + 22 * MINUTE
    raise_at(patient, newer, "bladder", "saddle")
    assert arrived(newer) == ["alarm: raised"]
    assert arrived(newer + 15 * MINUTE) == ["pager: not_taken"]


def test_office_hours_and_the_rest_have_ladders_of_their_own(
    clinic: Clinic, patient: Patient, arrived: Arrived
) -> None:
    rung(address(clinic, "day"), Shift.OFFICE, after=5)
    rung(address(clinic, "night"), Shift.OUTSIDE, after=5)
    raise_at(patient, OFFICE_HOURS)
    arrived(OFFICE_HOURS)
    assert arrived(OFFICE_HOURS + 5 * MINUTE) == ["day: not_taken"]
    raise_at(patient, NIGHT, "saddle")
    assert "day: not_taken" not in arrived(NIGHT + 5 * MINUTE)


def test_at_five_who_is_on_duty_then_is_told_of_what_nobody_took(
    clinic: Clinic, patient: Patient, arrived: Arrived
) -> None:
    rung(address(clinic, "night"), Shift.OUTSIDE, after=0)
    ten_to_five = OFFICE_HOURS.replace(hour=16, minute=50)
    raise_at(patient, ten_to_five)
    assert arrived(ten_to_five) == ["alarm: raised"]
    assert arrived(ten_to_five + 9 * MINUTE) == []
    assert sorted(arrived(ten_to_five + 10 * MINUTE)) == ["alarm: raised", "night: raised"]


def test_nobody_reached_tells_everybody_on_the_ladder_once(
    three_rungs: None, patient: Patient, arrived: Arrived
) -> None:
    alert = raise_at(patient, OFFICE_HOURS)
    arrived(OFFICE_HOURS)
    for minutes in (1, 2):
        contact.say_not_reached(
            patient, alerts=[alert.pk], tried="desk", by=patient.user, now=OFFICE_HOURS + minutes * MINUTE
        )
    assert sorted(arrived(OFFICE_HOURS + 3 * MINUTE)) == [
        "alarm: not_reached",
        "head: not_reached",
        "pager: not_reached",
    ]
    assert alert.steps.count() == 2


def test_a_clinic_that_does_not_read_along_is_not_told(
    three_rungs: None, patient: Patient, arrived: Arrived
) -> None:
    raise_at(patient, OFFICE_HOURS)
    arrived(OFFICE_HOURS)
    Patient.objects.update(shares_diary=False)
    assert arrived(OFFICE_HOURS + timedelta(hours=1)) == []


def test_several_workers_owe_nothing_twice(three_rungs: None, patient: Patient) -> None:
    raise_at(patient, OFFICE_HOURS)
    for _worker in range(3):
        ladder.climb(now=OFFICE_HOURS + timedelta(hours=1))
    assert Delivery.objects.count() == 3


def test_a_rung_added_later_rings_for_what_is_open(
    clinic: Clinic, patient: Patient, arrived: Arrived
) -> None:
    raise_at(patient, OFFICE_HOURS)
    arrived(OFFICE_HOURS)
    rung(address(clinic, "new"), after=10)
    assert arrived(OFFICE_HOURS + timedelta(hours=1)) == ["new: not_taken"]


def test_the_number_of_queries_does_not_grow_with_clinics_and_alerts(
    three_rungs: None, patient: Patient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    raise_at(patient, OFFICE_HOURS)
    ladder.climb(now=OFFICE_HOURS)
    with django_assert_num_queries(5) as first:
        ladder.climb(now=OFFICE_HOURS)
    for number in range(3):
        other = make_clinic(f"Poli {number}", f"alarm{number}@example.nl")
        raise_at(make_patient(other, f"p{number}@example.nl"), OFFICE_HOURS)
    with django_assert_num_queries(len(first)):
        ladder.climb(now=OFFICE_HOURS)


@pytest.mark.parametrize(
    ("after", "until", "reason"),
    [
        (0, Until.TAKEN, Reason.RAISED),
        (1, Until.TAKEN, Reason.NOT_TAKEN),
        (0, Until.CLOSED, Reason.NOT_CLOSED),
    ],
)
def test_a_rung_says_why(clinic: Clinic, after: int, until: Until, reason: Reason) -> None:
    rung(address(clinic, "x"), Shift.OFFICE, after=after, until=until)
    made = next(each for each in ladder.rungs_of(clinic) if each.address.name == "x")
    assert ladder.reason_of(made) is reason


# What a manager sets


@pytest.fixture
def desk(clinic: Clinic) -> Address:
    """An address on no rung."""
    return addresses.add(clinic, kind=ChannelKind.EMAIL, name="Poli", target="poli@noord.example")


def test_the_same_step_again_changes_nothing(clinic: Clinic, desk: Address) -> None:
    for _again in range(2):
        ladder.add_rung(clinic, shifts=Shift, after_minutes=15, until=Until.TAKEN, address=desk)
    assert [rung.shift for rung in ladder.rungs_of(clinic) if rung.address == desk] == list(Shift)


def test_a_step_that_was_removed_already_says_so(clinic: Clinic) -> None:
    rung = ladder.rungs_of(clinic)[0]
    assert ladder.remove_rung(clinic, rung.pk)
    assert not ladder.remove_rung(clinic, rung.pk)


def test_a_clinic_removes_its_own_steps_only(clinic: Clinic) -> None:
    rung = ladder.rungs_of(clinic)[0]
    assert not ladder.remove_rung(make_clinic("Neurologie Zuid", alert_email=""), rung.pk)
    assert rung in ladder.rungs_of(clinic)


def test_a_retired_address_does_not_get_back_on_the_ladder(
    clinic: Clinic, desk: Address, manager: User
) -> None:
    addresses.retire(Address.objects.get(pk=desk.pk), by=manager, now=LATER)
    with pytest.raises(RetiredError):
        ladder.add_rung(clinic, shifts=Shift, after_minutes=0, until=Until.TAKEN, address=desk)


def test_an_address_of_another_clinic_does_not_get_on_the_ladder(desk: Address) -> None:
    other = make_clinic("Neurologie Zuid", alert_email="")
    with pytest.raises(RetiredError):
        ladder.add_rung(other, shifts=Shift, after_minutes=0, until=Until.TAKEN, address=desk)
