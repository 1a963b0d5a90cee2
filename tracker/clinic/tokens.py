"""The page on which a manager lets the clinic's systems read, and stops them."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from recovery.people import tokens
from recovery.people.models import ApiToken, Clinic
from recovery.people.models.reading import TOKEN_NAME_LENGTH
from tracker.access import manager_page, user_of
from tracker.fields import helper
from tracker.words import long_date, moment


class TokenForm(forms.Form):
    """Which system it is for."""

    name = forms.CharField(
        label=gettext_lazy("Name of the system"),
        help_text=gettext_lazy("Such as “Hospital record, test”."),
        max_length=TOKEN_NAME_LENGTH,
        error_messages={"required": gettext_lazy("Fill in a name.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = helper("name")


@manager_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Every token there was. A new one is shown in the answer to its form and nowhere else: no session keeps it."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    secret = None
    if form.is_valid():
        _token, secret = tokens.make(clinic, **form.cleaned_data, by=user_of(request), now=timezone.now())
        form = TokenForm()
    rows = [_row(token) for token in tokens.tokens_of(clinic)]
    return render(request, "clinic/tokens.html", {"form": form, "secret": secret, "tokens": rows})


@manager_page
@require_POST
def revoke(request: HttpRequest, *, clinic: Clinic, token_id: int) -> HttpResponse:
    """From now on nothing is read with it."""
    token = tokens.token_of(clinic, token_id)
    if token is None:
        raise Http404
    tokens.revoke(token, by=user_of(request), now=timezone.now())
    messages.success(request, _("%(name)s can no longer read.") % {"name": token.name})
    return redirect("clinic:tokens")


def _row(token: ApiToken) -> dict[str, object]:
    made = _("Made by %(who)s, %(when)s") % {"who": token.made_by, "when": moment(token.made_at)}
    return {
        "id": token.pk,
        "name": token.name,
        "made": made,
        "used": _used(token),
        "revoked": _revoked(token),
    }


def _used(token: ApiToken) -> str:
    if token.last_used_on is None:
        return _("Not used yet")
    return _("Last used on %(day)s") % {"day": long_date(token.last_used_on)}


def _revoked(token: ApiToken) -> str:
    if token.revoked_at is None:
        return ""
    who = {"who": token.revoked_by, "when": moment(token.revoked_at)}
    return _("Stopped by %(who)s, %(when)s") % who
