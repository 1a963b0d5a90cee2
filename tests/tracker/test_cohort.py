"""A clinic's curve as a page: the axis, the ends of the lines, the sentences, and when it is silent."""

import re
from itertools import pairwise

import pytest
from django.utils import translation

from recovery.clinical.cohort import FEWEST_FOR_MANAGERS, LeftOut
from recovery.clinical.incidence import FEWEST_FOLLOWED, End, Followed, Week, incidence
from recovery.trends.cohort import Cohort
from tracker.cohort import NARROW, WIDE, CohortPage, Size, cohort_page, draw

NUMBER = re.compile(r"-?[\d.]+")


def week(number: int, recovered: float, *, injection: float = 0.0, operation: float = 0.0) -> Week:
    return Week(
        number, recovered, max(0.0, recovered - 0.05), min(1.0, recovered + 0.05), injection, operation, 20
    )


UNTIL_26 = [week(number, number * 0.028, injection=0.07, operation=0.06) for number in range(2, 27)]


def page(
    *counts: tuple[int, End],
    share: float = 0.8,
    until: int = 100,
    reads_records: bool = True,
    **left_out: int,
) -> CohortPage:
    """The page of a clinic of so many with each end; all are followed from day 20, who is lost to the end."""
    group = [
        Followed(20, 182 if end is End.LOST else until, end)
        for number, end in counts
        for _one in range(number)
    ]
    found = Cohort(incidence(group), share, {LeftOut(why): number for why, number in left_out.items()})
    with translation.override("en"):
        return cohort_page(found, reads_records=reads_records)


# The drawing.


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_the_axis_runs_from_0_to_100_and_to_week_26(size: Size) -> None:
    drawing = draw(UNTIL_26[:5], 0.8, size)
    levels = {mark.label: float(mark.at) for mark in drawing.levels}
    assert list(levels) == ["0", "20", "40", "60", "80", "100"]
    assert levels["100"] == size.top
    assert levels["0"] == drawing.plot_bottom
    assert drawing.weeks[-1].label == "26"
    assert float(drawing.weeks[-1].at) == drawing.plot_right
    assert (drawing.start.at, drawing.start.label) == (f"{levels['80']:.1f}".removesuffix(".0"), "80")


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("weeks", [UNTIL_26, UNTIL_26[:1], [week(0, 0.0), week(1, 1.0)]])
def test_everything_lies_inside_the_drawing(size: Size, weeks: list[Week]) -> None:
    drawing = draw(weeks, 0.8, size)
    paths = [drawing.band, *(curve.path for curve in drawing.curves)]
    numbers = [float(number) for path in paths for number in NUMBER.findall(path)]
    assert all(size.left <= x <= drawing.plot_right for x in numbers[::2])
    assert all(size.top <= y <= drawing.plot_bottom for y in numbers[1::2])
    assert drawing.followed_y < size.height


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_the_labels_at_the_ends_do_not_cover_each_other(size: Size) -> None:
    for last in (UNTIL_26[-1], week(26, 0.0), week(26, 0.3, injection=0.3, operation=0.3)):
        drawing = draw([week(25, 0.2), last], 0.8, size)
        heights = sorted(float(curve.end.at) for curve in drawing.curves)
        assert all(later - earlier >= size.font for earlier, later in pairwise(heights))


def test_a_line_stops_where_no_more_is_known() -> None:
    drawing = draw(UNTIL_26[:8], 0.8, WIDE)
    last = float(NUMBER.findall(drawing.curves[0].path)[-2])
    assert last == pytest.approx(float(drawing.end_x) - 5)
    assert last < drawing.plot_right
    assert drawing.followed[-1].at != drawing.weeks[-1].at


def test_the_narrow_one_has_numbers_and_the_wide_one_names_too() -> None:
    with translation.override("en"):
        assert {curve.end.label for curve in draw(UNTIL_26, 0.8, NARROW).curves} == {"73", "7", "6"}
        assert "73 recovered" in {curve.end.label for curve in draw(UNTIL_26, 0.8, WIDE).curves}


def test_no_decimal_comma_in_dutch() -> None:
    with translation.override("nl"):
        drawing = draw(UNTIL_26, 0.8, NARROW)
    assert "," not in drawing.band + "".join(curve.path for curve in drawing.curves)


def test_without_an_interval_there_is_no_band() -> None:
    weeks = [Week(number, 0.0, None, None, 0.0, 0.0, 9) for number in range(5)]
    assert draw(weeks, 0.8, WIDE).band == ""


# The sentences.


def test_the_result_is_said_of_100_with_its_interval() -> None:
    assert page((76, End.RECOVERED), (24, End.LOST)).result == (
        "Of every 100 patients of this clinic, about 76 recovered within 26 weeks without an injection or "
        "operation; between 66 and 83 (95% CI)."
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.83, "within that range"), (0.85, "lies above"), (0.66, "within that range"), (0.6, "lies below")],
)
def test_the_starting_point_is_compared_with_the_interval(share: float, words: str) -> None:
    assert words in page((76, End.RECOVERED), (24, End.LOST), share=share).verdict


def test_before_week_26_nothing_is_compared() -> None:
    few = [Followed(20, 60, End.LOST)] * 9 + [Followed(20, 50, End.RECOVERED)]
    with translation.override("en"):
        found = cohort_page(Cohort(incidence(few), 0.8, {}), reads_records=True)
    assert "about 10 recovered within 8 weeks" in found.result
    assert "not enough patients yet to compare" in found.verdict
    assert found.rows[-1].week == 8


def test_where_nobody_recovered_there_is_no_interval() -> None:
    found = page((10, End.LOST))
    assert "There is no interval" in found.result
    assert {row.interval for row in found.rows} == {""}


def test_the_table_has_the_numbers_of_the_drawing() -> None:
    found = page((76, End.RECOVERED), (8, End.INJECTION), (5, End.OPERATION), (11, End.LOST))
    last = found.rows[-1]
    assert (last.week, last.recovered, last.injection, last.operation, last.followed) == (26, 76, 8, 5, 11)
    assert "week 26: recovered 76, injection 8, operation 5" in found.description
    assert "100 patients count: recovered 76, injection 8, operation 5" in found.counted
    assert ": 11. Enough were followed from week 2 on." in found.counted


def test_who_is_left_out_is_said_with_the_reason_and_nobody_is_not() -> None:
    found = page((10, End.LOST), too_short=3, wrong_dates=1)
    assert found.left_out == ["diary shorter than two weeks: 3", "dates that contradict each other: 1"]


# Silence.


@pytest.mark.parametrize(("patients", "silent"), [(FEWEST_FOLLOWED - 1, True), (FEWEST_FOLLOWED, False)])
def test_too_few_patients_make_no_curve(patients: int, silent: bool) -> None:
    found = page((patients, End.RECOVERED), too_short=2)
    assert bool(found.silent) is silent
    assert (found.drawings == []) is silent
    assert bool(found.result) is not silent
    assert found.left_out


@pytest.mark.parametrize(
    ("patients", "silent"), [(FEWEST_FOR_MANAGERS - 1, True), (FEWEST_FOR_MANAGERS, False)]
)
def test_who_reads_no_records_sees_no_curve_of_a_few(patients: int, silent: bool) -> None:
    found = page((patients, End.RECOVERED), reads_records=False, too_short=2)
    assert ("nobody can be recognised" in found.silent) is silent
    assert (found.rows == []) is silent
    assert (found.left_out == []) is silent
    assert not page((patients, End.RECOVERED)).silent
