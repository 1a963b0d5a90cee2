"""The whole road: invited, three days logged, a red flag, the right number, called, taken, closed."""

import re
from datetime import datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail

from recovery.alerts.models import Alert
from recovery.journal.models import Entry
from tests.browser.conftest import DESK, Visit, Visitor
from tests.cast import PASSWORD, make_clinic, make_patient, make_staff

MONDAY = datetime.fromisoformat("2026-11-16T20:00:00+01:00")
TUESDAY = datetime.fromisoformat("2026-11-17T20:00:00+01:00")
WEDNESDAY = datetime.fromisoformat("2026-11-18T10:00:00+01:00")
WEDNESDAY_NIGHT = datetime.fromisoformat("2026-11-18T22:00:00+01:00")

MOST_TAPS = 12


@pytest.fixture
def clock() -> object:
    with time_machine.travel(MONDAY) as traveller:
        yield traveller


def invite(neurologist: Visitor) -> str:
    neurologist.tap("nav >> text=Uitnodigen")
    neurologist.check()
    neurologist.page.fill("[name=name]", "Jan Dal")
    neurologist.page.fill("[name=email]", "jan@example.nl")
    neurologist.tap("main form .btn-primary")
    neurologist.check()
    link = re.search(r"http\S+", str(mail.outbox[-1].body))
    assert link
    return link[0]


def register(patient: Visitor, link: str) -> None:
    patient.open(
        "{0.path}?{0.query}".format(urlsplit(link))
    )  # the link names the address of the site; the test's is elsewhere
    patient.check()
    patient.tap("main form button")
    patient.check()
    patient.page.fill("[name=email]", "jan@example.nl")
    patient.page.fill("[name=password1]", PASSWORD)
    patient.tap("main form button")
    patient.page.wait_for_url("**/start/")  # the mailed link has proven the address: no code
    patient.check()
    page = patient.page
    page.fill("[name=onset]", "2026-11-02")
    for name, value in (
        ("side", "left"),
        ("baseline_bladder", "none"),
        ("baseline_bowel", "none"),
        ("baseline_saddle", "none"),
        ("under_treatment", "yes"),
    ):
        page.check(f"[name={name}][value={value}]")
    page.fill("[name=gp_phone]", "020 123 45 67")
    patient.tap("main form .btn-primary")


def log_quiet_day(patient: Visitor, leg_pain: int) -> int:
    """Log today from the first page; returns the number of taps."""
    patient.open("/")
    patient.check()
    patient.taps = 0
    patient.tap("text=Vandaag invullen")
    patient.check()
    for name, value in (("limitation", 4), ("leg_pain", leg_pain), ("back_pain", 2)):
        patient.tap(f"label.cell:has([name={name}][value='{value}'])")
    for name in ("feeling", "strength"):
        patient.tap(f"label:has([name={name}][value=normal])")
    patient.tap("label:has([name=none_new])")
    patient.page.evaluate("scrollTo(0, 0)")
    patient.picture("log")
    patient.tap("main form .btn-primary")
    patient.page.wait_for_url("**/course/")
    patient.check()
    return patient.taps


def test_from_invitation_to_closed_alert(visit: Visit, clock: time_machine.Traveller) -> None:
    clinic = make_clinic()
    make_staff(clinic, "haan@noord.example")
    neurologist, patient = visit(DESK), visit()

    neurologist.sign_in("haan@noord.example", PASSWORD)
    neurologist.check()
    register(patient, invite(neurologist))
    patient.check()
    assert "maandag 16 november" in patient.page.inner_text("h1").lower()

    for moment, leg_pain in ((MONDAY, 7), (TUESDAY, 6)):
        clock.move_to(moment)
        assert log_quiet_day(patient, leg_pain) <= MOST_TAPS
        assert "staat in uw dagboek" in patient.page.inner_text("main")

    clock.move_to(WEDNESDAY)
    patient.open("/")
    patient.tap("text=Vandaag invullen")
    patient.tap("label.row-choice:has([value=bladder])")
    patient.tap("main form .btn-primary")
    patient.page.wait_for_url("**/urgent/")
    patient.check()
    assert patient.page.get_attribute("a.call", "href") == "tel:+31883203900"
    assert "Bel nu" in patient.page.inner_text("h1")
    patient.picture("urgent")

    clock.move_to(WEDNESDAY_NIGHT)
    patient.page.reload()
    assert patient.page.get_attribute("a.call", "href") == "tel:+31883203300"
    patient.open("/course/")
    patient.check()
    assert patient.page.get_attribute(".banner-phone", "href") == "tel:+31883203300"
    patient.tap(".banner-text a")
    patient.tap("text=Ik heb iemand gesproken")
    patient.check()
    assert not patient.page.locator(".banner").count()

    neurologist.sign_in("haan@noord.example", PASSWORD)  # two days later
    neurologist.open("/clinic/")
    neurologist.check()
    assert "Jan Dal" in neurologist.page.inner_text("tbody.is-open")
    neurologist.tap("text=Jan Dal")
    neurologist.check()
    assert "Patiënt zegt dat er contact is geweest" in neurologist.page.inner_text(".alert-card")
    neurologist.tap("text=Ik pak dit op")
    neurologist.check()
    neurologist.tap("label:has([value=emergency_department])")
    neurologist.tap("label:has([name$=needed][value=yes])")
    neurologist.tap("text=Melding afsluiten")
    neurologist.check()
    assert "Naar de Spoedeisende Hulp gestuurd" in neurologist.page.inner_text(".alert-card")

    assert Entry.objects.count() == 3
    assert not Alert.objects.open().exists()


