"""What the walk does not reach: a diary that is with nobody, though its patient names the clinic."""

from django.test import Client
from django.urls import reverse

from recovery.people.models import User
from tests.cast import make_patient


def test_a_diary_that_is_not_shared_is_not_read(as_neurologist: Client, neurologist: User) -> None:
    clinic = neurologist.memberships.get().clinic
    private = make_patient(clinic, "priva@example.nl", name="Pim Alleen", shares_diary=False)
    assert "Pim Alleen" not in as_neurologist.get(reverse("clinic:caseload")).content.decode()
    assert as_neurologist.get(reverse("clinic:review", args=[private.ref])).status_code == 404
