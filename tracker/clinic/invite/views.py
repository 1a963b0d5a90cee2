"""Inviting patients."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from recovery.people import access, codes, invitations
from recovery.people.models import Clinic, Invitation
from tracker.access import manager_page, staff_page, user_of
from tracker.clinic import mail
from tracker.clinic.invite import guest_list
from tracker.clinic.invite.forms import GuestForm, GuestListForm, InviteForm
from tracker.clinic.invite.presenters import waiting_lines
from tracker.clinic.invite.sheet import sheet

INVITED = "invited"
GET_AND_POST = ["GET", "HEAD", "POST"]


@staff_page
@require_http_methods(GET_AND_POST)
def invite(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Invite a patient: a mail, or a sheet to print; and who has yet to answer."""
    now = timezone.now()
    form = InviteForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    if not form.is_valid():
        context = {
            "clinic": clinic,
            "form": form,
            "waiting": waiting_lines(invitations.waiting(clinic, now=now)),
            "code": codes.readable(clinic.code),
            "manages": access.clinic_managed_by(user_of(request)) == clinic,
        }
        return render(request, "clinic/invite.html", context)
    invitation, token = invitations.invite(clinic, **form.cleaned_data, by=user_of(request), now=now)
    return _hand_over(request, invitation, token)


def _hand_over(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Mail the link where there is an address; show it once."""
    link = link_of(token)
    sent = bool(invitation.email) and mail.send_invitation(invitation, link)
    request.session[INVITED] = {"invitation": invitation.pk, "link": link, "sent": sent}
    return redirect("clinic:invited")


def link_of(token: str) -> str:
    """The address that an invitation leads to."""
    return settings.BASE_URL + reverse("invitation", args=[token])


@staff_page
@require_safe
def invited(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """The link of an invitation that was just made, and its sheet, shown once."""
    made = request.session.pop(INVITED, None)
    found = invitations.invitation_of(clinic, made["invitation"]) if made else None
    if made is None or found is None:
        return redirect("clinic:invite")
    context = {
        "name": found.name,
        "email": found.email,
        "link": made["link"],
        "sent": made["sent"],
        "sheet": sheet(found, made["link"]),
    }
    return render(request, "clinic/invited.html", context)


@staff_page
def new_link(request: HttpRequest, *, clinic: Clinic, pk: int) -> HttpResponse:
    """Another link instead of one that was lost; the lost one leads nowhere any more."""
    found = _invitation(clinic, pk)
    if request.method != "POST":
        return redirect("clinic:invite")
    token = invitations.renew(found, now=timezone.now())
    if token is None:
        messages.warning(request, _("This invitation was used or withdrawn meanwhile."))
        return redirect("clinic:invite")
    return _hand_over(request, found, token)


@staff_page
def withdraw(request: HttpRequest, *, clinic: Clinic, pk: int) -> HttpResponse:
    """The link leads nowhere from now on."""
    found = _invitation(clinic, pk)
    if request.method == "POST":
        if invitations.withdraw(found, by=user_of(request), now=timezone.now()):
            messages.info(request, _("The invitation of %(name)s is withdrawn.") % {"name": found.name})
        else:
            messages.warning(request, _("This invitation was used or withdrawn meanwhile."))
    return redirect("clinic:invite")


def _invitation(clinic: Clinic, pk: int) -> Invitation:
    found = invitations.invitation_of(clinic, pk)
    if found is None:
        raise Http404
    return found


@manager_page
def renew_code(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """A code for the clinic, or another one: the one before then opens nothing."""
    if request.method == "POST":
        codes.renew(clinic)
        messages.success(request, _("The clinic has a new code. The one before no longer works."))
    return redirect("clinic:invite")


@staff_page
@require_http_methods(GET_AND_POST)
def guests(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """A list of people to invite, tried dry: what is wrong, who is known already, how many mails it would be."""
    now, posted = timezone.now(), request.method == "POST"
    form = GuestListForm(request.POST if posted else None, request.FILES if posted else None)
    context: dict[str, object] = {"clinic": clinic, "form": form}
    if form.is_valid():
        check = partial(GuestForm, today=timezone.localdate(now))
        try:
            listed = guest_list.read(form.cleaned_data["file"], check)
        except guest_list.NotAList as error:
            form.add_error("file", str(error))
        else:
            known = invitations.known(clinic, listed.emails, now=now)
            context["run"] = guest_list.dry_run(listed, known, clinic)
    return render(request, "clinic/invite/guests.html", context)


@staff_page
def send_guests(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Invite everybody of a dry run, or nobody. A worker sends the mails."""
    if request.method != "POST":
        return redirect("clinic:guests")
    people = guest_list.unpack(request.POST.get("list", ""), clinic)
    if people is None:
        messages.warning(request, _("This list is too old. Choose the file again."))
        return redirect("clinic:guests")
    made = invitations.invite_all(clinic, people, by=user_of(request), now=timezone.now())
    sentence = ngettext(
        "%(n)s person is invited. The mail leaves within some minutes.",
        "%(n)s people are invited. The mails leave within some minutes.",
        made,
    )
    messages.success(request, sentence % {"n": made})
    return redirect("clinic:invite")
