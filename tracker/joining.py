"""The link of who was asked to work at a clinic: choose a password, or begin with the account that is there."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from recovery.people import staff
from recovery.people.models import Joining, User
from tracker.access import user_of
from tracker.clinic.words import STAFF
from tracker.fields import helper
from tracker.passwords import GoodEnough


class PasswordForm(forms.Form):
    """The password of a new account."""

    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Fill in a password.")},
    )

    def __init__(self, *args: Any, joining: Joining, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = User(email=joining.email, name=joining.name)
        self.fields["password"].help_text = GoodEnough().get_help_text()
        self.helper = helper("password")

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self._user)
        return password


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def joining(request: HttpRequest, token: str) -> HttpResponse:
    """Begin to work at the clinic that asked."""
    found = staff.find(token, now=timezone.now())
    if found is None:
        return render(request, "joining_over.html", status=404)
    account = staff.account_of(found)
    if account is None:
        return _choose_password(request, found)
    if request.method == "POST" and request.user == account:
        return _begin(request, found)
    context = {
        "joining": found,
        "role": STAFF[found.role],
        "is_meant": request.user == account,
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': request.path})}",
    }
    return render(request, "joining.html", context)


def _choose_password(request: HttpRequest, found: Joining) -> HttpResponse:
    """Afterwards they sign in as always: what is asked of everybody there is asked of them."""
    form = PasswordForm(request.POST if request.method == "POST" else None, joining=found)
    if not form.is_valid():
        return render(request, "joining.html", {"joining": found, "role": STAFF[found.role], "form": form})
    try:
        staff.join_anew(found, password=form.cleaned_data["password"], now=timezone.now())
    except staff.CannotJoin:
        return render(request, "joining_over.html", status=404)
    messages.success(request, _("Your account is there. Sign in with your new password."))
    return redirect("account_login")


def _begin(request: HttpRequest, found: Joining) -> HttpResponse:
    try:
        staff.join(found, user_of(request), now=timezone.now())
    except staff.CannotJoin:
        return render(request, "joining.html", {"joining": found, "role": STAFF[found.role], "cannot": True})
    messages.success(request, _("You work at %(clinic)s from now on.") % {"clinic": found.clinic})
    return redirect("home")
