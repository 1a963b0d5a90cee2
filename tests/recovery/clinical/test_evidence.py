"""The evidence of the last logged days: which days are compared with which, and what is not there."""

import numpy as np
import pytest

from recovery.clinical import levels
from recovery.clinical.evidence import (
    EARLIER_DAYS,
    EARLIER_ENDED,
    EARLIER_ENTRIES,
    EARLIER_LOOK,
    LOOKS,
    NO_DAY,
    Evidence,
    first_full_week,
    gather,
)
from recovery.clinical.noise import Floats, variance_of_mean
from recovery.clinical.prognosis import outlooks
from recovery.clinical.series import LEG, LIMITATION, Scores, stack
from tests.recovery.clinical.builders import diaries, diary


def gathered(
    leg_pain: str, *, limitation: str | None = None, open_: bool = True, starting_share: float = 0.80
) -> Evidence:
    """The evidence of one diary on its last logged days."""
    scores = stack([diary(leg_pain, limitation=limitation)])
    return gather(scores, looks(scores), np.array([open_]), starting_share)


def looks(scores: Scores) -> np.ndarray:
    """The last logged days of each, oldest first."""
    found = np.full((len(scores), LOOKS), NO_DAY)
    for n, one in enumerate(scores):
        logged = np.flatnonzero(~np.isnan(one[LEG]))[-LOOKS:]
        if len(logged):
            found[n, -len(logged) :] = logged
    return found


def test_ten_looks_are_taken_and_two_references() -> None:
    assert (LOOKS, EARLIER_LOOK, EARLIER_DAYS, EARLIER_ENDED, EARLIER_ENTRIES) == (10, -4, 28, (10, 28), 5)


# The first full week.


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("7*7", 0),
        ("7*4", 0),
        ("7*3", NO_DAY),
        ("7*3 .*4 7*3", NO_DAY),
        ("7*3 .*4 7*4", 7),
        ("7 .*6 7*3 . . . . 7*4", 14),
        (".*5 7 . 7 . 7 . 7", 5),  # counted from the first entry
        (".*5 7*3 .*4 7*4", 12),
        ("7 .*20 7*4", 21),
        ("7 .*19 7*4", NO_DAY),  # three of them in one week, one in the next
        ("7 .*403 7*3 7*7", 406),
        ("", NO_DAY),
        (".*9", NO_DAY),
    ],
)
def test_the_first_full_week_has_four_entries_and_is_counted_from_the_first(text: str, start: int) -> None:
    assert first_full_week(diaries(text)).tolist() == [start]


def test_the_first_full_week_is_of_leg_pain() -> None:
    scores = stack([diary("-*4 7*7", limitation="5*11")])
    assert first_full_week(scores).tolist() == [4]


def test_diaries_beside_each_other_each_have_their_own_first_week() -> None:
    assert first_full_week(diaries("7*7", ".*30 7*9", "", "7")).tolist() == [0, 30, NO_DAY, NO_DAY]


def test_the_first_week_is_the_mean_of_its_answers() -> None:
    found = gathered("8 7 . 6 9 . . 3*20", limitation="6 - . 4 - . . 3*20")
    assert found.first.tolist() == [[7.5, 5]]


def test_the_first_week_is_not_known_without_a_full_one() -> None:
    found = gathered("8*3 .*4 8*3")
    assert np.isnan(found.first).all()
    assert np.isnan(found.change).all()


def test_a_first_week_without_limitation_has_no_change_of_limitation() -> None:
    found = gathered("6*28", limitation="-*7 6*21")
    assert found.first[0, LEG] == 6
    assert np.isnan(found.first[0, LIMITATION])
    assert np.isnan(found.change[..., LIMITATION]).all()
    assert found.change[..., LEG] == pytest.approx(np.zeros((1, LOOKS)))


# Levels and changes on each look.


def test_the_level_on_each_look_is_the_level_as_of_that_day() -> None:
    text = "8 7 . 6 9 5 . 4 5 3 . . 6 2 3 4 . 1"
    found, one = gathered(text), diary(text)
    for look, day in enumerate(found.day[0]):
        level = levels.at(one.scores[LEG], int(day))
        assert level
        assert found.now[0, look, LEG] == pytest.approx(level.mean)
        assert found.error[0, look, LEG] == pytest.approx(level.error)


def test_a_change_is_since_the_first_week_with_the_errors_of_both() -> None:
    found = gathered("8*7 3*28")
    assert found.change[0, :, LEG] == pytest.approx(found.now[0, :, LEG] - 8)
    of_week = variance_of_mean(np.array(7), 7, np.array(8.0))
    assert found.change_error[0, -1, LEG] == pytest.approx(np.sqrt(found.error[0, -1, LEG] ** 2 + of_week))


def test_looks_before_the_diary_have_nothing() -> None:
    found = gathered(".*10 7 . 6")
    assert found.day.tolist() == [[NO_DAY] * 8 + [10, 12]]
    assert np.isnan(found.now[0, :8]).all()
    assert (~np.isnan(found.now[0, 8:])).all()


# A rise.


def rise(leg_pain: str, *, limitation: str | None = None) -> Floats:
    return gathered(leg_pain, limitation=limitation).rise[0]


def test_a_rise_is_measured_from_weeks_that_are_over() -> None:
    assert rise("4*60 7*14")[-1] == pytest.approx(3, abs=0.2)
    assert rise("4*60")[-1] == pytest.approx(0)
    assert rise("7*60 4*14")[-1] < 0


