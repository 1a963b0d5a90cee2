"""What allauth is told about our accounts."""

import logging
from smtplib import SMTPException
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as current
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recovery.clinical import wording
from recovery.people import limits, signed_in
from recovery.people.limits import Limit
from recovery.people.models import User
from tracker.fields import can_be_mailed
from tracker.limits import WRONG_BY_ADDRESS, WRONG_FOR_ACCOUNT, WRONG_FROM_HERE, by_address

logger = logging.getLogger(__name__)


# How somebody shows once more who they are, by the name that allauth gives each.
OTHER_WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use your passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Addresses must be ones that can be mailed; mail that cannot be sent now is logged, not a page of error."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(wording.TOO_MANY_ATTEMPTS),
        "enter_current_password": _("This is not your password. Fill in the password you have now."),
    }

    def clean_email(self, email: str) -> str:
        cleaned = str(super().clean_email(email))
        can_be_mailed(cleaned)
        return cleaned

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError, UnicodeError):
            logger.exception("account mail %s was not sent", template_prefix)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Takes as long as making an account: the time tells nobody that there is one."""
        make_password(current.request.POST.get("password1", ""))
        super().send_account_already_exists_mail(email)

    def pre_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse | None:
        """An account that was made by an operator has no address to prove: whoever made it knows whose it is."""
        if not EmailAddress.objects.filter(user=user).exists():
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        found: HttpResponse | None = super().pre_login(request, user, **told)
        return found

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """In our own words: those of allauth speak of an authenticator."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [way | {"description": OTHER_WAYS[way["id"]]} for way in ways]

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Something about signing in was changed: it is mailed, and every other session ends."""
        signed_in.end_others(user, but=self.request.session.session_key)
        super().send_notification_mail(template_prefix, user, context, email)

    # --- what is told in the log: the key of an account, and of a wrong address nothing

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse:
        logger.info("user %s signed in", user.pk)
        answer: HttpResponse = super().post_login(request, user, **told)
        return answer

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        logger.warning("a sign-in failed: not an address with its password")

    # --- wrong passwords, counted in the database

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Every try counts until it turns out to be right. Few from one place, so that nobody can lock out another."""
        now = timezone.now()
        for limit, whose in _counted(request, credentials):
            if not limits.take(limit, whose, now=now):
                logger.warning("too many: %s", limit.name)
                raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """The password was right; allauth asks for this then."""
        for limit, whose in self._taken:
            limits.give_back(limit, whose)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        self._taken = _counted(request, credentials)
        found: User | None = super().authenticate(request, **credentials)
        return found

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Who chose a new password by mail begins anew."""
        for limit, whose in _counted(request, credentials):
            if limit is not WRONG_BY_ADDRESS:
                limits.forget(limit, whose)


def _counted(request: HttpRequest, credentials: dict[str, Any]) -> list[tuple[Limit, str]]:
    """What a wrong password counts for. The account is what was filled in, whether or not it is there."""
    account, address = str(credentials.get("email", "")).lower()[:254], by_address(request)
    return [
        (WRONG_FROM_HERE, f"{account} {address}"),
        (WRONG_BY_ADDRESS, address),
        (WRONG_FOR_ACCOUNT, account),
    ]
