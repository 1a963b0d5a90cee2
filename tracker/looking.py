"""That somebody looks at a record is written down before the answer leaves, and what cannot be written is not shown.

Except where it would stand between danger and who can act: the panel of open alerts with the numbers to phone patients
back, taking an alert, whatever a proxy sends in, and a proxy's pages with whom to phone. There it is tried, and a fault
is in the log of the server.
"""

import logging
from collections.abc import Callable, Iterable, Mapping

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from recovery.people import access_log
from recovery.people.access_log import Reader
from recovery.people.models import Clinic, Ground, Patient, Proxy, Role, User, What
from recovery.people.phones import advice_for
from tracker.phones import phone_card

logger = logging.getLogger(__name__)

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

# What a page about one record is in the log: of the clinic, then of who helps. One that is missing fails a test.
WHAT: Mapping[str, What] = {
    "clinic:review": What.REVIEW,
    "clinic:review_pdf": What.REVIEW_AS_PDF,
    "clinic:prepared": What.PREPARED,
    "clinic:add_treatment": What.PLAN,
    "clinic:plan": What.PLAN,
    "clinic:add_note": What.NOTES,
    "clinic:visit_today": What.VISITS,
    "clinic:hold_visit": What.VISITS,
    "clinic:cancel_visit": What.VISITS,
    "clinic:episode": What.EPISODE,
    "clinic:place": What.EPISODE,
    "clinic:status": What.STATUS,
    "clinic:add_care": What.CARE,
    "clinic:end_care": What.CARE,
    "clinic:confirm_care": What.CARE,
    "clinic:withdraw_care": What.CARE,
    "clinic:dismiss_prompt": What.EPISODE,
    "clinic:export_diary": What.DIARY_FILE,
    "clinic:export_record": What.RECORD_FILE,
    "clinic:leave": What.LEAVE,
    "clinic:discharge": What.LEAVE,
    "clinic:readmit": What.LEAVE,
    "clinic:offer_transfer": What.LEAVE,
    "clinic:take_back_transfer": What.LEAVE,
    "home": What.TODAY,
    "phone": What.PHONE,
    "understand": What.EXPLANATION,
    "explained": What.EXPLANATION,
    "patient:today": What.TODAY,
    "patient:course": What.COURSE,
    "patient:days": What.DAYS,
    "patient:day": What.DAYS,
    "patient:remove": What.DAYS,
    "patient:questionnaires": What.QUESTIONNAIRES,
    "patient:questionnaire": What.QUESTIONNAIRES,
    "patient:care": What.CARE,
    "patient:add_care": What.CARE,
    "patient:end_care": What.CARE,
    "patient:withdraw_care": What.CARE,
    "patient:cancel_visit": What.VISITS,
    "patient:urgent": What.URGENT,
    "patient:contacted": What.URGENT,
    "patient:not_reached": What.URGENT,
    "patient:not_meant": What.URGENT,
    "patient:visit": What.VISITS,
    "patient:take_back_question": What.VISITS,
    "patient:medicines": What.MEDICINES,
    "patient:aftercare": What.AFTERCARE,
    "patient:show_sheet": What.PREPARED,
    "patient:activities": What.ACTIVITIES,
    "patient:body": What.BODY,
    "patient:prepare": What.PREPARED,
    "patient:retire_activity": What.ACTIVITIES,
    "patient:add_medicine": What.MEDICINES,
    "patient:change_medicine": What.MEDICINES,
    "patient:stop_medicine": What.MEDICINES,
    "patient:medicine_taken": What.MEDICINES,
    "patient:safe_care": What.MEDICINES,
    "patient:add_step": What.AFTERCARE,
    "patient:other_step": What.AFTERCARE,
    "patient:step_back": What.AFTERCARE,
    "patient:step_done": What.AFTERCARE,
    "patient:end_step": What.AFTERCARE,
    "patient:react": What.AFTERCARE,
    "patient:add_exercise": What.AFTERCARE,
    "patient:exercise_done": What.AFTERCARE,
    "patient:end_exercise": What.AFTERCARE,
    "patient:lighter": What.AFTERCARE,
    "patient:weekly": What.AFTERCARE,
    "patient:recovered": What.AFTERCARE,
    "patient:returned": What.AFTERCARE,
}

