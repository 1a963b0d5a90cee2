"""An assessment keeps the version, the extent of what it saw, and its reason with figures."""

from datetime import timedelta

from pytest import approx

from recovery.clinical.course import MODEL_VERSION
from recovery.clinical.library import STARTING_SHARE
from recovery.clinical.text import Said
from recovery.people.models import Clinic, Patient
from recovery.trends.models import Assessment
from tests.cast import OFFICE_HOURS, log, quiet


def test_every_day_makes_a_row_and_changes_none(patient: Patient) -> None:
    for back in (1, 0):
        log(patient, quiet(), day=OFFICE_HOURS.date() - timedelta(days=back))
    first, second = Assessment.objects.order_by("pk")
    assert (first.entries, second.entries) == (1, 2)
    assert (second.first_day, second.last_day) == (
        OFFICE_HOURS.date() - timedelta(days=1),
        OFFICE_HOURS.date(),
    )
    assert second.model_version == MODEL_VERSION


def test_it_keeps_what_the_model_said_and_from_which_starting_share(patient: Patient) -> None:
    Clinic.objects.update(starting_share=70)
    patient.refresh_from_db()
    for back in range(20, -1, -1):
        log(patient, quiet(leg_pain=5), day=OFFICE_HOURS.date() - timedelta(days=back))
    kept = Assessment.objects.latest("pk")
    assert kept.starting_share == 0.7
    assert kept.low is not None
    assert kept.probability is not None
    assert kept.high is not None
    assert 0 < kept.low < kept.probability < kept.high < 1
    assert kept.median_week is not None
    assert kept.leg_pain == kept.limitation == approx(5)
    assert kept.back_pain == approx(2)
    first = Assessment.objects.earliest("pk")
    assert (first.probability, first.leg_pain) == (None, None)


def test_without_a_clinic_the_starting_share_is_that_of_the_leaflet(patient: Patient) -> None:
    patient.clinic, patient.shares_diary = None, False
    assert patient.starting_share == STARTING_SHARE


def test_the_reason_comes_back_as_it_was_said(patient: Patient) -> None:
    log(patient, quiet(), now=OFFICE_HOURS)
    reason = Assessment.objects.get().reason
    assert isinstance(reason, Said)
    assert (
        reason.text % reason.values
        == "Days filled in: 1. There is something to say from 7 days, spread over at least 14 days."
    )
