"""Diaries of other apps: what is not certain is asked, and what was not asked stays unknown."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery.clinical.scores import Scale
from recovery.exchange import other_apps
from recovery.exchange.diary_csv import Problem, Wrong
from recovery.exchange.other_apps import (
    CannotRead,
    DateOrder,
    Mapping,
    ScaleOf,
    Unreadable,
    day_in,
    days_of,
    orders_of,
    scales_of,
    score_in,
    table_of,
    text_of,
)

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
FILE = "Datum;Pijn;Opmerking\n31-12-2025;70;slecht\n1-1-2026;55;\n"


def mapping(**changes: object) -> Mapping:
    given = {
        "day": 0,
        "scales": {Scale.LEG_PAIN: 1},
        "note": 2,
        "order": DateOrder.DAY_FIRST,
        "scale": ScaleOf.HUNDRED,
    }
    return Mapping(**given | changes)  # type: ignore[arg-type]


def test_the_columns_that_were_pointed_out_become_days() -> None:
    found = days_of(table_of(FILE), mapping(), now=NOW)
    told = [(day.day, day.leg_pain, day.note) for _line, day in found.days]
    assert told == [(date(2025, 12, 31), 7, "slecht"), (date(2026, 1, 1), 6, "")]
    assert not found.bad


def test_what_another_app_did_not_ask_is_unknown_and_never_no() -> None:
    (_line, told) = days_of(table_of(FILE), mapping(), now=NOW).days[0]
    assert (told.signs, told.strength, told.feeling, told.painkillers) == (None, None, None, None)
    assert told.backfilled


@pytest.mark.parametrize(
    ("cells", "orders"),
    [
        (["2026-12-31"], (DateOrder.YEAR_FIRST,)),
        (["31-12-2026", "1/2/2026"], (DateOrder.DAY_FIRST,)),
        (["12/31/2026 20:15"], (DateOrder.MONTH_FIRST,)),
        (["1/2/2026", "3/4/2026"], (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)),
        (["31/12/2026", "12/31/2026"], ()),
        (["gisteren"], ()),
        ([], ()),
    ],
)
def test_the_order_of_a_date_is_known_only_when_no_other_fits(
    cells: list[str], orders: tuple[DateOrder, ...]
) -> None:
    assert orders_of(cells) == orders


@pytest.mark.parametrize(
    ("cells", "scales"),
    [
        (["7", "3"], (ScaleOf.TEN,)),
        (["7.5"], (ScaleOf.TEN,)),
        (["70", "3"], (ScaleOf.HUNDRED,)),
        (["5", "0"], tuple(ScaleOf)),
        ([], tuple(ScaleOf)),
    ],
)
def test_a_scale_is_known_only_when_no_other_fits(cells: list[str], scales: tuple[ScaleOf, ...]) -> None:
    assert scales_of(cells) == scales


@pytest.mark.parametrize(
    ("text", "scale", "score"),
    [
        ("", ScaleOf.TEN, None),
        ("10", ScaleOf.TEN, 10),
        ("4,5", ScaleOf.TEN, 5),
        ("4.4", ScaleOf.TEN, 4),
        ("100", ScaleOf.HUNDRED, 10),
        ("44", ScaleOf.HUNDRED, 4),
        ("45", ScaleOf.HUNDRED, 5),
    ],
)
def test_a_score_is_rounded_half_a_point_up(text: str, scale: ScaleOf, score: int | None) -> None:
    assert score_in(text, scale) == score


@pytest.mark.parametrize(
    ("text", "scale", "problem"),
    [
        ("11", ScaleOf.TEN, Problem.OFF_SCALE),
        ("10.1", ScaleOf.TEN, Problem.OFF_SCALE),
        ("101", ScaleOf.HUNDRED, Problem.OFF_SCALE),
        ("-1", ScaleOf.TEN, Problem.NO_NUMBER),
        ("veel", ScaleOf.TEN, Problem.NO_NUMBER),
        ("9" * 400, ScaleOf.TEN, Problem.NO_NUMBER),
    ],
)
def test_a_score_that_is_none_is_named(text: str, scale: ScaleOf, problem: Problem) -> None:
    with pytest.raises(Wrong) as wrong:
        score_in(text, scale)
    assert wrong.value.problem is problem


@given(st.integers(0, 100))
def test_every_score_of_a_hundred_has_its_place_on_ten(number: int) -> None:
    score = score_in(str(number), ScaleOf.HUNDRED)
    assert score is not None
    assert abs(score * 10 - number) <= 5


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_date_is_read_in_its_order(day: date) -> None:
    assert day_in(f"{day.day}.{day.month}.{day.year:04}", DateOrder.DAY_FIRST) == day
    assert day_in(f"{day.month}/{day.day}/{day.year:04}", DateOrder.MONTH_FIRST) == day
    assert day_in(f"{day.isoformat()}T20:00:00", DateOrder.YEAR_FIRST) == day


def test_bad_rows_are_named_and_the_others_are_read() -> None:
    table = table_of("d;p;n\n01-01-2026;5;\nx;5;\n02-01-2026;oei;\n01-01-2026;6;\n03-01-2026\n")
    found = days_of(table, mapping(scale=ScaleOf.TEN), now=NOW)
    assert [(bad.line, bad.problem, bad.column) for bad in found.bad] == [
        (3, Problem.NO_SUCH_DATE, "d"),
        (4, Problem.NO_NUMBER, "p"),
        (5, Problem.TWICE, "d"),
        (6, Problem.NOT_A_ROW, ""),
    ]
    assert len(found.days) == 1


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("datum;moé\n".encode(), "datum;moé\n"),
        ("\ufeffdatum\n".encode(), "datum\n"),
        ("datum;moé\n".encode("cp1252"), "datum;moé\n"),
        ("datum;moé\n".encode("utf-16"), "datum;moé\n"),
    ],
)
def test_a_file_is_read_as_its_maker_wrote_it(content: bytes, text: str) -> None:
    assert text_of(content) == text


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Unreadable.EMPTY),
        (b"  \n", Unreadable.EMPTY),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Unreadable.NOT_TEXT),
        (b"a,b\n\x81\x8d,1\n", Unreadable.NOT_TEXT),
        (b"x" * (other_apps.MOST_BYTES + 1), Unreadable.TOO_BIG),
    ],
)
def test_a_file_that_is_no_text_says_so(content: bytes, why: Unreadable) -> None:
    with pytest.raises(CannotRead) as cannot:
        text_of(content)
    assert cannot.value.why is why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("one column\n1\n", Unreadable.NO_TABLE),
        ('a,b\n"never closed,1\n', Unreadable.NO_TABLE),
        ("a,b\n" + "1,2\n" * (other_apps.MOST_ROWS + 1), Unreadable.TOO_MANY_ROWS),
        (",".join("x" * 101) + "\n", Unreadable.NO_TABLE),
    ],
)
def test_a_file_that_is_no_table_says_so(text: str, why: Unreadable) -> None:
    with pytest.raises(CannotRead) as cannot:
        table_of(text)
    assert cannot.value.why is why