def test_two_clinicians_and_one_patient(visit: Visit, clock: time_machine.Traveller) -> None:
    """She reaches nobody, phones on, and doubts; one of two takes it, and the other closes it."""
    clock.move_to(WEDNESDAY)
    clinic = make_clinic()
    make_patient(clinic)
    make_staff(clinic, "haan@noord.example")
    make_staff(clinic, "kok@noord.example", name="dr. Kok")
    anna, haan, kok = visit(), visit(DESK), visit(DESK)
    anna.sign_in("anna@example.nl", PASSWORD)
    for clinician, email in ((haan, "haan@noord.example"), (kok, "kok@noord.example")):
        clinician.sign_in(email, PASSWORD)

    anna.open("/day/2026-11-18/")
    anna.tap("label.row-choice:has([value=bladder])")
    anna.tap("main form .btn-primary")
    anna.page.wait_for_url("**/urgent/")
    anna.tap("text=Ik kreeg niemand te pakken")
    anna.check()
    assert anna.page.get_attribute("a.call", "href") == "tel:+31883203300"
    assert "U kreeg niemand te pakken bij: Poli Neurologie" in anna.page.inner_text("main")

    for clinician in (haan, kok):
        clinician.open("/clinic/alerts/")
        clinician.check()
        assert "Patiënt kreeg niemand te pakken" in clinician.page.inner_text("main")
    haan.tap("text=Ik pak dit op")
    haan.check()
    kok.tap("text=Ik pak dit op")
    kok.check()
    assert "Opgepakt: dr. Haan" in kok.page.inner_text(".alert-warning")

    anna.tap("summary:has-text('Zo bedoelde ik het niet')")
    anna.tap("button:has-text('Zo bedoelde ik het niet')")
    anna.check()
    assert "Bel toch" in anna.page.inner_text("main")
    anna.open("/today/")
    assert anna.page.get_attribute(".banner-phone", "href") == "tel:+31883203300"

    kok.page.reload()
    kok.tap("label:has([value=seen_today])")
    kok.tap("label:has([name$=needed][value=yes])")
    kok.tap("text=Melding afsluiten")
    kok.check()
    card = kok.page.inner_text(".alert-card")
    for said in ("Patiënt zegt dat het niet zo bedoeld was", "Opgepakt: dr. Haan", "dr. Kok"):
        assert said in card

    anna.page.reload()
    assert not anna.page.locator(".banner").count()
    haan.open("/clinic/alerts/")
    assert "Er staat geen melding open" in haan.page.inner_text("main")
    haan.open("/clinic/alerts/figures/")
    haan.check()


def test_without_javascript_a_red_flag_still_shows_the_number(
    visit: Visit, clock: time_machine.Traveller
) -> None:
    clock.move_to(WEDNESDAY)
    clinic = make_clinic()

    make_patient(clinic)
    patient = visit(javascript=False)
    patient.sign_in("anna@example.nl", PASSWORD)
    patient.open("/day/2026-11-18/")
    patient.tap("label.row-choice:has([value=saddle])")
    patient.tap("main form .btn-primary")
    assert patient.page.get_attribute("a.call", "href") == "tel:+31883203900"


def test_none_of_these_gives_way_to_a_sign_and_never_unticks_one(
    visit: Visit, clock: time_machine.Traveller
) -> None:

    make_patient(make_clinic())
    patient = visit()
    patient.sign_in("anna@example.nl", PASSWORD)
    patient.open("/day/2026-11-16/")
    page = patient.page
    page.check("[name=none_new]")
    page.check("[value=fever]")
    assert not page.is_checked("[name=none_new]")
    page.click("[name=none_new]")
    assert page.is_checked("[value=fever]")
    assert not page.is_checked("[name=none_new]")


def test_another_language_asks_before_it_takes_away_what_was_filled_in(visit: Visit) -> None:
    make_patient(make_clinic())
    patient = visit()
    patient.sign_in("anna@example.nl", PASSWORD)
    patient.open("/visit/")
    page, asked = patient.page, list[str]()
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.fill("main form [name=text]", "May I lift my grandson?")
    page.click("[name=language][value=en]")
    page.wait_for_timeout(500)
    assert asked == ["confirm"]
    assert page.input_value("main form [name=text]") == "May I lift my grandson?"
    patient.open("/visit/")
    page.click("[name=language][value=en]")
    page.wait_for_selector("html[lang=en]")
    assert asked == ["confirm"]


def test_a_refused_form_takes_the_focus_to_what_is_missing(
    visit: Visit, clock: time_machine.Traveller
) -> None:

    make_patient(make_clinic())
    patient = visit()
    patient.sign_in("anna@example.nl", PASSWORD)
    patient.open("/day/2026-11-16/")
    patient.tap("main form .btn-primary")
    patient.check()
    assert patient.page.evaluate("document.activeElement.className") == "error-summary"
    assert patient.page.locator(".error-summary a").count() == 6
    patient.tap(".error-summary a >> nth=1")
    assert patient.page.url.endswith("#div_id_leg_pain")
