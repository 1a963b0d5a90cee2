"""The clinical tables as a document that a clinician can read and sign: `docs/clinical-rules.md`."""

from collections.abc import Container, Iterable
from itertools import product
from pathlib import Path

from recovery.clinical import (
    cohort,
    contact,
    course,
    danger,
    definition,
    diary,
    evidence,
    incidence,
    natural_course,
    scores,
    standing,
)
from recovery.clinical.contact import ORDER, ROLES
from recovery.people.holidays import CLINICS_CLOSE_ON, GPS_CLOSE_ON, HOLIDAYS, Holiday
from tracker.red_flag_rules import dutch, red_flags

PATH = Path("docs") / "clinical-rules.md"

HEAD = """# The clinical rules

Generated from the tables in `recovery/clinical` by `make rules`; a test fails when this page is stale.
Change the tables, not this page.

Basis: **[L]** the hospital's leaflet, 24-10-2025. **[F]** found in the publication named. **[F2]** found on
a secondary page only. **[M]** from memory, a default that a clinic must confirm. **[P]** our own proposal: a
clinic must sign it.

This product is not a certified medical device. A clinic must validate it before use with patients.
"""


def document() -> str:
    """The whole page, in English with the Dutch that patients read beside it."""
    return "\n".join((HEAD, *red_flags(), *_phones(), *_course(), *_share(), *_clinic(), *_danger())) + "\n"


def _phones() -> Iterable[str]:
    yield "## Whom to phone\n"
    yield "The first number that is known is the one big number; the others stand below it. [L] for the first of"
    yield "each row, [P] for the rest.\n"
    yield "| under treatment | office | numbers, in order |"
    yield "|---|---|---|"
    for treated, is_open in product((True, False), (True, False)):
        order = ", ".join(ROLES[role] for role in ORDER[treated, is_open])
        yield f"| {'yes' if treated else 'no'} | {'open' if is_open else 'closed'} | {order} |"
    yield ""
    yield f"GP office hours: working days {contact.GP_OPENS:%H:%M}-{contact.GP_CLOSES:%H:%M} [F]."
    yield "A clinic sets its hours for each weekday; until it does:"
    yield f"working days {contact.CLINIC_OPENS:%H:%M}-{contact.CLINIC_CLOSES:%H:%M} [P]."
    yield "Dutch time counts, wherever the patient is.\n"
    yield f"Holidays: {', '.join(HOLIDAYS.values())} [F]."
    yield "A clinic chooses which of them it keeps, and adds days of its own; until it chooses it keeps all but"
    yield f"{_but(CLINICS_CLOSE_ON)}. GPs keep all but {_but(GPS_CLOSE_ON)}; 5 May is in doubt: closed.\n"
    yield "A sign that can wait some days goes to the office lines also outside office hours, to the emergency"
    yield "department last [P]."
    yield "A number that is missing, or that cannot be a telephone number, is passed over and named; the second kind"
    yield "stands last. A line on which nobody could be reached goes behind the others [P]."
    yield f"{contact.EMERGENCY_NUMBER} comes first for breathlessness, chest pain or collapse after an operation [M],"
    yield "when there is no number that works, and when every number was tried in vain and it cannot wait [P];"
    yield "otherwise it stands below the numbers, for danger of life.\n"


def _but(kept: Container[Holiday]) -> str:
    """The holidays that are not among those kept, by name, in the order of the year."""
    return " and ".join(name for holiday, name in HOLIDAYS.items() if holiday not in kept)


def _course() -> Iterable[str]:
    yield f"## Where a course stands, model {course.MODEL_VERSION}\n"
    yield "| number | value | basis |"
    yield "|---|---|---|"
    yield from (f"| {what} | {value} | {basis} |" for what, value, basis in NUMBERS)
    yield ""


