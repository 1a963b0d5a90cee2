"""Load built up in small steps: choosing one, doing it, how it went the day after, and stepping back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from recovery.aftercare.models import LoadDay, LoadStep
from recovery.clinical.aftercare import Advice, Load, Reaction, advise
from recovery.people.models import Patient, User

# A page shows so many of the last days of a step; more of them change no advice [P].
DAYS_SHOWN = 7

# So many days are read at most, of all the steps that go on together.
MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class Going:
    """A step that goes on, its last days (the latest last), and what is proposed after them."""

    step: LoadStep
    days: tuple[LoadDay, ...]
    advice: Advice

    def waits_for(self, today: date) -> LoadDay | None:
        """The last day before today of which nobody told how it went the day after."""
        return next((day for day in reversed(self.days) if not day.reaction and day.day < today), None)

    def done_on(self, day: date) -> LoadDay | None:
        """The step as done on a day."""
        return next((done for done in self.days if done.day == day), None)


@transaction.atomic
def begin(
    patient: Patient,
    *,
    kind: Load,
    what: str,
    amount: str,
    by: User,
    now: datetime,
    replaces: LoadStep | None = None,
    is_back: bool = False,
) -> LoadStep:
    """Choose a step; one in the place of another ends that. The same one sent twice is the same row."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    for going in LoadStep.objects.filter(patient=patient, ended_at=None, kind=kind):
        if (going.what, going.amount) == (what, amount):
            return going
    if replaces and not end(replaces, by=by, now=now):
        replaces = None
    return LoadStep.objects.create(
        patient=patient,
        kind=kind,
        what=what,
        amount=amount,
        started_on=timezone.localdate(now),
        is_back=is_back and replaces is not None,
        chosen_by=by,
        chosen_at=now,
        replaces=replaces,
    )


def end(step: LoadStep, *, by: User, now: datetime) -> bool:
    """Do a step no more; its days are kept. False when it had ended."""
    going_on = LoadStep.objects.filter(pk=step.pk, ended_at=None)
    return bool(going_on.update(ended_by=by, ended_at=now))


def do(step: LoadStep, *, by: User, now: datetime) -> LoadDay:
    """The step was done today. Twice is once."""
    done, _new = LoadDay.objects.get_or_create(
        step=step, day=timezone.localdate(now), defaults={"told_by": by, "told_at": now}
    )
    return done


def undo(step: LoadStep, *, now: datetime) -> bool:
    """A tap too many: it was not done today. False when there is nothing to take back, or an answer with it."""
    told = LoadDay.objects.filter(step=step, day=timezone.localdate(now), reaction="")
    return bool(told.delete()[0])


def react(done: LoadDay, *, reaction: Reaction, by: User, now: datetime) -> bool:
    """Tell how it went the day after. False on the day itself, or when it was told before."""
    waiting = LoadDay.objects.filter(pk=done.pk, reaction="", day__lt=timezone.localdate(now))
    return bool(waiting.update(reaction=reaction, reacted_by=by, reacted_at=now))


def going_of(patient: Patient) -> list[Going]:
    """The steps that go on, the first first. Two queries, however many there are."""
    going = list(LoadStep.objects.filter(patient=patient, ended_at=None))
    days: dict[int, list[LoadDay]] = {step.pk: [] for step in going}
    for done in LoadDay.objects.filter(step__in=days).order_by("-day")[:MOST_DAYS]:
        days[done.step_id].insert(0, done)
    return [_going(step, days[step.pk][-DAYS_SHOWN:]) for step in going]


def _going(step: LoadStep, days: list[LoadDay]) -> Going:
    """After a step back the leg had answered already: once more and it is leg pain that stays."""
    told = [Reaction(day.reaction) for day in days if day.reaction]
    before = [Reaction.LEG] if step.is_back and told else []
    return Going(step, tuple(days), advise([*before, *told]))


def find(patient: Patient, pk: int) -> LoadStep | None:
    """A step of this patient that goes on."""
    return LoadStep.objects.filter(patient=patient, pk=pk, ended_at=None).first()


def find_day(patient: Patient, pk: int) -> LoadDay | None:
    """A day of a step of this patient."""
    return LoadDay.objects.select_related("step").filter(step__patient=patient, pk=pk).first()


def ended_of(patient: Patient, number: int) -> list[LoadStep]:
    """The last `number` steps that ended, the latest first."""
    return list(
        LoadStep.objects.filter(patient=patient).exclude(ended_at=None).order_by("-ended_at")[:number]
    )


def answered_by_the_leg(patient: Patient, number: int) -> list[LoadDay]:
    """The last `number` days after which the leg answered, the latest first."""
    told = LoadDay.objects.filter(step__patient=patient, reaction=Reaction.LEG).select_related("step")
    return list(told.order_by("-day", "-pk")[:number])
