"""Whom a patient lets read or write: asked, accepted by who was meant, ended by either."""

from datetime import timedelta

import pytest
from django.utils import timezone

from recovery.clinical.care import Care
from recovery.episodes import ladder, telling
from recovery.people import access, proxies
from recovery.people.models import MOST_PROXY_TRIES, Letter, Patient, Proxy, User
from tests.cast import OFFICE_HOURS, accepted, make_user

NOW = OFFICE_HOURS


def asked(patient: Patient, email: str = "karin@example.nl", *, may_write: bool = True) -> Proxy:
    return proxies.invite(patient, name="Karin", email=email, may_write=may_write, by=patient.user, now=NOW)


@pytest.fixture
def karin(db: None) -> User:
    return make_user("karin@example.nl", "Karin")


def test_an_invitation_owes_a_mail_and_opens_nothing(patient: Patient, karin: User) -> None:
    proxy = asked(patient)
    assert Letter.objects.get(proxy=proxy).kind == Letter.Kind.PROXY
    assert access.proxied_by(karin, patient.ref) is None
    assert not proxies.standing_of(patient)


def test_who_accepted_is_let_in_and_who_was_ended_is_not(patient: Patient, karin: User) -> None:
    proxy = accepted(patient, karin, may_write=False)
    found = access.proxied_by(karin, patient.ref)
    assert found == proxy
    assert found
    assert not found.may_write
    assert proxies.end(proxy, by=patient.user, now=NOW)
    assert access.proxied_by(karin, patient.ref) is None
    assert access.was_proxied_by(karin, patient.ref)
    assert not proxies.end(proxy, by=karin, now=NOW)


def test_a_link_is_for_two_weeks(patient: Patient) -> None:
    token = proxies.new_link(asked(patient), now=NOW)
    assert token
    assert proxies.find(token, now=NOW + timedelta(days=14) - timedelta(seconds=1))
    assert proxies.find(token, now=NOW + timedelta(days=14)) is None


def test_a_link_is_for_once(patient: Patient, karin: User) -> None:
    proxy = asked(patient)
    token = proxies.new_link(proxy, now=NOW)
    assert token
    assert proxies.accept(proxy, by=karin, now=NOW)
    assert proxies.find(token, now=NOW) is None
    assert not proxies.accept(proxy, by=karin, now=NOW)
    assert proxies.new_link(proxy, now=NOW) is None


def test_only_the_address_that_was_invited_may_accept(patient: Patient, karin: User) -> None:
    assert proxies.accept(asked(patient, "KARIN@Example.nl"), by=karin, now=NOW)
    other = asked(patient, "jan@example.nl")
    assert not proxies.accept(other, by=karin, now=NOW)
    assert not proxies.refuse(other, by=karin, now=NOW)


def test_a_few_tries_with_another_address_block_it(patient: Patient) -> None:
    proxy = asked(patient)
    token = proxies.new_link(proxy, now=NOW)
    assert token
    for _try in range(MOST_PROXY_TRIES):
        assert proxies.find(token, now=NOW)
        proxies.count_try(proxy, now=NOW)
    assert proxies.find(token, now=NOW) is None


def test_nobody_is_their_own_proxy(patient: Patient) -> None:
    with pytest.raises(proxies.OwnAddressError):
        asked(patient, patient.user.email.upper())
    assert not Proxy.objects.exists()


def test_an_address_is_invited_once_at_a_time(patient: Patient, karin: User) -> None:
    proxy = asked(patient)
    with pytest.raises(proxies.AlreadyInvitedError):
        asked(patient, "Karin@example.nl")
    proxies.end(proxy, by=patient.user, now=NOW)
    assert asked(patient)


def test_withdrawing_drops_the_mail_that_is_owed(patient: Patient) -> None:
    proxy = asked(patient)
    assert proxies.end(proxy, by=patient.user, now=NOW)
    assert not Letter.objects.pending().exists()


def test_a_proxy_is_neither_patient_nor_staff(patient: Patient, karin: User) -> None:
    accepted(patient, karin)
    assert access.own_record(karin) is None
    assert access.record_for(karin, patient.ref) is None
    assert access.work_of(karin) == {}


def test_what_a_proxy_tells_waits_for_the_clinic_as_what_the_patient_tells(
    patient: Patient, karin: User, neurologist: User
) -> None:
    accepted(patient, karin)
    episode, now = ladder.current(patient), timezone.now()
    told = ladder.record_treatment(
        episode, kind=Care.PHYSIOTHERAPY, on=timezone.localdate(now), by=karin, now=now
    )
    assert told.confirmed_by is None
    assert not telling.confirm(told, by=karin, now=now)
    assert telling.may_withdraw(told, by=patient.user)
    assert telling.confirm(told, by=neurologist, now=now)
    told.refresh_from_db()
    assert not telling.may_withdraw(told, by=karin)
    assert not telling.withdraw(told, by=karin, now=now)


def test_a_neurologist_who_helps_a_patient_does_not_confirm_for_the_clinic(
    patient: Patient, neurologist: User
) -> None:
    accepted(patient, neurologist)
    episode, now = ladder.current(patient), timezone.now()
    told = ladder.record_treatment(
        episode, kind=Care.PHYSIOTHERAPY, on=timezone.localdate(now), by=patient.user, now=now
    )
    assert not telling.confirm(told, by=neurologist, now=now)
