"""What allauth is told about our accounts."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from tracker.fields import can_be_mailed

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Addresses must be ones that can be mailed; mail that cannot be sent now is logged, not a page of error."""

    def clean_email(self, email: str) -> str:
        cleaned = str(super().clean_email(email))
        can_be_mailed(cleaned)
        return cleaned

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError, UnicodeError):
            logger.exception("account mail %s was not sent", template_prefix)
