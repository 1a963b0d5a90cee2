"""The pages on which a manager signs the table of signs, row by row."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from recovery.alerts import decisions
from recovery.clinical.signs import RULE_OF, Rule, Sign
from recovery.people.models import Clinic
from tracker.access import manager_page, user_of
from tracker.clinic.rule_form import DecisionForm
from tracker.clinic.rule_page import decision_lines, rule_page, rules_page


@manager_page
@require_safe
def rules(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """The whole table, with what holds at this clinic."""
    context = {"clinic": clinic, "groups": rules_page(decisions.latest(clinic))}
    return render(request, "clinic/rules.html", context)


@manager_page
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, *, clinic: Clinic, sign: str) -> HttpResponse:
    """One row: decide about it, and everything that was decided before."""
    row, now = _rule(sign), timezone.now()
    current = decisions.policy_of(clinic).urgency_of(row.sign)
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        rule=row,
        initial={"urgency": current.value},
        today=timezone.localdate(now),
    )
    if form.is_valid():
        decisions.decide(clinic, sign=row.sign, **form.cleaned_data, by=user_of(request), now=now)
        messages.success(request, _("Written down. It holds from now on."))
        return redirect("clinic:rules")
    context = {
        "clinic": clinic,
        "page": rule_page(row, current),
        "form": form,
        "history": decision_lines(decisions.history(clinic, row.sign)),
    }
    return render(request, "clinic/rule.html", context)


def _rule(code: str) -> Rule:
    """The row of a code, if it is one that a clinic decides about."""
    row = RULE_OF[Sign(code)] if code in set(Sign) else None
    if row is None or not row.urgencies:
        raise Http404
    return row
