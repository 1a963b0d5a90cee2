"""The form of a day as data, so that a phone draws the questions that the server asks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from recovery.clinical import wording
from recovery.clinical.scores import BACKFILL_DAYS, SCALES, Scale
from tracker.answers import LABELS
from tracker.patient.day_form import GROUPS, DayForm

# Drawn with the safety question, by the rows of the table of signs.
SAFETY = frozenset({"signs", "none_new"})


def day_form() -> dict[str, Any]:
    """The questions in the language that is active; a scale has its two ends."""
    return {
        "scales": [_scale(which) for which in Scale],
        "questions": {name: _question(field) for name, field in _others()},
        "safety": _safety(),
        "labels": {name: _(label) for name, label in LABELS.items()},
        "none_of_these": _("none of these"),
        "needed": {name: str(sentence) for name, sentence in DayForm.NEEDED.items()},
        "more": _("More about today (you may skip this)"),
        "about": _("About the last 24 hours of this day."),
        "partly_filled": _(wording.PARTLY_FILLED),
        "save": _("Save"),
        "backfill_days": BACKFILL_DAYS,
    }


def _others() -> Iterable[tuple[str, forms.Field]]:
    drawn_apart = SAFETY | {which.value for which in Scale}
    return ((name, field) for name, field in DayForm.base_fields.items() if name not in drawn_apart)


def _scale(which: Scale) -> dict[str, Any]:
    text = SCALES[which]
    field = DayForm.base_fields[which.value]
    words = {"short": _(text.name), "low": _(text.low), "high": _(text.high)}
    return {"name": which.value, **_question(field), **words}


def _question(field: forms.Field) -> dict[str, Any]:
    """The question, the answers to choose from, and for running text how long it may be."""
    choices = [[str(code), str(text)] for code, text in getattr(field, "choices", ())]
    length = getattr(field, "max_length", None)
    return {"question": str(field.label), "help": str(field.help_text), "choices": choices, "length": length}


def _safety() -> dict[str, Any]:
    return {
        "question": _(wording.SAFETY_QUESTION),
        "help": _(wording.SAFETY_HELP),
        "none": _(wording.NONE_OF_THESE),
        "missing": _(wording.SAFETY_MISSING),
        "never_safe": _(wording.NEVER_SAFE),
        "old_complaint": _(wording.OLD_COMPLAINT),
        "groups": [[when.value for when in whens] for whens in GROUPS],
        "after": {when.value: _(sentence) for when, sentence in wording.SAFETY_AFTER.items()},
    }
