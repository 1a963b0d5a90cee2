"""Who works at a clinic: asked with a link, begun once, ended at once."""

from datetime import timedelta

import pytest

from recovery.people import access, staff
from recovery.people.models import JOINING_LASTS, Clinic, Joining, Membership, Patient, User
from tests.cast import OFFICE_HOURS, PASSWORD, make_clinic, make_staff, make_user

SMIT = "Smit@Noord.example"


def ask(
    clinic: Clinic, by: User | None = None, role: str = "neurologist", email: str = SMIT
) -> tuple[Joining, str]:
    return staff.ask(clinic, role=role, name="dr. Smit", email=email, by=by, now=OFFICE_HOURS)


def test_a_link_makes_an_account_that_reads_the_clinic(clinic: Clinic, manager: User) -> None:
    joining, token = ask(clinic, manager)
    assert staff.find(token, now=OFFICE_HOURS) == joining
    user = staff.join_anew(joining, password=PASSWORD, now=OFFICE_HOURS)
    assert (user.email, user.name, user.check_password(PASSWORD)) == ("smit@noord.example", "dr. Smit", True)
    assert access.clinic_read_by(user) == clinic


def test_a_link_works_once(clinic: Clinic) -> None:
    joining, token = ask(clinic)
    staff.join_anew(joining, password=PASSWORD, now=OFFICE_HOURS)
    assert staff.find(token, now=OFFICE_HOURS) is None
    with pytest.raises(staff.CannotJoin):
        staff.join(
            joining, make_staff(make_clinic("Elders"), "x@elders.example", "manager"), now=OFFICE_HOURS
        )


def test_who_registered_while_the_page_was_open_is_not_made_twice(clinic: Clinic) -> None:
    joining, token = ask(clinic)
    make_user("smit@noord.example", "J. Smit")
    with pytest.raises(staff.CannotJoin):
        staff.join_anew(joining, password=PASSWORD, now=OFFICE_HOURS)
    assert not Membership.objects.exists()
    assert staff.find(token, now=OFFICE_HOURS)  # they sign in, and use it


def test_a_link_works_for_a_week(clinic: Clinic) -> None:
    _joining, token = ask(clinic)
    moment = timedelta(seconds=1)
    assert staff.find(token, now=OFFICE_HOURS + JOINING_LASTS - moment)
    assert staff.find(token, now=OFFICE_HOURS + JOINING_LASTS) is None


def test_a_new_link_ends_the_old_one(clinic: Clinic) -> None:
    _first, old = ask(clinic)
    _second, new = ask(clinic)
    assert staff.find(old, now=OFFICE_HOURS) is None
    assert staff.find(new, now=OFFICE_HOURS)


def test_a_link_that_was_withdrawn_leads_nowhere(clinic: Clinic, manager: User) -> None:
    joining, token = ask(clinic, manager)
    assert staff.withdraw(clinic, joining.pk, by=manager, now=OFFICE_HOURS)
    assert not staff.withdraw(clinic, joining.pk, by=manager, now=OFFICE_HOURS)
    assert staff.find(token, now=OFFICE_HOURS) is None
    assert not staff.withdraw(make_clinic("Elders"), joining.pk, by=manager, now=OFFICE_HOURS)


def test_who_keeps_a_diary_works_nowhere_with_that_account(clinic: Clinic, patient: Patient) -> None:
    joining, _token = ask(clinic, email=patient.user.email)
    assert staff.account_of(joining) == patient.user
    with pytest.raises(staff.CannotJoin):
        staff.join(joining, patient.user, now=OFFICE_HOURS)
    assert not Membership.objects.filter(user=patient.user).exists()


def test_who_works_elsewhere_does_not_come_here_too(clinic: Clinic, other_neurologist: User) -> None:
    joining, token = ask(clinic, email=other_neurologist.email)
    with pytest.raises(staff.CannotJoin):
        staff.join(joining, other_neurologist, now=OFFICE_HOURS)
    assert staff.find(token, now=OFFICE_HOURS)  # nothing was used up


def test_the_end_of_work_is_at_once_and_leaves_a_row(
    clinic: Clinic, manager: User, neurologist: User, patient: Patient
) -> None:
    Patient.objects.update(doctor=neurologist)
    work = neurologist.memberships.get()
    staff.end(work, by=manager, now=OFFICE_HOURS)
    assert access.record_for(neurologist, patient.ref) is None
    assert Patient.objects.get().doctor is None
    row = Joining.objects.get()
    assert (row.accepted_by, row.ended_by, row.ended_at) == (neurologist, manager, OFFICE_HOURS)
    assert User.objects.filter(pk=neurologist.pk).exists()


def test_the_end_stands_on_the_row_of_how_they_came(clinic: Clinic, manager: User) -> None:
    joining, _token = ask(clinic, manager)
    user = staff.join_anew(joining, password=PASSWORD, now=OFFICE_HOURS)
    staff.end(user.memberships.get(), by=manager, now=OFFICE_HOURS)
    assert Joining.objects.get().ended_by == manager


def test_work_that_was_ended_twice_ended_once(clinic: Clinic, manager: User, neurologist: User) -> None:
    work = neurologist.memberships.get()
    staff.end(work, by=manager, now=OFFICE_HOURS)
    staff.end(work, by=None, now=OFFICE_HOURS + timedelta(minutes=1))
    row = Joining.objects.get()
    assert (row.ended_by, row.ended_at) == (manager, OFFICE_HOURS)


def test_an_account_that_was_made_meanwhile_is_not_made_again(clinic: Clinic) -> None:
    joining, token = ask(clinic)
    User.objects.create_user(SMIT, PASSWORD)
    with pytest.raises(staff.CannotJoin):
        staff.join_anew(joining, password=PASSWORD, now=OFFICE_HOURS)
    assert staff.find(token, now=OFFICE_HOURS)


def test_the_last_manager_stays(clinic: Clinic, manager: User) -> None:
    with pytest.raises(staff.LastManager):
        staff.end(manager.memberships.get(), by=manager, now=OFFICE_HOURS)
    make_staff(clinic, "tweede@noord.example", "manager")
    staff.end(manager.memberships.get(), by=manager, now=OFFICE_HOURS)
    assert access.clinic_managed_by(manager) is None
