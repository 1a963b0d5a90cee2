"""What every page needs: who is looking, the banner of an open alert, the sentences that never leave."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from recovery.alerts import contact
from recovery.clinical import wording
from recovery.people import consent_texts
from tracker import logs
from tracker.access import acting_for, glass_of, own_record
from tracker.acting import acting_bar, outside
from tracker.display import display_of
from tracker.menu import menu
from tracker.urgent import Banner, advice_about, banner, call_about
from tracker.version import VERSION

ACCOUNT = {
    "display": "display",
    "manifest": "manifest",
    "home": "home",
    "language": "language",
    "signing_in": "signing_in",
    "log_out": "account_logout",
}


def site(request: HttpRequest) -> dict[str, Any]:
    """Lazy, so that a page that does not show it asks the database nothing."""
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    return {
        "nobody_reads": _(wording.NOBODY_READS),
        "call_112": _(wording.CALL_112),
        "rule_of_thumb": _(wording.RULE_OF_THUMB),
        "display": display_of(request),
        "is_demo": settings.DEMO,
        "consents": {kind.value: consent_texts.lines(kind) for kind in consent_texts.Kind},
        "version": VERSION,
        "request_id": logs.current(),
        "acting": acting_bar(request),
        "glass": glass_of(request),
        "links": _links(),
        "reads_only": _reads_only(request),
        "banner": SimpleLazyObject(lambda: _banner(request)) if signed_in else None,
        "phone_record": _of_this_phone(request) if signed_in else None,
        "menu": SimpleLazyObject(lambda: menu(request)) if signed_in else None,
    }


def _reads_only(request: HttpRequest) -> bool:
    """Whether this is somebody else's diary in which one may not write: then nothing is offered to fill in."""
    proxy = acting_for(request)
    return glass_of(request) is not None or (proxy is not None and not proxy.may_write)


def _links() -> dict[str, str]:
    """The addresses of one's own account: never those of a diary of somebody else."""
    with outside():
        return {name: reverse(address) for name, address in ACCOUNT.items()}


def _of_this_phone(request: HttpRequest) -> object:
    """The record that a phone may keep: the own one, never that of somebody who is written for."""
    return None if acting_for(request) else SimpleLazyObject(lambda: own_record(request))


def _banner(request: HttpRequest) -> Banner | None:
    patient = own_record(request)
    now = timezone.now()
    call = call_about(contact.open_for(patient), now=now) if patient else None
    if patient is None or call is None or not call.ringing:
        return None
    return banner(call, advice_about(call, patient, now=now))
