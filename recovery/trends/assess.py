"""From the days of an episode to a course, and to an assessment that is kept."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from recovery.clinical import red_flags
from recovery.clinical.course import MODEL_VERSION, Course, Outlook, Reading
from recovery.clinical.reading import read
from recovery.clinical.scores import Day, Side
from recovery.episodes import course as afterwards
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.journal import diary
from recovery.journal.models import Entry
from recovery.trends import overview
from recovery.trends.models import Assessment

# Assessments that are written at once.
BATCH = 1000


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
    days = [entry.value() for entry in entries]
    told = zip(days, (entry.told_at for entry in entries), strict=True)
    return _course(episode, days, told)


def course_now(episode: Episode) -> Course:
    """The same from the database, without what no rule reads: quick for a diary of years."""
    days = diary.days_of(episode)
    return _course(episode, days, diary.told_with_a_flag(episode, days))


def _course(episode: Episode, days: list[Day], told: Iterable[tuple[Day, datetime]]) -> Course:
    return Course(
        onset=episode.onset,
        days=tuple(days),
        treatments=tuple(treatment.value() for treatment in ladder.treatments_of(episode)),
        flagged_on=diary.flags_reported_on(episode, told) | _flagged_at_the_start(episode),
    )


def _flagged_at_the_start(episode: Episode) -> frozenset[date]:
    """The day of the first questions, when they reported a red flag; of a later episode the day it was told of."""
    patient = episode.patient
    if not red_flags.find_in_baseline(patient.baselines, Side(episode.side)):
        return frozenset()
    followed = afterwards.began_with(episode)
    days = {patient.created_at, followed.said_at if followed else patient.created_at}
    return frozenset(timezone.localdate(at) for at in days)


def assess(episode: Episode, *, as_of: date, now: datetime) -> Reading:
    """Work out where the patient stands, and keep it as an assessment and in the row that lists read."""
    starting_share, course = episode.patient.starting_share, course_now(episode)
    reading = read(course, as_of, starting_share)
    assessment = made(episode, reading, now=now, starting_share=starting_share)
    with transaction.atomic():
        keep([assessment])
        overview.keep(episode, course.days, assessment)
    return reading


def keep(assessments: Sequence[Assessment]) -> None:
    """Write assessments, one or thousands. Who writes many makes the rows of the lists afterwards, in bulk."""
    Assessment.objects.bulk_create(assessments, batch_size=BATCH)


def made(episode: Episode, reading: Reading, *, now: datetime, starting_share: float) -> Assessment:
    """A reading as a row that is not written yet."""
    return Assessment(
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
