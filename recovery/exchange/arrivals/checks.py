"""What a file must not bring in: rows that a form would have refused, and answers that are none."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from recovery.alerts.models import Step
from recovery.clinical.red_flags import Baseline
from recovery.clinical.scores import Side
from recovery.clinical.signs import Sign
from recovery.exchange.arrivals.refused import Reason, Refused
from recovery.exchange.dossier import FilledTold, StepTold
from recovery.journal.answers import Answers


def check(rows: Sequence[models.Model]) -> None:
    """What a form would have refused, the database of one machine takes: lengths, codes, bounds. `ValidationError`."""
    for row in rows:
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            if not field.is_relation and not field.primary_key and value not in field.empty_values:
                field.clean(value, row)
                if isinstance(value, str) and len(value) > (field.max_length or len(value)):
                    raise ValidationError(f"{field.name} is too long")


def check_turns(told: Iterable[FilledTold]) -> None:
    """Of each day every turn from the first on is there once, and all but the last were replaced."""
    days: dict[tuple[str, date], list[tuple[int, bool]]] = defaultdict(list)
    for one in told:
        days[one.code, one.day].append((one.turn, one.replaced))
    for (_code, day), turns in days.items():
        last = len(turns) - 1
        if sorted(turns) != [(turn, turn < last) for turn in range(len(turns))]:
            raise Refused(Reason.NOT_VALID, day)


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
    """Stored answers are read again with the course, so they have to be answers."""
    if set(answers) != {field.name for field in fields(Answers)}:
        raise Refused(Reason.NOT_VALID)
    check_signs(answers["signs"])
    try:
        Answers(**answers).on(date.min)
    except (TypeError, ValueError):
        raise Refused(Reason.NOT_VALID) from None


def check_first_answers(answers: dict[str, Any]) -> None:
    try:
        {Sign(sign): Baseline(answer) for sign, answer in answers["baseline"].items()}
        Side(answers["side"])
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Refused(Reason.NOT_VALID) from None
