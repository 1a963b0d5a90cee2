"""The page on which a clinic signs for use with patients, and what staff see until then."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery.people.models import Approval, Patient, User
from tests.cast import OFFICE_HOURS

NOT_YET = "Not for patients yet"


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def as_manager(manager: User, as_user: Callable[[User], Client]) -> Client:
    client = as_user(manager)
    client.cookies["language"] = "en"
    return client


def text(client: Client, name: str) -> str:
    client.cookies["language"] = "en"
    return client.get(reverse(name), follow=True).content.decode()


def filled_in(**fields: str) -> dict[str, str]:
    ticks = dict.fromkeys(("has_read", "has_tried", "has_validated"), "on")
    given = {"signed_by": "dr. Haan, neurologist", "signed_on": "2026-11-18", "note": "file 12"}
    return {name: value for name, value in (ticks | given | fields).items() if value}


def test_staff_are_told_where_they_begin_until_the_clinic_has_signed(
    as_manager: Client, as_neurologist: Client
) -> None:
    assert NOT_YET in text(as_manager, "home")
    assert NOT_YET in text(as_neurologist, "home")
    done = as_manager.post(reverse("clinic:approval"), filled_in(), follow=True).content.decode()
    assert "Holds now." in done
    assert "dr. Haan, neurologist, 18 November 2026, for model course-library-1" in done
    assert NOT_YET not in text(as_manager, "home")
    assert NOT_YET not in text(as_neurologist, "home")


def test_the_notice_takes_one_line_of_the_list_of_patients(as_neurologist: Client) -> None:
    """Open alerts stay in sight on a phone: the rest of it opens on a tap."""
    page = text(as_neurologist, "home")
    notice = page[page.index("<details") : page.index("</details>", page.index(NOT_YET))]
    assert f"<summary><strong>{NOT_YET}</strong></summary>" in notice
    assert "not a certified medical device" in notice


def test_a_changed_model_is_told_to_staff(as_manager: Client) -> None:
    as_manager.post(reverse("clinic:approval"), filled_in())
    Approval.objects.update(model_version="course-library-0")
    assert "changed since your clinic signed" in text(as_manager, "clinic:numbers")


def test_a_signature_can_be_withdrawn_and_the_notice_is_back(as_manager: Client) -> None:
    as_manager.post(reverse("clinic:approval"), filled_in())
    assert "Withdraw the signature" in text(as_manager, "clinic:approval")
    page = as_manager.post(reverse("clinic:withdraw_approval"), follow=True).content.decode()
    assert "Withdraw the signature" not in page
    assert "Withdrawn by M. Post, 18 November 2026, 10:00." in page
    assert NOT_YET in text(as_manager, "clinic:numbers")


@pytest.mark.parametrize("left_out", ["has_read", "has_tried", "has_validated", "signed_by", "signed_on"])
def test_without_every_statement_and_a_name_nothing_is_signed(as_manager: Client, left_out: str) -> None:
    page = as_manager.post(reverse("clinic:approval"), filled_in(**{left_out: ""})).content.decode()
    assert f'href="#div_id_{left_out}"' in page
    assert not Approval.objects.exists()


def test_nobody_signs_for_a_day_to_come(as_manager: Client) -> None:
    as_manager.post(reverse("clinic:approval"), filled_in(signed_on="2026-11-19"))
    assert not Approval.objects.exists()


def test_only_a_manager_signs(as_neurologist: Client, as_patient: Client) -> None:
    for client in (as_neurologist, as_patient):
        assert client.get(reverse("clinic:approval")).status_code == 404
        assert client.post(reverse("clinic:approval"), filled_in()).status_code == 404
        assert client.post(reverse("clinic:withdraw_approval")).status_code == 404
    assert not Approval.objects.exists()


def test_a_patient_sees_no_notice_of_the_staff(as_patient: Client, patient: Patient) -> None:
    assert NOT_YET not in text(as_patient, "patient:today")
