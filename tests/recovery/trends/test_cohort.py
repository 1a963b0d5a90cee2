"""The curve of a clinic: whose diaries it rests on, and how often it asks the database."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from recovery import checkin
from recovery.clinical.cohort import LeftOut
from recovery.clinical.course import TreatmentKind
from recovery.clinical.incidence import End
from recovery.clinical.natural_course import STARTING_SHARE
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.people.models import Clinic, Patient, User
from recovery.trends.cohort import cohort_of
from recovery.trends.models import Assessment
from tests.cast import OFFICE_HOURS, log, make_patient, quiet

TODAY = OFFICE_HOURS.date()
RECOVERS = [6] * 10 + [0] * 20
STAYS = [6] * 30


def somebody(clinic: Clinic, name: str, scores: Iterable[int] = (), *, shares: bool = True) -> Patient:
    """A patient whose diary of one score a day ends today."""
    patient = make_patient(
        clinic, f"{name}@example.nl", name=name, now=OFFICE_HOURS, onset_days_ago=60, shares_diary=shares
    )
    days = list(scores)
    for back, score in zip(range(len(days) - 1, -1, -1), days, strict=True):
        log(patient, quiet(leg_pain=score), day=TODAY - timedelta(days=back))
    return patient


def treat(patient: Patient, kind: TreatmentKind, days_ago: int, by: User) -> None:
    checkin.record_treatment(
        ladder.current(patient), kind=kind, on=TODAY - timedelta(days=days_ago), by=by, now=OFFICE_HOURS
    )


def test_an_assessment_keeps_the_first_day_of_recovery(clinic: Clinic) -> None:
    """From the eighth low day on, more than half of the last fourteen days are low."""
    somebody(clinic, "herstelt", RECOVERS)
    recovered = [row.recovered_on for row in Assessment.objects.order_by("pk")]
    assert recovered == [None] * 17 + [TODAY - timedelta(days=12)] * 13


def test_each_end_is_counted_once(clinic: Clinic, neurologist: User) -> None:
    somebody(clinic, "herstelt", RECOVERS)
    treat(somebody(clinic, "prik", STAYS), TreatmentKind.INJECTION, 5, neurologist)
    both = somebody(clinic, "beide", STAYS)
    treat(both, TreatmentKind.OPERATION, 3, neurologist)
    treat(both, TreatmentKind.INJECTION, 8, neurologist)
    somebody(clinic, "blijft", STAYS)
    found = cohort_of(clinic)
    assert found.incidence.ended == {End.RECOVERED: 1, End.INJECTION: 2, End.OPERATION: 0, End.LOST: 1}
    assert (found.left_out, found.starting_share) == ({}, STARTING_SHARE)


def test_who_has_nothing_to_count_is_told_apart(clinic: Clinic) -> None:
    somebody(clinic, "leeg")
    somebody(clinic, "kort", STAYS[:5])
    somebody(clinic, "hersteld gekomen", [0] * 20)
    found = cohort_of(clinic)
    assert found.incidence.patients == 0
    assert found.left_out == {LeftOut.TOO_SHORT: 2, LeftOut.RECOVERED_BEFORE: 1}


def test_only_diaries_shared_with_this_clinic_count(clinic: Clinic, other_neurologist: User) -> None:
    somebody(clinic, "deelt niet", STAYS, shares=False)
    other = other_neurologist.memberships.get().clinic
    somebody(other, "elders", STAYS)
    assert cohort_of(clinic).incidence.patients == 0
    assert cohort_of(other).incidence.patients == 1


def test_an_episode_that_ended_still_counts(clinic: Clinic) -> None:
    somebody(clinic, "herstelt", RECOVERS)
    Episode.objects.update(ended_on=TODAY)
    assert cohort_of(clinic).incidence.ended[End.RECOVERED] == 1


@pytest.mark.parametrize("patients", [0, 1, 4])
def test_the_number_of_queries_does_not_grow(
    clinic: Clinic, patients: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(patients):
        somebody(clinic, f"p{n}", STAYS[: 3 + n])
    with django_assert_num_queries(3):
        cohort_of(clinic)
