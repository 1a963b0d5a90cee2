"""The page on which a clinic signs for use with patients, and the notice while it has not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from recovery.clinical.course import MODEL_VERSION
from recovery.clinical.signs import RULES_VERSION
from recovery.people import approvals
from recovery.people.approvals import Signed
from recovery.people.models import APPROVAL_NOTE_LENGTH, SIGNED_BY_LENGTH, Approval, Clinic
from tracker.access import manager_page, user_of
from tracker.fields import NoteField, date_field, helper, not_to_come
from tracker.words import long_date, moment

# MDR rule 11 and the demand to validate: the clinical facts, section 5; what each asks for: docs/clinical-safety.md.
STATEMENTS = {
    "has_read": _(
        "We have read the intended use, the hazards and the card of the model, and know that this is not a "
        "certified medical device."
    ),
    "has_tried": _(
        "We have phoned every number, and a test alert reached each address of our ladder and was taken by somebody."
    ),
    "has_validated": _(
        "We have validated rules and prognosis for our own patients, and signed the red flags that need it."
    ),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """What staff are told while the clinic has not signed: a line, so that open alerts stay in sight, and the rest."""

    title: Promise
    text: Promise


NOTICES = {
    Signed.NEVER: Notice(
        _("Not for patients yet"),
        _(
            "Nobody of this clinic has signed that the diary was validated here. "
            "It is not a certified medical device."
        ),
    ),
    Signed.BEFORE: Notice(
        _("To be signed again"),
        _(
            "The model or the red flags changed since your clinic signed. "
            "Validate what is new, and sign again."
        ),
    ),
}


class ApprovalForm(forms.Form):
    """Who signs, when, and what they state: every statement must be ticked."""

    signed_by = forms.CharField(
        label=_("Signed by"),
        help_text=_(
            "The clinician who answers for this: name and post, such as “dr. A. de Haan, neurologist”."
        ),
        max_length=SIGNED_BY_LENGTH,
        error_messages={"required": _("Fill in who signs this.")},
    )
    signed_on = date_field(_("Signed on"))
    note = NoteField(
        label=_("Note (may stay empty)"),
        help_text=_("Where the validation is written down."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=APPROVAL_NOTE_LENGTH,
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name, text in STATEMENTS.items():
            refusal = {
                "required": gettext("Tick this only if it is so. Without it the clinic does not sign.")
            }
            self.fields[name] = forms.BooleanField(label=text, error_messages=refusal)
        self.helper = helper(*STATEMENTS, "signed_by", "signed_on", "note")

    def clean_signed_on(self) -> date:
        return not_to_come(self.cleaned_data["signed_on"], self.today)

    def signature(self) -> dict[str, Any]:
        """What is written down; the statements are in that it was signed."""
        return {name: self.cleaned_data[name] for name in ("signed_by", "signed_on", "note")}


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """A signature in words; `holds` for what is installed now."""

    holds: bool
    signed: str
    written: str
    note: str


def notice_of(clinic: Clinic) -> Notice | None:
    """What staff are told while the clinic has not signed; nothing once it has."""
    return NOTICES.get(approvals.signed(clinic))


@manager_page
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Sign for the model and the red flags that are installed, and see who did before."""
    now = timezone.now()
    form = ApprovalForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    if form.is_valid():
        approvals.approve(clinic, **form.signature(), by=user_of(request), now=now)
        messages.success(request, gettext("Signed. The notice on the pages of your clinic is gone."))
        return redirect("clinic:approval")
    context = {
        "clinic": clinic,
        "form": form,
        "notice": notice_of(clinic),
        "may_withdraw": approvals.signed(clinic) != Signed.NEVER,
        "model_version": MODEL_VERSION,
        "rules_version": RULES_VERSION,
        "history": approval_lines(approvals.history(clinic)),
    }
    return render(request, "clinic/approval.html", context)


@manager_page
@require_POST
def withdraw(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Take the clinic's signatures back: the notice is there again."""
    if approvals.withdraw(clinic, by=user_of(request), now=timezone.now()):
        messages.warning(
            request, gettext("Withdrawn. Staff see again that the diary is not for patients yet.")
        )
    return redirect("clinic:approval")


def approval_lines(history: Iterable[Approval]) -> list[ApprovalLine]:
    """Every signature as it was written down."""
    return [
        ApprovalLine(approvals.holds_now(given), _signed(given), _written(given), given.note)
        for given in history
    ]


def _signed(given: Approval) -> str:
    return gettext("%(who)s, %(day)s, for model %(model)s and red flags %(rules)s.") % {
        "who": given.signed_by,
        "day": long_date(given.signed_on),
        "model": given.model_version,
        "rules": given.rules_version,
    }


def _written(given: Approval) -> str:
    written = gettext("Written down by %(who)s, %(when)s.") % {"who": given.by, "when": moment(given.at)}
    if given.withdrawn_at is None:
        return written
    taken_back = gettext("Withdrawn by %(who)s, %(when)s.") % {
        "who": given.withdrawn_by,
        "when": moment(given.withdrawn_at),
    }
    return f"{written} {taken_back}"
