"""One follow-up visit, from the list of patients to the printed page, by keyboard alone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from playwright.sync_api import Page
from pypdf import PdfReader

from recovery.episodes import ladder, visits
from recovery.episodes.models import Note, Visit
from recovery.people.models import Patient
from tests.browser.conftest import DESK, PICTURES, Visitor
from tests.browser.conftest import Visit as Arrive
from tests.cast import PASSWORD, app_code, log, make_clinic, make_patient, make_staff, quiet

NOW = datetime.fromisoformat("2026-11-18T10:00:00+01:00")
DAYS = 40

# More presses of a key than this to get from one place on a page to the next is no way to work.
MOST_TABS = 60


@pytest.fixture
def anna(db: None) -> Iterator[Patient]:
    """A patient who comes today, six weeks into her diary, with a question."""
    with time_machine.travel(NOW):
        clinic = make_clinic()
        doctor = make_staff(clinic, "haan@noord.example")
        patient = make_patient(clinic, onset_days_ago=60, now=NOW)
        make_patient(clinic, "bert@example.nl", name="Bert Kok", now=NOW)
        for back in range(DAYS, 0, -1):
            log(patient, quiet(leg_pain=3 + back // 10), day=NOW.date() - timedelta(days=back))
        episode = ladder.current(patient)
        visits.plan(episode, day=NOW.date(), clinic=clinic, by=doctor, now=NOW)
        visits.ask(episode, text="Mag ik weer autorijden?", by=patient.user, now=NOW)
        yield patient


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is asked for has the focus."""
    for _ in range(MOST_TABS):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} is more than {MOST_TABS} tabs away on {page.url}")


def press_enter(visitor: Visitor, selector: str, leads_to: str) -> None:
    """Go there by Tab and press Enter; the page that follows is whole."""
    tab_to(visitor.page, selector)
    with visitor.page.expect_navigation(url=leads_to):
        visitor.page.keyboard.press("Enter")
    visitor.check()


def sign_in(doctor: Visitor) -> None:
    doctor.open("/account/login/")
    for name, text in (("login", "haan@noord.example"), ("password", PASSWORD)):
        tab_to(doctor.page, f"[name={name}]")
        doctor.page.keyboard.type(text)
    with doctor.page.expect_navigation(url="**/second-factor/code/"):
        doctor.page.keyboard.press("Enter")
    tab_to(doctor.page, "[name=code]")
    doctor.page.keyboard.type(app_code())
    with doctor.page.expect_navigation(url="**/clinic/"):
        doctor.page.keyboard.press("Enter")
    doctor.check()


def find(doctor: Visitor, patient: Patient) -> None:
    keys = doctor.page.keyboard
    keys.press("/")
    keys.type("anna")
    with doctor.page.expect_navigation(url="**q=anna**"):
        keys.press("Enter")
    doctor.check()
    keys.press("j")
    with doctor.page.expect_navigation(url=f"**/{patient.ref}/"):
        keys.press("Enter")
    doctor.check()


def plan(doctor: Visitor, patient: Patient, day: date) -> None:
    press_enter(doctor, "form[action$='/hold/'] button", f"**/{patient.ref}/**")
    keys = doctor.page.keyboard
    tab_to(doctor.page, "#plan [name=visit]")
    keys.type(f"{day:%m%d%Y}")  # the field follows the language of the browser itself: month first
    assert doctor.page.input_value("#plan [name=visit]") == day.isoformat()
    tab_to(doctor.page, "#plan [name=message]")
    keys.type("Rustig opbouwen. Tot over zes weken.")
    press_enter(doctor, "#plan .btn-primary", f"**/{patient.ref}/**")


def test_a_follow_up_visit_without_a_mouse(visit: Arrive, anna: Patient) -> None:
    doctor, next_time = visit(DESK), NOW.date() + timedelta(weeks=6)
    sign_in(doctor)
    find(doctor, anna)
    text = doctor.page.inner_text("main")
    assert doctor.page.locator("#changes li").count() == 3
    assert "Mag ik weer autorijden?" in text

    plan(doctor, anna, next_time)
    assert Visit.objects.filter(held_at__isnull=False, day=NOW.date()).exists()
    assert Visit.objects.filter(held_at=None).get().day == next_time
    assert Note.objects.get().shared

    printed = doctor.page.pdf(prefer_css_page_size=True)
    sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(printed)).pages]
    assert len(sheets) == 2
    assert "30 december 2026" in sheets[0]
    assert "Rustig opbouwen" in sheets[0]
    if PICTURES:
        doctor.page.emulate_media(media="print")
        doctor.page.set_viewport_size({"width": 794, "height": 860})
        doctor.page.evaluate("document.querySelector('.second-sheet').hidden = true; scrollTo(0, 0)")
        doctor.picture("printed")

    patient = visit()
    patient.sign_in("anna@example.nl", PASSWORD)
    patient.open("/visit/")
    patient.check()
    for told in ("30 december 2026", "Rustig opbouwen"):
        assert told in patient.page.inner_text("main")
