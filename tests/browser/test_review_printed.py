"""The review on paper: the first sheet for the doctor, the days on the second; and all of it without a mouse."""

from datetime import datetime
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from recovery.people.models import Patient
from tests.browser.conftest import DESK, Visit
from tests.cast import PASSWORD, make_clinic, make_patient, make_staff
from tests.tracker.clinic.review.test_review import many_days

NOW = datetime.fromisoformat("2026-11-18T10:00:00+01:00")


@pytest.fixture
def half_a_year(db: None) -> object:
    """A neurologist, and a patient with a diary of 180 days."""
    with time_machine.travel(NOW):
        clinic = make_clinic()
        make_staff(clinic, "haan@noord.example")
        patient = make_patient(clinic, onset_days_ago=200, now=NOW)
        many_days(patient, 180)
        yield patient


@pytest.mark.parametrize("language", ["nl", "en"])
def test_half_a_year_is_two_sheets(visit: Visit, half_a_year: Patient, language: str) -> None:
    doctor = visit(DESK, language)
    doctor.sign_in("haan@noord.example", PASSWORD)
    doctor.open(reverse("clinic:review", args=[half_a_year.ref]))
    doctor.check()
    printed = doctor.page.pdf(prefer_css_page_size=True)
    first, second = (page.extract_text() for page in PdfReader(BytesIO(printed)).pages)
    assert "Anna Bos" in first
    assert "Plan" in first
    assert "Dag 59" in second
    assert "Dag 59" not in first


def test_the_dates_slide_by_keyboard(visit: Visit, half_a_year: Patient) -> None:
    doctor = visit(DESK, "en")
    doctor.sign_in("haan@noord.example", PASSWORD)
    doctor.open(reverse("clinic:review", args=[half_a_year.ref]))
    page = doctor.page
    page.focus(".slider")
    before = page.input_value("[name=first]")
    page.keyboard.press("ArrowRight")
    after = page.input_value("[name=first]")
    assert (datetime.fromisoformat(after) - datetime.fromisoformat(before)).days == 1
    page.focus("[name=second]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**first={after}**")
    doctor.check()
