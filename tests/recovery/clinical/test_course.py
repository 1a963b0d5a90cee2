import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery.clinical.course import (
    REASSURING,
    Course,
    Reading,
    Standing,
    TreatedOn,
    TreatmentKind,
    read,
)
from recovery.clinical.diary import Medians
from recovery.clinical.scores import NRS, Day, Feeling, Strength
from tests.recovery.clinical.builders import (
    START,
    any_courses,
    days,
    last_of,
    level,
    moments,
    reading,
    untimed,
    week,
    with_strength,
)

BETTER = "8*7 3*14"
RECOVERED = "6*7 1*21"


def said(found: Reading) -> str:
    return found.reason.text % found.reason.values


# Too early.


@pytest.mark.parametrize(("text", "early"), [("7*13", True), ("7*14", False)])
def test_nothing_is_said_before_fourteen_days(text: str, early: bool) -> None:
    assert (reading(text).standing is Standing.TOO_EARLY) is early


@pytest.mark.parametrize(("text", "early"), [("7*4 .*8 7*2", True), ("7*4 .*7 7*3", False)])
def test_nothing_is_said_before_seven_entries(text: str, early: bool) -> None:
    assert (reading(text).standing is Standing.TOO_EARLY) is early


def test_seven_entries_in_thirteen_days_are_too_early() -> None:
    assert reading("7*4 .*6 7*3").standing is Standing.TOO_EARLY


@pytest.mark.parametrize("text", ["7*13 .", "7*13 .*30"])
def test_days_that_were_missed_at_the_end_add_nothing_to_the_span(text: str) -> None:
    assert reading(text).standing is Standing.TOO_EARLY


@pytest.mark.parametrize("text", ["- 7*13", "7*13 -", "7*4 .*7 7*2 -"])
def test_entries_without_leg_pain_do_not_count(text: str) -> None:
    limitation = text.replace("-", "5")
    assert reading(text, limitation=limitation).standing is Standing.TOO_EARLY


def test_too_early_tells_how_much_there_is_and_how_much_is_needed() -> None:
    assert reading("7*4 .*4 7*2").reason.values == {
        "entries": 6,
        "enough_entries": 7,
        "enough_span": 14,
    }


def test_an_empty_diary_is_too_early() -> None:
    found = read(Course(START, ()), START)
    assert found.standing is Standing.TOO_EARLY
    assert (found.entries, found.first_day, found.last_day, found.first_week) == (0, None, None, None)
    assert found.recent == Medians(entries=0)


@pytest.mark.parametrize(("text", "early"), [("7*3 .*4 7*3 .*4 7*3", True), ("7*3 .*4 7*4 .*3 7*3", False)])
def test_without_a_full_week_there_is_nothing_to_compare_with(text: str, early: bool) -> None:
    assert (reading(text).standing is Standing.TOO_EARLY) is early


def test_without_a_full_week_that_is_the_reason_that_is_given() -> None:
    assert reading("7*3 .*4 7*3 .*4 7*3").reason.values == {"full": 4}


# A quiet last week.


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("8*14 .*4 3*3", Standing.ON_COURSE),
        ("8*14 .*5 3*2", Standing.NOT_CLEAR),
        ("8*14 3*3 .*4", Standing.ON_COURSE),
        ("8*14 3*3 .*5", Standing.NOT_CLEAR),
        ("8*14 .*60", Standing.NOT_CLEAR),
    ],
)
def test_fewer_than_three_entries_in_the_last_week_say_nothing(text: str, standing: Standing) -> None:
    assert reading(text).standing is standing


def test_a_quiet_last_week_is_the_reason_that_is_given() -> None:
    assert reading("8*14 .*5 3*2").reason.values == {"recent": 2, "fewest": 3}


def test_a_recovery_is_not_assumed_of_who_stopped_logging() -> None:
    assert reading(f"{RECOVERED} .*7").standing is Standing.NOT_CLEAR


# Better.


