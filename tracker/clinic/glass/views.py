"""Breaking the glass, and looking at who did."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from recovery.people import break_glass
from recovery.people.access_log import Reader
from recovery.people.models import Clinic, Ground, Role, What
from tracker import looking
from tracker.access import manager_page, neurologist_page, user_of
from tracker.clinic.glass.forms import GlassForm
from tracker.clinic.glass.presenters import glass_row

GET_AND_POST = ["GET", "HEAD", "POST"]


@neurologist_page
@require_http_methods(GET_AND_POST)
def break_the_glass(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Open the diary of one patient for some hours, with a reason. The same answer to whatever address nobody has."""
    form = GlassForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _asked(request, form)
    told = {"email": form.cleaned_data["email"], "reason": form.cleaned_data["reason"]}
    reader = looking.staff(request, user_of(request), clinic)
    try:
        opened = break_glass.open_record(reader, **told, now=timezone.now())
    except break_glass.TooManyTriesError:
        form.add_error(None, _("You tried this too often. Wait an hour, or phone who treats the patient."))
        return _asked(request, form, status=429)
    if opened is None:
        form.add_error(
            "email", _("Nobody keeps a diary here with this address. That you tried is written down.")
        )
        return _asked(request, form)
    if opened.glass is None:
        messages.info(request, _("Your clinic reads this diary already. Nobody was told."))
    return redirect("clinic:review", ref=opened.patient.ref)


def _asked(request: HttpRequest, form: GlassForm, *, status: int = 200) -> HttpResponse:
    return render(request, "clinic/glass/break.html", {"form": form}, status=status)


@manager_page
@require_safe
def glasses(request: HttpRequest, *, clinic: Clinic) -> HttpResponseBase:
    """What was opened by whom, of whom and why; it waits until a manager says that they looked at it."""
    found = break_glass.of_clinic(clinic)
    answer = render(request, "clinic/glass/opened.html", {"glasses": [glass_row(one) for one in found]})
    reader, patients = _manager(request, clinic), [one.patient for one in found]
    return looking.handed_out(request, reader, patients, What.OVERSEEN, answer, ground=Ground.OVERSIGHT)


@manager_page
@require_POST
def review_glass(request: HttpRequest, *, clinic: Clinic, pk: int) -> HttpResponseBase:
    """Say that one was looked at. It ends nothing, and cannot be unsaid."""
    found = break_glass.find(clinic, pk)
    if found is None:
        raise Http404
    reader = _manager(request, clinic)
    if not looking.written(request, reader, [found.patient], What.OVERSEEN, ground=Ground.OVERSIGHT):
        return looking.not_shown(request)
    if break_glass.review(clinic, pk, by=user_of(request), now=timezone.now()):
        messages.success(request, _("It is written down that you looked at this."))
    else:
        messages.warning(request, _("A manager looked at this before you."))
    return redirect("clinic:glasses")


def _manager(request: HttpRequest, clinic: Clinic) -> Reader:
    return looking.staff(request, user_of(request), clinic, Role.MANAGER)
