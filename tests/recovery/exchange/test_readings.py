"""Readings as JSON and as a table: the figures, null where the model is silent, and nothing that is no number."""

import json
from datetime import date
from math import nan

import numpy as np

from recovery.clinical.course import Case, Outlook, Reading
from recovery.clinical.levels import Level
from recovery.clinical.scores import Scale
from recovery.clinical.series import Series
from recovery.clinical.standing import Standing
from recovery.clinical.text import Said
from recovery.exchange.readings import Lines, as_json, sentence

ONSET = date(2026, 1, 1)
CASE = Case(Series(ONSET, np.zeros((3, 0))), date(2026, 3, 4))
SILENT = Reading(CASE.as_of, Standing.TOO_EARLY, Said("Nothing yet."), 0, None, None, {})
SPOKEN = Reading(
    as_of=CASE.as_of,
    standing=Standing.ON_COURSE,
    reason=Said("Around %(leg)s.", {"leg": 2.0}),
    entries=60,
    first_day=ONSET,
    last_day=CASE.as_of,
    now={Scale.LEG_PAIN: Level(2.348, 0.4), Scale.LIMITATION: Level(-0.001, 0.4)},
    next_week=Level(2.2, 0.5),
    outlook=Outlook(0.87654, 0.8, 0.9249, (6.04, 9.25, 18.0)),
)


def test_a_reading_is_one_json_object_with_rounded_figures() -> None:
    assert json.loads(as_json("7", CASE, SPOKEN)) == {
        "patient": "7",
        "as_of": "2026-03-04",
        "weeks_since_onset": 8,
        "entries": 60,
        "standing": "on_course",
        "recovers_by_26_weeks": 0.8765,
        "low": 0.8,
        "high": 0.9249,
        "recovers_in_weeks": {"median": 9.2, "low": 6.0, "high": 18.0},
        "leg_pain_now": 2.35,
        "limitation_now": 0.0,
        "leg_pain_next_week": 2.2,
        "reason": "Around 2.",
    }
    assert "-0.0" not in as_json("7", CASE, SPOKEN)


def test_what_the_model_is_silent_about_is_null() -> None:
    told = json.loads(as_json("7", CASE, SILENT))
    assert [name for name, value in told.items() if value is None] == [
        *("recovers_by_26_weeks", "low", "high", "recovers_in_weeks"),
        *("leg_pain_now", "limitation_now", "leg_pain_next_week"),
    ]


def test_what_is_no_number_is_null() -> None:
    broken = Reading(
        CASE.as_of, Standing.NOT_CLEAR, Said(""), 0, None, None, {}, Level(nan, nan), Outlook(nan, nan, nan)
    )
    assert "NaN" not in as_json("7", CASE, broken)
    assert "nan" not in Lines(["7"]).line("7", CASE, broken)


def test_weeks_are_whole_and_there_are_none_before_the_onset() -> None:
    def weeks(as_of: date) -> object:
        return json.loads(as_json("7", Case(CASE.series, as_of), SILENT))["weeks_since_onset"]

    assert weeks(date(2026, 1, 1)) == 0
    assert weeks(date(2026, 1, 7)) == 0
    assert weeks(date(2026, 1, 8)) == 1
    assert weeks(date(2025, 12, 31)) is None


def test_a_sentence_has_its_figures_and_dates_filled_in() -> None:
    said = Said(
        "%(days)s days, %(leg)s, %(text)s, on %(done_on)s, 30%%",
        {"days": 7, "leg": 2.04, "text": "–", "done_on": "2026-03-02"},
    )
    assert sentence(said) == "7 days, 2, –, on 2026-03-02, 30%"


def test_a_table_is_aligned_and_fits_a_terminal() -> None:
    patients = ["7", "a name that is much too long for a table", "\x1b[31m"]
    table = Lines(patients)
    lines = [
        table.header(),
        *(table.line(patient, CASE, SPOKEN) for patient in patients),
        table.line("8", CASE, SILENT),
    ]
    assert len({len(line) for line in lines}) == 1
    assert len(lines[0]) <= 120
    assert lines[1].split() == [
        "7",
        "2026-03-04",
        "8",
        "60",
        "on_course",
        "88%",
        "(80-92%)",
        "2.3",
        "0.0",
        "2.2",
    ]
    assert lines[2].startswith("a name that is mu...  2026")
    assert lines[3].startswith("\\x1b[31m")
    assert lines[4].split() == ["8", "2026-03-04", "8", "0", "too_early", "-", "-", "-", "-"]


def test_only_what_is_certain_is_a_hundred_percent() -> None:
    def share(*figures: float) -> str:
        reading = Reading(
            CASE.as_of, Standing.ON_COURSE, Said(""), 0, None, None, {}, outlook=Outlook(*figures)
        )
        return Lines(["7"]).line("7", CASE, reading)

    assert "99% (1-99%)" in share(0.999, 0.001, 0.9999)
    assert "100% (100-100%)" in share(1, 1, 1)
