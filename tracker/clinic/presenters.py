"""What the clinic reads: rows of the caseload, and alerts with the exact answers and what was done."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recovery.alerts.models import Alert, AlertStep, Delivery, Outcome, Step
from recovery.caseload import Group, Page, Row
from recovery.clinical.course import TREATMENTS, TreatmentKind
from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.red_flags import RULE_OF, Urgency
from recovery.clinical.scores import SIDES, Side
from recovery.clinical.standing import REASSURING, STANDINGS
from recovery.episodes.models import Episode, Treatment
from recovery.journal.models import EntryVersion
from recovery.people.models import Patient
from tracker.answers import UNKNOWN, Line, short, told, yes_no
from tracker.clinic.forms import CloseForm
from tracker.clinic.words import BECAUSE, GROUPS, OUTCOMES, STEPS, URGENCIES
from tracker.phones import readable
from tracker.words import long_date, moment, short_date, weekday_date


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A patient on the list, in words."""

    ref: UUID
    name: str
    age: str
    weeks: str
    standing: str
    standing_code: str
    assessed: str
    last_entry: str
    urgency: str
    urgency_code: str


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """The patients who are on the list for the same reason."""

    title: str
    shows_urgency: bool
    rows: list[CaseRow]


def case_groups(page: Page) -> list[CaseGroup]:
    """The rows of a page under the reason why they stand there."""
    return [
        CaseGroup(str(GROUPS[group]), group is Group.OPEN_ALERT, [_case_row(row) for row in rows])
        for group, rows in groupby(page.rows, key=lambda row: row.group)
    ]


def _case_row(row: Row) -> CaseRow:
    return CaseRow(
        ref=row.ref,
        name=row.name,
        age=_age(row.age),
        weeks=str(row.weeks_since_onset) if row.weeks_since_onset is not None else "–",
        standing=_standing(row),
        standing_code=row.standing.value if row.standing and not _is_silenced(row) else "",
        assessed=short_date(row.assessed_on) if row.assessed_on else "",
        last_entry=_ago(row.days_silent),
        urgency=str(URGENCIES[row.alert_urgency]) if row.alert_urgency else "",
        urgency_code=row.alert_urgency.value if row.alert_urgency else "",
    )


def _standing(row: Row) -> str:
    """Where the patient stands; no comfort beside an open alert."""
    if row.standing is None:
        return _("Nothing filled in yet")
    return "–" if _is_silenced(row) else _(STANDINGS[row.standing])


def _is_silenced(row: Row) -> bool:
    return row.alert_urgency is not None and row.standing in REASSURING


def _age(years: int | None) -> str:
    return "" if years is None else ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def _ago(days: int | None) -> str:
    if days is None:
        return _("never")
    if days == 0:
        return _("today")
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


@dataclass(frozen=True, slots=True)
class FoundSign:
    """A sign that was found: its short name, how it was asked, and which answer it rests on."""

    name: str
    question: str
    because: str
    urgency: str
    urgency_code: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """What happened to an alert, by whom and when."""

    what: str
    who: str
    when: str
    note: str


@dataclass(frozen=True, slots=True)
class AlertCard:
    """An alert for the clinic."""

    id: UUID
    urgency: str
    urgency_code: str
    raised: str
    about: str
    signs: list[FoundSign]
    answers: list[Line]
    rules_version: str
    steps: list[StepLine]
    deliveries: list[str]
    is_open: bool
    is_taken: bool
    form: CloseForm


