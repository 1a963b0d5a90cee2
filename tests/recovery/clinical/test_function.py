"""Own activities: the scale, and weeks in which gaps stay gaps."""

from datetime import date

import pytest

from recovery.clinical.function import Week, is_score, weeks_of

MONDAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("value", "fits"),
    [(0, True), (10, True), (-1, False), (11, False), (5.5, False), ("5", False), (True, False)],
)
def test_a_score_is_a_whole_number_from_0_to_10(value: object, fits: bool) -> None:
    assert is_score(value) is fits


def test_a_week_is_the_mean_of_the_days_that_were_scored() -> None:
    days = [
        (date(2026, 11, 2), {"a": 8}),
        (date(2026, 11, 4), {"a": 5, "b": 1}),
        (date(2026, 11, 8), {"b": 2}),
    ]
    assert weeks_of(days, "a", first=MONDAY) == [Week(MONDAY, 6.5, 2)]


def test_a_week_without_a_score_is_not_filled_in() -> None:
    days = [(date(2026, 11, 2), {"a": 8}), (date(2026, 11, 16), {"a": 0})]
    assert [week.start for week in weeks_of(days, "a", first=MONDAY)] == [MONDAY, date(2026, 11, 16)]
    assert weeks_of(days, "z", first=MONDAY) == []
