"""A diary of years: every day counts, the charts are thinned and say so, and the tables have pages."""

import re
from datetime import date, timedelta

import numpy as np
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery.clinical.course import Course
from recovery.clinical.reading import case_of
from recovery.clinical.scores import Day, Scale
from recovery.journal.models import Entry
from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS
from tracker.charts import LONGEST_UNTHINNED_DAYS, MOST_THINNED_DOTS, days_a_dot, plot
from tracker.course import LATEST_DAYS
from tracker.days import DAYS_A_PAGE

COURSE, DAYS = reverse("patient:course"), reverse("patient:days")
TODAY = OFFICE_HOURS.date()
YEARS = 1500


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


def write(patient: Patient, days: int) -> None:
    """A diary without gaps that ends today, the leg pain of its days 0 to 10 in turn."""
    (episode,) = patient.episodes.all()
    type(episode).objects.filter(pk=episode.pk).update(onset=TODAY - timedelta(days=days))
    Entry.objects.bulk_create(
        Entry(
            patient=patient,
            episode=episode,
            day=TODAY - timedelta(days=back),
            limitation=3,
            leg_pain=back % 11,
            back_pain=2,
            written_by=patient.user,
            written_at=OFFICE_HOURS,
        )
        for back in range(days)
    )


def course(days: int) -> Course:
    start = TODAY - timedelta(days=days - 1)
    return Course(start, tuple(Day(start + timedelta(days=n), leg_pain=n % 11) for n in range(days)))


@pytest.mark.parametrize(
    ("days", "every"),
    [(0, 1), (1, 1), (LONGEST_UNTHINNED_DAYS, 1), (LONGEST_UNTHINNED_DAYS + 1, 7), (3650, 21)],
)
def test_a_diary_of_a_year_is_drawn_in_full_and_a_longer_one_by_whole_weeks(days: int, every: int) -> None:
    assert days_a_dot(case_of(course(days), TODAY)) == every


def test_a_dot_of_a_long_diary_is_the_middle_of_its_days() -> None:
    case = case_of(course(YEARS), TODAY)
    every = days_a_dot(case)
    drawn = plot(case, Scale.LEG_PAIN, None, every=every)
    scores = case.series.scores[0]
    assert len(drawn.dots) <= MOST_THINNED_DOTS + 1
    assert [score for _day, score in drawn.dots] == [
        np.median(scores[start : start + every]) for start in range(0, YEARS, every)
    ]
    days = [day for day, _score in drawn.dots]
    assert days == sorted(set(days))
    assert case.series.onset <= days[0] <= days[-1] <= TODAY


def test_what_is_said_of_a_thinned_chart_counts_every_day() -> None:
    case = case_of(course(YEARS), TODAY)
    told = plot(case, Scale.LEG_PAIN, None, every=days_a_dot(case)).told
    assert told
    assert (told.days, told.lowest, told.highest) == (YEARS, 0, 10)
    assert (told.first, told.last) == (case.series.onset, TODAY)


def test_the_line_of_a_thinned_chart_lies_on_the_whole_line() -> None:
    case = case_of(course(YEARS), TODAY)
    whole = {point.date: point for point in plot(case, Scale.LEG_PAIN, None).line}
    thin = plot(case, Scale.LEG_PAIN, None, every=7).line
    assert len(thin) == pytest.approx(YEARS / 7, abs=2)
    assert thin[-1] == whole[TODAY]
    for point in thin:
        assert point.level == pytest.approx(whole[point.date].level)


def test_a_long_gap_is_a_gap_in_a_thinned_chart_too() -> None:
    told = course(YEARS)
    gap = {told.onset + timedelta(days=n) for n in range(600, 700)}
    case = case_of(Course(told.onset, tuple(day for day in told.days if day.date not in gap)), TODAY)
    drawn = plot(case, Scale.LEG_PAIN, None, every=days_a_dot(case))
    away = [
        (after.date - before.date).days for before, after in zip(drawn.line, drawn.line[1:], strict=False)
    ]
    assert sum(days > drawn.bridge for days in away) == 1


@pytest.mark.django_db
def test_a_page_of_years_says_that_it_is_thinned_and_stays_small(
    as_patient: Client, patient: Patient
) -> None:
    write(patient, 30)
    assert "All 30 days count" not in english(as_patient, COURSE)
    write_more(patient)
    page = english(as_patient, COURSE)
    assert (
        "All 1,500 days count. The charts show one dot for every 2 weeks: the middle of their scores." in page
    )
    assert "1500 days filled in" in page
    assert re.search(r'text-anchor="middle" fill="#4c5b63">[A-Z][a-z]{2} 20\d\d</text>', page), (
        "years on the axis"
    )
    assert page.count('<a href="/day/') == LATEST_DAYS
    assert f'href="{DAYS}"' in page
    assert len(page.encode()) < 100_000


def write_more(patient: Patient) -> None:
    Entry.objects.filter(patient=patient).delete()
    write(patient, YEARS)


def english(client: Client, address: str) -> str:
    client.cookies["language"] = "en"
    return client.get(address).content.decode()


@pytest.mark.django_db
def test_every_day_is_on_one_of_the_pages(as_patient: Client, patient: Patient) -> None:
    write(patient, 2 * DAYS_A_PAGE + 1)
    shown: list[date] = []
    for number in (1, 2, 3):
        answer = as_patient.get(DAYS, {"page": number})
        assert len(answer.content) < 100_000
        shown += [row.day for row in answer.context["page"].days]
    assert shown == [TODAY - timedelta(days=back) for back in range(2 * DAYS_A_PAGE + 1)]


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["0", "-1", "99", "x", ""])
def test_a_page_number_that_makes_no_sense_gives_the_nearest(
    as_patient: Client, patient: Patient, number: str
) -> None:
    write(patient, 3)
    assert as_patient.get(DAYS, {"page": number}).status_code == 200
