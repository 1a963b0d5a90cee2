"""Deleting one's account: what happens and what a clinic must keep, said first; then the password and a typed word."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from recovery.alerts import contact
from recovery.clinical import wording
from recovery.erasure import erase
from recovery.people import access, phones
from recovery.people.models import Patient
from tracker.access import acting_for, own_record, user_of
from tracker.fields import helper
from tracker.password_again import asks_password
from tracker.phones import phone_card

# What is typed, in the language of the page; the word of another language does as well.
WORD = gettext_lazy("delete")
WORDS = {"delete", "verwijderen"}


class DeleteForm(forms.Form):
    """The word, so that no single tap deletes a diary."""

    word = forms.CharField(
        label=gettext_lazy("Type the word: delete"),
        max_length=30,
        error_messages={"required": gettext_lazy("Type the word, or go back.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("word")

    def clean_word(self) -> str:
        word = str(self.cleaned_data["word"]).strip().casefold()
        if word not in WORDS | {str(WORD)}:
            raise forms.ValidationError(_("This is another word. Nothing is deleted."))
        return word


@require_http_methods(["GET", "HEAD", "POST"])
@asks_password
def delete_account(request: HttpRequest) -> HttpResponse:
    """What deleting means; with the word, it is done and every session ends.

    The password comes before the page: after the word no page may follow on which the phone keeps the record anew.
    """
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            erase.erase(user_of(request), now=timezone.now())
        except (erase.OpenAlertError, erase.StaffError):
            return _page(request, form)
        logout(request)
        messages.success(request, _(wording.ACCOUNT_DELETED))
        return redirect("home")
    return _page(request, form)


def _page(request: HttpRequest, form: DeleteForm) -> HttpResponse:
    patient = None if acting_for(request) else own_record(request)
    context = {
        "form": form,
        "patient": patient,
        "is_staff": access.is_staff(user_of(request)),
        "phones": phone_card(phones.advice_for(patient, now=timezone.now())) if patient else None,
        "still_open": _still_open(patient),
    }
    return render(request, "patient/leaving/delete.html", context)


def _still_open(patient: Patient | None) -> str:
    """Why it must wait: an alert is open, and what has to happen first."""
    if patient is None or not contact.open_for(patient):
        return ""
    clinic = patient.reading_clinic
    if clinic is None:
        return _(wording.DELETING_WITH_AN_ALERT)
    return _(wording.DELETING_WITH_AN_ALERT_AT_A_CLINIC) % {"clinic": clinic}
