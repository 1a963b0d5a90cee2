"""The urgent page that a phone draws without a connection says what the server's page says, and is as easy to use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.utils import translation

from recovery.alerts import contact
from recovery.clinical import wording
from recovery.clinical.red_flags import find
from recovery.clinical.scores import Day
from recovery.episodes import ladder
from recovery.people import access
from recovery.people.models import Clinic, Patient
from tests.browser.conftest import PHONE, Visit, Visitor
from tests.cast import NIGHT, OFFICE_HOURS, PASSWORD, flagged, log
from tracker.app.own import own_tables
from tracker.app.tables import tables

# Draws a view in the place of what the page shows; the signs are found by the phone itself.
DRAW = """
async ({name, tables, own, days, now, tried, pending}) => {
  const [urgent, rules] = await Promise.all(["urgent", "rules"].map((each) => import(`/static/app/${each}.js`)));
  const findings = days.flatMap((day) => rules.findOwn(tables, own, day));
  const main = document.querySelector("main");
  const view = {tables, own, findings, tried, pending};
  if (name === "mount") { urgent.mountUrgent(main, view, () => new Date(now)); return; }
  main.replaceChildren(urgent[name]({...view, now: new Date(now)}));
}
"""

READ = """
() => {
  const main = document.querySelector("main");
  const plain = (each) => each.textContent.replace(/\\s+/g, " ").trim();
  const texts = (selector) => [...main.querySelectorAll(selector)].map(plain);
  return {
    headline: texts("h1"),
    notes: texts(".phones-note"),
    numbers: [...main.querySelectorAll(".phones a")].map((link) => link.href),
    whose: texts(".phones .call, .phones-others li"),
    told: texts(".phones-told"),
    right_for: texts(".phones + .quiet"),
    strong: texts("p > strong"),
    say: texts(".say li"),
    headings: texts("h2"),
    take_along: texts(".card-plain:not(.answering) ul:not(.say) li"),
    abroad: texts("details.more summary, details.more p, details.more li"),
  };
}
"""


@dataclass(frozen=True, slots=True)
class Situation:
    """What was ticked, when, what is said before, and how the patient stands to the clinic."""

    signs: Sequence[str]
    now: datetime = OFFICE_HOURS
    tried: Sequence[str] = ()
    patient: dict[str, Any] | None = None
    clinic: dict[str, Any] | None = None


SITUATIONS = {
    "bladder in office hours": Situation(["bladder"]),
    "at night": Situation(["bladder", "saddle", "fever"], now=NIGHT),
    "two that are worse together": Situation(["operation_leak", "operation_headache"]),
    "112": Situation(["collapse"], now=NIGHT),
    "can wait, and the desk is closed": Situation(["weight_loss"], now=NIGHT),
    "today, at the GP": Situation(["fever"], patient={"under_treatment": False}),
    "nobody at the desk": Situation(["bladder"], tried=["desk"]),
    "nobody anywhere": Situation(["fever"], tried=["desk", "emergency_department", "gp", "gp_out_of_hours"]),
    "a number is missing": Situation(["bladder"], clinic={"desk_phone": ""}),
    "a number is wrong": Situation(["bladder"], clinic={"desk_phone": "88 abc"}),
    "no number at all": Situation(
        ["bladder"],
        patient={"gp_phone": ""},
        clinic={"desk_phone": "", "emergency_phone": "", "gp_out_of_hours_phone": ""},
    ),
    "the clinic tells something": Situation(
        ["bladder"], now=NIGHT, clinic={"told_nl": "Achter <b>het</b> station.", "desk_name": "Poli & Co"}
    ),
}


def draw(visitor: Visitor, name: str, *, own: Any, language: str, now: datetime, **given: Any) -> None:
    view = {"days": [], "tried": [], "pending": True} | given
    at = {"name": name, "tables": tables(language), "own": own, "now": now.timestamp() * 1000}
    visitor.page.evaluate(DRAW, at | view)


def own_of(patient: Patient, now: datetime) -> dict[str, Any]:
    record = access.own_record(patient.user)
    assert record
    return own_tables(record, ladder.current(record), now)


def words(language: str, sentence: str, **values: str) -> str:
    with translation.override(language):
        return translation.gettext(sentence) % values if values else translation.gettext(sentence)


def day_with(signs: Sequence[str]) -> dict[str, Any]:
    return {"date": OFFICE_HOURS.date().isoformat(), "signs": list(signs), "strength": "normal"}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", SITUATIONS)
def test_it_says_what_the_page_of_the_server_says(
    visit: Visit, patient: Patient, name: str, language: str
) -> None:
    situation = SITUATIONS[name]
    Patient.objects.update(**situation.patient or {"under_treatment": True})
    Clinic.objects.update(**situation.clinic or {"desk_name": ""})
    with time_machine.travel(situation.now):
        own = own_of(patient, situation.now)
        alert = log(patient, flagged(*situation.signs), now=situation.now).alert
        assert alert
        for role in situation.tried:
            contact.say_not_reached(
                patient, alerts=[alert.pk], tried=role, by=patient.user, now=situation.now
            )
        visitor = visit(PHONE, language)
        visitor.sign_in("anna@example.nl", PASSWORD)
        visitor.open("/urgent/")
        server = visitor.page.evaluate(READ)
        draw(
            visitor,
            "urgentView",
            own=own,
            language=language,
            now=situation.now,
            days=[day_with(situation.signs)],
            tried=list(situation.tried),
        )
        phone = visitor.page.evaluate(READ)
    untold = words(language, wording.NOT_TOLD_YET, clinic="Neurologie Noord")
    assert phone["notes"].pop(0) == untold
    assert server["say"]
    assert server["numbers"]
    assert phone == server


def test_what_waits_on_the_phone_counts_beside_what_is_open(visit: Visit, patient: Patient) -> None:
    """A leak was told yesterday and is open; a headache today makes both urgent."""
    log(patient, flagged("operation_leak"), now=OFFICE_HOURS)
    own = own_of(patient, OFFICE_HOURS)
    visitor = visit(PHONE, "en")
    visitor.open("/account/login/")
    draw(
        visitor,
        "urgentView",
        own=own,
        language="en",
        now=OFFICE_HOURS,
        days=[day_with(["operation_headache"])],
    )
    assert visitor.page.inner_text("h1") == wording.HEADLINES["now"]  # type: ignore[index]
    assert visitor.page.locator(".say li").count() == 4


def test_several_days_that_wait_are_one_call(visit: Visit, patient: Patient) -> None:
    visitor = visit(PHONE, "en")
    visitor.open("/account/login/")
    days = [day_with(["weight_loss"]), day_with(["fever"]), day_with([])]
    draw(visitor, "urgentView", own=own_of(patient, NIGHT), language="en", now=NIGHT, days=days)
    assert find(Day(NIGHT.date(), signs=frozenset({"weight_loss"})))[0].urgency == "days"
    assert visitor.page.inner_text("h1") == wording.HEADLINES["now"]  # type: ignore[index]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("clock", [OFFICE_HOURS, NIGHT])
def test_whom_to_phone_is_that_of_the_server(
    visit: Visit, patient: Patient, clock: datetime, language: str
) -> None:
    with time_machine.travel(clock):
        own = own_of(patient, clock)
        visitor = visit(PHONE, language)
        visitor.sign_in("anna@example.nl", PASSWORD)
        visitor.open("/phone/")
        server = visitor.page.evaluate(READ)
        draw(visitor, "phonesView", own=own, language=language, now=clock)
        phone = visitor.page.evaluate(READ)
    assert server["numbers"]
    assert phone == server
    assert "Neurologie Noord" in phone["whose"][0]


def test_the_next_number_comes_when_nobody_answers(visit: Visit, patient: Patient) -> None:
    visitor = visit(PHONE, "en")
    visitor.open("/account/login/")
    own = own_of(patient, OFFICE_HOURS)
    draw(visitor, "mount", own=own, language="en", now=OFFICE_HOURS, days=[day_with(["bladder"])])
    numbers = []
    for _number in range(5):
        numbers.append(visitor.page.locator("a.call").get_attribute("href"))
        visitor.tap("[data-not-reached]")
        assert visitor.page.evaluate("document.activeElement.className") == "call"
    assert numbers == [
        "tel:+31883203900",
        "tel:+31883203300",
        "tel:+31201234567",
        "tel:+31301234567",
        "tel:112",
    ]


def test_of_somebody_it_knows_nothing_of_it_shows_112(visit: Visit) -> None:
    visitor = visit(PHONE, "en")
    visitor.open("/account/login/")
    draw(visitor, "phonesView", own=None, language="en", now=OFFICE_HOURS)
    assert visitor.page.locator("a.call").get_attribute("href") == "tel:112"
    assert wording.NO_NUMBER in visitor.page.inner_text("main")


def test_where_no_clinic_reads_along_it_says_that_nobody_is_told(visit: Visit, patient: Patient) -> None:
    Patient.objects.update(shares_diary=False)
    visitor = visit(PHONE, "en")
    visitor.open("/account/login/")
    own = own_of(patient, NIGHT)
    draw(visitor, "urgentView", own=own, language="en", now=NIGHT, days=[day_with(["bladder"])])
    assert visitor.page.inner_text(".phones-note >> nth=0") == wording.NOBODY_TO_TELL


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("view", ["urgentView", "phonesView"])
def test_it_is_accessible_and_the_number_is_on_the_first_screen(
    visit: Visit, patient: Patient, view: str, language: str
) -> None:
    visitor = visit(PHONE, language)
    visitor.open("/account/login/")
    own = own_of(patient, NIGHT)
    draw(visitor, view, own=own, language=language, now=NIGHT, days=[day_with(["bladder", "saddle"])])
    visitor.check()
    box = visitor.page.locator("a.call").bounding_box()
    assert box
    assert box["y"] + box["height"] < PHONE["height"]
