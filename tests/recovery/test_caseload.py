"""The list of a clinic: open alerts first, then worse or off course, then silent, then the rest."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from recovery import caseload
from recovery.aftercare.models import WeeklyAnswer
from recovery.alerts import contact
from recovery.alerts.models import Outcome
from recovery.caseload import Asked, Group, Order
from recovery.caseload.asked import birth_date_in
from recovery.clinical.aftercare import Weekly
from recovery.clinical.rhythm import Because, Every
from recovery.clinical.signs import Urgency
from recovery.clinical.standing import Standing
from recovery.episodes import course, ladder, visits
from recovery.journal import rhythm
from recovery.people import doctors
from recovery.people.models import Clinic, Patient, User
from recovery.trends.models import Overview
from tests.cast import OFFICE_HOURS, flagged, log, make_patient, patient_called, quiet

TODAY = OFFICE_HOURS.date()


def somebody(clinic: Clinic, name: str, scores: Iterable[int | None] = (), *, silent: int = 0) -> Patient:
    """A patient with a daily score up to `silent` days ago."""
    patient = make_patient(clinic, f"{name}@example.nl", name=name, now=OFFICE_HOURS, onset_days_ago=70)
    days = list(scores)
    for back, score in zip(range(len(days) - 1 + silent, silent - 1, -1), days, strict=True):
        log(patient, quiet(leg_pain=score or 0), day=TODAY - timedelta(days=back))
    return patient


def names(clinic: Clinic, **asked: object) -> list[str]:
    page = caseload.page_of(clinic, today=TODAY, asked=Asked(**asked))  # type: ignore[arg-type]
    return [row.name for row in page.rows]


def comes(patient: Patient, days: int) -> None:
    """A visit is planned so many days from today."""
    day = TODAY + timedelta(days=days)
    episode = ladder.current(patient)
    visits.plan(episode, day=day, clinic=patient.clinic, by=patient.user, now=OFFICE_HOURS)


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
    with django_assert_num_queries(4):
        caseload.page_of(clinic, today=timezone.localdate())


@pytest.mark.parametrize("standing", [Standing.ON_COURSE, Standing.RECOVERED, None])
def test_an_open_alert_comes_first_with_a_summary_that_is_old_or_missing(
    clinic: Clinic, standing: Standing | None
) -> None:
    """The summary says that she recovered and stopped, or is not there at all."""
    somebody(clinic, "stalled", [6] * 15)
    gemeld = somebody(clinic, "gemeld", [6])
    log(gemeld, flagged("bladder"), now=OFFICE_HOURS)
    if standing:
        Overview.objects.filter(patient=gemeld).update(standing=standing, last_entry=date(2020, 1, 1))
    else:
        Overview.objects.filter(patient=gemeld).delete()
    for order in Order:
        assert names(clinic, order=order)[0] == "gemeld"


def test_who_has_no_summary_is_still_on_the_list(clinic: Clinic) -> None:
    somebody(clinic, "anna", [6])
    Overview.objects.all().delete()
    (row,) = caseload.page_of(clinic, today=TODAY).rows
    assert (row.name, row.standing, row.leg_pain, row.chance) == ("anna", None, (), None)


@pytest.mark.parametrize(("days", "group"), [(0, Group.VISIT), (7, Group.VISIT), (8, Group.THE_REST)])
def test_a_visit_from_today_to_a_week_on_stands_before_the_rest(
    clinic: Clinic, days: int, group: Group
) -> None:
    comes(somebody(clinic, "komt", [6]), days)
    (row,) = caseload.page_of(clinic, today=TODAY).rows
    assert (row.group, row.next_visit) == (group, TODAY + timedelta(days=days))


def test_who_stopped_and_comes_this_week_is_waited_for_again(clinic: Clinic) -> None:
    comes(somebody(clinic, "stil", [6], silent=60), 2)
    assert caseload.page_of(clinic, today=TODAY).rows[0].group is Group.VISIT


def test_a_filter_on_a_reason_finds_who_has_an_alert_as_well(clinic: Clinic) -> None:
    somebody(clinic, "stalled", [6] * 15)
    log(somebody(clinic, "gemeld", [6] * 14), flagged("bladder", leg_pain=6), now=OFFICE_HOURS)
    comes(patient_called("gemeld"), 3)
    somebody(clinic, "rest", [6])
    assert names(clinic, group=Group.OPEN_ALERT) == names(clinic, group=Group.VISIT) == ["gemeld"]
    assert names(clinic, group=Group.THE_REST) == ["rest"]
    assert "stalled" in names(clinic, group=Group.OFF_COURSE)


def test_a_filter_says_how_many_open_alerts_it_leaves_out(clinic: Clinic) -> None:
    log(somebody(clinic, "gemeld"), flagged("bladder"), now=OFFICE_HOURS)
    somebody(clinic, "rest", [6])
    assert caseload.page_of(clinic, today=TODAY).alerts_outside == 0
    page = caseload.page_of(clinic, today=TODAY, asked=Asked(search="rest"))
    assert ([row.name for row in page.rows], page.alerts_outside) == (["rest"], 1)


@pytest.mark.parametrize("search", ["3-2-1984", "03-02-1984", "3/2/1984", "1984-02-03", " 1984-02-03 "])
def test_a_birth_date_is_found_however_it_is_written(clinic: Clinic, search: str) -> None:
    make_patient(clinic, "a@b.nl", name="Ada", birth_date=date(1984, 2, 3))
    somebody(clinic, "anders")
    assert names(clinic, search=search) == ["Ada"]


@pytest.mark.parametrize("search", ["31-2-1984", "3-2", "x", "", "99-99-9999", "٣-٢-١٩٨٤"])
def test_what_is_no_date_is_searched_as_a_name(search: str) -> None:
    assert birth_date_in(search) is None


def test_each_word_of_a_search_is_in_the_name(clinic: Clinic) -> None:
    for name in ("Anna Bos", "Anna Dal", "Kees Bos"):
        make_patient(clinic, f"{name[0]}{name[-3:]}@b.nl", name=name)
    assert names(clinic, search="bos anna") == ["Anna Bos"]
    assert names(clinic, search="100%") == []


def test_the_list_is_put_in_order_and_turned_around(clinic: Clinic) -> None:
    comes(somebody(clinic, "Bea", [6], silent=2), 20)
    comes(somebody(clinic, "anton", [6], silent=4), 10)
    somebody(clinic, "Cor", [6])
    assert names(clinic, order=Order.NAME) == ["anton", "Bea", "Cor"]
    assert names(clinic, order=Order.NAME, backwards=True) == ["Cor", "Bea", "anton"]
    assert names(clinic, order=Order.LAST_ENTRY) == ["anton", "Bea", "Cor"]
    assert names(clinic, order=Order.NEXT_VISIT) == ["anton", "Bea", "Cor"]
    assert names(clinic, order=Order.NEXT_VISIT, backwards=True) == ["Bea", "anton", "Cor"]


def test_the_list_can_be_limited_to_a_doctor(clinic: Clinic, neurologist: User) -> None:
    mine = somebody(clinic, "mijn")
    somebody(clinic, "ander")
    assert doctors.assign(clinic, [mine.ref], doctor=neurologist) == 1
    assert names(clinic, doctor=neurologist.pk) == ["mijn"]
    assert names(clinic, no_doctor=True) == ["ander"]


def test_a_page_reads_neither_days_nor_assessments(clinic: Clinic) -> None:
    somebody(clinic, "anna", [5, 5])
    with CaptureQueriesContext(connection) as asked:
        for order in Order:
            caseload.page_of(clinic, today=TODAY, asked=Asked(order=order))
    for query in asked.captured_queries:
        assert "journal_entry" not in query["sql"]
        assert "trends_assessment" not in query["sql"]


def test_pages_go_on_after_the_alerts(clinic: Clinic) -> None:
    for n in range(3):
        log(somebody(clinic, f"gemeld{n}"), flagged("bladder"), now=OFFICE_HOURS + timedelta(minutes=n))
    somebody(clinic, "rest1", [6], silent=1)
    somebody(clinic, "rest2", [6])
    shown = [
        [row.name for row in caseload.page_of(clinic, today=TODAY, number=number, size=2).rows]
        for number in (1, 2, 3)
    ]
    assert shown == [["gemeld0", "gemeld1"], ["gemeld2", "rest1"], ["rest2"]]


def weekly(patient: Patient) -> None:
    long_ago = OFFICE_HOURS - timedelta(days=60)
    rhythm.choose(patient, Every.WEEK, because=Because.CHOSEN, by=patient.user, now=long_ago)


@pytest.mark.parametrize(("silent", "group"), [(8, Group.THE_REST), (14, Group.THE_REST), (15, Group.SILENT)])
def test_kept_weekly_silent_is_more_than_two_weeks(clinic: Clinic, silent: int, group: Group) -> None:
    weekly(somebody(clinic, "wekelijks", [6], silent=silent))
    assert caseload.page_of(clinic, today=TODAY).rows[0].group == group


@pytest.mark.parametrize(("silent", "group"), [(14, Group.THE_REST), (15, Group.STOPPED)])
def test_who_recovered_and_keeps_it_weekly_has_not_stopped_after_one(
    clinic: Clinic, silent: int, group: Group
) -> None:
    weekly(somebody(clinic, "hersteld", [6] * 7 + [0] * 14, silent=silent))
    assert caseload.page_of(clinic, today=TODAY).rows[0].group == group


def test_a_weekly_answer_is_no_silence(clinic: Clinic) -> None:
    patient = somebody(clinic, "wekelijks", [6], silent=20)
    weekly(patient)
    assert caseload.page_of(clinic, today=TODAY).rows[0].group == Group.SILENT
    WeeklyAnswer.objects.create(
        episode=ladder.current(patient),
        day=TODAY - timedelta(days=14),
        answer=next(iter(Weekly)),
        written_by=patient.user,
        written_at=OFFICE_HOURS,
    )
    assert caseload.page_of(clinic, today=TODAY).rows[0].group == Group.THE_REST


def test_a_clinic_that_does_not_want_silence_does_not_see_it(clinic: Clinic) -> None:
    somebody(clinic, "stil", [6], silent=9)
    Clinic.objects.update(shows_silence=False)
    clinic.refresh_from_db()
    assert caseload.page_of(clinic, today=TODAY).rows[0].group == Group.THE_REST
    assert names(clinic, group=Group.SILENT) == []


def standing(patient: Patient, standing: Standing) -> None:
    Overview.objects.filter(patient=patient).update(standing=standing)


def test_kept_once_a_week_it_is_not_sorted_as_worse_and_too_few_days_are_known_to_be_that(
    clinic: Clinic,
) -> None:
    weekly = somebody(clinic, "weekly", [0] * 20, silent=10)
    rhythm.choose(weekly, Every.WEEK, because=Because.CHOSEN, by=weekly.user, now=OFFICE_HOURS)
    log(weekly, quiet(0), day=TODAY)
    (row,) = caseload.page_of(clinic, today=TODAY).rows
    assert (row.group, row.standing, row.wants_days) == (Group.THE_REST, Standing.NOT_CLEAR, True)


def test_kept_every_day_not_clear_is_not_clear(clinic: Clinic) -> None:
    standing(somebody(clinic, "daily", [4] * 3), Standing.NOT_CLEAR)
    (row,) = caseload.page_of(clinic, today=TODAY).rows
    assert not row.wants_days


@pytest.mark.parametrize("silent", [0, 10])
def test_who_says_that_leg_pain_is_back_is_not_among_the_recovered_or_stopped(
    clinic: Clinic, silent: int
) -> None:
    anna = somebody(clinic, "anna", [0] * 3, silent=silent)
    standing(anna, Standing.RECOVERED)
    episode, by = ladder.current(anna), anna.user
    course.close(episode, effect=1, standing=None, by=by, now=OFFICE_HOURS - timedelta(days=5))
    course.flare(episode, since=TODAY, by=by, now=OFFICE_HOURS)
    (row,) = caseload.page_of(clinic, today=TODAY).rows
    assert (row.group, row.is_back_of_late) == (Group.WORSE, True)
    course.close(episode, effect=1, standing=None, by=by, now=OFFICE_HOURS + timedelta(hours=1))
    (row,) = caseload.page_of(clinic, today=TODAY).rows
    assert not row.is_back_of_late


def test_a_return_of_long_ago_is_for_the_model_to_see(clinic: Clinic) -> None:
    anna = somebody(clinic, "anna", [0] * 3)
    standing(anna, Standing.RECOVERED)
    now = OFFICE_HOURS - timedelta(days=14)
    course.flare(ladder.current(anna), since=now.date(), by=anna.user, now=now)
    (row,) = caseload.page_of(clinic, today=TODAY).rows
    assert (row.group, row.is_back_of_late) == (Group.THE_REST, False)
