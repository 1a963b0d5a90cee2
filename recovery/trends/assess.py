"""From the days of an episode to a course, and to an assessment that is kept."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from recovery.clinical import red_flags
from recovery.clinical.course import MODEL_VERSION, Course, Outlook, Reading
from recovery.clinical.reading import read
from recovery.clinical.scores import Side
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.journal import diary
from recovery.journal.models import Entry
from recovery.trends import overview
from recovery.trends.models import Assessment


def _outlook(outlook: Outlook | None) -> dict[str, float | None]:
    """The columns of an outlook; empty where the model is silent."""
    if outlook is None:
        return {}
    return {
        "probability": outlook.probability,
        "low": outlook.low,
        "high": outlook.high,
        "median_week": outlook.weeks[1] if outlook.weeks else None,
    }


def course_of(episode: Episode, entries: list[Entry]) -> Course:
    """The episode as the model takes it, with every red flag that was ever reported in it."""
    days = tuple(entry.value() for entry in entries)
    told = zip(days, (entry.told_at for entry in entries), strict=True)
    return Course(
        onset=episode.onset,
        days=days,
        treatments=tuple(treatment.value() for treatment in ladder.treatments_of(episode)),
        flagged_on=diary.flags_reported_on(episode, told) | _flagged_at_the_start(episode),
    )


def _flagged_at_the_start(episode: Episode) -> frozenset[date]:
    """The day of the first questions, when they reported a red flag."""
    patient = episode.patient
    found = red_flags.find_in_baseline(patient.baselines, Side(episode.side))
    return frozenset({timezone.localdate(patient.created_at)} if found else ())


def assess(episode: Episode, *, as_of: date, now: datetime) -> Reading:
    """Work out where the patient stands, and keep it as an assessment and in the row that lists read."""
    starting_share, entries = episode.patient.starting_share, diary.entries_of(episode)
    reading = read(course_of(episode, entries), as_of, starting_share)
    with transaction.atomic():
        assessment = _write(episode, reading, starting_share, now)
        overview.keep(episode, entries, assessment)
    return reading


def _write(episode: Episode, reading: Reading, starting_share: float, now: datetime) -> Assessment:
    return Assessment.objects.create(
        patient_id=episode.patient_id,
        episode=episode,
        as_of=reading.as_of,
        made_at=now,
        model_version=MODEL_VERSION,
        standing=reading.standing,
        reason_text=reading.reason.text,
        reason_values=dict(reading.reason.values),
        entries=reading.entries,
        starting_share=starting_share,
        **_outlook(reading.outlook),
        **{scale.value: level.mean for scale, level in reading.now.items()},
        first_day=reading.first_day,
        last_day=reading.last_day,
        recovered_on=reading.recovered_on,
    )
