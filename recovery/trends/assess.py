"""From the days of an episode to a course, and to an assessment that is kept."""

from datetime import date, datetime

from recovery.clinical.course import MODEL_VERSION, Course, Reading, read
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.journal import diary
from recovery.journal.models import Entry
from recovery.trends.models import Assessment


def course_of(episode: Episode, entries: list[Entry]) -> Course:
    """The episode as the model takes it; a red flag counts also where its day was corrected or removed."""
    return Course(
        onset=episode.onset,
        days=tuple(entry.value() for entry in entries),
        treatments=tuple(treatment.value() for treatment in ladder.treatments_of(episode)),
        flagged_on=diary.once_flagged(episode),
    )


def assess(episode: Episode, *, as_of: date, now: datetime) -> Reading:
    """Work out where the patient stands, and keep it as an assessment."""
    reading = read(course_of(episode, diary.entries_of(episode)), as_of)
    Assessment.objects.create(
        patient_id=episode.patient_id,
        episode=episode,
        as_of=as_of,
        made_at=now,
        model_version=MODEL_VERSION,
        standing=reading.standing,
        reason_text=reading.reason.text,
        reason_values=dict(reading.reason.values),
        entries=reading.entries,
        first_day=reading.first_day,
        last_day=reading.last_day,
    )
    return reading
