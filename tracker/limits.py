"""How often each door may be knocked on. Counting is `recovery.people.limits`; here stands what is counted.

By address (of the network), by account or address that was filled in, or by whoever is signed in. Who is limited gets
a page that says whom to phone: no limit stands before `phone`, the urgent page, what may hold a red flag, or an alert.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.core.internal.ratelimit import get_ip
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from recovery.people import limits, phones
from recovery.people.limits import Limit
from tracker import last_known
from tracker.access import own_record, user_of
from tracker.phones import phone_card, public_phones

logger = logging.getLogger(__name__)

FIVE_MINUTES, HOUR, DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)

Whose = Callable[[HttpRequest], str]


def by_address(request: HttpRequest) -> str:
    """The address of the network it comes from; of IPv6 the part that belongs to one connection.

    Where the proxy tells none everybody counts together.
    """
    try:
        return str(get_ip(request))
    except PermissionDenied:
        return ""


def by_email(request: HttpRequest) -> str:
    """The e-mail address that was filled in, whether or not there is an account with it."""
    return request.POST.get("email", "").strip().lower()[:254]


def by_user(request: HttpRequest) -> str:
    """Whoever is signed in, and else the network."""
    return str(user_of(request).pk) if request.user.is_authenticated else by_address(request)


@dataclass(frozen=True, slots=True)
class Door:
    """A limit on what is sent to some pages; `reads` when looking counts as well."""

    names: tuple[str, ...]
    limit: Limit
    whose: Whose
    reads: bool = False


# A ward or a practice may share one address: what is counted by address is wide, by account narrow. [P]
DOORS = (
    Door(("account_login", "mfa_login_webauthn"), Limit("sign in", 60, FIVE_MINUTES), by_address),
    Door(("mfa_authenticate",), Limit("second factor", 60, FIVE_MINUTES), by_address),
    Door(("account_signup",), Limit("register", 30, HOUR), by_address),
    Door(("account_signup",), Limit("register one address", 5, HOUR), by_email),
    Door(("account_email_verification_sent",), Limit("prove an address", 60, HOUR), by_address),
    Door(("account_reset_password",), Limit("reset", 30, HOUR), by_address),
    Door(("account_reset_password",), Limit("reset one address", 5, HOUR), by_email),
    Door(("account_reset_password_from_key",), Limit("reset link", 60, HOUR), by_address, reads=True),
    Door(("invitation", "proxy_invitation"), Limit("invitation link", 120, HOUR), by_address, reads=True),
    Door(("pause_reminders",), Limit("pausing link", 60, HOUR), by_address, reads=True),
    Door(("patient:share",), Limit("clinic code", 20, HOUR), by_user),
    Door(("patient:proxies",), Limit("invite a helper", 20, DAY), by_user),
    Door(
        ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
        Limit("who are you", 20, FIVE_MINUTES),
        by_user,
    ),
    Door(
        ("account_change_password", "mfa_activate_totp", "mfa_add_webauthn"),
        Limit("change signing in", 20, FIVE_MINUTES),
        by_user,
    ),
    # What somebody makes in a day beside the days themselves: far more than anybody writes, far less than a script. [P]
    Door(
        (
            *("patient:visit", "patient:take_back_question", "patient:prepare", "patient:cancel_visit"),
            *("patient:activities", "patient:retire_activity"),
            *(
                "patient:add_medicine",
                "patient:change_medicine",
                "patient:stop_medicine",
                "patient:medicine_taken",
            ),
            *("patient:safe_care", "patient:end_care", "patient:withdraw_care"),
            *("patient:add_step", "patient:other_step", "patient:end_step"),
            *("patient:add_exercise", "patient:exercise_done", "patient:end_exercise"),
            *("patient:reminders", "patient:decline_reminders", "patient:keep_rhythm", "patient:lighter"),
            *("patient:allow_browser", "patient:end_browsers"),
        ),
        Limit("made in a diary in a day", 600, DAY),
        by_user,
    ),
    Door(("patient:check_file", "patient:bring_in"), Limit("files brought in", 60, DAY), by_user),
    Door(("patient:take_out_everything",), Limit("archives of everything", 30, HOUR), by_user, reads=True),
    Door(
        ("clinic:invite", "clinic:new_link", "clinic:send_guests", "clinic:staff", "clinic:test_address"),
        Limit("mails that somebody asks for", 500, DAY),
        by_user,
    ),
    Door(
        (
            *(
                "clinic:keep_filter",
                "clinic:add_note",
                "clinic:plan",
                "clinic:add_treatment",
                "clinic:dismiss_prompt",
            ),
            *("clinic:visit_today", "clinic:hold_visit", "clinic:cancel_visit"),
            *(
                "clinic:place",
                "clinic:add_care",
                "clinic:end_care",
                "clinic:confirm_care",
                "clinic:withdraw_care",
            ),
            *(
                "clinic:assign",
                "clinic:remove_filter",
                "clinic:guests",
                "clinic:tokens",
            ),
        ),
        Limit("made at a clinic in a day", 3000, DAY),
        by_user,
    ),
)

# What is counted only when it was wrong; see `tracker.account` and `tracker.second_factor`.
WRONG_FROM_HERE = Limit("wrong password from one address for one account", 5, FIVE_MINUTES)
WRONG_BY_ADDRESS = Limit("wrong passwords from one address", 30, FIVE_MINUTES)
WRONG_FOR_ACCOUNT = Limit("wrong passwords for one account", 100, HOUR)
WRONG_CODES = Limit("wrong codes", 5, FIVE_MINUTES)
CODE_ONCE = Limit("a code is taken once", 1, timedelta(seconds=120))

# For a clinic's systems.
API_CALLS = Limit("api calls of a token", 600, timedelta(minutes=1))
API_WRONG_TOKENS = Limit("wrong api tokens", 30, FIVE_MINUTES)


class LimitMiddleware:
    """Counts what is sent to a door before it opens. After the session and the user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        now = timezone.now()
        for door in doors_of(request):
            if not limits.take(door.limit, door.whose(request), now=now):
                return too_many(request, door.limit, door.whose(request), now=now)
        return None


def doors_of(request: HttpRequest) -> list[Door]:
    """The limits that this request counts for."""
    match = request.resolver_match
    name, sends = match.view_name if match else "", request.method == "POST"
    return [door for door in DOORS if name in door.names and (sends or door.reads)]


def too_many(request: HttpRequest, limit: Limit, whose: str, *, now: datetime) -> HttpResponse:
    """Wait a while; and whom to phone, without waiting."""
    logger.warning("too many: %s", limit.name)
    patient = own_record(request)
    seconds = limits.seconds_left(limit, whose, now=now)
    context = {
        "minutes": -(-seconds // 60),
        "phones": phone_card(phones.advice_for(patient, now=now)) if patient else None,
        "clinics": [] if patient else public_phones(last_known.lines()),
    }
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
