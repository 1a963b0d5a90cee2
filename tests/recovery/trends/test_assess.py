"""An assessment keeps the version, the extent of what it saw, and its reason with figures."""

from datetime import timedelta

from recovery.clinical.course import MODEL_VERSION
from recovery.clinical.text import Said
from recovery.people.models import Patient
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


def test_the_reason_comes_back_as_it_was_said(patient: Patient) -> None:
    log(patient, quiet(), now=OFFICE_HOURS)
    reason = Assessment.objects.get().reason
    assert isinstance(reason, Said)
    assert (
        reason.text % reason.values
        == "Days filled in: 1. There is something to say from 7 days, spread over at least 14 days."
    )
