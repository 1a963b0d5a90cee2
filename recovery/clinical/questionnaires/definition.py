"""What a questionnaire is made of, and how its answers become a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# The answer to each item by its code, in the order of the questionnaire; `None` was left open.
Answers = Mapping[str, int | None]

# What is ticked counts one, what is not counts nothing.
UNTICKED, TICKED = 0, 1


class Wording(StrEnum):
    """Whose words a language has. `WORKING` is our translation: never passed off as the validated one."""

    ORIGINAL = "original"
    OWN = "own"
    WORKING = "working"


class Scoring(StrEnum):
    """How answers become a score: their sum, or the one answer there is."""

    SUM = "sum"
    ANSWER = "answer"


class Missing(StrEnum):
    """What an open answer means: nothing ticked in a list that was sent as finished, or no score at all."""

    UNTICKED_WHEN_FINISHED = "unticked_when_finished"
    NO_SCORE = "no_score"


class Worse(StrEnum):
    """Which end of the scale is worse."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that can be given, and what it counts."""

    value: int
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A question or sentence. `code` is stored: never rename one."""

    code: str
    text: str
    choices: tuple[Choice, ...]

    @property
    def values(self) -> frozenset[int]:
        """What can be answered."""
        return frozenset(choice.value for choice in self.choices)


@dataclass(frozen=True, slots=True)
class ByChange:
    """The change between two scores that matters.

    Better: at least so many points and at least this share of the earlier score. Worse: at least so many points.
    Below and above these scores the questionnaire hardly shows that somebody gets better, or worse.
    """

    better_points: int
    better_share: float
    worse_points: int
    insensitive_below: int
    insensitive_above: int


@dataclass(frozen=True, slots=True)
class ByAnswer:
    """A questionnaire that asks about the change itself: the scores that say better, and those that say worse."""

    better: frozenset[int]
    worse: frozenset[int]


@dataclass(frozen=True, slots=True)
class Rights:
    """Under what licence, after which publication, and where the words of each language come from."""

    licence: str
    citation: str
    wording: Mapping[str, Wording]
    words_from: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One instrument. `title`, `intro`, `question`, items, `fits` and `ends` are said to the patient.

    `lowest` and `highest` bound the score, `every_days` is the rhythm that fits it, `basis` says for a clinician what
    matters and by which source. `matters` holds the figures.
    """

    code: str
    version: str
    title: str
    intro: str
    question: str
    fits: str
    items: tuple[Item, ...]
    scoring: Scoring
    missing: Missing
    lowest: int
    highest: int
    worse: Worse
    ends: str
    every_days: int
    matters: ByChange | ByAnswer
    basis: str
    rights: Rights

    @property
    def is_ticked(self) -> bool:
        """Whether sentences are ticked rather than questions answered."""
        return self.missing is Missing.UNTICKED_WHEN_FINISHED

    def wording(self, language: str) -> Wording:
        """Whose words a language has; of one that is not named nothing is known, so those are a translation of ours."""
        return self.rights.wording.get(language, Wording.WORKING)

    def finished(self, ticked: frozenset[str]) -> dict[str, int]:
        """The answers of a list of sentences that was sent as finished. `ValueError` where it is not such a list."""
        if not self.is_ticked:
            raise ValueError(f"{self.code} has no sentences to tick")
        return {item.code: TICKED if item.code in ticked else UNTICKED for item in self.items}

    def fits_answers(self, answers: Answers) -> bool:
        """Whether these are the items of this questionnaire, each open or with an answer that can be given."""
        return answers.keys() == {item.code for item in self.items} and all(
            answers[item.code] is None or answers[item.code] in item.values for item in self.items
        )

    def score(self, answers: Answers) -> int | None:
        """The score, from `lowest` to `highest`; `None` where an item was left open. `ValueError` for other answers."""
        if not self.fits_answers(answers):
            raise ValueError(f"these are no answers to {self.code}")
        given = [value for value in answers.values() if value is not None]
        return sum(given) if len(given) == len(self.items) else None
