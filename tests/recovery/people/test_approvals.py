from datetime import date

from django.utils import timezone

from recovery.people import approvals
from recovery.people.approvals import Signed
from recovery.people.models import Approval, Clinic, User
from tests.cast import make_clinic


def sign(clinic: Clinic, by: User) -> Approval:
    given = {"signed_by": "dr. Haan, neurologist", "signed_on": date(2026, 11, 1), "note": ""}
    return approvals.approve(clinic, **given, by=by, now=timezone.now())


def test_a_clinic_that_never_signed_has_not(clinic: Clinic) -> None:
    assert approvals.signed(clinic) is Signed.NEVER


def test_a_signature_holds_for_this_clinic_alone(clinic: Clinic, manager: User) -> None:
    sign(clinic, manager)
    assert approvals.signed(clinic) is Signed.NOW
    assert approvals.signed(make_clinic("Neurologie Zuid")) is Signed.NEVER


def test_another_model_or_other_red_flags_ask_for_a_new_signature(clinic: Clinic, manager: User) -> None:
    for changed in ({"model_version": "before"}, {"rules_version": "2026.1"}):
        given = sign(clinic, manager)
        Approval.objects.filter(pk=given.pk).update(**changed)
        assert approvals.signed(clinic) is Signed.BEFORE
    sign(clinic, manager)
    assert approvals.signed(clinic) is Signed.NOW


def test_a_withdrawn_signature_stays_readable_and_holds_no_more(clinic: Clinic, manager: User) -> None:
    sign(clinic, manager)
    assert approvals.withdraw(clinic, by=manager, now=timezone.now()) == 1
    assert approvals.withdraw(clinic, by=manager, now=timezone.now()) == 0
    assert approvals.signed(clinic) is Signed.NEVER
    assert [given.withdrawn_by for given in approvals.history(clinic)] == [manager]
