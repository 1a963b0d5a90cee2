"""The diaries of others: the invitation to read or write along, the list of them, and ending it oneself."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from recovery.people import access, proxies
from recovery.people.access_log import Reader
from recovery.people.models import Ground, Proxy, Role, What
from tracker import looking, proven
from tracker.access import own_record, user_of
from tracker.acting import address_within
from tracker.words import long_date

GET_AND_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Diary:
    """A diary of somebody else that may be opened: whose, what one may there, since when, and its address."""

    ref: UUID
    whose: str
    may_write: bool
    since: str
    url: str


def diary_of(proxy: Proxy) -> Diary:
    """The line of a diary."""
    since = long_date(timezone.localdate(proxy.accepted_at)) if proxy.accepted_at else ""
    url = address_within(proxy, "patient:today")
    return Diary(proxy.ref, str(proxy.patient), proxy.may_write, since, url)


@require_safe
def diaries(request: HttpRequest) -> HttpResponse:
    """Which diaries there are to open: one's own, and those of others."""
    user = user_of(request)
    helped = proxies.records_of(user)
    _write_down(request, helped)
    context = {
        "diaries": [diary_of(proxy) for proxy in helped],
        "own": own_record(request),
        "may_start": access.clinic_of_staff(user) is None,
    }
    return render(request, "proxy/diaries.html", context)


def _write_down(request: HttpRequest, helped: list[Proxy]) -> None:
    """That they saw whom they help. It is shown all the same: behind it is whom each of them phones."""
    reader = Reader(Role.PROXY, None, user=user_of(request), address=looking.address_of(request))
    if helped:
        patients = [proxy.patient for proxy in helped]
        looking.written(request, reader, patients, What.HELPING, ground=Ground.LENT)


@require_http_methods(GET_AND_POST)
def end(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Help no longer, after asking."""
    proxy = proxies.held_by(user_of(request), ref)
    if proxy is None:
        raise Http404
    _write_down(request, [proxy])
    if request.method != "POST":
        return render(request, "proxy/end.html", {"diary": diary_of(proxy)})
    proxies.end(proxy, by=user_of(request), now=timezone.now())
    messages.success(request, _("The diary of %(who)s is no longer open to you.") % {"who": proxy.patient})
    return redirect("diaries")


@login_not_required
@require_http_methods(GET_AND_POST)
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation to read or write along. It works for the account with the address that was invited."""
    now = timezone.now()
    proxy = proxies.find(token, now=now)
    if proxy is None:
        return render(request, "proxy/over.html", status=404)
    if request.method == "POST" and request.user.is_authenticated:
        return _answer(request, proxy)
    proven.by_mail(request, proxy.email)  # the link is nowhere but in that mail
    here = urlencode({"next": reverse("proxy_invitation", args=[token])})
    context = {
        "proxy": proxy,
        "until": long_date(timezone.localdate(proxy.expires_at)),
        "is_meant": request.user.is_authenticated and proxies.is_meant(proxy, user_of(request)),
        "sign_in": f"{reverse('account_login')}?{here}",
        "register": f"{reverse('account_signup')}?{here}",
    }
    return render(request, "proxy/invitation.html", context)


def _answer(request: HttpRequest, proxy: Proxy) -> HttpResponse:
    """Yes or no, by the account that was meant; of any other it is a try, and they are few."""
    user, now = user_of(request), timezone.now()
    if not proxies.is_meant(proxy, user):
        proxies.count_try(proxy, now=now)
        return redirect(request.path)
    if request.POST.get("answer") != "yes":
        proxies.refuse(proxy, by=user, now=now)
        messages.info(
            request, _("You said no. The diary of %(who)s is not open to you.") % {"who": proxy.patient}
        )
        return redirect("home")
    if not proxies.accept(proxy, by=user, now=now):
        return render(request, "proxy/over.html", status=404)
    messages.success(request, _("You can now open the diary of %(who)s.") % {"who": proxy.patient})
    return redirect("diaries")
