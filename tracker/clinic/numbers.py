"""The page on which a manager sets whom the clinic's patients phone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recovery.people import details
from recovery.people.models import Clinic
from tracker import last_known
from tracker.access import manager_page
from tracker.clinic.approval import notice_of
from tracker.clinic.numbers_form import NumbersForm


@manager_page
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """The clinic's lines and hours, which decide whom its patients phone."""
    name = clinic.name
    form = NumbersForm(
        request.POST if request.method == "POST" else None, instance=clinic, today=timezone.localdate()
    )
    if form.is_valid():
        details.save_numbers(form.clinic(), closed_days=form.cleaned_data["further_days"])
        last_known.remember(clinic)
        messages.success(request, _("The numbers are changed."))
        return redirect("clinic:numbers")
    context = {"clinic": name, "form": form, "unsigned": notice_of(clinic), "may_sign": True}
    return render(request, "clinic/numbers.html", context)