@pytest.mark.parametrize(
    ("before", "now", "better"),
    [
        (6, 4, True),  # 33%, 2 points
        (6, 4.5, False),  # 25%, 1.5 points
        (7, 5, False),  # 28.6%, 2 points
        (7, 4.5, True),  # 35.7%, 2.5 points
        (6.5, 4.5, True),  # 30.8%, 2 points
        (10, 7, True),  # 30% exactly
        (10, 7.5, False),  # 25%, 2.5 points
        (8.5, 6, False),  # 29.4%, 2.5 points
        (9.5, 7, False),  # 26.3%, 2.5 points
        (5, 3.5, False),  # 30%, 1.5 points
        (5, 3, True),
        (4, 2, True),
        (4, 2.5, False),  # 37.5%, 1.5 points
        (3, 1.5, False),  # 50%, 1.5 points
        (2, 0, True),
        (1, 0, False),
        (0, 0, False),
    ],
)
def test_clearly_better_is_at_least_thirty_percent_and_two_points(
    before: float, now: float, better: bool
) -> None:
    text = f"{week(before)} {week(before)} {week(now)}"
    found = reading(text, limitation=level(5, over=text))
    assert found.standing is (Standing.ON_COURSE if better else Standing.NOT_CLEAR)
    assert found.reason.values == {"now": now, "before": before}


def test_better_is_measured_from_the_first_full_week_and_not_from_the_first() -> None:
    assert reading("4*3 .*4 8*7 4*7").first_week == Medians(entries=7, limitation=8, leg_pain=8, back_pain=8)
    assert reading("4*3 .*4 8*7 4*7").standing is Standing.ON_COURSE


def test_better_in_the_back_alone_is_not_better() -> None:
    told = tuple(replace(day, back_pain=0 if day.date > last_of("7*14") else 9) for day in days("6*21"))
    assert read(Course(START, told), last_of("7*21")).standing is Standing.NOT_CLEAR


# Worse.


@pytest.mark.parametrize(
    ("before", "now", "worse"),
    [
        (4, 5.5, False),
        (4, 6, True),
        (4, 6.5, True),
        (2, 3.5, False),
        (2, 4, True),
        (8, 9.5, False),
        (8, 10, True),
    ],
)
def test_worse_is_two_points_above_the_first_full_week(before: float, now: float, worse: bool) -> None:
    found = reading(f"{week(before)} {week(now)} {week(now)}")
    assert found.standing is (Standing.WORSE if worse else Standing.NOT_CLEAR)


@pytest.mark.parametrize(
    ("leg_pain", "limitation", "worse"),
    [
        (2, 2, True),
        (1.5, 2, False),
        (2, 1.5, False),
        (0, 4.5, False),
        (4.5, 0, False),
        (0, 5, True),
        (5, 0, True),
    ],
)
def test_worse_is_both_leg_pain_and_limitation_or_one_of_them_much(
    leg_pain: float, limitation: float, worse: bool
) -> None:
    weeks = [f"{week(4)} {week(4 + rise)} {week(4 + rise)}" for rise in (leg_pain, limitation)]
    assert (reading(weeks[0], limitation=weeks[1]).standing is Standing.WORSE) is worse


def test_a_first_week_without_limitation_is_not_compared_with() -> None:
    assert reading("4*7 6*14", limitation="-*7 6*14").standing is Standing.NOT_CLEAR


@pytest.mark.parametrize(
    ("now", "standing"), [(4.5, Standing.ON_COURSE), (5, Standing.WORSE), (5.5, Standing.WORSE)]
)
def test_worse_is_two_points_above_the_two_weeks_before(now: float, standing: Standing) -> None:
    assert reading(f"8*7 3*14 {week(now)}").standing is standing


def test_worse_tells_from_where_to_where() -> None:
    found = reading("8*7 3*14 5*7", limitation="8*7 4*14 7*7")
    assert found.reason.values == {
        "leg_before": 3,
        "leg": 5,
        "limitation_before": 4,
        "limitation": 7,
    }


@pytest.mark.parametrize(
    ("text", "standing"),
    [("6*7 2*2 .*12 5*7", Standing.NOT_CLEAR), ("6*7 2*3 .*11 5*7", Standing.WORSE)],
)
def test_two_weeks_with_fewer_than_three_entries_are_not_compared_with(text: str, standing: Standing) -> None:
    assert reading(text).standing is standing


def test_a_limitation_that_was_never_answered_is_not_compared() -> None:
    text = "4*21"
    assert reading(text, limitation="-*21").standing is Standing.NOT_CLEAR
    assert reading(text, limitation="-*14 9*7").standing is Standing.NOT_CLEAR
    assert reading(text, limitation="1*14 -*7").standing is Standing.NOT_CLEAR


