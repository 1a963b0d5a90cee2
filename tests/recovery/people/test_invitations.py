"""An invitation: one person, once, two weeks."""

from datetime import timedelta

import pytest

from recovery import checkin
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline
from recovery.clinical.scores import Side
from recovery.people import invitations
from recovery.people.models import INVITATION_LASTS, Clinic, Invitation, Patient, User
from tests.cast import OFFICE_HOURS, make_user


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
