"""What “today” says about reminders and rhythm: the next weekly question, a lighter rhythm, reminders, each once."""

from dataclasses import dataclass
from datetime import date

from recovery.alerts import contact
from recovery.clinical.standing import NEEDS_A_LOOK, Standing
from recovery.episodes import course
from recovery.episodes.models import Episode
from recovery.journal import rhythm
from recovery.people.models import Patient
from recovery.reminders import wishes
from recovery.trends import overview
from tracker.words import weekday_date


@dataclass(frozen=True, slots=True)
class Offers:
    """`next_question` is empty where the diary is kept daily; `is_resting` when the weekly question is not today."""

    next_question: str
    is_resting: bool
    proposes_weekly: bool
    offers_reminders: bool


def offers(patient: Patient, episode: Episode, today: date) -> Offers:
    """Nothing is offered beside an open alert: then only the phone call matters."""
    kept = rhythm.rhythm_of(patient, today)
    asked_on = kept.next_question(today)
    proposes = may_propose(patient, episode, kept, today)
    offers_reminders = not proposes and wishes.wish_of(patient) is None and not contact.open_for(patient)
    return Offers(
        next_question=weekday_date(asked_on) if asked_on else "",
        is_resting=asked_on is not None and asked_on != today,
        proposes_weekly=proposes,
        offers_reminders=offers_reminders,
    )


def may_propose(patient: Patient, episode: Episode, kept: rhythm.Kept, today: date) -> bool:
    """Whether the lighter rhythm is proposed: recovered, not refused of late, and no alert open."""
    if not rhythm.may_propose_weekly(kept, today) or not _has_recovered(patient, episode):
        return False
    return not contact.open_for(patient)


def _has_recovered(patient: Patient, episode: Episode) -> bool:
    """By the model, or by the patient's own word while the model does not see it otherwise.

    Who said that leg pain is back has not, whatever the days up to now say, until they say so themselves.
    """
    standing = overview.standing_of(patient)
    if standing in NEEDS_A_LOOK:
        return False
    history = course.history_of(episode)
    return history.standing is not None or (standing is Standing.RECOVERED and not history.returned)
