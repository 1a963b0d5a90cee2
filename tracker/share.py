"""What the 80 in 100 means, as a sentence and a picture of a hundred people."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from recovery.clinical.natural_course import DEFINITION, OUT_OF, STARTING_SHARE, STUDIES, Study

COLUMNS = 20
CELL = 16


@dataclass(frozen=True, slots=True)
class Person:
    """One of the hundred, where they stand in the picture, and whether they recover by themselves."""

    x: int
    y: int
    recovers: bool


@dataclass(frozen=True, slots=True)
class Share:
    """The share of people who recover by themselves, with population, window and definition."""

    recover: int
    others: int
    out_of: int
    people: list[Person]
    width: int
    height: int
    definition: str
    studies: list[Study]


def the_share() -> Share:
    """About everybody, not about one patient."""
    recover = round(STARTING_SHARE * OUT_OF)
    return Share(
        recover=recover,
        others=OUT_OF - recover,
        out_of=OUT_OF,
        people=[
            Person(n % COLUMNS * CELL + CELL // 2, n // COLUMNS * CELL + CELL // 2, n < recover)
            for n in range(OUT_OF)
        ],
        width=COLUMNS * CELL,
        height=OUT_OF // COLUMNS * CELL,
        definition=_(
            "When this diary speaks of recovered, it means: no operation or injection, and for two weeks, with at "
            "least %(entries)s days filled in, leg pain mostly at most %(leg_pain)s and limitation mostly at most "
            "%(limitation)s. The time it looks at: %(weeks)s weeks from the start of the leg pain."
        )
        % DEFINITION,
        studies=[replace(study, figure=_(study.figure), people=_(study.people)) for study in STUDIES],
    )
