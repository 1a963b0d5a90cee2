"""Pages for everybody: the front door, whom to phone, the language."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.i18n import set_language

from recovery.clinical.contact import GP_HOURS
from recovery.people import access, details, phones, proxies
from tracker import last_known
from tracker.access import acting_for, own_record, user_of
from tracker.phones import going, phone_card, public_phones
from tracker.share import the_share


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To where somebody belongs; a visitor sees what this is."""
    if not request.user.is_authenticated:
        return render(request, "home.html", {"share": the_share()})
    if acting_for(request):
        return redirect("patient:today")
    user = user_of(request)
    if access.clinic_read_by(user):
        return redirect("clinic:caseload")
    if access.clinic_managed_by(user):
        return redirect("clinic:numbers")
    if proxies.records_of(user):
        return redirect("diaries")
    return redirect("patient:today" if own_record(request) else "patient:start")


@login_not_required
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """Whom to phone now; for a visitor, the rule with every clinic's numbers."""
    patient = own_record(request)
    if patient:
        advice = phones.advice_for(patient, now=timezone.now())
        return render(request, "phone.html", {"phones": phone_card(advice), "going": going(advice.lines)})
    known = last_known.refresh()
    context = {
        "clinics": public_phones(known),
        "gp": GP_HOURS,
        "going": going([line for clinic in known for line in clinic.lines]),
    }
    return render(request, "phone.html", context)


@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Change the language here, and for mails to this user."""
    if request.method != "POST":
        return redirect("home")
    response = set_language(request)
    if request.user.is_authenticated:
        details.choose_language(user_of(request), request.POST.get("language", ""))
    return response
