"""The outlook on the review page: the figure with its interval, and how it went week by week."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery.alerts.models import Alert
from recovery.clinical.course import MODEL_VERSION
from recovery.people.models import Clinic, Patient
from tests.cast import OFFICE_HOURS, flagged, log, quiet

TODAY = OFFICE_HOURS.date()
BETTER = [8, 8, 7, 8, 8, 7, 8, 7, 7, 6, 7, 6, 6, 5, 6, 5, 5, 4, 5, 4, 4, 3, 4, 3, 3, 4, 3, 3, 3, 2, 3]


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def diary(patient: Patient) -> None:
    for back, score in enumerate(reversed(BETTER)):
        log(patient, quiet(leg_pain=score), day=TODAY - timedelta(days=back))


def review(client: Client, patient: Patient, **asked: str) -> str:
    page = client.get(reverse("clinic:review", args=[patient.ref]), asked)
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


@pytest.mark.usefixtures("diary")
def test_the_figure_stands_with_its_interval_its_start_and_its_model(
    as_neurologist: Client, patient: Patient
) -> None:
    page = review(as_neurologist, patient)
    assert "van de 100 (" in page
    assert "herstellen binnen 26 weken na het begin zonder injectie of operatie" in page
    assert f"Uitgangspunt 80 van de 100; 80%-interval; model {MODEL_VERSION}" in page
    Clinic.objects.update(starting_share=60, shows_figure=False)
    page = review(as_neurologist, patient)
    assert "Uitgangspunt 60 van de 100" in page
    assert "van de 100 (" in page


@pytest.mark.usefixtures("diary")
def test_standing_and_outlook_are_told_week_by_week(as_neurologist: Client, patient: Patient) -> None:
    page = review(as_neurologist, patient)
    table = page.split("Stand en vooruitzicht per week, in cijfers")[1].split("</table>")[0]
    rows = [row.split("</th>")[0] for row in table.split('<th scope="row">')[1:]]
    assert rows == ["18 nov", "11 nov", "4 nov", "28 okt"]
    assert "Te vroeg om iets te zeggen" in table
    assert "Op weg naar herstel" in table
    assert page.count('aria-label="Van de 100 mensen, hoeveel er herstellen') == 2


@pytest.mark.usefixtures("diary")
def test_after_an_injection_the_weeks_before_it_stay(as_neurologist: Client, patient: Patient) -> None:
    as_neurologist.post(
        reverse("clinic:add_treatment", args=[patient.ref]), {"kind": "injection", "on": TODAY.isoformat()}
    )
    page = review(as_neurologist, patient)
    assert "Geen getal: na een injectie of operatie is het verloop niet meer spontaan." in page
    assert "herstellen binnen 26 weken" not in page
    assert page.count('aria-label="Van de 100 mensen, hoeveel er herstellen') == 2


@pytest.mark.usefixtures("diary")
def test_a_red_flag_takes_the_figure_away_for_the_neurologist_as_well(
    as_neurologist: Client, patient: Patient
) -> None:
    log(patient, flagged("fever", leg_pain=3), now=OFFICE_HOURS)
    page = review(as_neurologist, patient)
    assert "Geen getal: er is kort geleden een rode vlag gemeld, of er staat er nog een open." in page
    assert "herstellen binnen 26 weken" not in page


@pytest.mark.usefixtures("diary")
def test_a_red_flag_that_is_still_open_takes_all_comfort_away_however_old_it_is(
    as_neurologist: Client, patient: Patient
) -> None:
    log(patient, flagged("fever", leg_pain=3), now=OFFICE_HOURS)
    Alert.objects.update(day=TODAY - timedelta(days=30))
    with time_machine.travel(OFFICE_HOURS + timedelta(days=20), tick=False):
        for back in range(20):
            log(patient, quiet(leg_pain=2), day=TODAY + timedelta(days=20 - back))
        page = review(as_neurologist, patient)
        assert "Op weg naar herstel" not in page
        assert "Hersteld" not in page.split("<h1>")[1].split("Vooruitzicht")[0]
        assert "herstellen binnen 26 weken" not in page
        rows = as_neurologist.get(reverse("clinic:caseload")).content.decode().split("<table")[1]
        assert "Anna Bos" in rows
        assert "Op weg naar herstel" not in rows


@pytest.mark.usefixtures("diary")
def test_a_fault_in_the_model_hides_neither_days_nor_numbers(
    as_neurologist: Client, as_patient: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_args: object) -> None:
        raise FloatingPointError

    monkeypatch.setattr("recovery.clinical.reading.judge", fault)
    page = as_patient.get(reverse("patient:course"))
    assert page.status_code == 200
    assert "Uw dagen zijn bewaard." in page.content.decode()
    assert "door een fout van ons" in review(as_neurologist, patient)


def test_without_days_there_is_no_outlook_and_no_fault(as_neurologist: Client, patient: Patient) -> None:
    page = review(as_neurologist, patient)
    assert "Vooruitzicht" not in page
    assert "door een fout van ons" not in page
