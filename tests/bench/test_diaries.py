"""Diaries from small tables by hand, and forecasts against values by hand."""

from pathlib import Path

import numpy as np
import pytest

from bench import diaries
from bench.cohorts import NEVER, Cohort
from bench.diaries import Diary, compare, lasting, long_series, of_cohort, stretches, two_weeks

TWO_WEEKS = """person,day,week,day_in_week,pain,recall_week,treat,country
2,1002,1,2,3.5,,0.0,AUS
2,1,0,1,6.75,6.8,0.0,AUS
2,2,0,2,,6.8,0.0,AUS
2,7,0,7,5,6.8,0.0,AUS
10,1,0,1,7,6.8,1.0,USA
"""
LONG = """person,day,date,region,series,pain
P1,52,2016-01-16,abs,P1:abs,1.0
P1,51,2016-01-15,abs,P1:abs,9.5
P1,53,2016-01-17,abs,P1:abs,0.5
P1,51,2016-01-15,happiness,P1:happiness,6.0
P2,1,2016-01-15,abs,P2:abs,5.25
"""


def diary(scores: str, person: str = "a") -> Diary:
    """A score or a dash a day, from day 0."""
    told = scores.split()
    days = [day for day, score in enumerate(told) if score != "-"]
    return Diary(person, "", np.array(days, dtype=np.int64), np.array([float(told[day]) for day in days]))


def test_absent_files_are_none(tmp_path: Path) -> None:
    assert two_weeks(tmp_path) is None
    assert long_series(tmp_path) is None


def test_two_weeks_come_apart_and_joined(tmp_path: Path) -> None:
    (tmp_path / "vas_diary_rct203.csv").write_text(TWO_WEEKS)
    weeks = two_weeks(tmp_path)
    assert weeks is not None
    by_person = {person.person: person for person in weeks.joined}
    assert by_person["2"].days.tolist() == [0, 6, 8]
    assert by_person["2"].pain.tolist() == [6.75, 5, 3.5]
    assert [person.days.tolist() for person in weeks.first if person.person == "2"] == [[0, 6]]
    assert [(person.person, person.days.tolist()) for person in weeks.second] == [("2", [1])]


def test_long_series_are_stretched_to_the_scale_and_hold_pain_only(tmp_path: Path) -> None:
    (tmp_path / "selflog_myaiguide9.csv").write_text(LONG)
    series = long_series(tmp_path, least=2)
    assert series is not None
    assert [one.name for one in series] == ["P1:abs"]
    assert series[0].days.tolist() == [51, 52, 53]
    assert series[0].pain.tolist() == [10, 0, 0]
    every = long_series(tmp_path, least=1)
    assert every is not None
    assert every[1].pain.tolist() == [5]


def test_a_week_over_and_over_has_no_trend() -> None:
    (three,) = lasting([diary("1 2 - 4 5 6 7")])
    assert three.days.tolist() == [0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 17, 18, 19, 20]
    assert three.pain.tolist() == [1, 2, 4, 5, 6, 7, 7, 6, 5, 4, 2, 1, 1, 2, 4, 5, 6, 7]


def test_a_part_is_counted_from_its_first_day() -> None:
    part = diary("1 2 - 4 5 6").between(1, 4)
    assert part.days.tolist() == [0, 2, 3]
    assert part.pain.tolist() == [2, 4, 5]


def test_whole_numbers_are_what_the_tracker_asks() -> None:
    assert diary("1.2 7.53 10").whole().pain.tolist() == [1, 8, 10]


def test_stretches_follow_one_another_and_thin_ones_are_left_out() -> None:
    pieces = list(stretches(diary("- 1 1 1 2 - - 3 3 3 4"), days=3, entries=2))
    assert [piece.pain.tolist() for piece in pieces] == [[1, 1, 1], [3, 3, 3]]
    assert not list(stretches(diary(""), days=3, entries=2))


def test_a_cohort_becomes_diaries_without_its_gaps() -> None:
    leg = np.array([[5, np.nan, 3], [np.nan, 2, np.nan]])
    people = list(of_cohort(Cohort("by hand", leg, leg, np.array([0, 1]), np.array([NEVER, NEVER]))))
    assert [person.days.tolist() for person in people] == [[0, 2], [1]]
    assert [person.pain.tolist() for person in people] == [[5, 3], [2]]


def test_the_weighted_mean_counts_days_and_not_entries() -> None:
    one = diary("2 - 4")
    assert diaries.weighted_mean(one.days, one.pain) == pytest.approx((0.64 * 2 + 4) / 1.64)


def test_plain_forecasts_by_hand() -> None:
    one = diary("9 9 9 9 9 9 9 0 1 2 3 4 5 6")
    assert diaries.whole_mean(one.days, one.pain) == pytest.approx(84 / 14)
    assert diaries.week_mean(one.days, one.pain) == 3
    assert diaries.last_value(one.days, one.pain) == 6


def test_a_straight_line_aims_at_the_middle_of_the_week_and_stays_on_the_scale() -> None:
    up, down = diary("1 1.5 2 2.5"), diary("4 3 2 1")
    assert diaries.straight_line(up.days, up.pain) == pytest.approx(2.5 + 4 * 0.5)
    assert diaries.straight_line(down.days, down.pain) == 0
    assert diaries.straight_line(down.days[:1], down.pain[:1]) == 4


def test_forecasts_are_scored_on_the_mean_of_the_week_after() -> None:
    long = diary("4 " * 14 + "6 " * 7)
    (row,) = compare([long], {"14-day mean": diaries.whole_mean})
    assert (row.forecasts, row.people, row.rmse, row.by_person) == (1, 1, 2, 2)


def test_two_weeks_are_shown_and_nothing_of_what_comes() -> None:
    shown = []

    def watching(days: np.ndarray, pain: np.ndarray) -> float:
        shown.append((days.tolist(), pain.tolist()))
        return 0.0

    compare([diary(" ".join(str(day % 10) for day in range(28)))], {"watching": watching})
    assert [days for days, _ in shown] == [list(range(14))] * 2
    assert shown[1][1] == [day % 10 for day in range(7, 21)]


def test_each_person_counts_the_same_by_person() -> None:
    long, short = diary("4 " * 14 + "4 " * 21, "long"), diary("4 " * 14 + "6 " * 7, "short")
    (row,) = compare([long, short], {"mean": diaries.whole_mean})
    assert (row.forecasts, row.people) == (4, 2)
    assert row.rmse == pytest.approx((4 / 4) ** 0.5)
    assert row.by_person == pytest.approx((4 / 2) ** 0.5)


def test_thin_weeks_are_not_forecast() -> None:
    assert not compare([diary("4 - " * 7 + "6 6 6 - - - -")])
    assert compare([diary("4 - " * 7 + "6 6 6 6 - - -")])
    assert not compare([diary("4 - " * 6 + "- - " + "6 " * 7)])


def test_where_one_is_silent_none_is_scored() -> None:
    long = diary("4 " * 14 + "6 " * 7)
    assert not compare([long], {"mean": diaries.whole_mean, "silent": lambda days, pain: float("nan")})


def test_one_week_can_be_enough_to_show() -> None:
    rows = compare([diary("4 " * 7 + "6 " * 7)], history=7)
    assert {row.name: row.rmse for row in rows}["7-day mean"] == 2
