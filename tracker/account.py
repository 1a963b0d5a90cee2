"""What allauth is told about our accounts."""

import logging
from smtplib import SMTPException
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.clinical import wording
from tracker.fields import can_be_mailed

logger = logging.getLogger(__name__)


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


class LongEnough(MinimumLengthValidator):
    """Django's own sentence about this has no Dutch."""

    def get_error_message(self) -> str:
        return gettext("This password is too short. Use at least %(n)s characters.") % {"n": self.min_length}

    def get_help_text(self) -> str:
        return gettext("Use at least %(n)s characters.") % {"n": self.min_length}