@pytest.mark.parametrize(
    ("text", "known"), [("4*5 .*9 7", True), ("4*4 .*10 7", False), ("4*5 .*8 7", False)]
)
def test_a_reference_is_five_entries_up_to_ten_days_ago(text: str, known: bool) -> None:
    assert (not np.isnan(rise(text)[-1])) is known


@pytest.mark.parametrize(("gap", "known"), [(49, True), (50, True), (51, False), (90, False)])
def test_a_reference_is_at_most_eight_weeks_old(gap: int, known: bool) -> None:
    """The older of the two runs from 55 to 28 days before: of five entries the first is then on its first day."""
    assert (not np.isnan(rise(f"4*5 .*{gap} 7")[-1])) is known


def test_a_slow_rise_is_measured_from_the_older_weeks() -> None:
    """A point a fortnight: the last four weeks but ten days would hide most of it."""
    slow = rise("2*14 3*14 4*14 5*14")[-1]
    fast = levels.at(diary("2*14 3*14 4*14 5*14").scores[LEG], 55)
    assert fast
    assert slow == pytest.approx(fast.mean - 2.5, abs=0.1)


def test_a_rise_is_that_of_leg_pain_and_limitation_together() -> None:
    assert rise("4*60 8*21", limitation="4*81")[-1] == pytest.approx(2, abs=0.1)
    assert rise("4*81", limitation="4*60 8*21")[-1] == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("limitation", ["-*81", "-*60 9*21"])
def test_a_rise_is_that_of_leg_pain_alone_where_limitation_is_not_known(limitation: str) -> None:
    assert rise("4*60 8*21", limitation=limitation)[-1] == pytest.approx(4, abs=0.2)


def test_two_scales_together_are_more_certain_than_one_but_not_as_two_people() -> None:
    both = gathered("4*60 8*14").rise_error[0, -1]
    alone = gathered("4*60 8*14", limitation="-*74").rise_error[0, -1]
    assert alone / np.sqrt(2) < both < alone
    assert both == pytest.approx(alone * np.sqrt(0.75))


# The outlook.


def test_the_outlook_is_that_of_the_last_look_and_of_three_logged_days_before() -> None:
    found, scores = gathered("8*10 5*8 . . 4 5 . 4"), diaries("8*10 5*8 . . 4 5 . 4")
    assert found.day[0].tolist() == [*range(11, 18), 20, 21, 23]
    assert found.last.probability == pytest.approx(outlooks(scores, 23).probability)
    assert found.earlier.probability == pytest.approx(outlooks(scores, 17).probability)
    assert found.last.weeks == pytest.approx(outlooks(scores, 23).weeks)


@pytest.mark.parametrize(
    ("days", "there"), [(181, True), (182, True), (183, False), (184, False), (400, False)]
)
def test_there_is_an_outlook_within_the_window_only(days: int, there: bool) -> None:
    """The last day of the line is one less after the onset: day 182 is the first without."""
    assert (not np.isnan(gathered(f"6*{days}").last.probability[0])) is there


def test_there_is_no_outlook_for_who_is_not_asked_about() -> None:
    found = gathered("6*30", open_=False)
    for part in (found.last, found.earlier):
        assert np.isnan(part.probability).all()
        assert np.isnan(part.low).all()
        assert np.isnan(part.high).all()
        assert np.isnan(part.weeks).all()


def test_there_is_no_earlier_outlook_without_four_logged_days() -> None:
    assert np.isnan(gathered("6 6 6").earlier.probability[0])
    assert not np.isnan(gathered("6 6 6 6").earlier.probability[0])


def test_the_starting_share_is_handed_on() -> None:
    low, high = gathered("6*30", starting_share=0.5), gathered("6*30", starting_share=0.9)
    assert low.last.probability[0] < high.last.probability[0]
    assert low.earlier.probability[0] < high.earlier.probability[0]


# Many at once.


@pytest.mark.parametrize("text", ["", ".*5", "7", "-*5"])
def test_a_diary_with_hardly_anything_in_it_has_no_evidence(text: str) -> None:
    found = gathered(text, limitation=text.replace("-", "5"))
    assert np.isnan(found.first).all()
    assert np.isnan(found.rise).all()


def test_diaries_beside_each_other_say_what_each_says_alone() -> None:
    """Of any length, and on different days."""
    lines = ("7*14 4*20", "", "5*100", ".*60 8*9", "6 . . 5 . . 4 . 3*8", "7*190", "1*7 . 2*8")
    scores = diaries(*lines)
    together = gather(scores, looks(scores), np.full(len(lines), True), 0.80)
    for n, line in enumerate(lines):
        alone = gathered(line)
        for part in ("day", "now", "error", "first", "change", "change_error", "rise"):
            np.testing.assert_allclose(
                getattr(together, part)[n], getattr(alone, part)[0], atol=1e-9, err_msg=part
            )
        for part in ("last", "earlier"):
            ours, its = getattr(together, part), getattr(alone, part)
            np.testing.assert_allclose(ours.probability[n], its.probability[0], atol=1e-5)
            np.testing.assert_allclose(ours.weeks[n], its.weeks[0], atol=1e-3)


def test_a_first_week_that_is_not_over_does_not_take_in_days_before_it() -> None:
    """Two weeks with three entries at 9, then a first full week of which four days at 5 are known."""
    assert gathered("9 .*4 9 9 9 .*4 9 9 5*4").first[0, LEG] == 5


def test_a_first_week_is_the_same_beside_a_longer_diary() -> None:
    lines = ("9 .*4 9 9 9 .*4 9 9 5*4", "5*60")
    scores = diaries(*lines)
    together = gather(scores, looks(scores), np.full(2, True), 0.80)
    assert together.first[0].tolist() == gathered(lines[0]).first[0].tolist()
