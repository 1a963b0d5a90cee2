"""Planning a visit, holding it, calling it off; and what the patient wants to ask there."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from recovery.episodes.models import Episode, Question, Visit
from recovery.people.models import Clinic, User


def plan(episode: Episode, *, day: date, clinic: Clinic | None, by: User, now: datetime) -> Visit:
    """Write down a visit on `day`. The same one again is the same row."""
    visit, _new = Visit.objects.standing().get_or_create(
        episode=episode, day=day, defaults={"clinic": clinic, "planned_by": by, "planned_at": now}
    )
    return visit


@transaction.atomic
def hold(visit: Visit, *, by: User, now: datetime) -> bool:
    """The visit took place: its questions were discussed. False when it was held or called off before."""
    open_ones = Visit.objects.filter(pk=visit.pk, held_at=None, cancelled_at=None)
    if not open_ones.update(held_by=by, held_at=now):
        return False
    questions_for_the_next_visit(visit.episode).update(discussed_at_visit=visit)
    return True


def cancel(visit: Visit, *, by: User, now: datetime) -> bool:
    """Call a visit off. False when it was held or called off before."""
    open_ones = Visit.objects.filter(pk=visit.pk, held_at=None, cancelled_at=None)
    return bool(open_ones.update(cancelled_by=by, cancelled_at=now))


def visits_of(episode: Episode) -> list[Visit]:
    """The visits that were not called off, the earliest first."""
    return list(Visit.objects.standing().filter(episode=episode).select_related("clinic"))


def open_visit(episode: Episode, pk: int) -> Visit | None:
    """A visit of this episode that was neither held nor called off."""
    return Visit.objects.standing().filter(episode=episode, pk=pk, held_at=None).first()


def next_planned(episode: Episode, *, today: date) -> Visit | None:
    """The next visit, today's included."""
    return Visit.objects.standing().filter(episode=episode, held_at=None, day__gte=today).first()


def ask(episode: Episode, *, text: str, by: User, now: datetime) -> Question:
    """Write down a question for the next visit. The same words, still open, are the same row."""
    same = (question for question in questions_for_the_next_visit(episode) if question.text == text)
    return next(same, None) or Question.objects.create(episode=episode, text=text, asked_by=by, asked_at=now)


def take_back(question: Question, *, now: datetime) -> None:
    """The patient does not want to ask it any more."""
    Question.objects.filter(pk=question.pk, withdrawn_at=None).update(withdrawn_at=now)


def open_question(episode: Episode, pk: int) -> Question | None:
    """A question of this episode that was not discussed or taken back yet."""
    return questions_for_the_next_visit(episode).filter(pk=pk).first()


def questions_for_the_next_visit(episode: Episode) -> QuerySet[Question]:
    """What was asked and not discussed yet, the first first."""
    return Question.objects.filter(episode=episode, discussed_at_visit=None, withdrawn_at=None)
