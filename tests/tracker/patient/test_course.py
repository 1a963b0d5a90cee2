"""How it goes: a standing with its reason, charts with the same numbers in a table, silence while a flag is open."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from recovery import checkin
from recovery.alerts import contact
from recovery.alerts.models import Outcome
from recovery.clinical.care import Care, ImagingKind, Painkiller
from recovery.episodes import imaging, ladder, visits
from recovery.episodes.models import Treatment
from recovery.journal.diary import entries_of
from recovery.people.models import Clinic, Patient, User
from recovery.trends import assess
from tests.cast import OFFICE_HOURS, flagged, log, posted, quiet

COURSE = reverse("patient:course")
TODAY = OFFICE_HOURS.date()


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


def diary(patient: Patient, scores: str) -> None:
    """One score a day, the last one today."""
    told = scores.split()
    for back, score in zip(range(len(told) - 1, -1, -1), told, strict=True):
        log(patient, quiet(leg_pain=int(score)), day=TODAY - timedelta(days=back))


def text(client: Client) -> str:
    return client.get(COURSE).content.decode()


BETTER = "8 8 7 8 8 7 8 7 7 6 6 6 5 5 5 4 4 4 3 3 3 3 2 3 2 2 3 2"


def test_a_clear_improvement_is_told_with_its_figures_and_without_a_promise(
    as_patient: Client, patient: Patient
) -> None:
    diary(patient, BETTER)
    page = text(as_patient)
    assert "Op weg naar herstel" in page
    assert "gemiddeld 2,4 van 10. In de eerste volle week van het dagboek was dat 7,7." in page
    assert "Het zegt niet wat er met u gebeurt." in page


def test_the_outlook_is_told_as_people_of_a_hundred_with_its_range(
    as_patient: Client, patient: Patient
) -> None:
    diary(patient, BETTER)
    reading = assess.read(
        assess.course_of(ladder.current(patient), entries_of(ladder.current(patient))), TODAY
    )
    assert reading.outlook
    told, low, high = (
        round(share * 100)
        for share in (reading.outlook.probability, reading.outlook.low, reading.outlook.high)
    )
    page = " ".join(text(as_patient).split())
    assert (
        f"Van de 100 mensen met een verloop als dat van u tot nu toe herstellen er ongeveer {told} zonder "
        f"operatie of injectie. Tussen de {low} en {high}." in page
    )
    assert page.count('r="5.5"') == 100 + 6
    for words in (
        "binnen 26 weken",
        "mensen met een hernia in de onderrug",
        "een beenpijn van hoogstens 1",
        "Peul",
    ):
        assert words in page
    assert "Wat meestal helpt" in page
    assert "Wat als het niet zo doorgaat" in page


def test_a_clinic_can_hide_the_figure_and_keep_the_sentence(
    as_patient: Client, patient: Patient, clinic: Clinic
) -> None:
    diary(patient, BETTER)
    Clinic.objects.update(shows_figure=False)
    page = text(as_patient)
    assert "De meeste mensen met een verloop als dat van u tot nu toe herstellen" in page
    assert "Van de 100 mensen" not in page
    assert 'r="5.5"' not in page


def test_a_clinic_that_starts_from_less_tells_less(as_patient: Client, patient: Patient) -> None:
    diary(patient, BETTER)
    before = text(as_patient)
    Clinic.objects.update(starting_share=50)
    assert _told(text(as_patient)) < _told(before)


def _told(page: str) -> int:
    return int(page.split("herstellen er ongeveer ")[1].split(" ", maxsplit=1)[0])


def test_no_figure_stands_beside_getting_worse(as_patient: Client, patient: Patient) -> None:
    diary(patient, "3 3 4 3 3 2 3 3 4 3 3 2 3 3 4 3 3 3 2 3 3 4 3 3 8 8 9 8 8 9 8")
    page = text(as_patient)
    assert "Het wordt erger" in page
    assert "herstellen er ongeveer" not in page
    assert "Van de 100 mensen" not in page


def test_nothing_reassures_while_a_flag_is_open(
    as_patient: Client, patient: Patient, neurologist: User
) -> None:
    diary(patient, BETTER)
    alert = log(patient, flagged("fever", leg_pain=3), now=OFFICE_HOURS).alert
    assert alert
    for step in ("open", "contacted"):
        page = text(as_patient)
        assert "Op weg naar herstel" not in page, step
        assert "vanzelf" not in page, step
        assert "Vloeiende lijn" not in page, step
        assert "vloeiende lijn" not in page, step
        contact.say_contacted(patient, alerts=[alert.pk], by=patient.user, now=OFFICE_HOURS)
    contact.close(
        alert, outcome=Outcome.KNOWN_COMPLAINT, needed=None, note="", by=neurologist, now=OFFICE_HOURS
    )
    page = text(as_patient)
    assert "Nog niet duidelijk" in page
    assert "Op 18 november 2026 is een rode vlag gemeld" in page
    assert "Vloeiende lijn" in page


def test_a_flag_that_was_corrected_takes_reassurance_away_as_well(
    as_patient: Client, patient: Patient
) -> None:
    diary(patient, BETTER)
    log(patient, flagged("fever"), now=OFFICE_HOURS)
    log(patient, quiet(leg_pain=3), now=OFFICE_HOURS)
    assert "Op weg naar herstel" not in text(as_patient)


def test_a_flag_of_the_first_questions_takes_reassurance_away_as_well(
    as_patient: Client, patient: Patient
) -> None:
    diary(patient, BETTER)
    Patient.objects.update(baseline_bladder="new")
    assert "Op weg naar herstel" not in text(as_patient)
    Patient.objects.update(created_at=OFFICE_HOURS - timedelta(days=14))
    assert "Op weg naar herstel" in text(as_patient)


def test_the_80_and_the_comparison_stay_away_as_long(
    as_patient: Client, patient: Patient, neurologist: User
) -> None:
    diary(patient, "5 5 5")
    alert = log(patient, flagged("fever"), day=TODAY - timedelta(days=3), now=OFFICE_HOURS).alert
    assert alert
    contact.close(alert, outcome=Outcome.MISTAKE, needed=None, note="", by=neurologist, now=OFFICE_HOURS)
    page = as_patient.post(reverse("patient:day", args=[TODAY]), posted(), follow=True).content.decode()
    assert "staat in uw dagboek" in page or "was al ingevuld" in page
    assert "Beenpijn: 5 van 10" not in page
    assert "vanzelf" not in page


def test_the_80_names_population_window_and_definition(as_patient: Client, patient: Patient) -> None:
    diary(patient, "5")
    page = text(as_patient)
    for words in (
        "Van de 100 mensen met een hernia in de onderrug",
        "26 weken",
        "geen operatie of injectie",
        "Peul",
    ):
        assert words in page
    assert page.count('r="5.5"') == 102


def test_the_80_is_not_shown_after_an_injection(
    as_patient: Client, as_neurologist: Client, patient: Patient
) -> None:
    diary(patient, "5")
    as_neurologist.post(
        reverse("clinic:add_treatment", args=[patient.ref]), {"kind": "injection", "on": TODAY.isoformat()}
    )
    page = text(as_patient)
    assert "Behandeld" in page
    assert "Van de 100 mensen" not in page


def test_treatments_pictures_and_visits_held_have_a_number_on_the_charts_and_a_line_below(
    as_patient: Client, patient: Patient, neurologist: User
) -> None:
    diary(patient, "5 " * 20)
    episode, first = ladder.current(patient), TODAY - timedelta(days=19)
    tell(patient, Care.PAINKILLERS, first + timedelta(days=4), painkiller=Painkiller.NSAID)
    tell(patient, Care.PHYSIOTHERAPY, first - timedelta(days=4), until=TODAY)
    tell(patient, Care.INJECTION, TODAY)
    gone = tell(patient, Care.REFERRAL, TODAY)
    checkin.withdraw(gone, by=patient.user, now=OFFICE_HOURS)
    imaging.record(episode, kind=ImagingKind.MRI, on=TODAY, finding="", by=patient.user, now=OFFICE_HOURS)
    visit = visits.plan(
        episode, day=first + timedelta(days=10), clinic=None, by=patient.user, now=OFFICE_HOURS
    )
    visits.plan(episode, day=TODAY, clinic=None, by=patient.user, now=OFFICE_HOURS)
    visits.hold(visit, by=neurologist, now=OFFICE_HOURS)
    as_patient.cookies["language"] = "en"
    page = text(as_patient)
    lines = re.findall(r'<li><span class="mark-number">(\d*)</span>([^<]+)</li>', page)
    assert lines == [
        ("", "26 Oct 2026: Physiotherapy, until 18 Nov 2026"),
        ("1", "3 Nov 2026: Painkillers: Anti-inflammatory"),
        ("2", "9 Nov 2026: Visit"),
        ("3", "18 Nov 2026: Injection (nerve block)"),
        ("3", "18 Nov 2026: MRI"),
    ]
    assert page.count('rx="7" fill="#5b3f9b"/><text') == 3 * 2 * 3 + 1
    assert "Visit: 9 November 2026." in page


def tell(patient: Patient, kind: Care, on: date, **fields: Any) -> Treatment:
    return checkin.record_treatment(
        ladder.current(patient), kind=kind, on=on, by=patient.user, now=OFFICE_HOURS, **fields
    )


def test_the_table_carries_the_numbers_of_the_chart(as_patient: Client, patient: Patient) -> None:
    diary(patient, "7 6")
    log(patient, flagged("fever", limitation=9, leg_pain=8, back_pain=1), now=OFFICE_HOURS)
    page = text(as_patient)
    assert "wo 18 nov 2026" in page
    row = page.split("wo 18 nov 2026")[1].split("</tr>")[0]
    assert [cell.split("</td>")[0] for cell in row.split('<td class="number">')[1:]] == ["9", "8", "1"]
    assert "Koorts of erg ziek" in row
    assert "laagste 7, hoogste 8, laatste 8 van 10" in page


def test_before_the_first_day_it_says_what_to_do(as_patient: Client) -> None:
    page = text(as_patient)
    assert "<figure" not in page
    assert "Hier komen uw grafieken" in page


def test_queries_do_not_grow_with_days(
    as_patient: Client, patient: Patient, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    diary(patient, "5 " * 30)
    as_patient.get(COURSE)
    with django_assert_max_num_queries(25):
        as_patient.get(COURSE)