# Recovered.


def test_recovered_is_fourteen_days_and_seven_entries_at_one_and_two() -> None:
    found = reading("1*4 .*7 1*3", limitation="2*4 .*7 2*3")
    assert found.standing is Standing.RECOVERED
    assert (found.entries, found.first_day, found.last_day) == (7, START, START + timedelta(days=13))


@pytest.mark.parametrize("text", ["1*4 .*6 1*3", "1*4 .*8 1*2"])
def test_a_day_or_an_entry_fewer_is_no_recovery(text: str) -> None:
    assert reading(text).standing is Standing.TOO_EARLY


@pytest.mark.parametrize(
    ("leg_pain", "limitation", "recovered"),
    [
        ("1*8 .*2 1*4", "2*8 .*2 2*4", True),
        ("2*4 .*6 1*4", "1*4 .*6 1*4", False),  # leg pain 1.5
        ("1*4 .*6 1*4", "3*4 .*6 2*4", False),  # limitation 2.5
        ("2*4 .*6 1*5", "3*4 .*6 2*5", True),
        ("0*4 .*6 0*4", "0*4 .*6 0*4", True),
        ("0*4 .*6 0*4", "-*4 .*6 -*4", False),
    ],
)
def test_recovered_is_a_median_of_at_most_one_for_the_leg_and_two_for_limitation(
    leg_pain: str, limitation: str, recovered: bool
) -> None:
    assert (reading(leg_pain, limitation=limitation).standing is Standing.RECOVERED) is recovered


def test_a_recovery_rests_on_more_than_one_answer_on_limitation() -> None:
    assert reading("1*14", limitation="-*13 0").standing is not Standing.RECOVERED


def test_back_pain_alone_does_not_hold_up_a_recovery() -> None:
    told = tuple(replace(day, back_pain=8) for day in days("1*14"))
    assert read(Course(START, told), last_of("1*14")).standing is Standing.RECOVERED


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("6*7 .*14 1*3 .*8 1*3", Standing.ON_COURSE),  # six entries in fourteen days
        ("6*7 .*14 1*4 .*7 1*3", Standing.RECOVERED),  # seven in fourteen
        ("6*7 .*14 1*4 .*8 1*3", Standing.ON_COURSE),  # seven in fifteen
    ],
)
def test_a_recovery_rests_on_seven_entries_in_its_fourteen_days(text: str, standing: Standing) -> None:
    assert reading(text).standing is standing


def test_a_recovery_is_not_dated_before_the_fourteenth_day_of_the_diary() -> None:
    assert reading("1*21").reason.values["recovered_on"] == last_of("1*14").isoformat()


@pytest.mark.parametrize(("limitation", "recovered"), [("-*8 1*6", False), ("-*7 1*7", True)])
def test_a_recovery_rests_on_seven_days_with_both_answers(limitation: str, recovered: bool) -> None:
    assert (reading("1*14", limitation=limitation).standing is Standing.RECOVERED) is recovered


def test_a_recovery_is_dated_on_the_first_day_on_which_it_was_met() -> None:
    text = "6*7 .*14 1*4 .*7 1*3"
    values = reading(f"{text} 1*7").reason.values
    assert values["recovered_on"] == last_of(text).isoformat()


@pytest.mark.parametrize(
    ("leg_pain", "limitation", "standing"),
    [
        (2, 2, Standing.RECOVERED),
        (2.5, 2, Standing.RELAPSED),
        (3, 2, Standing.RELAPSED),
        (0, 2, Standing.RECOVERED),
        (1, 2.5, Standing.ON_COURSE),
        (3, 3, Standing.RELAPSED),
    ],
)
def test_who_recovered_stays_so_in_an_acceptable_week_and_no_other(
    leg_pain: float, limitation: float, standing: Standing
) -> None:
    before = "6*7 1*14"
    found = reading(f"{before} {week(leg_pain)}", limitation=f"{before} {week(limitation)}")
    assert found.standing is standing


# Relapsed.


@pytest.mark.parametrize(
    ("now", "standing"),
    [(2, Standing.RECOVERED), (2.5, Standing.RELAPSED), (3, Standing.RELAPSED), (10, Standing.RELAPSED)],
)
def test_leg_pain_above_the_acceptable_level_after_a_recovery_is_a_relapse(
    now: float, standing: Standing
) -> None:
    assert reading(f"6*7 1*14 {week(now)}").standing is standing


