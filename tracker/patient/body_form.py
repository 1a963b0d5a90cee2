"""The form of the body picture: a list of places, each with what can be felt there. It cleans; `recovery` saves."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.clinical import body, wording
from recovery.clinical.body import (
    LEFT_LEG,
    PLACES,
    PLACES_OF,
    REGIONS,
    RIGHT_LEG,
    SADDLE,
    SENSATIONS,
    Mark,
    Place,
    Region,
    Sensation,
)
from recovery.clinical.red_flags import NOTHING_SPECIAL
from recovery.clinical.signs import Sign, When
from tracker.fields import helper
from tracker.patient.day_form import safety_question, sign_groups


@dataclass(frozen=True, slots=True)
class Box:
    """One checkbox."""

    value: str
    sensation: str
    label: str
    is_checked: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with its checkboxes; `asks` is what marking it may ask: the saddle area, or one of the legs."""

    code: str
    name: str
    asks: str
    boxes: list[Box]


@dataclass(frozen=True, slots=True)
class RegionRows:
    """Places under one heading; the safety question stands below those that open it."""

    code: str
    title: str
    is_saddle: bool
    places: list[PlaceRow]


class BodyForm(forms.Form):
    """What is felt where. With a mark in the saddle area the safety question needs its answer.

    A sign counts, whatever else was said: ticked, or marked and no `old` complaint.
    """

    marks = forms.MultipleChoiceField(label=_("Where do you feel something?"), required=False)
    nothing = forms.BooleanField(label=_("I feel nothing in any of these places"), required=False)
    signs = forms.MultipleChoiceField(
        label=_(wording.SAFETY_QUESTION), widget=forms.CheckboxSelectMultiple, required=False
    )
    none_new = forms.BooleanField(label=_(wording.NONE_OF_THESE), required=False)

    def __init__(
        self,
        *args: Any,
        old: Collection[Sign] = (),
        circumstances: frozenset[When] = NOTHING_SPECIAL,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.old = old
        groups = sign_groups(circumstances, frozenset(self._posted("signs")))
        # A place that is not known here is no reason to lose the others.
        codes = [*(mark.code for mark in body.ALL_MARKS), *self._posted("marks")]
        self._choices("marks", [(code, code) for code in codes])
        rules = [rule for group in groups for rule in group.rules]
        self._choices("signs", [(rule.sign.value, _(rule.question)) for rule in rules])
        self.helper = helper(safety_question(groups, old))

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast("forms.MultipleChoiceField", self.fields[name]).choices = choices

    def _posted(self, name: str) -> list[str]:
        return self.data.getlist(name) if hasattr(self.data, "getlist") else []

    def told(self) -> tuple[Mark, ...]:
        """What is marked: as it was posted, or as it stood."""
        return body.marks_of(self._posted("marks") if self.is_bound else self.initial.get("marks", ()))

    def answered(self) -> frozenset[Sign]:
        """The signs that were ticked, whether or not the rest is any good."""
        return frozenset(Sign(code) for code in self._posted("signs") if code in set(Sign))

    def new_signs(self) -> frozenset[Sign]:
        """What rings."""
        return body.new_signs(self.told(), self.answered(), old=self.old) if self.is_bound else frozenset()

    @property
    def asks_first(self) -> bool:
        """Whether the safety question was left open and has to be answered before anything is saved."""
        return self.is_bound and "signs" in self.errors

    @property
    def opens_safety(self) -> bool:
        """Whether what is marked asks it."""
        return body.opens_safety(self.told())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.new_signs():
            return cleaned
        if not self.told() and not cleaned.get("nothing"):
            self.add_error("marks", gettext("Mark a place, or tick that you feel nothing."))
        elif self.told() and cleaned.get("nothing"):
            self.add_error(
                "marks",
                gettext("You marked a place and also ticked that you feel nothing. Untick what is not so."),
            )
        if self.opens_safety and not cleaned.get("none_new") and "signs" not in self.errors:
            self.add_error("signs", gettext(wording.SAFETY_MISSING))
        return cleaned

    def regions(self) -> list[RegionRows]:
        """The list, as it is filled in."""
        checked = {mark.code for mark in self.told()}
        return [
            RegionRows(
                code=region.value,
                title=gettext(REGIONS[region]),
                is_saddle=region is Region.SADDLE,
                places=[_row(place, checked) for place in PLACES_OF[region]],
            )
            for region in Region
        ]


def _row(place: Place, checked: Collection[str]) -> PlaceRow:
    marks = [Mark(place, sensation) for sensation in Sensation]
    boxes = [
        Box(mark.code, mark.sensation.value, gettext(SENSATIONS[mark.sensation]), mark.code in checked)
        for mark in marks
    ]
    return PlaceRow(place.value, gettext(PLACES[place]), _asks(place), boxes)


def _asks(place: Place) -> str:
    known = (("saddle", SADDLE), ("left", LEFT_LEG), ("right", RIGHT_LEG))
    return next((name for name, places in known if place in places), "")
