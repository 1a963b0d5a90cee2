"""The list of a clinic: open alerts first, then worse or off course, then silent, then the rest."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from recovery import caseload
from recovery.alerts import contact
from recovery.alerts.models import Outcome
from recovery.caseload import Group
from recovery.clinical.signs import Urgency
from recovery.clinical.standing import Standing
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, make_patient, quiet

TODAY = OFFICE_HOURS.date()


def somebody(clinic: Clinic, name: str, scores: Iterable[int | None] = (), *, silent: int = 0) -> Patient:
    """A patient with a daily score up to `silent` days ago."""
    patient = make_patient(clinic, f"{name}@example.nl", name=name, now=OFFICE_HOURS, onset_days_ago=70)
    days = list(scores)
    for back, score in zip(range(len(days) - 1 + silent, silent - 1, -1), days, strict=True):
        log(patient, quiet(leg_pain=score or 0), day=TODAY - timedelta(days=back))
    return patient


def names(clinic: Clinic) -> list[str]:
    return [row.name for row in caseload.page_of(clinic, today=TODAY).rows]


def test_those_who_need_somebody_come_first(clinic: Clinic) -> None:
    somebody(clinic, "rest", [6] * 3)
    somebody(clinic, "silent", [6] * 3, silent=8)
    somebody(clinic, "stalled", [6] * 15)
    log(somebody(clinic, "feverish"), flagged("fever"), now=OFFICE_HOURS)
    log(somebody(clinic, "urgent"), flagged("bladder"), now=OFFICE_HOURS)
    assert names(clinic) == ["urgent", "feverish", "stalled", "silent", "rest"]


@pytest.mark.parametrize(("silent", "group"), [(7, Group.THE_REST), (8, Group.SILENT)])
def test_silent_is_more_than_a_week(clinic: Clinic, silent: int, group: Group) -> None:
    somebody(clinic, "stil", [6], silent=silent)
    row = caseload.page_of(clinic, today=TODAY).rows[0]
    assert (row.group, row.days_silent) == (group, silent)


def test_who_never_wrote_anything_is_silent_after_a_week(clinic: Clinic) -> None:
    patient = somebody(clinic, "nooit")
    Patient.objects.filter(pk=patient.pk).update(created_at=OFFICE_HOURS - timedelta(days=9))
    row = caseload.page_of(clinic, today=TODAY).rows[0]
    assert (row.group, row.last_entry, row.standing) == (Group.SILENT, None, None)


@pytest.mark.parametrize(("silent", "group"), [(7, Group.THE_REST), (8, Group.STOPPED)])
def test_who_recovered_and_is_silent_has_stopped(clinic: Clinic, silent: int, group: Group) -> None:
    somebody(clinic, "hersteld", [6] * 7 + [0] * 14, silent=silent)
    (row,) = caseload.page_of(clinic, today=TODAY).rows
    assert (row.group, row.standing) == (group, Standing.RECOVERED)


@pytest.mark.parametrize(("silent", "group"), [(56, Group.SILENT), (57, Group.STOPPED)])
def test_after_eight_weeks_nobody_waits_for_a_day_any_more(clinic: Clinic, silent: int, group: Group) -> None:
    somebody(clinic, "stil", [6], silent=silent)
    (row,) = caseload.page_of(clinic, today=TODAY).rows
    assert row.group is group


def test_who_stopped_comes_last_and_whose_alert_is_open_never_counts_as_stopped(clinic: Clinic) -> None:
    somebody(clinic, "gestopt", [6], silent=60)
    log(somebody(clinic, "gemeld"), flagged("bladder"), day=TODAY - timedelta(days=60))
    somebody(clinic, "rest", [6])
    assert names(clinic) == ["gemeld", "rest", "gestopt"]


def test_a_row_says_standing_weeks_and_urgency(clinic: Clinic) -> None:
    log(somebody(clinic, "carla", [6] * 15), flagged("fever", leg_pain=6), now=OFFICE_HOURS)
    row = caseload.page_of(clinic, today=TODAY).rows[0]
    assert row.weeks_since_onset == 10
    assert row.standing == "off_course"
    assert row.alert_urgency is Urgency.TODAY
    assert row.days_silent == 0


def test_a_closed_alert_is_no_longer_on_top(clinic: Clinic, neurologist: User) -> None:
    alert = log(somebody(clinic, "klaar"), flagged(), now=OFFICE_HOURS).alert
    assert alert
    contact.close(alert, outcome=Outcome.MISTAKE, needed=None, note="", by=neurologist, now=OFFICE_HOURS)
    assert caseload.page_of(clinic, today=TODAY).rows[0].group is Group.THE_REST


def test_only_patients_who_share_with_this_clinic_are_on_it(clinic: Clinic, stranger: Patient) -> None:
    make_patient(clinic, "private@example.nl", shares_diary=False)
    assert names(clinic) == []


def test_a_page_has_a_size_and_a_strange_number_gives_the_nearest(clinic: Clinic) -> None:
    for n in range(3):
        somebody(clinic, f"p{n}")
    for number, shown in ((1, 1), ("2", 2), ("99", 2), ("nonsense", 1), (-1, 2)):
        page = caseload.page_of(clinic, today=TODAY, number=number, size=2)
        assert (page.number, page.pages, page.patients) == (shown, 2, 3)


def test_queries_do_not_grow_with_patients(
    clinic: Clinic, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        somebody(clinic, f"p{n}", [5, 5])
    with django_assert_num_queries(2):
        caseload.page_of(clinic, today=timezone.localdate())
