"""Reading an episode, saying where the hernia is, and writing down what was done about it."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain

from django.db import transaction
from django.db.models import QuerySet

from recovery.clinical import circumstances
from recovery.clinical.care import LASTING, Care, DiscLevel, Painkiller
from recovery.clinical.course import TreatedOn, TreatmentKind
from recovery.clinical.scores import Side
from recovery.clinical.signs import When
from recovery.episodes import telling
from recovery.episodes.models import Episode, Imaging, Treatment
from recovery.people.models import Patient, User


def current(patient: Patient) -> Episode:
    """The episode the patient is in."""
    return Episode.objects.current(patient)


def on_day(patient: Patient, day: date) -> Episode:
    """The episode that a day belongs to: the current one, or the earlier one that had not ended by then."""
    episode = current(patient)
    if day >= episode.onset:
        return episode
    earlier = Episode.objects.filter(patient=patient, onset__lte=day, ended_on__gte=day).first()
    if earlier:
        earlier.patient = patient
    return earlier or episode


def treatments_of(episode: Episode) -> list[Treatment]:
    """Injections and operations of an episode, the earliest first."""
    return list(Treatment.objects.ending_the_course().filter(episode=episode))


def all_of(episode: Episode) -> list[Treatment]:
    """Every treatment that was told of, also what was withdrawn, the earliest first."""
    return [_in(episode, treatment) for treatment in _told(episode).order_by("date", "pk")]


def everything_done(episode: Episode) -> list[Treatment]:
    """Every treatment that nobody withdrew, the earliest first."""
    return [treatment for treatment in all_of(episode) if treatment.withdrawn_at is None]


def done_in(episodes: Sequence[Episode]) -> list[Treatment]:
    """Every treatment of some episodes that nobody withdrew, the earliest first. One query."""
    return list(Treatment.objects.standing().filter(episode__in=episodes))


def find(episode: Episode, pk: int) -> Treatment | None:
    """One treatment of this episode."""
    treatment = _told(episode).filter(pk=pk).first()
    return _in(episode, treatment) if treatment else None


def earliest_told(episode: Episode) -> date | None:
    """The date of the first treatment or picture: the leg pain began no later."""
    treatments = Treatment.objects.standing().filter(episode=episode).values_list("date", flat=True)
    pictures = Imaging.objects.standing().filter(episode=episode).values_list("date", flat=True)
    return min(chain(treatments[:1], pictures[:1]), default=None)


def circumstances_on(episode: Episode, day: date) -> frozenset[When]:
    """When which signs are asked on a day: after an injection or operation of whichever episode of the patient.

    A new episode takes no question away that belongs to what was done in the one before.
    """
    return circumstances.circumstances(treatments_ever(episode), episode.patient.has_had_cancer, day)


def treatments_ever(episode: Episode) -> list[TreatedOn]:
    """Injections and operations of this patient in whichever episode, the earliest first."""
    done = Treatment.objects.ending_the_course().filter(episode__patient=episode.patient_id)
    return [treatment.value() for treatment in done]


@transaction.atomic
def record_treatment(
    episode: Episode,
    *,
    kind: Care | TreatmentKind,
    on: date,
    by: User,
    now: datetime,
    painkiller: Painkiller | None = None,
    until: date | None = None,
) -> Treatment:
    """Write down a step of the ladder. The same one again is the same row; its end may be new, or its confirmation.

    `telling.NotThisDate` outside the episode so far. `ValueError` for an end of what happens on one day, and for a
    class of anything but painkillers.
    """
    care = Care(kind.value)
    if (until and care not in LASTING) or (painkiller and care is not Care.PAINKILLERS):
        raise ValueError(care.value)
    telling.check_dates(episode, on, until, now=now)
    treatment, is_new = Treatment.objects.standing().get_or_create(
        episode=episode,
        kind=care,
        painkiller=painkiller.value if painkiller else "",
        date=on,
        defaults={"until": until} | telling.signed(episode, by=by, now=now),
    )
    if is_new:
        return treatment
    if until:
        end(treatment, until=until, by=by, now=now)
    telling.confirm(treatment, by=by, now=now)
    return treatment


def end(treatment: Treatment, *, until: date, by: User, now: datetime) -> bool:
    """Painkillers or physiotherapy went on until this day. False when the end was told before, or it was withdrawn.

    `telling.NotThisDate` for a day to come, or before it began.
    """
    telling.check_dates(treatment.episode, treatment.date, until, now=now)
    going_on = Treatment.objects.filter(
        pk=treatment.pk, kind__in=[care.value for care in LASTING], until=None, withdrawn_at=None
    )
    return bool(going_on.update(until=until, ended_by=by, ended_at=now))


def go_on(treatment: Treatment) -> None:
    """It goes on after all: the end that was told of it was none."""
    Treatment.objects.filter(pk=treatment.pk, withdrawn_at=None).update(
        until=None, ended_by=None, ended_at=None
    )


def painkillers_going_on(episode: Episode, painkiller: Painkiller) -> list[Treatment]:
    """The steps of a class that have no end yet, in whichever episode of this patient they began."""
    going = Treatment.objects.standing().filter(
        episode__patient=episode.patient_id, kind=Care.PAINKILLERS, painkiller=painkiller, until=None
    )
    return list(going.select_related("episode"))


def place(episode: Episode, *, level: DiscLevel | None, side: Side, by: User, now: datetime) -> None:
    """Say between which vertebrae the disc lies, as far as known, and in which leg the pain is."""
    Episode.objects.filter(pk=episode.pk).update(
        level=level.value if level else "", side=side, placed_by=by, placed_at=now
    )


def correct_onset(episode: Episode, onset: date) -> None:
    """Correct the day on which the leg pain began."""
    Episode.objects.filter(pk=episode.pk).update(onset=onset)


def _told(episode: Episode) -> QuerySet[Treatment]:
    return Treatment.objects.filter(episode=episode).select_related(
        "recorded_by", "confirmed_by", "withdrawn_by", "ended_by"
    )


def _in(episode: Episode, treatment: Treatment) -> Treatment:
    """The row with the episode that is known already."""
    treatment.episode = episode
    return treatment


def discharge(episode: Episode, *, on: date, by: User) -> bool:
    """The clinic's treatment of this episode ended. False when it had ended already."""
    undischarged = Episode.objects.filter(pk=episode.pk, discharged_on=None)
    return bool(undischarged.update(discharged_on=on, discharged_by=by))


def undo_discharge(episode: Episode) -> None:
    """The patient is in a clinic's care again."""
    Episode.objects.filter(pk=episode.pk).update(discharged_on=None, discharged_by=None)
