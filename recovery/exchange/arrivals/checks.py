"""What a file must not bring in: rows that a form would have refused, and answers that are none."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from recovery.alerts.models import Step
from recovery.clinical.body import Place, Sensation
from recovery.clinical.red_flags import Baseline
from recovery.clinical.scores import NRS, Side
from recovery.clinical.signs import Sign
from recovery.exchange.arrivals.refused import Reason, Refused
from recovery.exchange.dossier import StepTold
from recovery.journal.answers import Answers
from recovery.journal.models import ACTIVITY_LENGTH

# What a release after the first began to ask.
ADDED_LATER = {"activities"}

# Where an alert keeps the words of own activities.
NAMES = "activity_names"


def check(rows: Sequence[models.Model]) -> None:
    """What a form would have refused, the database of one machine takes: lengths, codes, bounds. `ValidationError`."""
    for row in rows:
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            if not field.is_relation and not field.primary_key and value not in field.empty_values:
                field.clean(value, row)
                if isinstance(value, str) and len(value) > (field.max_length or len(value)):
                    raise ValidationError(f"{field.name} is too long")


class Turn(Protocol):
    """Something that can be told again on its day, and then replaces what was told before."""

    @property
    def day(self) -> date: ...
    @property
    def turn(self) -> int: ...
    @property
    def replaced(self) -> bool: ...


def check_turns(told: Iterable[tuple[Hashable, Turn]]) -> None:
    """Of each key every turn from the first on is there once, and all but the last were replaced."""
    keys: dict[Hashable, list[Turn]] = defaultdict(list)
    for key, one in told:
        keys[key].append(one)
    for ones in keys.values():
        turns = sorted((one.turn, one.replaced) for one in ones)
        if turns != [(turn, turn < len(turns) - 1) for turn in range(len(turns))]:
            raise Refused(Reason.NOT_VALID, ones[0].day)


def check_passing_on(steps: Iterable[StepTold]) -> None:
    """Each passing on counts one further; a turn that never came would make a clinic that has it seem not to."""
    passed = sorted(step.turn for step in steps if step.step == Step.PASSED_ON)
    if passed != list(range(1, len(passed) + 1)) or any(step.turn > len(passed) for step in steps):
        raise Refused(Reason.NOT_VALID)


def check_signs(signs: Iterable[Any] | None) -> None:
    """A code that the table does not know would stop every reading of the diary."""
    for code in signs or ():
        if code not in set(Sign):
            raise Refused(Reason.NOT_VALID, str(code))


def check_answers(answers: dict[str, Any]) -> None:
    """Stored answers are read again with the course, so they have to be answers; older ones know no activities."""
    told = {name: answer for name, answer in answers.items() if name != NAMES}
    if set(told) | ADDED_LATER != {field.name for field in fields(Answers)}:
        raise Refused(Reason.NOT_VALID)
    check_activities(told.get("activities", {}))
    check_names(answers.get(NAMES, {}))
    check_signs(told["signs"])
    try:
        Answers(**told).on(date.min)
    except (TypeError, ValueError):
        raise Refused(Reason.NOT_VALID) from None


def check_activities(scores: Any) -> None:
    """Scores on the scale, by ids."""
    if not isinstance(scores, dict) or any(isinstance(s, bool) or s not in NRS for s in scores.values()):
        raise Refused(Reason.NOT_VALID)
    try:
        {UUID(ref) for ref in scores}
    except (AttributeError, ValueError):
        raise Refused(Reason.NOT_VALID) from None


def check_names(names: Any) -> None:
    """The words of own activities, which an alert keeps with their scores."""
    if not isinstance(names, dict) or any(
        not isinstance(name, str) or len(name) > ACTIVITY_LENGTH for name in names.values()
    ):
        raise Refused(Reason.NOT_VALID)


def check_first_answers(answers: dict[str, Any]) -> None:
    try:
        {Sign(sign): Baseline(answer) for sign, answer in answers["baseline"].items()}
        Side(answers["side"])
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Refused(Reason.NOT_VALID) from None


def check_marked(answers: dict[str, Any]) -> None:
    """The marks of a body picture that raised an alert, and the signs that they are."""
    if set(answers) != {"body", "signs"}:
        raise Refused(Reason.NOT_VALID)
    try:
        [(Place(place), Sensation(sensation)) for place, sensation in answers["body"]]
    except (TypeError, ValueError):
        raise Refused(Reason.NOT_VALID) from None
    check_signs(answers["signs"])
