"""The second factor: asked of whoever works at a clinic before anything else, offered to patients.

An app that shows a code, a passkey, and codes on paper for when both are gone. What they rest on is kept sealed.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.clinical import wording
from recovery.people import access, limits, sealing
from recovery.people.models import User
from tracker.access import acting_for, user_of, works_at_a_clinic
from tracker.acting import outside
from tracker.limits import CODE_ONCE, WRONG_CODES
from tracker.looking import name_of

logger = logging.getLogger(__name__)

PLACE = "mfa.Authenticator.data"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
LONGEST_CODE = 40
LONGEST_NAME = 60

# What staff reach without a second factor: setting it up, leaving, and whatever leads to a number to phone, or to the
# next one; and what a monitor reads. Every page that is not here is closed to them, also one that is made tomorrow.
BEFORE_IT_IS_SET_UP = frozenset(
    {
        "signing_in",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_logout",
        "account_change_password",
        "language",
        "display",
        "phone",
        "patient:urgent",
        "patient:not_reached",
        "health",
        "live",
        "ready",
        "metrics",
        "security_txt",
        "understand",
        "explained",
        "offline",
        "offline_in",
        "app_words",
        "app_tables",
        "manifest",
        "service_worker",
    }
)

# Asked by the script of a page: what waits on the phone goes on waiting there.
FOR_A_SCRIPT = frozenset({"app_queue", "app_snapshot"})


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed; the passkey of an address belongs to this site; staff keep one factor."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Wait for the next one and try that."),
        "cannot_delete_authenticator": _(
            "Who works at a clinic needs a second factor. Add another one first."
        ),
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text, PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text, PLACE)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user = authenticator.user
        others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return not access.is_staff(user) or bool(others.exists())

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(n)s") % {"n": number}


def has_one(user: User) -> bool:
    """Whether a second factor was set up and tried."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


class SecondFactorMiddleware:
    """Sends staff without a second factor to set it up. By who they are, not by page: what is new is closed too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not works_at_a_clinic(request) or _is_open(request) or has_one(user_of(request)):
            return None
        if name_of(request) in FOR_A_SCRIPT:
            return JsonResponse({"status": "signed_out"}, status=401)
        if request.method == "POST":
            messages.warning(request, gettext(wording.SIGNED_OUT))
        with outside():
            return redirect("signing_in")


def _is_open(request: HttpRequest) -> bool:
    """Whether this page is one that staff reach without. In the diary of somebody else only the number to phone is."""
    name = name_of(request)
    return name == "phone" if acting_for(request) else name in BEFORE_IT_IS_SET_UP


# --- the forms


class _OneTry(forms.Form):
    """A code is taken once, and wrong ones are counted for all processes together."""

    user: User
    label = _("Code from your app, or a recovery code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label, code.max_length = self.label, LONGEST_CODE  # type: ignore[attr-defined]
        code.widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "maxlength": LONGEST_CODE,
        }

    def clean_code(self) -> str:
        now, whose = timezone.now(), str(self.user.pk)
        if not limits.take(WRONG_CODES, whose, now=now):
            logger.warning("too many wrong codes of user %s", whose)
            raise forms.ValidationError(gettext(wording.TOO_MANY_ATTEMPTS))
        code = self._right_code()
        self._take_once(code, now)
        limits.forget(WRONG_CODES, whose)
        return code

    def _right_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            logger.warning("a wrong code of user %s", self.user.pk)
            raise
        return code

    def _take_once(self, code: str, now: datetime) -> None:
        if not limits.take(CODE_ONCE, f"{self.user.pk} {''.join(code.split())}", now=now):
            raise forms.ValidationError(SecondFactorAdapter.error_messages["incorrect_code"])


class CodeForm(_OneTry, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_OneTry, ReauthenticateForm):
    """Before something about signing in is changed."""


class FirstCodeForm(_OneTry, ActivateTOTPForm):
    """The code that shows that the app was set up."""

    label = _("The code that the app shows")


class PasskeyForm(AddWebAuthnForm):
    """A passkey that signs in by itself: it asks for a fingerprint, a face or a PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].max_length = LONGEST_NAME
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_NAME
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True


# --- the demo


# Everybody who tries the demo has it; it is nobody's.
DEMO_SECRET = "HERSTELDAGBOEKDEMOHERSTELDAGBOEK"  # noqa: S105


def make_demo_tryable() -> None:
    """Whoever works at the demo's clinic has the app whose code the page shows."""
    for user in access.staff():
        if not has_one(user):
            TOTP.activate(user, DEMO_SECRET)


def code_of(secret: str) -> str:
    """What an app with this secret shows now."""
    counter = int(timezone.now().timestamp()) // app_settings.TOTP_PERIOD
    return str(format_hotp_value(hotp_value(secret, counter)))
