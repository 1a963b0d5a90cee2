"""Reading an episode and writing down what was done about it."""

from datetime import date, datetime

from recovery.clinical import circumstances
from recovery.clinical.care import Care, Painkiller
from recovery.clinical.course import TreatmentKind
from recovery.clinical.signs import When
from recovery.episodes.models import Episode, Treatment
from recovery.people.models import Patient, User


def current(patient: Patient) -> Episode:
    """The episode the patient is in."""
    return Episode.objects.current(patient)


def treatments_of(episode: Episode) -> list[Treatment]:
    """Injections and operations of an episode, the earliest first."""
    return list(Treatment.objects.ending_the_course().filter(episode=episode).select_related("recorded_by"))


def everything_done(episode: Episode) -> list[Treatment]:
    """Every step of the ladder that nobody withdrew, the earliest first."""
    return list(Treatment.objects.standing().filter(episode=episode).select_related("recorded_by"))


def first_treatment(episode: Episode) -> date | None:
    """The date of the first injection or operation."""
    treatments = Treatment.objects.ending_the_course().filter(episode=episode)
    return treatments.values_list("date", flat=True).first()


def circumstances_on(episode: Episode, day: date) -> frozenset[When]:
    """When which signs are asked: what holds for the patient on a day of this episode."""
    treatments = [treatment.value() for treatment in treatments_of(episode)]
    return circumstances.circumstances(treatments, episode.patient.has_had_cancer, day)


def record_treatment(
    episode: Episode,
    *,
    kind: Care | TreatmentKind,
    on: date,
    by: User,
    now: datetime,
    painkiller: Painkiller | None = None,
) -> Treatment:
    """Write down a step of the ladder. The same one again is the same row."""
    treatment, _new = Treatment.objects.standing().get_or_create(
        episode=episode,
        kind=Care(kind.value),
        painkiller=painkiller.value if painkiller else "",
        date=on,
        defaults={"recorded_by": by, "recorded_at": now},
    )
    return treatment


def correct_onset(episode: Episode, onset: date) -> None:
    """Correct the day on which the leg pain began."""
    Episode.objects.filter(pk=episode.pk).update(onset=onset)