# What a proxy sees whether it can be written down or not: whom to phone, and what a hernia is.
ALWAYS_SHOWN = frozenset({"phone", "patient:urgent", "home", "understand", "explained"})

# What is read through a broken glass: one record on the screen, and no file of it.
THROUGH_GLASS = frozenset({"clinic:review", "clinic:episode"})

Make = Callable[[], HttpResponseBase]


def address_of(request: HttpRequest) -> str | None:
    """From where somebody asks, behind as many proxies as `TRUSTED_PROXY_COUNT` says; `None` when nobody knows."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None


def name_of(request: HttpRequest) -> str:
    """The name of the address that is asked for."""
    match = request.resolver_match
    return match.view_name if match else ""


def staff(request: HttpRequest, user: User, clinic: Clinic, role: Role = Role.NEUROLOGIST) -> Reader:
    """Somebody of a clinic who reads now."""
    return Reader(role, clinic, user=user, address=address_of(request))


def written(
    request: HttpRequest,
    reader: Reader,
    patients: Iterable[Patient],
    what: What,
    *,
    ground: Ground | None = None,
) -> bool:
    """Whether it could be written down that these are read, or written in."""
    everybody = list(patients)
    wrote = request.method not in SAFE
    try:
        with transaction.atomic():
            access_log.record_each(
                reader, everybody, what=what, now=timezone.now(), ground=ground, wrote=wrote
            )
    except DatabaseError:
        keys = ", ".join(str(patient.pk) for patient in everybody)
        who = reader.user.pk if reader.user else ""
        logger.exception("not in the log of readings: %s of patients %s by user %s", what, keys, who)
        return False
    return True


def one_record(
    request: HttpRequest, reader: Reader, patient: Patient, ground: Ground | None, make: Make
) -> HttpResponseBase:
    """A page about one record. What is sent is written down before it is done; a page that shows nothing is not."""
    what = WHAT[name_of(request)]
    wrote = request.method not in SAFE
    if wrote and not written(request, reader, [patient], what, ground=ground):
        return not_shown(request)
    answer = make()
    if wrote or answer.status_code != 200:
        return answer
    return handed_out(request, reader, [patient], what, answer, ground=ground)


def handed_out(
    request: HttpRequest,
    reader: Reader,
    patients: Iterable[Patient],
    what: What,
    answer: HttpResponseBase,
    *,
    ground: Ground | None = None,
) -> HttpResponseBase:
    """The answer, once it is written down whom it shows; another without it. Nobody shown is nobody read."""
    everybody = list(patients)
    if not everybody or written(request, reader, everybody, what, ground=ground):
        return answer
    return not_shown(request)


def not_shown(request: HttpRequest) -> HttpResponseBase:
    """That the record is not shown, and where open alerts are."""
    return render(request, "clinic/not_shown.html", status=503)


def by_proxy(request: HttpRequest, proxy: Proxy, answer: HttpResponseBase) -> HttpResponseBase:
    """What a proxy gets, once it is written down. Instead of a page that cannot be: whom the patient phones.

    Whatever they sent was dealt with, and its answer stays: there may be a red flag in it.
    """
    shows = not 300 <= answer.status_code < 400
    wrote = request.method not in SAFE
    if not shows and not wrote:
        return answer
    name = name_of(request)
    reader = Reader(Role.PROXY, None, user=proxy.user, address=address_of(request))
    what = WHAT.get(name, What.NO_PAGE) if answer.status_code != 404 else What.NO_PAGE
    done = written(request, reader, [proxy.patient], what, ground=Ground.LENT)
    if done or wrote or name in ALWAYS_SHOWN or answer.status_code != 200:
        return answer
    context = {"phones": phone_card(advice_for(proxy.patient, now=timezone.now()))}
    return render(request, "proxy/not_shown.html", context, status=503)
