"""What every page needs: who is looking, the banner of an open alert, the sentences that never leave."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from recovery.alerts import contact
from recovery.clinical import wording
from tracker.access import own_record
from tracker.menu import menu
from tracker.urgent import Banner, advice_about, banner, call_about


def site(request: HttpRequest) -> dict[str, Any]:
    """Lazy, so that a page that does not show it asks the database nothing."""
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    return {
        "nobody_reads": _(wording.NOBODY_READS),
        "call_112": _(wording.CALL_112),
        "rule_of_thumb": _(wording.RULE_OF_THUMB),
        "is_demo": settings.DEMO,
        "banner": SimpleLazyObject(lambda: _banner(request)) if signed_in else None,
        "phone_record": SimpleLazyObject(lambda: own_record(request)) if signed_in else None,
        "menu": SimpleLazyObject(lambda: menu(request)) if signed_in else None,
    }


def _banner(request: HttpRequest) -> Banner | None:
    patient = own_record(request)
    now = timezone.now()
    call = call_about(contact.open_for(patient), now=now) if patient else None
    if patient is None or call is None or not call.ringing:
        return None
    return banner(call, advice_about(call, patient, now=now))
