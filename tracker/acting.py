"""A proxy at work in somebody's diary. The address says whose, `/for/<ref>/today/`; no session remembers it.

So two tabs are two diaries, and nothing lands in the wrong one. The beginning is taken off the path and put before
every address that is made, so that each link, form and redirect of the patient's pages stays within. Which pages these
are stands in `PAGES`; what is not in it does not exist there. Whether somebody may is asked on each request.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.translation import gettext as _

from recovery.clinical import wording
from recovery.people import access
from recovery.people.models import Proxy
from tracker import looking, refusal
from tracker.access import ACTING_FOR, acting_for, user_of
from tracker.looking import SAFE

WITHIN = re.compile(
    r"/for/(?P<ref>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?P<rest>/.*)", re.DOTALL
)


class Reach(StrEnum):
    """What a proxy may do with a page.

    READ: look, whoever may read. BOTH: look, and send what is on it, who may write. WRITE: a form and nothing else, for
    who may write. ALONE: the patient's alone, and no page for a proxy.
    """

    READ = "read"
    BOTH = "both"
    WRITE = "write"
    ALONE = "alone"


# Every address of a patient's pages, and the two that everybody has. One that is missing fails a test.
PAGES: dict[str, Reach] = {
    "home": Reach.READ,
    "phone": Reach.READ,
    "understand": Reach.READ,
    "explained": Reach.READ,
    "patient:today": Reach.READ,
    "patient:course": Reach.READ,
    "patient:days": Reach.READ,
    "patient:day": Reach.WRITE,
    "patient:remove": Reach.WRITE,
    "patient:questionnaires": Reach.READ,
    "patient:questionnaire": Reach.WRITE,
    "patient:care": Reach.READ,
    "patient:add_care": Reach.WRITE,
    "patient:end_care": Reach.WRITE,
    "patient:withdraw_care": Reach.WRITE,
    "patient:cancel_visit": Reach.WRITE,
    "patient:urgent": Reach.READ,
    "patient:contacted": Reach.WRITE,
    "patient:not_reached": Reach.WRITE,
    "patient:not_meant": Reach.WRITE,
    "patient:visit": Reach.BOTH,
    "patient:take_back_question": Reach.WRITE,
    "patient:medicines": Reach.READ,
    "patient:aftercare": Reach.READ,
    "patient:show_sheet": Reach.READ,
    "patient:activities": Reach.BOTH,
    "patient:body": Reach.BOTH,
    "patient:prepare": Reach.BOTH,
    "patient:retire_activity": Reach.WRITE,
    "patient:add_medicine": Reach.WRITE,
    "patient:change_medicine": Reach.WRITE,
    "patient:stop_medicine": Reach.WRITE,
    "patient:medicine_taken": Reach.WRITE,
    "patient:safe_care": Reach.WRITE,
    "patient:add_step": Reach.WRITE,
    "patient:other_step": Reach.WRITE,
    "patient:step_back": Reach.WRITE,
    "patient:step_done": Reach.WRITE,
    "patient:end_step": Reach.WRITE,
    "patient:react": Reach.WRITE,
    "patient:add_exercise": Reach.WRITE,
    "patient:exercise_done": Reach.WRITE,
    "patient:end_exercise": Reach.WRITE,
    "patient:lighter": Reach.WRITE,
    "patient:weekly": Reach.WRITE,
    "patient:recovered": Reach.WRITE,
    "patient:returned": Reach.WRITE,
    "patient:reminders": Reach.ALONE,
    "patient:decline_reminders": Reach.ALONE,
    "patient:keep_rhythm": Reach.ALONE,
    "patient:allow_browser": Reach.ALONE,
    "patient:end_browsers": Reach.ALONE,
    "patient:start": Reach.ALONE,
    "patient:details": Reach.ALONE,
    "patient:take_out": Reach.ALONE,
    "patient:take_out_diary": Reach.ALONE,
    "patient:take_out_record": Reach.ALONE,
    "patient:bring_in": Reach.ALONE,
    "patient:check_file": Reach.ALONE,
    "patient:drop_file": Reach.ALONE,
    "patient:access_log": Reach.ALONE,
    "patient:sharing": Reach.ALONE,
    "patient:share": Reach.ALONE,
    "patient:stop_sharing": Reach.ALONE,
    "patient:answer_transfer": Reach.ALONE,
    "patient:consents": Reach.ALONE,
    "patient:take_out_everything": Reach.ALONE,
    "patient:proxies": Reach.ALONE,
    "patient:end_proxy": Reach.ALONE,
}


class ActingMiddleware:
    """Leads a proxy into the diary that the address names, as far as `PAGES` goes. After the session and the user.

    What they get is written down, and where it cannot be they get whom to phone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = WITHIN.fullmatch(request.path_info)
        if found is None or not request.user.is_authenticated:
            return self.get_response(request)
        proxy = access.proxied_by(user_of(request), UUID(found["ref"]))
        if proxy is None:
            return self.get_response(request)
        vars(request)[ACTING_FOR], request.path_info = proxy, found["rest"]
        with within(proxy):
            return looking.by_proxy(request, proxy, self.get_response(request))

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Ends what a proxy may not see or do. What is the patient's alone answers as if it did not exist."""
        proxy = acting_for(request)
        if proxy is None:
            return None
        match = request.resolver_match
        reach = PAGES.get(match.view_name, Reach.ALONE) if match else Reach.ALONE
        if reach is Reach.ALONE:
            raise Http404
        return None if may(proxy, reach, request.method or "") else refusal.only_reads(request, proxy)


def may(proxy: Proxy, reach: Reach, method: str) -> bool:
    """Whether this proxy may ask for a page in this way."""
    if reach is Reach.WRITE or (reach is Reach.BOTH and method not in SAFE):
        return proxy.may_write
    return method in SAFE


@contextmanager
def within(proxy: Proxy) -> Iterator[None]:
    """While it lasts every address that is made lies in this diary; afterwards none does, whatever happened."""
    before = get_script_prefix()
    set_script_prefix(f"/for/{proxy.patient.ref}/")
    try:
        yield
    finally:
        set_script_prefix(before)


@contextmanager
def outside() -> Iterator[None]:
    """While it lasts addresses lie outside any diary: one's own account."""
    before = get_script_prefix()
    set_script_prefix("/")
    try:
        yield
    finally:
        set_script_prefix(before)


def address_within(proxy: Proxy, name: str) -> str:
    """The address of a page in the diary of somebody else."""
    with within(proxy):
        return reverse(name)


def is_shown_to(proxy: Proxy, name: str) -> bool:
    """Whether a page is one for this proxy to look at."""
    reach = PAGES.get(name, Reach.ALONE)
    return reach is not Reach.ALONE and may(proxy, reach, "GET")


@dataclass(frozen=True, slots=True)
class ActingBar:
    """Whose diary this is, on every page of it. `phone` goes where somebody is to be phoned."""

    who: str
    may_write: bool
    phone: str


def acting_bar(request: HttpRequest) -> ActingBar | None:
    """The bar of a proxy's page; `None` in one's own diary."""
    proxy = acting_for(request)
    if proxy is None:
        return None
    who = str(proxy.patient)
    return ActingBar(who, proxy.may_write, _(wording.PHONE_FOR_SOMEBODY) % {"name": who})
