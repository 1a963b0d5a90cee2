"""A patient's own activities: choosing, replacing and retiring them, and what the days say of each.

They are the patient's, not of one episode: what stands is asked on in the next one until the patient chooses otherwise,
so that nothing is typed twice and no score of a day is lost that came over to it.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from recovery.clinical.function import MOST_ACTIVITIES, is_score
from recovery.episodes.models import Episode
from recovery.journal.models import Activity, Entry
from recovery.people.models import Patient, User


class TooMany(ValueError):
    """As many activities stand already as are asked about."""


def standing(episode: Episode) -> list[Activity]:
    """Those that are asked about, the first chosen first."""
    return list(Activity.objects.standing().filter(episode__patient=episode.patient_id))


def all_of(episode: Episode) -> list[Activity]:
    """Every activity of the patient of an episode, also those that are asked no more, the first chosen first."""
    return list(Activity.objects.filter(episode__patient=episode.patient_id).order_by("chosen_at", "pk"))


def asked(episode: Episode, told: Collection[str]) -> list[Activity]:
    """What the form of a day asks: those that stand, and of the others those that the day, or the sender, told of."""
    refs = frozenset(told)
    return [one for one in all_of(episode) if one.retired_at is None or str(one.ref) in refs]


@transaction.atomic
def choose(
    episode: Episode, *, name: str, by: User, now: datetime, instead_of: UUID | None = None
) -> Activity:
    """Ask about this from now on, in the place of another where one is named. The same words that stand are that row.

    `TooMany` when there is no place; then nothing is written.
    """
    Patient.objects.select_for_update().get(pk=episode.patient_id)
    now_standing = standing(episode)
    if same := next((one for one in now_standing if one.name.casefold() == name.casefold()), None):
        return same
    if instead_of:
        retire(episode, instead_of, by=by, now=now)
        now_standing = standing(episode)
    if len(now_standing) >= MOST_ACTIVITIES:
        raise TooMany
    return Activity.objects.create(episode=episode, name=name, chosen_by=by, chosen_at=now)


def retire(episode: Episode, ref: UUID, *, by: User, now: datetime) -> bool:
    """Ask about it no more; its scores are kept. False when it is not one of this patient's that stands."""
    found = Activity.objects.filter(episode__patient=episode.patient_id, ref=ref, retired_at=None)
    return bool(found.update(retired_by=by, retired_at=now))


def fitting(episode: Episode, scores: Mapping[str, int]) -> dict[str, int]:
    """Of these scores those that are on the scale and about an activity of this patient; the others say nothing."""
    if not scores:
        return {}
    told = Activity.objects.filter(episode__patient_id=episode.patient_id)
    known = {str(ref) for ref in told.values_list("ref", flat=True)}
    return {ref: value for ref, value in scores.items() if ref in known and is_score(value)}


def names_of(patient: Patient) -> dict[str, str]:
    """The words of every activity that this patient ever chose, by `ref`."""
    told = Activity.objects.filter(episode__patient=patient).values_list("ref", "name")
    return {str(ref): name for ref, name in told}


def names_in(scores: Iterable[str]) -> dict[str, str]:
    """The words of these activities, by `ref`."""
    told = Activity.objects.filter(ref__in=list(scores)).values_list("ref", "name")
    return {str(ref): name for ref, name in told}


def days_of(episode: Episode) -> list[tuple[date, dict[str, int]]]:
    """The days on which one was scored, the oldest first. One query, however many days there are."""
    told = Entry.objects.of(episode).exclude(activities={})
    return list(told.values_list("day", "activities"))