NUMBERS: tuple[tuple[str, object, str], ...] = (
    ("acceptable level", scores.ACCEPTABLE_LEVEL, "Haugen 2011; PASS after disc surgery [F]"),
    ("days that can be filled in later", scores.BACKFILL_DAYS, "[P]"),
    ("silent below this span of diary, days", course.ENOUGH_SPAN_DAYS, "clinical facts, section 2 [P]"),
    ("silent below this number of entries", course.ENOUGH_ENTRIES, "clinical facts, section 2 [P]"),
    ("a full week has at least, entries", diary.FULL_WEEK_ENTRIES, "[P]"),
    ("the last 7 days need at least, entries", diary.FEWEST_ENTRIES, "[P]"),
    ("silent, on the clinic's list, after more than, days", diary.SILENT_AFTER_DAYS, "[P]"),
    ("the smoothed line is broken after a gap of more than, days", diary.LONGEST_BRIDGE_DAYS, "[P]"),
    ("on course: below the first full week by", f"{standing.BETTER_SHARE:.0%}", "Ostelo 2008 [F]"),
    ("and by at least, points", standing.BETTER_POINTS, "Ostelo 2008 [F]"),
    ("and by, standard errors", standing.BETTER_ERRORS, "[P]"),
    ("and recovery in time at least this likely", f"{standing.ON_COURSE_SHARE:.0%}", "[P]"),
    ("getting worse: leg pain and limitation together higher by, points", standing.WORSE_POINTS, "[P]"),
    ("and by, standard errors", standing.WORSE_ERRORS, "[P]"),
    ("than in so many days", evidence.EARLIER_DAYS, "[P]"),
    ("that ended so many days ago", " or ".join(map(str, evidence.EARLIER_ENDED)), "[P]"),
    ("recovered: median leg pain at most", definition.RECOVERED_LEG_PAIN, "[P]"),
    ("and median limitation at most", definition.RECOVERED_LIMITATION, "[P]"),
    ("over so many days", definition.RECOVERED_DAYS, "[P]"),
    ("with at least, entries", definition.RECOVERED_ENTRIES, "[P]"),
    (
        "complaints are back: recovered before, then median leg pain of a week, and the mean since, above",
        scores.ACCEPTABLE_LEVEL,
        "[P]",
    ),
    ("not clearly better counts from, weeks after onset", standing.OFF_COURSE_WEEKS, "NHG [F]"),
    ("or when recovery in time is at most this likely", f"{standing.OFF_COURSE_SHARE:.0%}", "[P]"),
    ("a standing is taken after so many logged days in a row", standing.IN_A_ROW, "[P]"),
    ("and kept by a milder cut, this share of each figure", standing.MILDER, "[P]"),
    (
        "recovered stays so, and off course begins, this far above the acceptable level",
        standing.STILL_POINTS,
        "[P]",
    ),
    ("no probability below, where leg pain is acceptable", f"{course.LIKELY:.0%}", "[P]"),
    ("no probability on a diary silent for more than, days", course.OUTLOOK_LASTS_DAYS, "[P]"),
    (
        "a red flag takes reassurance away, and less strength counts as worse, for days",
        course.FLAG_DAYS,
        "[P]",
    ),
)


def _share() -> Iterable[str]:
    yield "## The 80 in 100\n"
    yield f"Share: {natural_course.STARTING_OF_100} of {natural_course.OUT_OF} [L]. The leaflet gives no denominator,"
    yield f"time limit or definition. A clinic can set another, from {natural_course.LOWEST_STARTING_OF_100} to"
    yield f"{natural_course.HIGHEST_STARTING_OF_100} [P]. How a course changes it: `docs/prognosis.md`."
    yield f"Window: {natural_course.WINDOW_WEEKS} weeks [P]. Studies that stand beside it on the page:\n"
    yield from (f"- {s.figure} ({s.people}). {s.source} {s.basis}" for s in natural_course.STUDIES)
    yield ""


def _clinic() -> Iterable[str]:
    yield "## A clinic as a whole\n"
    yield "How many of its patients recovered by themselves, by week after onset: Aalen-Johansen, with injection and"
    yield "operation as competing events. A patient counts from the day on which the diary holds the days that the"
    yield "definition of recovery looks at, to the last day filled in.\n"
    yield "| number | value | basis |"
    yield "|---|---|---|"
    yield f"| interval | {incidence.INTERVAL:.0%} | Greenwood's variance on the scale of log(-log), Collett [F2] |"
    yield f"| no patient counts for more than one in | {incidence.FEWEST_FOLLOWED} | [P] |"
    yield f"| shown to managers, who read no records, from, patients | {cohort.FEWEST_FOR_MANAGERS} | [P] |"
    yield f"| an injection or operation counts after the last day for, days | {diary.SILENT_AFTER_DAYS} | [P] |"
    yield f"| last on the clinic's list after more than, days without an entry | {cohort.STOPPED_AFTER_DAYS} | [P] |"
    yield ""


def _danger() -> Iterable[str]:
    yield "## The words about danger\n"
    yield "| English | Dutch |"
    yield "|---|---|"
    for text in danger.sentences():
        yield f"| {text} | {dutch(text)} |"
