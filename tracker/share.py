"""A share as a sentence and a picture of a hundred people: of everybody, or of people with a course like this one."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from recovery.clinical.course import Outlook
from recovery.clinical.natural_course import (
    DEFINITION,
    OUT_OF,
    STARTING_OF_100,
    STUDIES,
    WINDOW_WEEKS,
    Study,
)
from recovery.people.models import Clinic

COLUMNS = 20
CELL = 16

# How sure it is that one of the hundred is among those who recover.
SURE, PROBABLY, PERHAPS, NOT = range(4)
FILLS = {SURE: "#0b5563", PROBABLY: "#5b97a3", PERHAPS: "#d3e6e9", NOT: "#ffffff"}

# From which share on most people recover, and up to which a minority, for the sentence without figures [P].
MOST = 75
FEW = 50


@dataclass(frozen=True, slots=True)
class Person:
    """One of the hundred, where they stand in the picture, and how they are filled in."""

    x: int
    y: int
    fill: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a share means: by when, by which definition, and what studies found by theirs."""

    weeks: int
    definition: str
    studies: list[Study]


@dataclass(frozen=True, slots=True)
class Share:
    """Of a hundred people with a hernia, how many lose their complaints by themselves."""

    recover: int
    others: int
    out_of: int
    people: list[Person]
    width: int
    height: int
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class OwnShare:
    """Of a hundred people with a course like this one so far, with the range of uncertainty.

    `in_words` is the sentence without figures, all that is told where the clinic hides them: then `people` is empty.
    `half_by`, `from_week` and `to_week` say in which weeks after the onset those who recover do so.
    """

    in_words: str
    recover: int
    low: int
    high: int
    others: int
    out_of: int
    starting: int
    half_by: int
    from_week: int
    to_week: int
    people: list[Person]
    width: int
    height: int
    meaning: Meaning


def the_share() -> Share:
    """About everybody, not about one patient."""
    return Share(
        recover=STARTING_OF_100,
        others=OUT_OF - STARTING_OF_100,
        out_of=OUT_OF,
        people=_people(STARTING_OF_100, STARTING_OF_100, STARTING_OF_100),
        width=COLUMNS * CELL,
        height=OUT_OF // COLUMNS * CELL,
        meaning=the_meaning(),
    )


def own_share(outlook: Outlook | None, clinic: Clinic | None) -> OwnShare | None:
    """The outlook of one patient in figures, or in words only where their clinic hides the figure from patients."""
    if outlook is None or outlook.weeks is None:
        return None
    recover, low, high = (of_100(share) for share in (outlook.probability, outlook.low, outlook.high))
    early, half, late = (round(week) for week in outlook.weeks)
    return OwnShare(
        in_words=in_words(recover),
        recover=recover,
        low=low,
        high=high,
        others=OUT_OF - recover,
        out_of=OUT_OF,
        starting=clinic.starting_share if clinic else STARTING_OF_100,
        half_by=half,
        from_week=early,
        to_week=late,
        people=_people(low, recover, high) if clinic is None or clinic.shows_figure else [],
        width=COLUMNS * CELL,
        height=OUT_OF // COLUMNS * CELL,
        meaning=the_meaning(),
    )


def of_100(share: float) -> int:
    """A share (0 to 1) as a number of a hundred people."""
    return round(share * OUT_OF)


def in_words(recover: int) -> str:
    """The outlook without a figure."""
    if recover >= MOST:
        return _("Most people with a course like yours so far recover without an operation or injection.")
    if recover > FEW:
        return _(
            "With a course like yours so far it is not certain: some people recover without an operation or "
            "injection, others do not."
        )
    return _(
        "With a course like yours so far, most people do not recover within half a year without an operation or "
        "injection."
    )


def the_meaning() -> Meaning:
    """By when and by which definition, and the studies."""
    return Meaning(
        weeks=WINDOW_WEEKS,
        definition=_(
            "When this diary speaks of recovered, it means: no operation or injection, and for two weeks, with at "
            "least %(entries)s days filled in, leg pain mostly at most %(leg_pain)s and limitation mostly at most "
            "%(limitation)s. The time it looks at: %(weeks)s weeks from the start of the leg pain."
        )
        % DEFINITION,
        studies=[replace(study, figure=_(study.figure), people=_(study.people)) for study in STUDIES],
    )


def _people(low: int, recover: int, high: int) -> list[Person]:
    return [
        Person(
            n % COLUMNS * CELL + CELL // 2,
            n // COLUMNS * CELL + CELL // 2,
            FILLS[SURE if n < low else PROBABLY if n < recover else PERHAPS if n < high else NOT],
        )
        for n in range(OUT_OF)
    ]
