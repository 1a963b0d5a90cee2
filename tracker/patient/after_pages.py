"""What the pages for after the hernia show, as lines of text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from recovery import aftermath
from recovery.aftercare import exercises, steps
from recovery.aftercare.models import LoadDay, LoadStep
from recovery.alerts import contact
from recovery.clinical import wording
from recovery.clinical.aftercare import ADVICES, FACTS, LOADS, REACTIONS, Advice, Load, Return
from recovery.clinical.questionnaires.global_effect import CHOICES
from recovery.clinical.rhythm import Every
from recovery.clinical.standing import STANDINGS, Standing
from recovery.episodes import course
from recovery.episodes.course import History
from recovery.episodes.models import Episode, Recovered, Returned
from recovery.journal import rhythm
from tracker.words import compact_date, long_date, say, weekday_date
from tracker.writers import Writers

EFFECTS = {choice.value: choice.text for choice in CHOICES}

# The page lists so many of the steps that ended.
MOST_ENDED = 10


@dataclass(frozen=True, slots=True)
class DiarySays:
    """What the model says beside the patient's word: a title, why, and how the two relate."""

    title: str
    reason: str
    beside: str


def what_the_diary_says(episode: Episode, *, today: date) -> DiarySays:
    """Said as what it is; where it does not say recovered, that is said too."""
    reading = aftermath.reading_of(episode, today=today)
    if reading is None:
        return DiarySays(_("Nothing at this moment"), "", _("Your own word decides."))
    if rhythm.rhythm_of(episode.patient, today).explains(reading):
        return DiarySays(_(wording.KEPT_WEEKLY), _(wording.KEPT_WEEKLY_WHY), _("Your own word decides."))
    return DiarySays(_(STANDINGS[reading.standing]), say(reading.reason), _beside(reading.standing))


def _beside(standing: Standing) -> str:
    if standing is Standing.RECOVERED:
        return _("This is a calculation from your days. Your own word decides.")
    if standing is Standing.TREATED:
        return _(
            "You had an injection or operation. What the diary can say is about recovery without those, so it does not "
            "judge here. Your own word decides."
        )
    return _("Your diary does not say that you have recovered, at least not yet. Your own word decides.")


def recovered_line(row: Recovered) -> str:
    """A closed course: the patient's word and the model's, each named as what it is."""
    told = {"day": long_date(row.day), "word": _(EFFECTS[row.effect]), "model": _model(row.standing)}
    return _("Closed on %(day)s. Own word: %(word)s. The diary said: %(model)s.") % told


def _model(standing: str) -> str:
    return _(STANDINGS[Standing(standing)]) if standing else _("nothing")


def returned_line(row: Returned) -> str:
    """Leg pain that came back."""
    words = {
        Return.FLARE: _("Leg pain back since %(day)s: a flare of the same episode."),
        Return.NEW: _("Leg pain back since %(day)s: a new episode."),
    }
    return words[Return(row.kind)] % {"day": long_date(row.day)}


def history_lines(history: History, writers: Writers) -> list[str]:
    """What was said of an episode, in the order in which it was said, and by whom where that was not the patient."""
    rows: list[Recovered | Returned] = sorted((*history.recovered, *history.returned), key=_said_at)
    return [writers.signed(_history_line(row), row.said_by_id) for row in rows]


def _history_line(row: Recovered | Returned) -> str:
    return recovered_line(row) if isinstance(row, Recovered) else returned_line(row)


def _said_at(row: Recovered | Returned) -> datetime:
    return row.said_at


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact and where it comes from."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step that goes on; `asks` is the day of which it is asked how it went the day after."""

    id: int
    kind: str
    title: str
    amount: str
    is_done: bool
    may_undo: bool
    days: str
    asks: LoadDay | None
    asks_about: str
    advice: str
    proposes_back: bool
    phones: str


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    """An exercise on the list, and its days."""

    id: int
    name: str
    how_often: str
    is_done: bool
    days: str
    written: str


@dataclass(frozen=True, slots=True)
class AftercarePage:
    """Everything on the page. While an alert is open there are no facts that comfort, only `still_open`."""

    still_open: str
    danger: str
    closed: str
    facts: list[FactLine]
    steps: list[StepCard]
    ended: list[str]
    exercises: list[ExerciseCard]
    reactions: list[tuple[str, str]]
    today: date
    is_recovered: bool
    may_be_lighter: bool


def aftercare_page(episode: Episode, *, today: date) -> AftercarePage:
    """The page of `today`."""
    patient, recovery = episode.patient, course.recovery_of(episode)
    writers = Writers(patient)
    is_open = bool(contact.open_for(patient))
    daily = rhythm.rhythm_of(patient, today).every is Every.DAY
    return AftercarePage(
        still_open=_(wording.STILL_OPEN) if is_open else "",
        danger=_(wording.NEW_WEAKNESS),
        closed=writers.signed(recovered_line(recovery), recovery.said_by_id) if recovery else "",
        facts=[] if is_open else [FactLine(_(fact.text), _(fact.source)) for fact in FACTS],
        steps=[_step_card(going, today, writers) for going in steps.going_of(patient)],
        ended=[
            writers.signed(_ended_line(step), step.chosen_by_id)
            for step in steps.ended_of(patient, MOST_ENDED)
        ],
        exercises=[_exercise_card(one, today, writers) for one in exercises.list_of(patient, today=today)],
        reactions=[(code.value, _(text)) for code, text in REACTIONS.items()],
        today=today,
        is_recovered=recovery is not None,
        may_be_lighter=recovery is not None and daily and not is_open,
    )


def _step_card(going: steps.Going, today: date, writers: Writers) -> StepCard:
    step, waiting, done = going.step, going.waits_for(today), going.done_on(today)
    return StepCard(
        id=step.pk,
        kind=_(LOADS[Load(step.kind)]),
        title=step.what,
        amount=writers.signed(step.amount, step.chosen_by_id),
        is_done=done is not None,
        may_undo=done is not None and not done.reaction,
        days=_dates(day.day for day in going.days),
        asks=waiting,
        asks_about=weekday_date(waiting.day) if waiting else "",
        advice=_(ADVICES[going.advice]) if ADVICES[going.advice] else "",
        proposes_back=going.advice in {Advice.STEP_BACK, Advice.STEP_BACK_AND_PHONE},
        phones=_(wording.LEG_STAYS) if going.advice is Advice.STEP_BACK_AND_PHONE else "",
    )


def _ended_line(step: LoadStep) -> str:
    return f"{_(LOADS[Load(step.kind)])}: {step} ({compact_date(step.started_on)})"


def _exercise_card(practice: exercises.Practice, today: date, writers: Writers) -> ExerciseCard:
    one = practice.exercise
    return ExerciseCard(
        id=one.pk,
        name=one.name,
        how_often=one.how_often,
        is_done=today in practice.days,
        days=_dates(practice.days),
        written=writers.written_by(one.chosen_by_id),
    )


def _dates(days: Iterable[date]) -> str:
    return ", ".join(weekday_date(day) for day in days)


def leg_answered(days: Iterable[LoadDay]) -> list[str]:
    """For the clinic: the steps after which the leg answered."""
    return [f"{compact_date(done.day)}: {_(LOADS[Load(done.step.kind)])}, {done.step}" for done in days]
