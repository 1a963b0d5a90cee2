"""What a patient agreed to: to whom, since when, the text as it was shown, and the way to withdraw it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recovery.people import consent_texts, proxies
from recovery.people import sharing as readers
from recovery.people.consent_texts import Kind
from recovery.people.models import Clinic, Patient, Proxy, Sharing
from recovery.reminders import browsers
from recovery.reminders.models import Browser
from tracker.access import patient_page
from tracker.words import moment


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent in words. `withdraw` is where it is withdrawn, empty once it was.

    `lines` is the text as it was shown, in the language in which it was shown; none where `shown` says that it was not
    kept. `posts` when withdrawing asks nothing more.
    """

    what: str
    when: str
    shown: str
    lines: tuple[str, ...]
    language: str
    withdraw: str
    posts: bool = False


@dataclass(frozen=True, slots=True)
class ConsentsPage:
    """What holds now, and what was withdrawn or ended."""

    standing: list[Consent]
    before: list[Consent]


@patient_page
@require_safe
def consents(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Everything the patient agreed to here."""
    return render(request, "patient/consents.html", {"page": consents_page(patient)})


def consents_page(patient: Patient) -> ConsentsPage:
    """The page: a query for each kind."""
    every = [
        *_of_clinics(patient, readers.history(patient)),
        *(_of_proxy(one) for one in proxies.all_of(patient)),
        *(_of_browser(one) for one in browsers.ever_of(patient)),
    ]
    return ConsentsPage(
        [one for one in every if one.withdraw],
        [one for one in every if not one.withdraw],
    )


def _of_clinics(patient: Patient, latest_first: Iterable[Sharing]) -> list[Consent]:
    """Each beginning with the end that came after it."""
    made: list[Consent] = []
    ended: dict[int, datetime] = {}
    reads_now = patient.reading_clinic
    for row in latest_first:
        if row.change == Sharing.Change.ENDED:
            ended[row.clinic_id] = row.at
            continue
        end = ended.pop(row.clinic_id, None)
        stands = end is None and row.clinic == reads_now
        what = _("%(clinic)s reads along") % {"clinic": row.clinic}
        made.append(
            _consent(Kind.CLINIC, row, what, row.at, end, reverse("patient:stop_sharing") if stands else "")
        )
    if reads_now and not any(one.withdraw for one in made):
        made.insert(0, _from_before(reads_now))
    return made


def _from_before(clinic: Clinic) -> Consent:
    """A clinic that reads along from before beginnings were written down."""
    what = _("%(clinic)s reads along") % {"clinic": clinic}
    return Consent(what, _("since when is not known"), "", (), "", reverse("patient:stop_sharing"))


def _of_proxy(one: Proxy) -> Consent:
    said = _("%(name)s reads and fills in") if one.may_write else _("%(name)s reads")
    if one.accepted_at is None:
        said = _("%(name)s was asked to help, and has not said yes")
    withdraw = "" if one.ended_at else reverse("patient:end_proxy", args=[one.ref])
    return _consent(Kind.PROXY, one, said % {"name": one.name}, one.invited_at, one.ended_at, withdraw)


def _of_browser(one: Browser) -> Consent:
    withdraw = "" if one.ended_at else reverse("patient:end_browsers")
    what = _("Reminders as a notification of a browser")
    return _consent(Kind.PUSH, one, what, one.allowed_at, one.ended_at, withdraw, posts=True)


def _consent(
    kind: Kind,
    row: Sharing | Proxy | Browser,
    what: str,
    since: datetime,
    until: datetime | None,
    withdraw: str,
    *,
    posts: bool = False,
) -> Consent:
    text = consent_texts.find(kind, row.consent_version)
    return Consent(
        what,
        _period(since, until),
        _("Text %(version)s, as you saw it") % {"version": text.version} if text else "",
        text.in_language(row.consent_language) if text else (),
        row.consent_language,
        withdraw,
        posts,
    )


def _period(since: datetime, until: datetime | None) -> str:
    if until is None:
        return _("given on %(when)s") % {"when": moment(since)}
    return _("given on %(when)s, ended on %(end)s") % {"when": moment(since), "end": moment(until)}