def test_a_relapse_tells_since_when_one_had_recovered() -> None:
    recovered = "6*7 .*7 1*14"
    found = reading(f"{recovered} 4*7")
    assert found.standing is Standing.RELAPSED
    assert date.fromisoformat(str(found.reason.values["recovered_on"])) <= last_of(recovered)
    assert "around 4.0 of 10 again" in said(found)


def test_who_never_recovered_cannot_relapse() -> None:
    assert reading("6*7 2*14 4*7").standing is Standing.WORSE


def test_a_mild_first_week_is_not_yet_a_recovery() -> None:
    assert reading("1*7 4*7").standing is Standing.WORSE


def test_one_acceptable_week_does_not_end_a_relapse() -> None:
    assert reading("6*7 1*14 6*60 2*7").standing is not Standing.RECOVERED


@pytest.mark.parametrize(
    ("text", "standing"),
    [("6*7 1*14 6*7 1*10", Standing.ON_COURSE), ("6*7 1*14 6*7 1*11", Standing.RECOVERED)],
)
def test_after_a_relapse_the_fourteen_days_begin_anew(text: str, standing: Standing) -> None:
    assert reading(text).standing is standing


def test_who_recovers_again_is_told_the_new_date() -> None:
    values = reading("6*7 1*14 6*7 1*14").reason.values
    assert values["recovered_on"] == last_of("6*7 1*14 6*7 1*11").isoformat()


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("6*7 1*14 .*5 6*2 .*6 1*7", Standing.RECOVERED),
        ("6*7 1*14 .*5 6*3 .*5 1*7", Standing.ON_COURSE),
    ],
)
def test_a_week_with_fewer_than_three_entries_is_no_relapse(text: str, standing: Standing) -> None:
    assert reading(text).standing is standing


def test_nobody_recovers_in_a_week_above_the_acceptable_level() -> None:
    assert reading("1*8 6*6").standing is Standing.WORSE


# Treated.


@pytest.mark.parametrize("kind", TreatmentKind)
@pytest.mark.parametrize("text", [RECOVERED, BETTER, "3*7 8*7", "7*14", "7*2", "7*14 .*20"])
def test_a_treatment_ends_the_spontaneous_course_whatever_the_diary_says(
    kind: TreatmentKind, text: str
) -> None:
    assert reading(text).standing is not Standing.TREATED
    assert reading(text, treatments=(TreatedOn(kind, START),)).standing is Standing.TREATED


@pytest.mark.parametrize(("days_after", "counts"), [(-1, True), (0, True), (1, False)])
@pytest.mark.parametrize("kind", TreatmentKind)
def test_a_treatment_counts_from_its_own_day(kind: TreatmentKind, days_after: int, counts: bool) -> None:
    on = last_of(BETTER) + timedelta(days=days_after)
    standing = Standing.TREATED if counts else Standing.ON_COURSE
    assert reading(BETTER, treatments=(TreatedOn(kind, on),)).standing is standing


def test_the_first_of_two_treatments_ended_the_course() -> None:
    injected = TreatedOn(TreatmentKind.INJECTION, START + timedelta(days=3))
    operated = TreatedOn(TreatmentKind.OPERATION, START + timedelta(days=9))
    found = reading(BETTER, treatments=(operated, injected))
    assert said(found) == "Injection on 2026-03-05: the course from then on is not spontaneous."


def test_an_operation_is_called_an_operation() -> None:
    found = reading(BETTER, treatments=(TreatedOn(TreatmentKind.OPERATION, START),))
    assert said(found).startswith("Operation on 2026-03-02")


def test_a_treatment_that_is_not_there_yet_does_not_hide_one_that_is() -> None:
    injected = TreatedOn(TreatmentKind.INJECTION, START)
    planned = TreatedOn(TreatmentKind.OPERATION, last_of(BETTER) + timedelta(days=1))
    assert reading(BETTER, treatments=(planned, injected)).standing is Standing.TREATED


# Off course.


