"""A clinic as a whole: how many of its patients recovered by themselves, by week.

Reads the latest assessment of each episode and its treatments, never the days: three queries, however many
patients and entries there are.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from recovery.clinical.cohort import LeftOut, Told, follow
from recovery.clinical.course import TreatedOn
from recovery.clinical.incidence import Followed, Incidence, incidence
from recovery.clinical.natural_course import OUT_OF
from recovery.episodes.models import Episode, EpisodeQuerySet, Treatment
from recovery.people import access
from recovery.people.models import Clinic
from recovery.trends.models import Assessment


@dataclass(frozen=True, slots=True)
class Cohort:
    """The curve of a clinic, the share it starts from (0-1), and how many did not count, by the reason."""

    incidence: Incidence
    starting_share: float
    left_out: dict[LeftOut, int]


def cohort_of(clinic: Clinic) -> Cohort:
    """Every episode of the patients who share their diary with `clinic`, also those that ended.

    Leaving out what ended would leave out those who recovered.
    """
    judged = [follow(told) for told in _told(clinic)]
    return Cohort(
        incidence=incidence([one for one in judged if isinstance(one, Followed)]),
        starting_share=clinic.starting_share / OUT_OF,
        left_out=Counter(one for one in judged if isinstance(one, LeftOut)),
    )


def _told(clinic: Clinic) -> Iterator[Told]:
    episodes = Episode.objects.filter(patient__in=access.patients_of(clinic).values("pk"))
    treated, found = _first_treatments(episodes), _latest(episodes)
    for pk, onset in episodes.values_list("pk", "onset"):
        first_day, last_day, recovered_on = found.get(pk, (None, None, None))
        yield Told(onset, first_day, last_day, recovered_on, treated.get(pk))


def _first_treatments(episodes: EpisodeQuerySet) -> dict[int, TreatedOn]:
    """The first injection or operation of each episode that had one."""
    rows = Treatment.objects.ending_the_course().filter(episode__in=episodes).order_by("-date", "-pk")
    return {treatment.episode_id: treatment.value() for treatment in rows}


def _latest(episodes: EpisodeQuerySet) -> dict[int, tuple[date | None, date | None, date | None]]:
    """The first and the last day and that of recovery, by the latest assessment of each episode."""
    latest = Assessment.objects.filter(patient=OuterRef("patient"), episode=OuterRef("pk"))
    newest = latest.order_by("-made_at", "-id").values("pk")[:1]
    rows = Assessment.objects.filter(pk__in=episodes.values_list(Subquery(newest)))
    columns = rows.values_list("episode_id", "first_day", "last_day", "recovered_on")
    return {pk: (first, last, recovered) for pk, first, last, recovered in columns}
