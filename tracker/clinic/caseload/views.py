"""The list of patients: looking, keeping a selection, assigning a doctor."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from recovery import caseload as cases
from recovery.caseload import Group
from recovery.people import access, doctors, filters
from recovery.people.models import Clinic, What
from tracker import looking
from tracker.access import neurologist_page, user_of
from tracker.clinic.approval import notice_of
from tracker.clinic.caseload import presenters
from tracker.clinic.caseload.forms import AskForm, AssignForm, KeepForm, refs_in


@neurologist_page
@require_safe
def caseload(request: HttpRequest, *, clinic: Clinic) -> HttpResponseBase:
    """The patients of the clinic, those who need somebody first. Whoever stands on the page was read."""
    today, staff = timezone.localdate(), doctors.doctors_of(clinic)
    form = AskForm(request.GET, me=user_of(request), doctors=staff, shows_silence=clinic.shows_silence)
    asked = form.asked()
    page = cases.page_of(clinic, today=today, asked=asked, number=request.GET.get("page", 1))
    context = {
        "clinic": clinic,
        "unsigned": notice_of(clinic),
        "form": form,
        "asked": asked,
        "page": page,
        "query": form.query(),
        "columns": presenters.columns(form),
        "groups": presenters.case_groups(page, asked.order, today=today),
        "spark_box": presenters.SPARK_BOX,
        "shortcuts": presenters.shortcuts(form, filters.kept_by(user_of(request))),
        "outside": presenters.outside(page.alerts_outside),
        "alerts_query": form.query(q="", standing="", doctor="", group=Group.OPEN_ALERT.name.lower()),
        "assign_form": AssignForm(doctors=staff),
    }
    shown = access.those_of(clinic, [row.ref for row in page.rows])
    answer = render(request, "clinic/caseload.html", context)
    return looking.handed_out(
        request, looking.staff(request, user_of(request), clinic), shown, What.LIST, answer
    )


@neurologist_page
@require_POST
def keep_filter(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Keep a selection under a name."""
    me, staff = user_of(request), doctors.doctors_of(clinic)
    form = KeepForm(request.POST, me=me, doctors=staff)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return _back(request, clinic)
    try:
        filters.keep(me, **form.cleaned_data)
    except filters.TooMany:
        most = {"n": filters.MOST_FILTERS}
        messages.error(request, _("You keep %(n)s selections. Remove one of them first.") % most)
    else:
        messages.success(request, _("Kept as “%(name)s”.") % form.cleaned_data)
    return _back(request, clinic)


@neurologist_page
@require_POST
def remove_filter(request: HttpRequest, *, clinic: Clinic, key: int) -> HttpResponse:
    """Forget a selection."""
    if not filters.remove(user_of(request), key):
        raise Http404
    messages.success(request, _("The selection was removed."))
    return _back(request, clinic)


@neurologist_page
@require_POST
def assign(request: HttpRequest, *, clinic: Clinic) -> HttpResponseBase:
    """Let a neurologist of the clinic look after the patients that were ticked."""
    form, refs = AssignForm(request.POST, doctors=doctors.doctors_of(clinic)), refs_in(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a neurologist of this clinic. Nothing was changed."))
    elif not refs:
        messages.error(request, _("Tick the patients first. Nothing was changed."))
    elif not looking.written(
        request, looking.staff(request, user_of(request), clinic), access.those_of(clinic, refs), What.DOCTOR
    ):
        return looking.not_shown(request)
    else:
        _tell_assigned(request, doctors.assign(clinic, refs, doctor=form.cleaned_data["doctor"]))
    return _to_review(refs) if "review" in request.POST and refs else _back(request, clinic)


def _tell_assigned(request: HttpRequest, number: int) -> None:
    text = ngettext("Saved for %(n)s patient.", "Saved for %(n)s patients.", number)
    messages.success(request, text % {"n": number})


def _to_review(refs: list[UUID]) -> HttpResponse:
    return redirect("clinic:review", ref=refs[0])


def _back(request: HttpRequest, clinic: Clinic) -> HttpResponse:
    """To the list as it was asked for; only what makes sense is put in an address again."""
    asked = QueryDict(request.POST.get("query", ""))
    form = AskForm(asked, me=user_of(request), doctors=doctors.doctors_of(clinic))
    page = {"page": asked["page"]} if asked.get("page", "").isdecimal() else {}
    query = form.query(**page)
    return redirect(f"{reverse('clinic:caseload')}?{query}" if query else reverse("clinic:caseload"))
