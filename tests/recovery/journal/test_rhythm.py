"""How often the diary is kept: a row only when it changes, and a "no" that is kept."""

from datetime import date, datetime, timedelta

import pytest

from recovery.clinical.rhythm import PROPOSED_AGAIN_AFTER_DAYS, Because, Every, next_question
from recovery.journal import rhythm
from recovery.journal.models import Rhythm
from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS

TODAY = OFFICE_HOURS.date()


def choose(patient: Patient, every: Every, now: datetime = OFFICE_HOURS) -> Rhythm | None:
    return rhythm.choose(patient, every, because=Because.CHOSEN, by=patient.user, now=now)


def test_without_a_choice_it_is_every_day(patient: Patient) -> None:
    kept = rhythm.rhythm_of(patient, TODAY)
    assert (kept.every, kept.since, kept.next_question(TODAY)) == (Every.DAY, None, None)


def test_a_row_is_written_only_when_it_changes(patient: Patient) -> None:
    assert choose(patient, Every.DAY) is None
    assert choose(patient, Every.WEEK)
    assert choose(patient, Every.WEEK) is None
    assert choose(patient, Every.DAY)
    assert [row.every for row in Rhythm.objects.all()] == ["week", "day"]
    assert not rhythm.rhythm_of(patient, TODAY).is_weekly


@pytest.mark.parametrize(("days_on", "then"), [(0, 7), (1, 7), (6, 7), (7, 7), (8, 14), (400, 406)])
def test_the_weekly_question_comes_on_its_weekday(days_on: int, then: int) -> None:
    since = date(2026, 11, 18)
    assert next_question(since, since + timedelta(days=days_on)) == since + timedelta(days=then)


@pytest.mark.parametrize(
    ("days_on", "may"), [(PROPOSED_AGAIN_AFTER_DAYS - 1, False), (PROPOSED_AGAIN_AFTER_DAYS, True)]
)
def test_after_no_it_is_not_proposed_for_a_while(patient: Patient, days_on: int, may: bool) -> None:
    assert rhythm.may_propose_weekly(rhythm.rhythm_of(patient, TODAY), TODAY)
    rhythm.stay_daily(patient, by=patient.user, now=OFFICE_HOURS)
    then = TODAY + timedelta(days=days_on)
    assert rhythm.may_propose_weekly(rhythm.rhythm_of(patient, then), then) is may


def test_who_keeps_it_weekly_is_proposed_nothing(patient: Patient) -> None:
    choose(patient, Every.WEEK)
    then = TODAY + timedelta(days=100)
    assert not rhythm.may_propose_weekly(rhythm.rhythm_of(patient, then), then)