@pytest.mark.parametrize(
    ("days_since_onset", "standing"),
    [(41, Standing.NOT_CLEAR), (42, Standing.OFF_COURSE), (43, Standing.OFF_COURSE)],
)
def test_no_clear_improvement_is_raised_from_six_weeks_after_the_start(
    days_since_onset: int, standing: Standing
) -> None:
    onset = last_of("6*21") - timedelta(days=days_since_onset)
    assert reading("6*21", onset=onset).standing is standing


LONG_AGO = START - timedelta(days=42)


@pytest.mark.parametrize(
    ("now", "standing"), [(2, Standing.NOT_CLEAR), (2.5, Standing.OFF_COURSE), (3, Standing.OFF_COURSE)]
)
def test_an_acceptable_level_is_not_off_course_however_long_it_takes(now: float, standing: Standing) -> None:
    text = f"{week(3)} {week(3)} {week(now)}"
    assert reading(text, limitation=level(5, over=text), onset=LONG_AGO).standing is standing


@pytest.mark.parametrize(("now", "standing"), [(4, Standing.ON_COURSE), (4.5, Standing.OFF_COURSE)])
def test_who_is_clearly_better_is_not_off_course(now: float, standing: Standing) -> None:
    assert reading(f"6*14 {week(now)}", onset=LONG_AGO).standing is standing


def test_off_course_tells_the_weeks_and_both_levels() -> None:
    found = reading("6*14 5*7", onset=START - timedelta(days=28))
    assert found.reason.values == {"weeks": 6, "now": 5, "before": 6}


@pytest.mark.parametrize("text", ["6*13", "6*14 .*5 6*2"])
def test_a_thin_diary_is_not_off_course(text: str) -> None:
    assert reading(text, onset=LONG_AGO).standing not in {Standing.OFF_COURSE, *REASSURING}


# Strength.


@pytest.mark.parametrize(
    ("days_ago", "falls"), [(0, True), (1, True), (12, True), (13, True), (14, False), (15, False)]
)
@pytest.mark.parametrize(
    ("text", "otherwise"), [(BETTER, Standing.ON_COURSE), (RECOVERED, Standing.RECOVERED)]
)
def test_falling_strength_takes_reassurance_away_for_fourteen_days(
    text: str, otherwise: Standing, days_ago: int, falls: bool
) -> None:
    on = last_of(text) - timedelta(days=days_ago)
    assert reading(text, weaker_on=on).standing is (Standing.WORSE if falls else otherwise)


def test_falling_strength_is_told_with_its_last_day() -> None:
    told = days(BETTER)
    for number in (9, 12):
        told = with_strength(told, START + timedelta(days=number), Strength.WORSE)
    found = read(Course(START, told), last_of(BETTER))
    assert said(found) == "Less strength in the leg on 2026-03-14: that matters more than the pain."


def test_strength_that_falls_on_a_day_without_scores_counts() -> None:
    on = last_of(BETTER) + timedelta(days=1)
    found = read(Course(START, (*days(BETTER), Day(on, strength=Strength.WORSE))), on)
    assert found.standing is Standing.WORSE


def test_strength_that_falls_tomorrow_does_not_count_today() -> None:
    tomorrow = last_of(BETTER) + timedelta(days=1)
    told = (*days(BETTER), Day(tomorrow, strength=Strength.WORSE))
    assert read(Course(START, told), last_of(BETTER)).standing is Standing.ON_COURSE


@pytest.mark.parametrize("strength", [Strength.NORMAL, Strength.LESS])
def test_strength_as_before_takes_nothing_away(strength: Strength) -> None:
    told = with_strength(days(BETTER), last_of(BETTER), strength)
    assert read(Course(START, told), last_of(BETTER)).standing is Standing.ON_COURSE


def test_less_feeling_takes_nothing_away() -> None:
    told = tuple(replace(day, feeling=Feeling.WORSE) for day in days(BETTER))
    assert read(Course(START, told), last_of(BETTER)).standing is Standing.ON_COURSE


@untimed
@given(course=any_courses, days_ago=st.integers(0, 13), as_of=moments)
def test_no_course_is_reassuring_while_strength_falls(course: Course, days_ago: int, as_of: date) -> None:
    on = as_of - timedelta(days=days_ago)
    weak = Day(on, leg_pain=0, limitation=0, strength=Strength.WORSE)
    told = (*(day for day in course.days if day.date != on), weak)
    assert read(replace(course, days=told), as_of).standing not in REASSURING


