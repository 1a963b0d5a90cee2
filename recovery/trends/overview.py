"""The row a patient that lists read: kept with every assessment, and made again for whom it is missing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from recovery.clinical.diary import WEEK_DAYS, weekly_means
from recovery.clinical.natural_course import WINDOW_WEEKS
from recovery.clinical.scores import Day
from recovery.clinical.standing import Standing
from recovery.episodes.models import Episode
from recovery.journal.models import Entry
from recovery.people.models import Patient
from recovery.trends.models import Assessment, Overview

# A list draws the weeks of the window in which recovery is expected, and no more.
DRAWN_WEEKS = WINDOW_WEEKS

BATCH = 500

COLUMNS = ("standing", "probability", "low", "high", "assessed_on", "last_entry", "leg_pain")

Score = tuple[date, int | None]


def keep(episode: Episode, days: Sequence[Day], assessment: Assessment) -> None:
    """Write where the patient stands, by an assessment just made and the days (oldest first) it was made from.

    One of an earlier episode says nothing of now.
    """
    if episode.ended_on is None:
        recent = [(day.date, day.leg_pain) for day in days[-DRAWN_WEEKS * WEEK_DAYS :]]
        _write([_overview(episode.patient_id, recent, assessment)])


def rebuild(patients: QuerySet[Patient]) -> int:
    """Make the rows of `patients` from their current episodes; says how many. A few queries every 500 patients."""
    done, keys = 0, list(patients.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        done += _rebuild(keys[start : start + BATCH])
    return done


def without_one() -> QuerySet[Patient]:
    """The patients whose row is missing, as after an import."""
    return Patient.objects.filter(overview=None)


def everybody() -> QuerySet[Patient]:
    """Every patient, of whatever clinic."""
    return Patient.objects.all()


def standing_of(patient: Patient) -> Standing | None:
    """Where the patient stands by the latest assessment; `None` without one."""
    found = Overview.objects.filter(patient=patient).values_list("standing", flat=True).first()
    return Standing(found) if found else None


def _rebuild(patients: list[int]) -> int:
    episodes = Episode.objects.filter(patient__in=patients, ended_on=None)
    scores, assessments = _scores(episodes), _latest(episodes)
    rows = [
        _overview(patient, scores[patient], assessments.get(patient))
        for patient in episodes.values_list("patient_id", flat=True)
    ]
    _write(rows)
    return len(rows)


def _scores(episodes: QuerySet[Episode]) -> dict[int, list[Score]]:
    """Every day with its leg pain, by patient, the oldest first."""
    found: dict[int, list[Score]] = defaultdict(list)
    days = Entry.objects.filter(episode__in=episodes.values("pk")).order_by("episode_id", "day")
    for patient, day, score in days.values_list("patient_id", "day", "leg_pain").iterator():
        found[patient].append((day, score))
    return found


def _latest(episodes: QuerySet[Episode]) -> dict[int, Assessment]:
    latest = Assessment.objects.filter(patient=OuterRef("patient"), episode=OuterRef("pk"))
    newest = latest.order_by("-made_at", "-id").values("pk")[:1]
    found = Assessment.objects.filter(pk__in=list(episodes.values_list(Subquery(newest), flat=True)))
    return {assessment.patient_id: assessment for assessment in found}


def _overview(patient: int, scores: list[Score], assessment: Assessment | None) -> Overview:
    return Overview(
        patient_id=patient,
        last_entry=scores[-1][0] if scores else None,
        leg_pain=as_text(weekly_means(scores[-DRAWN_WEEKS * WEEK_DAYS :], DRAWN_WEEKS)),
        **_stands(assessment),
    )


def _stands(assessment: Assessment | None) -> dict[str, object]:
    if assessment is None:
        return {}
    columns = {name: getattr(assessment, name) for name in ("standing", "probability", "low", "high")}
    return columns | {"assessed_on": assessment.as_of}


def as_text(means: Iterable[float | None]) -> str:
    """Weekly means as they are kept: tenths, with nothing between the commas of a week that says nothing."""
    return ",".join("" if mean is None else str(round(10 * mean)) for mean in means)


def _write(rows: list[Overview]) -> None:
    Overview.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["patient"], update_fields=list(COLUMNS)
    )
