"""What a clinic must keep of who deleted the account: of one person, for its manager, written down each time."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from recovery.erasure import kept
from recovery.erasure.models import Kept
from recovery.people.models import Clinic, Ground, Role, What
from recovery.people.sealing import CannotOpen
from tracker import looking
from tracker.access import manager_page, user_of
from tracker.fields import helper
from tracker.password_again import asks_password_to_post

LONGEST = 254


class FindForm(forms.Form):
    """Of whom: the whole former address or the whole name. Nothing is listed and nothing is guessed."""

    who = forms.CharField(
        label=gettext_lazy("The e-mail address or the full name the patient had here"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Fill in an e-mail address or a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clinic = clinic
        self.found: list[Kept] = []
        self.told: list[dict[str, Any]] = []
        self.helper = helper("who")

    def clean_who(self) -> str:
        who = str(self.cleaned_data["who"])
        self.found = kept.find(self.clinic, who)
        if not self.found:
            raise forms.ValidationError(_("Nothing is kept under this address or name."))
        if not kept.had_one_address(self.found):
            raise forms.ValidationError(_("There are several. Fill in the e-mail address."))
        try:
            self.told = [kept.opened(one) for one in self.found]
        except CannotOpen as error:
            said = _("This cannot be opened: its key is missing. Ask whoever runs the site (FIELD_KEYS).")
            raise forms.ValidationError(said) from error
        return who


@manager_page
@require_http_methods(["GET", "HEAD", "POST"])
@asks_password_to_post
def page(request: HttpRequest, *, clinic: Clinic) -> HttpResponseBase:
    """Ask for the record of one person; it comes as a file, after the log has it. Who left twice has a list of two."""
    form = FindForm(request.POST if request.method == "POST" else None, clinic=clinic)
    if not form.is_valid():
        return render(request, "clinic/kept.html", {"form": form, "years": kept.YEARS})
    now = timezone.now()
    reader = looking.staff(request, user_of(request), clinic, Role.MANAGER)
    patients = [one.patient for one in form.found]
    if not looking.written(request, reader, patients, What.KEPT_FILE, ground=Ground.LAW):
        return looking.not_shown(request)
    text = json.dumps(form.told if len(form.told) > 1 else form.told[0], ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="kept-{timezone.localdate(now)}.json"'
    return answer
