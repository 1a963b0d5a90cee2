"""Where a clinic's alerts can go: added, corrected, retired and tried, also by two managers at once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from recovery.alerts import addresses, ladder
from recovery.alerts.addresses import AlreadyThereError, RetiredError
from recovery.alerts.delivery import deliver_owed
from recovery.alerts.models import Address, ChannelKind, Delivery, Reason
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, make_clinic

LATER = OFFICE_HOURS + timedelta(minutes=5)
DESK = "poli@noord.example"


@pytest.fixture
def desk(clinic: Clinic) -> Address:
    """An address on no rung."""
    return addresses.add(clinic, kind=ChannelKind.EMAIL, name="Poli", target=DESK)


@pytest.fixture
def alarm(clinic: Clinic) -> Address:
    """The address on the clinic's ladder."""
    return Address.objects.get(clinic=clinic, target="alarm@noord.example")


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def test_a_clinic_has_an_address_once(clinic: Clinic, desk: Address) -> None:
    with pytest.raises(AlreadyThereError):
        addresses.add(clinic, kind=ChannelKind.EMAIL, name="Again", target=DESK)
    with pytest.raises(AlreadyThereError):
        addresses.change(Address.objects.get(name="alarm@noord.example"), name="Alarm", target=DESK)


def test_another_clinic_may_have_the_same_address(desk: Address) -> None:
    other = make_clinic("Neurologie Zuid", alert_email="")
    assert addresses.add(other, kind=ChannelKind.EMAIL, name="Poli", target=DESK).clinic == other


def test_a_retired_address_can_be_added_again(clinic: Clinic, desk: Address, manager: User) -> None:
    addresses.retire(desk, by=manager, now=LATER)
    assert desk not in addresses.addresses_of(clinic)
    assert addresses.add(clinic, kind=ChannelKind.EMAIL, name="Poli", target=DESK) != desk


def test_what_is_owed_goes_along_to_the_corrected_address(patient: Patient, alarm: Address) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    addresses.change(alarm, name="Alarm", target="nieuw@noord.example")
    deliver_owed(lambda owed: None, clock=at(LATER))
    assert Delivery.objects.get().target == "nieuw@noord.example"


def test_who_corrects_what_a_colleague_retired_does_not_bring_it_back(desk: Address, manager: User) -> None:
    addresses.retire(Address.objects.get(pk=desk.pk), by=manager, now=LATER)
    with pytest.raises(RetiredError):
        addresses.change(desk, name="Poli", target="nieuw@noord.example")
    with pytest.raises(RetiredError):
        addresses.renew_secret(desk)
    kept = Address.objects.get(pk=desk.pk)
    assert (kept.target, kept.secret_number, kept.retired_at) == (DESK, 1, LATER)


def test_a_correction_keeps_the_new_secret_of_a_colleague(desk: Address) -> None:
    addresses.renew_secret(Address.objects.get(pk=desk.pk))
    addresses.change(desk, name="Poli 2", target=DESK)
    kept = Address.objects.get(pk=desk.pk)
    assert (kept.name, kept.secret_number) == ("Poli 2", 2)


def test_a_retired_address_leaves_the_ladder_and_what_it_was_owed_is_given_up_by_name(
    patient: Patient, alarm: Address, manager: User
) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    assert addresses.owed_at(alarm) == 1
    assert addresses.retire(alarm, by=manager, now=LATER)
    assert ladder.rungs_of(alarm.clinic) == []
    left = Delivery.objects.get()
    assert (left.given_up_at, left.given_up_by) == (LATER, manager)
    assert addresses.owed_at(alarm) == 0


def test_the_second_to_retire_an_address_changes_nothing(desk: Address, manager: User) -> None:
    assert addresses.retire(desk, by=manager, now=OFFICE_HOURS)
    assert not addresses.retire(desk, by=manager, now=LATER)
    desk.refresh_from_db()
    assert desk.retired_at == OFFICE_HOURS


def test_a_test_is_owed_once_at_a_time(desk: Address) -> None:
    first = addresses.send_test(desk, now=OFFICE_HOURS)
    assert addresses.send_test(desk, now=LATER) == first
    assert first.reason == Reason.TEST
    deliver_owed(lambda owed: None, clock=at(LATER))
    assert addresses.send_test(desk, now=LATER) != first


def test_one_mailbox_is_one_address_whatever_its_capitals(clinic: Clinic) -> None:
    with pytest.raises(addresses.AlreadyThereError):
        addresses.add(clinic, kind=ChannelKind.EMAIL, name="again", target="ALARM@noord.example")


def test_a_url_keeps_its_capitals(clinic: Clinic) -> None:
    url = "https://pager.example/Team"
    assert addresses.add(clinic, kind=ChannelKind.WEBHOOK, name="pager", target=url).target == url
