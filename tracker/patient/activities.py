"""The patient's page of own activities: choose, replace, stop."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from recovery.clinical import function
from recovery.episodes import ladder
from recovery.journal import activities as journal
from recovery.journal.models import ACTIVITY_LENGTH, Activity
from recovery.people.models import Patient
from tracker.access import patient_page, user_of
from tracker.fields import helper, radios
from tracker.writers import Writers


class ActivityForm(forms.Form):
    """An activity in the patient's words, and in the place of which other it comes, where there is no room."""

    name = forms.CharField(
        label=gettext_lazy("What does your hernia make hard?"),
        max_length=ACTIVITY_LENGTH,
        error_messages={"required": gettext_lazy("Write down an activity first.")},
    )
    instead_of = forms.ChoiceField(
        label=gettext_lazy("In the place of"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, standing: Sequence[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        examples = ", ".join(f"“{_(example)}”" for example in function.EXAMPLES)
        self.fields["name"].help_text = _("For example: %(examples)s.") % {"examples": examples}
        self.fields["name"].widget.attrs |= {"autocomplete": "off"}
        self.is_full = len(standing) >= function.MOST_ACTIVITIES
        self.fields["instead_of"].choices = [(str(one.ref), one.name) for one in standing]  # type: ignore[attr-defined]
        if not self.is_full:
            del self.fields["instead_of"]
        self.helper = helper("name", *([radios("instead_of")] if self.is_full else []))

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.is_full and not cleaned.get("instead_of") and "instead_of" not in self.errors:
            self.add_error("instead_of", _("You have three activities. Choose which one this replaces."))
        return cleaned

    def replaced(self) -> UUID | None:
        """The one that it replaces. Only for a valid form."""
        chosen = self.cleaned_data.get("instead_of")
        return UUID(chosen) if chosen else None


@patient_page
@require_http_methods(["GET", "HEAD", "POST"])
def activities(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The activities that are asked about every day, and a form for another."""
    episode = ladder.current(patient)
    standing = journal.standing(episode)
    form = ActivityForm(request.POST if request.method == "POST" else None, standing=standing)
    if form.is_valid():
        try:
            journal.choose(
                episode,
                name=form.cleaned_data["name"],
                instead_of=form.replaced(),
                by=user_of(request),
                now=timezone.now(),
            )
        except journal.TooMany:
            form.add_error(None, _("You have three activities already. Open this page again."))
        else:
            messages.success(request, _("From now on your diary asks about it."))
            return redirect("patient:activities")
    writers = Writers(patient)
    context = {
        "form": form,
        "standing": [(one, writers.written_by(one.chosen_by_id)) for one in standing],
        "most": function.MOST_ACTIVITIES,
        "ends": _(function.ENDS),
    }
    return render(request, "patient/activities.html", context)


@patient_page
def retire_activity(request: HttpRequest, *, patient: Patient, ref: UUID) -> HttpResponse:
    """Ask about it no more. Looked at, the address leads to the page."""
    if request.method == "POST" and journal.retire(
        ladder.current(patient), ref, by=user_of(request), now=timezone.now()
    ):
        messages.success(request, _("Your diary does not ask about it any more. Its scores are kept."))
    return redirect("patient:activities")
