"""Which rows of the table of signs are asked on a day: after a treatment, and with a history of cancer."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from recovery.clinical.course import TreatedOn, TreatmentKind
from recovery.clinical.signs import When
from recovery.clinical.text import _

# For how long after an injection or operation its own questions are asked, the day itself included [P].
INJECTION_ASKED_DAYS = 28
OPERATION_ASKED_DAYS = 42

ASKED_AFTER: dict[TreatmentKind, tuple[When, int]] = {
    TreatmentKind.INJECTION: (When.AFTER_INJECTION, INJECTION_ASKED_DAYS),
    TreatmentKind.OPERATION: (When.AFTER_OPERATION, OPERATION_ASKED_DAYS),
}


class CancerHistory(StrEnum):
    """Whether somebody has or had cancer. Codes are stored: never rename one."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


CANCER_HISTORIES: dict[CancerHistory, str] = {
    CancerHistory.YES: _("Yes"),
    CancerHistory.NO: _("No"),
    CancerHistory.UNKNOWN: _("I would rather not say"),
}


class Pregnancy(StrEnum):
    """Whether somebody is or may be pregnant: the leaflet asks it for safe care [L]. Codes are stored."""

    NO = "no"
    POSSIBLE = "possible"
    YES = "yes"


PREGNANCIES: dict[Pregnancy, str] = {
    Pregnancy.NO: _("No, or it does not apply"),
    Pregnancy.POSSIBLE: _("Possibly"),
    Pregnancy.YES: _("Yes"),
}


def circumstances(
    treatments: Iterable[TreatedOn], cancer_history: CancerHistory, on: date
) -> frozenset[When]:
    """What holds on the day `on`. A history of cancer that is unknown is asked about, as if it were there."""
    after = (_after(treated, on) for treated in treatments)
    cancer = None if cancer_history is CancerHistory.NO else When.CANCER_HISTORY
    return frozenset(filter(None, (When.ALWAYS, cancer, *after)))


def _after(treated: TreatedOn, on: date) -> When | None:
    when, days = ASKED_AFTER[treated.kind]
    return when if 0 <= (on - treated.date).days <= days else None
