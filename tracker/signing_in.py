"""Signing in and security, on one page: the password, the second factor, and where somebody is signed in."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from recovery.people import signed_in
from recovery.people.models import SignedIn, User
from tracker.access import user_of, works_at_a_clinic
from tracker.second_factor import DEMO_SECRET, SecondFactorAdapter, code_of
from tracker.words import long_date


@dataclass(frozen=True, slots=True)
class Factor:
    """A line about a passkey."""

    pk: int
    name: str
    since: str


@dataclass(frozen=True, slots=True)
class Factors:
    """What somebody has set up; `codes_left` of the recovery codes, `None` when there are none."""

    has_app: bool
    passkeys: list[Factor]
    codes_left: int | None

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return self.has_app or bool(self.passkeys)


@dataclass(frozen=True, slots=True)
class Place:
    """A line about a browser in which somebody is signed in."""

    pk: int
    device: str
    used: str
    is_this_one: bool


@require_safe
def signing_in(request: HttpRequest) -> HttpResponse:
    """How one signs in, and what can be changed about it."""
    user = user_of(request)
    factors = factors_of(user)
    context = {
        "factors": factors,
        "must_set_up": works_at_a_clinic(request) and not factors.any,
        "places": places_of(user, this=request.session.session_key),
    }
    return render(request, "account/signing_in.html", context)


@require_safe
def to_signing_in(request: HttpRequest) -> HttpResponse:
    """Pages that allauth has and that are parts of ours."""
    return redirect("signing_in")


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions: its next request is signed out."""
    if not signed_in.end(user_of(request), pk):
        raise Http404
    messages.success(request, _("You are signed out there."))
    return redirect("signing_in")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all but this one."""
    signed_in.end_others(user_of(request), but=request.session.session_key)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("signing_in")


def factors_of(user: User) -> Factors:
    """What this user has set up, in one query."""
    found = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    codes = [one for one in found if one.type == Authenticator.Type.RECOVERY_CODES]
    return Factors(
        has_app=any(one.type == Authenticator.Type.TOTP for one in found),
        passkeys=[_factor(one) for one in found if one.type == Authenticator.Type.WEBAUTHN],
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
    )


def _factor(one: Authenticator) -> Factor:
    return Factor(one.pk, one.wrap().name, long_date(timezone.localdate(one.created_at)))


def places_of(user: User, *, this: str | None) -> list[Place]:
    """Where this user is signed in, the latest used first."""
    return [_place(one, this) for one in signed_in.all_of(user, now=timezone.now())]


def _place(one: SignedIn, this: str | None) -> Place:
    device = one.device or _("A browser that does not say which it is")
    used = long_date(timezone.localdate(one.seen_at))
    return Place(one.pk, device, used, one.session_key == this)


# --- what allauth does, a little otherwise


class CodePage(AuthenticateView):
    """The second step of signing in; a demo says the code of this moment, since nobody has its app."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"demo_code": code_of(DEMO_SECRET) if settings.DEMO else ""}


class RemovePasskey(RemoveWebAuthnView):
    """Whoever works at a clinic keeps one factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = SecondFactorAdapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("signing_in")
        answer: HttpResponse = super().form_valid(form)
        return answer


authenticate = login_not_required(CodePage.as_view())
remove_passkey = RemovePasskey.as_view()