def alert_card(alert: Alert, *, refused: CloseForm | None = None) -> AlertCard:
    """An alert with its steps and deliveries loaded; `refused` is the form that was just sent in vain."""
    own_form = refused if refused and refused.prefix == str(alert.pk) else None
    steps = list(alert.steps.all())
    done = {step.step for step in steps}
    return AlertCard(
        id=alert.pk,
        urgency=str(URGENCIES[Urgency(alert.urgency)]),
        urgency_code=alert.urgency,
        raised=moment(alert.raised_at),
        about=weekday_date(alert.day) if alert.day else _("the first questions"),
        signs=[
            FoundSign(
                name=_(RULE_OF[finding.sign].short),
                question=_(RULE_OF[finding.sign].question),
                because=str(BECAUSE[finding.because]),
                urgency=str(URGENCIES[finding.urgency]),
                urgency_code=finding.urgency.value,
            )
            for finding in alert.findings
        ],
        answers=told(alert.answers),
        rules_version=alert.rules_version,
        steps=[_step_line(step) for step in steps],
        deliveries=[_delivered(delivery) for delivery in alert.deliveries.all()],
        is_open=alert.is_open,
        is_taken=Step.TAKEN in done,
        form=own_form or CloseForm(prefix=str(alert.pk)),
    )


def _delivered(delivery: Delivery) -> str:
    if delivery.sent_at:
        return _("Mail to %(address)s: sent %(when)s.") % {
            "address": delivery.address,
            "when": moment(delivery.sent_at),
        }
    if delivery.failure:
        failed = _("Mail to %(address)s: not sent yet, tried %(attempts)s times. %(failure)s")
        return failed % {
            "address": delivery.address,
            "attempts": delivery.attempts,
            "failure": delivery.failure,
        }
    return _("Mail to %(address)s: not sent yet.") % {"address": delivery.address}


def _step_line(step: AlertStep) -> StepLine:
    what = str(STEPS[Step(step.step)])
    if step.outcome:
        what = f"{what}: {OUTCOMES[Outcome(step.outcome)]}"
    return StepLine(what, str(step.by), moment(step.at), step.note)


def who_and_when(step: AlertStep) -> str:
    """Who was first, for the one who was second."""
    return _("%(who)s did this at %(when)s.") % {"who": step.by, "when": moment(step.at)}


def not_saved(note: str) -> str:
    """The note of the one who was second, so that it can be copied."""
    return _("Your note is not saved: “%(note)s”") % {"note": note} if note else ""


@dataclass(frozen=True, slots=True)
class About:
    """Who the patient is, in a few lines."""

    name: str
    lines: list[Line]


def about(patient: Patient, episode: Episode, *, today: date) -> About:
    """What a neurologist wants to know before the chart."""
    weeks = (today - episode.onset).days // WEEK_DAYS
    age = _age(patient.age_on(today))
    lines = [
        Line(_("Born"), f"{long_date(patient.birth_date)} ({age})" if patient.birth_date else UNKNOWN),
        Line(
            _("Leg pain since"),
            ngettext("%(day)s, %(n)s week ago", "%(day)s, %(n)s weeks ago", weeks)
            % {"day": long_date(episode.onset), "n": weeks},
        ),
        Line(_("Side"), _(SIDES[Side(episode.side)])),
        Line(_("Under treatment here"), yes_no(patient.under_treatment)),
        Line(_("GP"), readable(str(patient.gp_phone)) if patient.gp_phone else UNKNOWN),
        Line(
            _("Older complaints"),
            ", ".join(short(sign) for sign in sorted(patient.old_complaints)) or _("none"),
        ),
    ]
    return About(str(patient), lines)


def treatment_line(treatment: Treatment) -> str:
    """An injection or operation and its date."""
    return f"{_(TREATMENTS[TreatmentKind(treatment.kind)])}: {long_date(treatment.date)}"


@dataclass(frozen=True, slots=True)
class VersionRow:
    """What a day said before it was corrected or removed."""

    date: str
    change: str
    when: str
    answers: list[Line]


def version_row(version: EntryVersion) -> VersionRow:
    """An earlier version of an entry."""
    removed = version.change == EntryVersion.Change.REMOVED
    return VersionRow(
        date=weekday_date(version.day),
        change=_("removed") if removed else _("corrected"),
        when=moment(version.changed_at),
        answers=told(version.answers),
    )
