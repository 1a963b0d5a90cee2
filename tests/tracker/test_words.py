"""Figures, dates and numbers as they are written in each language."""

from datetime import date

import pytest
from django.utils import translation

from recovery.clinical.text import Said
from tracker.phones import dialled, readable
from tracker.words import figure, long_date, say


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [(4, "4", "4"), (4.0, "4", "4"), (4.5, "4,5", "4.5"), (0, "0", "0"), ("–", "–", "–")],
)
def test_a_figure_is_whole_where_it_can_be(value: float | str, dutch: str, english: str) -> None:
    for language, written in (("nl", dutch), ("en", english)):
        with translation.override(language):
            assert figure(value) == written


def test_a_sentence_is_said_with_its_figures_and_dates() -> None:
    said = Said(
        "Recovered on %(recovered_on)s; leg pain is around %(leg)s of 10 again.",
        {"recovered_on": "2026-09-01", "leg": 4.5},
    )
    with translation.override("nl"):
        assert say(said) == "Hersteld op 1 september 2026. De beenpijn is weer gemiddeld 4,5 van 10."
    with translation.override("en"):
        assert say(said).startswith("Recovered on 1 September 2026;")


def test_dates_are_written_day_first_in_both_languages() -> None:
    for language, month in (("nl", "mei"), ("en", "May")):
        with translation.override(language):
            assert long_date(date(2026, 5, 4)) == f"4 {month} 2026"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+31883203900", "088 320 3900"),
        ("+3225551234", "+32 2 555 12 34"),
        ("112", "112"),
        ("abc", "abc"),
        ("", ""),
    ],
)
def test_a_number_is_readable_and_a_strange_one_stays_as_it_is(number: str, written: str) -> None:
    assert readable(number) == written


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("+31883203900", "+31883203900"),
        ("+31201234567", "+31201234567"),
        ("+319001515", "09001515"),
        ("+318007847456", "08007847456"),
        ("+3114020", "14020"),
        ("+3225551234", "+3225551234"),
        ("abc", "abc"),
    ],
)
def test_a_service_number_is_dialled_as_it_works_in_the_netherlands(number: str, digits: str) -> None:
    assert dialled(number) == digits
