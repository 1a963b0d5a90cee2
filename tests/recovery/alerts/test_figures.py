"""The figures of a clinic's alerts: what counts, from when, and what has not happened."""

from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from recovery.alerts import contact
from recovery.alerts.figures import BOUND_MINUTES, Figures, bound_of, count, figures_of
from recovery.alerts.models import Alert, Outcome, Shift
from recovery.clinical.signs import Sign, Urgency
from recovery.people.models import Clinic, Patient, User
from tests.cast import NIGHT, OFFICE_HOURS, flagged, log, tell

NOW = OFFICE_HOURS + timedelta(days=1)


def raised(patient: Patient, *signs: str, at: datetime = OFFICE_HOURS) -> Alert:
    alert = log(patient, flagged(*signs), now=at).alert
    assert alert
    return alert


def after(minutes: float) -> datetime:
    return OFFICE_HOURS + timedelta(minutes=minutes)


def close(alert: Alert, by: User, *, minutes: float, outcome: Outcome, needed: bool | None) -> None:
    contact.close(alert, outcome=outcome, needed=needed, note="", by=by, now=after(minutes))


def figures(clinic: Clinic, now: datetime = NOW) -> Figures:
    return figures_of(clinic, days=30, now=now).every


def test_without_alerts_there_are_no_figures(clinic: Clinic) -> None:
    assert figures(clinic) == count([]) == Figures(0, 0, 0, None, None, 0, 0)


def test_an_alert_from_taken_to_judged(clinic: Clinic, patient: Patient, neurologist: User) -> None:
    alert = raised(patient)
    contact.take(alert, by=neurologist, now=after(12))
    contact.say_contacted(patient, alerts=[alert.pk], by=patient.user, now=after(20))
    close(alert, neurologist, minutes=50, outcome=Outcome.PHONED, needed=True)
    assert figures(clinic) == Figures(1, 1, 1, 12, 20, 1, 1)


@pytest.mark.parametrize(
    ("outcome", "minutes"), [(Outcome.SEEN_TODAY, 50.0), (Outcome.KNOWN_COMPLAINT, None)]
)
def test_closing_is_contact_when_its_outcome_is(
    clinic: Clinic, patient: Patient, neurologist: User, outcome: Outcome, minutes: float | None
) -> None:
    close(raised(patient), neurologist, minutes=50, outcome=outcome, needed=None)
    found = figures(clinic)
    assert (found.minutes_to_contact, found.judged) == (minutes, 0)


def test_it_is_late_from_the_bound_on_and_not_before_it_has_passed(
    clinic: Clinic, patient: Patient, neurologist: User
) -> None:
    alert = raised(patient)
    assert figures(clinic, after(BOUND_MINUTES)).due == 0
    late = figures(clinic, after(BOUND_MINUTES + 0.1))
    assert (late.due, late.in_time, late.minutes_to_taken) == (1, 0, None)
    contact.take(alert, by=neurologist, now=after(BOUND_MINUTES))
    assert figures(clinic).in_time == 1


def test_the_bound_is_when_the_ladder_climbs(clinic: Clinic) -> None:
    tell(clinic, "later@noord.example", after_minutes=90)
    tell(clinic, "soon@noord.example", after_minutes=10)
    assert bound_of(clinic) == {Shift.OFFICE: 10, Shift.OUTSIDE: 10}


def test_what_was_never_taken_counts_as_never_in_the_median(
    clinic: Clinic, patient: Patient, neurologist: User
) -> None:
    for minutes, sign in enumerate(("bladder", "bowel", "saddle"), start=1):
        contact.take(raised(patient, sign), by=neurologist, now=after(minutes))
    assert figures(clinic).minutes_to_taken == 2
    for sign in ("fever", "fall", "both_legs", "sexual"):
        raised(patient, sign)
    assert figures(clinic).minutes_to_taken is None


def test_they_are_told_by_urgency_shift_and_sign(clinic: Clinic, patient: Patient) -> None:
    raised(patient, "bladder", "saddle")
    raised(patient, "fever", at=NIGHT)
    found = figures_of(clinic, days=30, now=NOW)
    assert found.patients == 1
    assert {urgency: each.alerts for urgency, each in found.by_urgency.items()} == {
        Urgency.NOW: 1,
        Urgency.TODAY: 1,
        Urgency.DAYS: 0,
    }
    assert {shift: each.alerts for shift, each in found.by_shift.items()} == {
        Shift.OFFICE: 1,
        Shift.OUTSIDE: 1,
    }
    assert {sign for sign, each in found.by_sign.items() if each.alerts} == {
        Sign.BLADDER,
        Sign.SADDLE,
        Sign.FEVER,
    }


def test_only_the_alerts_of_the_clinic_and_the_period_count(
    clinic: Clinic, patient: Patient, stranger: Patient
) -> None:
    raised(stranger)
    raised(patient, at=NOW - timedelta(days=30))
    raised(patient, "saddle", at=NOW - timedelta(days=29))
    assert figures(clinic).alerts == 1


def test_the_queries_do_not_grow_with_the_alerts(
    clinic: Clinic, patient: Patient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for days in range(6):
        raised(patient, at=OFFICE_HOURS - timedelta(days=days))
    with django_assert_num_queries(5):
        figures_of(Clinic.objects.get(), days=30, now=NOW)
