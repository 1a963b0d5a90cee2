"""The link of an invitation: for a newcomer on to the first questions, for who has a diary on to sharing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from recovery import handover
from recovery.people import access, invitations
from recovery.people.models import Invitation, Patient
from tracker import proven
from tracker.access import own_record, user_of
from tracker.patient import invitation
from tracker.patient.sharing_forms import BirthDateForm, TreatedForm

# The link for which this visitor filled in the right date of birth.
BORN = "invitation_born"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation. Bound to a date of birth, it asks for that first."""
    found = invitations.find(token, now=timezone.now())
    if found is None:
        return _over(request)
    proven.by_mailed_link(request, token, found.email)
    if found.birth_date and request.session.get(BORN) != token:
        return _ask_birth_date(request, found, token)
    patient = own_record(request)
    if _cannot(request, found, patient):
        return render(request, "invitation.html", {"invitation": found, "cannot": True})
    if patient:
        return _share(request, found, patient)
    if request.method == "POST":
        invitation.remember(request, token)
        return redirect("home" if request.user.is_authenticated else "account_signup")
    return render(request, "invitation.html", {"invitation": found, "cannot": False})


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "invitation_over.html", status=404)


def _cannot(request: HttpRequest, found: Invitation, patient: Patient | None) -> bool:
    """Staff, and who shares with this clinic already."""
    if not request.user.is_authenticated:
        return False
    is_staff = access.clinic_of_staff(user_of(request)) is not None
    return is_staff or (patient is not None and patient.reading_clinic == found.clinic)


def _ask_birth_date(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """A few tries; then the link is blocked."""
    form = BirthDateForm(request.POST if "birth_date" in request.POST else None)
    if form.is_valid():
        if invitations.is_born_on(found, form.cleaned_data["birth_date"], now=timezone.now()):
            request.session[BORN] = token
            return redirect("invitation", token)
        left = invitations.tries_left(found)
        if not left:
            return _over(request)
        form.add_error("birth_date", _not_this_date(left))
    return render(request, "invitation_birth_date.html", {"invitation": found, "form": form})


def _not_this_date(left: int) -> str:
    sentence = ngettext(
        "This is not the date of birth that the clinic has. You can try %(n)s more time.",
        "This is not the date of birth that the clinic has. You can try %(n)s more times.",
        left,
    )
    return sentence % {"n": left}


def _share(request: HttpRequest, found: Invitation, patient: Patient) -> HttpResponse:
    """Who has a diary shares it with the clinic that invites."""
    form = TreatedForm(request.POST if request.method == "POST" else None, clinic=found.clinic)
    if not form.is_valid():
        context = {"clinic": found.clinic, "now": patient.reading_clinic, "form": form}
        return render(request, "patient/sharing/share.html", context)
    accepted = handover.accept_invitation(
        found, patient, **form.cleaned_data, by=user_of(request), now=timezone.now()
    )
    if not accepted:
        return _over(request)
    messages.success(request, _("%(clinic)s reads along from now on.") % {"clinic": found.clinic})
    return redirect("patient:sharing")
