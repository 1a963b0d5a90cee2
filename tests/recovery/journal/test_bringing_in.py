"""Days from elsewhere keep the rules of the diary."""

from datetime import date, timedelta

import pytest

from recovery.episodes import ladder
from recovery.journal import bringing_in
from recovery.journal.answers import Answers
from recovery.journal.bringing_in import DayIn, Outside
from recovery.journal.diary import NotThisDay
from recovery.journal.models import Entry
from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS, make_patient, quiet

TODAY = OFFICE_HOURS.date()
UNANSWERED = Answers(limitation=3, leg_pain=4, back_pain=None, feeling="", strength="", signs=None)


def bring(patient: Patient, *days: tuple[date, Answers]) -> bringing_in.Sorted:
    told = [DayIn(day, answers, written_by=patient.user, written_at=OFFICE_HOURS) for day, answers in days]
    return bringing_in.bring_in(ladder.current(patient), told, now=OFFICE_HOURS)


@pytest.fixture
def anna(db: None) -> Patient:
    return make_patient(None, onset_days_ago=60, now=OFFICE_HOURS)


@pytest.mark.parametrize("back", [0, 4, 60])
def test_a_day_may_lie_as_far_back_as_the_onset(anna: Patient, back: int) -> None:
    day = TODAY - timedelta(days=back)
    assert bring(anna, (day, quiet())).new == (day,)
    assert Entry.objects.get().backfilled


@pytest.mark.parametrize(("back", "why"), [(-1, Outside.FUTURE), (61, Outside.BEFORE_ONSET)])
def test_one_day_outside_and_none_is_written(anna: Patient, back: int, why: Outside) -> None:
    day = TODAY - timedelta(days=back)
    onset = ladder.current(anna).onset
    assert bringing_in.outside(day, onset=onset, today=TODAY) is why
    with pytest.raises(NotThisDay):
        bring(anna, (TODAY, quiet()), (day, quiet()))
    assert not Entry.objects.exists()


def test_again_it_adds_nothing_and_a_day_that_differs_stays(anna: Patient) -> None:
    before = TODAY - timedelta(days=9)
    bring(anna, (TODAY, quiet(3)), (before, quiet(5)))
    again = bring(anna, (TODAY, quiet(3)), (before, quiet(6)))
    assert (again.new, again.same, again.different) == ((), (TODAY,), (before,))
    assert Entry.objects.get(day=before).leg_pain == 5


def test_a_safety_question_that_was_not_asked_stays_unknown(anna: Patient) -> None:
    bring(anna, (TODAY, UNANSWERED))
    entry = Entry.objects.get()
    assert entry.signs is None
    assert entry.value().signs is None
    assert entry.is_partly_filled
    assert entry.answers() == UNANSWERED
