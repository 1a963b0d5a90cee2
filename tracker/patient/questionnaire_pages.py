"""The questionnaires of a patient: when each was last filled in, and what came of it, without praise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recovery.alerts import contact
from recovery.alerts.models import Alert
from recovery.clinical import wording
from recovery.clinical.course import FLAG_DAYS
from recovery.clinical.questionnaires import QUESTIONNAIRES
from recovery.clinical.questionnaires.definition import Questionnaire, Scoring
from recovery.clinical.questionnaires.judge import Judged, Verdict, judge
from recovery.clinical.questionnaires.schedule import Due, Plan, first_due, standard
from recovery.episodes.models import Episode
from recovery.journal import questionnaires as journal
from recovery.journal.diary import Change
from recovery.journal.models import Filled
from recovery.people.models import Patient
from tracker.questionnaires import comparable, of_code, score_text, words_note
from tracker.words import figure, long_date
from tracker.writers import Writers


@dataclass(frozen=True, slots=True)
class Card:
    """One questionnaire on the page: `last` says when it was filled in, `next` from when it is asked again.

    `written` says who filled it in for the patient, and is empty where they did. `result` says what came of it. One
    that is not `is_on` can be read and not filled in.

    `warning` comes first, and is empty unless it is clearly worse and that was told within the rhythm that fits.
    """

    code: str
    title: str
    fits: str
    is_on: bool
    last: str
    written: str
    next: str
    is_done_today: bool
    warning: str
    result: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A change, and since when; a question about the change itself is compared with nothing."""

    before: Filled | None
    judged: Judged


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands around the form: what to do, and whose words these are."""

    title: str
    intro: str
    fits: str
    words_note: str
    words_from: str
    licence: str
    citation: str


SAVED = {
    Change.NEW: gettext_lazy("Your answers are saved."),
    Change.CORRECTED: gettext_lazy(
        "You filled this in today already. It is replaced; what was there before is kept."
    ),
    Change.SAME: gettext_lazy("This was saved already, with these answers."),
}

VERDICTS = {
    Verdict.BETTER: gettext_lazy("That difference is large enough to count: you are clearly less limited."),
    Verdict.LESS: gettext_lazy("A difference this small may be chance."),
}


def no_comparison(alerts: Sequence[Alert], today: date) -> bool:
    """Whether a red flag is open or of late: beside it nothing may reassure (section 4)."""
    since = today - timedelta(days=FLAG_DAYS - 1)
    return any(
        alert.is_open or (alert.day or timezone.localdate(alert.raised_at)) >= since for alert in alerts
    )


@dataclass(frozen=True, slots=True)
class DueLine:
    """What is asked today, in a line."""

    code: str
    line: str


def due_line(patient: Patient, episode: Episode, *, today: date) -> DueLine | None:
    """The one questionnaire that is asked today; none while a red flag is open: phoning comes first."""
    planned = journal.planned(episode, journal.plans_of(patient.clinic), today=today)
    due = first_due(planned, today=today)
    if due is None or contact.open_for(patient):
        return None
    title = _(due.questionnaire.title)
    line = _("Before your visit, if you like: %(title)s") if due.for_visit else _("If you like: %(title)s")
    return DueLine(due.questionnaire.code, line % {"title": title})


def cards(
    filled: Sequence[Filled],
    planned: Sequence[Due],
    plans: Mapping[str, Plan],
    *,
    writers: Writers,
    quiet: bool,
    today: date,
) -> list[Card]:
    """A card for each questionnaire that is asked or was filled in. A `quiet` one says the answer, compares nothing."""
    asked = {due.questionnaire.code: due for due in planned}
    told = {one.code: of_code(filled, one) for one in QUESTIONNAIRES}
    return [
        replace(
            _card(one, told[one.code], asked.get(one.code), writers, quiet=quiet, today=today),
            fits=_fits(one, plans[one.code]),
        )
        for one in QUESTIONNAIRES
        if told[one.code] or one.code in asked
    ]


def _card(
    questionnaire: Questionnaire,
    filled: list[Filled],
    due: Due | None,
    writers: Writers,
    *,
    quiet: bool,
    today: date,
) -> Card:
    last = filled[-1] if filled else None
    compared = None if quiet or last is None else _compared(questionnaire, filled)
    is_of_late = last is not None and (today - last.day).days <= questionnaire.every_days
    is_worse = is_of_late and compared is not None and compared.judged.verdict is Verdict.WORSE
    return Card(
        code=questionnaire.code,
        title=_(questionnaire.title),
        fits="",
        is_on=due is not None,
        last=_last(last, today),
        written=writers.written_by(last.written_by_id) if last else "",
        next=_next(due, today),
        is_done_today=last is not None and last.day == today,
        warning=_(wording.QUESTIONNAIRE_WORSE) if is_worse else "",
        result=_result(questionnaire, last, compared) if last else "",
    )


def _last(filled: Filled | None, today: date) -> str:
    if filled is None:
        return _("Not filled in yet.")
    if filled.day == today:
        return _("Filled in today.")
    return _("Last filled in on %(day)s.") % {"day": long_date(filled.day)}


def _fits(questionnaire: Questionnaire, plan: Plan) -> str:
    """How often and how long; empty where the clinic chose another rhythm than these words have."""
    return _(questionnaire.fits) if plan == standard(questionnaire) else ""


def _next(due: Due | None, today: date) -> str:
    if due is None:
        return _("Your clinic does not ask it any more.")
    if due.on <= today:
        return _("You can fill it in today.")
    return _("Asked again from %(day)s.") % {"day": long_date(due.on)}


def paper(questionnaire: Questionnaire, plan: Plan, language: str) -> Paper:
    """A questionnaire in a language, with its licence and citation."""
    return Paper(
        title=_(questionnaire.title),
        intro=_(questionnaire.intro),
        fits=_fits(questionnaire, plan),
        words_note=words_note(questionnaire, language),
        words_from=_(questionnaire.rights.words_from),
        licence=_(questionnaire.rights.licence),
        citation=questionnaire.rights.citation,
    )


def _result(questionnaire: Questionnaire, last: Filled, compared: Compared | None) -> str:
    """What came of the last one, in sentences; nothing where an open answer leaves no score."""
    if last.score is None:
        return ""
    score = score_text(questionnaire, last)
    if questionnaire.scoring is Scoring.ANSWER:
        return _("Your answer: %(answer)s.") % {"answer": score}
    told = [_("Your score: %(score)s.") % {"score": score}, _(questionnaire.ends)]
    return " ".join(told + (_change(compared) if compared else []))


def _change(compared: Compared) -> list[str]:
    """What it was and, where it is neither the same nor worse, whether that counts."""
    before, judged = compared.before, compared.judged
    if before is None or before.score is None:
        return []
    places = {"day": long_date(before.day), "score": figure(before.score)}
    told = [_("On %(day)s it was %(score)s.") % places]
    if judged.change and judged.verdict in VERDICTS:
        told.append(str(VERDICTS[judged.verdict]))
    return told


def _compared(questionnaire: Questionnaire, filled: list[Filled]) -> Compared | None:
    """Against the first time; against the last time where that was clearly better."""
    earlier: list[Filled | None] = [*comparable(filled)] or [None]
    first, last = (_against(questionnaire, before, filled[-1]) for before in (earlier[0], earlier[-1]))
    return last if last and last.judged.verdict is Verdict.WORSE else first


def _against(questionnaire: Questionnaire, before: Filled | None, now: Filled) -> Compared | None:
    judged = judge(questionnaire, before.score if before else None, now.score)
    return Compared(before, judged) if judged else None
