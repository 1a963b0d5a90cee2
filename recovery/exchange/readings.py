"""Readings out: a JSON object, or a line of a table, for each patient. In English, figures with a decimal point."""

import json
from collections.abc import Iterable
from math import isfinite, nan

from recovery.clinical.course import Case, Outlook, Reading
from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.scores import Scale
from recovery.clinical.text import Said
from recovery.exchange.csv_table import shown

SHARE_DIGITS = 4
POINT_DIGITS = 2
WEEK_DIGITS = 1

WIDEST_PATIENT = 20


def as_json(patient: str, case: Case, reading: Reading) -> str:
    """One line. A key is null where the model is silent; nothing is ever NaN."""
    return json.dumps(_record(patient, case, reading), allow_nan=False)


def _record(patient: str, case: Case, reading: Reading) -> dict[str, object]:
    return {
        "patient": patient,
        "as_of": reading.as_of.isoformat(),
        "weeks_since_onset": weeks_since_onset(case),
        "entries": reading.entries,
        "standing": reading.standing.value,
        **_outlook(reading.outlook),
        "leg_pain_now": _number(_now(reading, Scale.LEG_PAIN), POINT_DIGITS),
        "limitation_now": _number(_now(reading, Scale.LIMITATION), POINT_DIGITS),
        "leg_pain_next_week": _number(_next_week(reading), POINT_DIGITS),
        "reason": sentence(reading.reason),
    }


def weeks_since_onset(case: Case) -> int | None:
    """Whole weeks; nothing where the onset is still to come."""
    days = case.series.day(case.as_of)
    return days // WEEK_DAYS if days >= 0 else None


def sentence(said: Said) -> str:
    """A sentence of the medicine as it was written, its figures filled in and its dates as 2026-03-02."""
    return said.text % {
        name: f"{round(value, 1):g}" if isinstance(value, float) else value
        for name, value in said.values.items()
    }


def _outlook(outlook: Outlook | None) -> dict[str, object]:
    if not outlook:
        return dict.fromkeys(("recovers_by_26_weeks", "low", "high", "recovers_in_weeks"))
    return {
        "recovers_by_26_weeks": _number(outlook.probability, SHARE_DIGITS),
        "low": _number(outlook.low, SHARE_DIGITS),
        "high": _number(outlook.high, SHARE_DIGITS),
        "recovers_in_weeks": _weeks(outlook),
    }


def _weeks(outlook: Outlook) -> dict[str, float | None] | None:
    """Weeks from the onset by which half of those who recover in time have done so, a tenth, and nine tenths."""
    if not outlook.weeks:
        return None
    low, median, high = (_number(weeks, WEEK_DIGITS) for weeks in outlook.weeks)
    return {"median": median, "low": low, "high": high}


def _now(reading: Reading, scale: Scale) -> float | None:
    return reading.now[scale].mean if scale in reading.now else None


def _next_week(reading: Reading) -> float | None:
    return reading.next_week.mean if reading.next_week else None


def _number(value: float | None, digits: int) -> float | None:
    """Rounded, and never a minus before zero."""
    return None if value is None or not isfinite(value) else round(value, digits) + 0.0


class Lines:
    """A table for a terminal, at most 120 signs wide."""

    def __init__(self, patients: Iterable[str]) -> None:
        widest = max((len(shown(patient, WIDEST_PATIENT)) for patient in patients), default=0)
        self._format = (
            f"{{:{max(widest, len('patient'))}}}  {{:10}}  {{:>5}}  {{:>7}}  {{:10}}  "
            "{:>15}  {:>8}  {:>10}  {:>13}"
        )

    def header(self) -> str:
        """What stands below it."""
        return self._format.format(
            *("patient", "as of", "weeks", "entries", "standing"),
            *("by 26 weeks", "leg pain", "limitation", "leg next week"),
        )

    def line(self, patient: str, case: Case, reading: Reading) -> str:
        """Where a patient stands."""
        weeks = weeks_since_onset(case)
        return self._format.format(
            shown(patient, WIDEST_PATIENT),
            reading.as_of.isoformat(),
            "-" if weeks is None else weeks,
            reading.entries,
            reading.standing.value,
            _share(reading.outlook),
            _points(_now(reading, Scale.LEG_PAIN)),
            _points(_now(reading, Scale.LIMITATION)),
            _points(_next_week(reading)),
        )


def _share(outlook: Outlook | None) -> str:
    """As 87% (80-92%)."""
    shares = (outlook.probability, outlook.low, outlook.high) if outlook else (nan,)
    return "{}% ({}-{}%)".format(*map(_percent, shares)) if all(map(isfinite, shares)) else "-"


def _percent(share: float) -> int:
    """Whole percents, of which 0 and 100 are kept for what is certain."""
    return round(100 * share) if share in {0, 1} else min(max(round(100 * share), 1), 99)


def _points(value: float | None) -> str:
    number = _number(value, 1)
    return "-" if number is None else f"{number:.1f}"