# One day.

PLATEAUS = {
    "7*28": Standing.NOT_CLEAR,
    "8*14 3*14": Standing.ON_COURSE,
    "6*7 1*21": Standing.RECOVERED,
    "6*7 1*14 5*7": Standing.RELAPSED,
    "4*14 7*14": Standing.WORSE,
}


@pytest.mark.parametrize(("text", "standing"), PLATEAUS.items())
@untimed
@given(number=st.integers(0, 27), leg_pain=st.sampled_from(NRS), limitation=st.sampled_from(NRS))
def test_one_noisy_day_does_not_change_a_standing(
    text: str, standing: Standing, number: int, leg_pain: int, limitation: int
) -> None:
    told = [*days(text)]
    told[number] = replace(told[number], leg_pain=leg_pain, limitation=limitation)
    assert read(Course(START, tuple(told)), last_of(text)).standing is standing


@pytest.mark.parametrize(("text", "standing"), PLATEAUS.items())
@pytest.mark.parametrize("number", range(28))
def test_one_missed_day_does_not_change_a_standing(text: str, standing: Standing, number: int) -> None:
    told = days(text)
    assert read(Course(START, told[:number] + told[number + 1 :]), last_of(text)).standing is standing


# Whatever the diary.


@untimed
@given(course=any_courses, as_of=moments)
def test_any_diary_can_be_read_and_the_reason_told(course: Course, as_of: date) -> None:
    found = read(course, as_of)
    assert found.standing in Standing
    assert "%(" not in said(found)
    assert found.as_of == as_of


@untimed
@given(course=any_courses, as_of=moments)
def test_a_reason_holds_figures_and_iso_dates_only(course: Course, as_of: date) -> None:
    for name, value in read(course, as_of).reason.values.items():
        if name.endswith("_on"):
            assert date.fromisoformat(str(value)) <= as_of
        else:
            assert isinstance(value, int | float) or value == "–"


@untimed
@given(course=any_courses, as_of=moments)
def test_days_and_treatments_after_the_day_of_reading_are_ignored(course: Course, as_of: date) -> None:
    known = Course(
        course.onset,
        tuple(day for day in course.days if day.date <= as_of),
        tuple(treated for treated in course.treatments if treated.date <= as_of),
    )
    assert read(known, as_of) == read(course, as_of)


@untimed
@given(course=any_courses, as_of=moments, shuffler=st.randoms())
def test_the_order_in_which_days_are_given_does_not_matter(
    course: Course, as_of: date, shuffler: random.Random
) -> None:
    shuffled = [*course.days]
    shuffler.shuffle(shuffled)
    assert read(replace(course, days=tuple(shuffled)), as_of) == read(course, as_of)


def test_a_better_week_to_come_does_not_change_todays_standing() -> None:
    told = days("8*14 1*14")
    assert read(Course(START, told), last_of("8*14")).standing is Standing.NOT_CLEAR


def test_a_reading_gives_the_medians_it_rests_on() -> None:
    found = reading("8*7 . 3*13", limitation="6*7 . 4*13")
    assert (found.entries, found.first_day, found.last_day) == (20, START, last_of("8*21"))
    assert found.first_week == Medians(entries=7, limitation=6, leg_pain=8, back_pain=8)
    assert found.recent == Medians(entries=7, limitation=4, leg_pain=3, back_pain=3)


# The first recovery.


def test_the_first_recovery_is_kept_whatever_comes_after() -> None:
    """It was met on the eighth low day: then more than half of the last fourteen days are low."""
    text = "6*7 1*21"
    first = reading(text).recovered_on
    assert first == last_of("6*7 1*8")
    assert reading(f"{text} 6*14").recovered_on == first
    assert reading(f"{text} 6*14 1*21").recovered_on == first
    assert reading("6*28").recovered_on is None


@pytest.mark.parametrize(("days_after", "counts"), [(-1, False), (0, False), (1, True)])
def test_a_recovery_counts_before_an_injection_or_operation_only(days_after: int, counts: bool) -> None:
    recovered = reading(RECOVERED).recovered_on
    assert recovered
    done = TreatedOn(TreatmentKind.INJECTION, recovered + timedelta(days=days_after))
    assert reading(RECOVERED, treatments=(done,)).recovered_on == (recovered if counts else None)
