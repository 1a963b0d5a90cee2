"""An address that was proven by opening the link that was mailed to it: then no code is mailed as well.

The link of an invitation is shown to the clinic too, so the mailed one carries a mark that is shown to nobody.
"""

from allauth.account.adapter import get_adapter
from django.core.signing import Signer
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

MARK = "mailed"


def mailed(link: str, email: str) -> str:
    """The link as it stands in the mail to `email`."""
    return f"{link}?{MARK}={_mark(link.rstrip('/').rpartition('/')[2], email)}"


def by_mailed_link(request: HttpRequest, token: str, email: str) -> None:
    """Remember that the visitor reads the mail of `email`, if the link is the one that was mailed there."""
    if email and constant_time_compare(request.GET.get(MARK, ""), _mark(token, email)):
        by_mail(request, email)


def by_mail(request: HttpRequest, email: str) -> None:
    """Remember that the visitor reads the mail of `email`: until they have an account."""
    if not request.user.is_authenticated:
        get_adapter(request).stash_verified_email(request, email)


def _mark(token: str, email: str) -> str:
    return Signer(salt="tracker.proven").signature(f"{token} {email.lower()}")
