"""An invitation: one person, once, two weeks."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError

from recovery import checkin
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline
from recovery.clinical.scores import Side
from recovery.people import invitations
from recovery.people.invitations import Guest
from recovery.people.models import INVITATION_LASTS, MOST_TRIES, Clinic, Invitation, Letter, Patient, User
from tests.cast import OFFICE_HOURS, make_clinic, make_patient, make_user


@pytest.fixture
def invited(clinic: Clinic, neurologist: User) -> tuple[Invitation, str]:
    return invitations.invite(clinic, name="Jan", email="jan@example.nl", by=neurologist, now=OFFICE_HOURS)


def start(invitation: Invitation, email: str) -> None:
    user = make_user(email)
    patient = Patient(user=user, clinic=invitation.clinic, shares_diary=True, under_treatment=True)
    told = checkin.Start(OFFICE_HOURS.date(), Side.LEFT, dict.fromkeys(BASELINE_SIGNS, Baseline.NONE))
    checkin.start(patient, told, invitation=invitation, by=user, now=OFFICE_HOURS)


def test_the_link_leads_to_it_for_two_weeks(invited: tuple[Invitation, str]) -> None:
    invitation, token = invited
    last_moment = OFFICE_HOURS + INVITATION_LASTS - timedelta(seconds=1)
    assert invitations.find(token, now=last_moment) == invitation
    assert invitations.find(token, now=last_moment + timedelta(seconds=1)) is None
    assert invitations.find(token + "x", now=OFFICE_HOURS) is None


def test_the_token_itself_is_not_kept(invited: tuple[Invitation, str]) -> None:
    _invitation, token = invited
    assert token not in str(Invitation.objects.values().get())


def test_it_is_used_once(invited: tuple[Invitation, str]) -> None:
    invitation, token = invited
    start(invitation, "jan@example.nl")
    assert invitations.find(token, now=OFFICE_HOURS) is None
    with pytest.raises(checkin.AlreadyStarted):
        start(invitation, "second@example.nl")
    assert [patient.user.email for patient in Patient.objects.all()] == ["jan@example.nl"]


def test_the_clinic_sees_what_waits(invited: tuple[Invitation, str], clinic: Clinic) -> None:
    assert invitations.waiting(clinic, now=OFFICE_HOURS) == [invited[0]]
    start(invited[0], "jan@example.nl")
    assert invitations.waiting(clinic, now=OFFICE_HOURS) == []


# Withdrawn, renewed, bound to a date of birth, kept for who signs out


def test_a_withdrawn_one_leads_nowhere(invited: tuple[Invitation, str], manager: User) -> None:
    invitation, token = invited
    assert invitations.withdraw(invitation, by=manager, now=OFFICE_HOURS)
    assert invitations.find(token, now=OFFICE_HOURS) is None
    assert not invitations.withdraw(invitation, by=manager, now=OFFICE_HOURS)
    assert invitations.renew(invitation, now=OFFICE_HOURS) is None


def test_a_new_link_takes_the_place_of_the_old_one(invited: tuple[Invitation, str]) -> None:
    invitation, token = invited
    renewed = invitations.renew(invitation, now=OFFICE_HOURS)
    assert renewed
    assert invitations.find(token, now=OFFICE_HOURS) is None
    assert invitations.find(renewed, now=OFFICE_HOURS) == invitation


def test_guessing_a_date_of_birth_blocks_it(clinic: Clinic, manager: User) -> None:
    born = date(1980, 5, 17)
    invitation, token = invitations.invite(
        clinic, name="Jan", email="", birth_date=born, by=manager, now=OFFICE_HOURS
    )
    for left in range(MOST_TRIES - 1, -1, -1):
        assert not invitations.is_born_on(invitation, born + timedelta(days=1), now=OFFICE_HOURS)
        assert invitations.tries_left(invitation) == left
    assert not invitations.is_born_on(invitation, born, now=OFFICE_HOURS)
    assert invitations.find(token, now=OFFICE_HOURS) is None
    assert invitations.waiting(clinic, now=OFFICE_HOURS) == [invitation]
    assert invitations.renew(invitation, now=OFFICE_HOURS)
    assert invitations.is_born_on(invitation, born, now=OFFICE_HOURS)


def test_it_is_kept_for_who_opened_it_until_it_is_used(invited: tuple[Invitation, str]) -> None:
    invitation, _token = invited
    user = make_user("jan@example.nl")
    invitations.hold_for(invitation, user)
    assert invitations.held_for(user) == invitation
    start(invitation, "anders@example.nl")
    assert invitations.held_for(user) is None


# A whole list

GUESTS = (Guest("Jan", "Jan@example.nl", date(1980, 5, 17)), Guest("Kim", "kim@example.nl"))


def test_a_list_is_invited_once(clinic: Clinic, manager: User) -> None:
    assert invitations.invite_all(clinic, GUESTS, by=manager, now=OFFICE_HOURS) == 2
    assert invitations.invite_all(clinic, GUESTS, by=manager, now=OFFICE_HOURS) == 0
    assert Invitation.objects.count() == Letter.objects.count() == 2
    jan = next(one for one in Invitation.objects.all() if one.name == "Jan")
    assert jan.birth_date == date(1980, 5, 17)
    assert not Invitation.objects.exclude(token_hash=None).exists()


def test_a_list_does_not_invite_patients_and_who_was_withdrawn(clinic: Clinic, manager: User) -> None:
    make_patient(clinic, "JAN@example.nl")
    invitations.invite_all(clinic, GUESTS[1:], by=manager, now=OFFICE_HOURS)
    invitations.withdraw(Invitation.objects.get(), by=manager, now=OFFICE_HOURS)
    assert invitations.invite_all(clinic, GUESTS, by=manager, now=OFFICE_HOURS) == 0
    known = invitations.known(clinic, [guest.email for guest in GUESTS], now=OFFICE_HOURS)
    assert (known.invited, known.patients) == ({"kim@example.nl"}, {"jan@example.nl"})


def test_a_list_says_nothing_about_patients_of_another_clinic(clinic: Clinic, manager: User) -> None:
    make_patient(make_clinic("Neurologie Zuid", alert_email=""), "jan@example.nl")
    assert not invitations.known(clinic, ["jan@example.nl"], now=OFFICE_HOURS).patients


def test_a_list_is_sent_whole_or_not_at_all(clinic: Clinic, manager: User) -> None:
    nameless = Guest(None, "kim@example.nl")  # type: ignore[arg-type]
    with pytest.raises(DatabaseError):
        invitations.invite_all(clinic, (*GUESTS, nameless), by=manager, now=OFFICE_HOURS)
    assert not Invitation.objects.exists()
