"""The row that lists read says the same as the days and the assessment it was made from, and can be made again."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from recovery import checkin
from recovery.clinical.diary import weekly_means
from recovery.journal.models import Entry
from recovery.people.models import Patient
from recovery.trends import overview
from recovery.trends.models import Assessment, Overview
from tests.cast import OFFICE_HOURS, log, quiet

TODAY = OFFICE_HOURS.date()


def values() -> list[dict[str, object]]:
    return list(Overview.objects.values())


@pytest.fixture
def diary(patient: Patient) -> Patient:
    for back in range(20, -1, -1):
        log(patient, quiet(leg_pain=3 + back // 7), day=TODAY - timedelta(days=back))
    return patient


def test_it_follows_every_day(diary: Patient) -> None:
    latest, row = Assessment.objects.latest("pk"), Overview.objects.get()
    assert (row.standing, row.probability, row.low) == (latest.standing, latest.probability, latest.low)
    assert (row.assessed_on, row.last_entry, row.leg_pain) == (TODAY, TODAY, "50,40,30")
    assert row.weekly_leg_pain == (5, 4, 3)


def test_a_day_taken_back_is_taken_out(diary: Patient) -> None:
    checkin.take_back(Entry.objects.get(day=TODAY), by=diary.user, now=OFFICE_HOURS)
    assert Overview.objects.get().last_entry == TODAY - timedelta(days=1)


def test_made_again_it_says_the_same(diary: Patient) -> None:
    before = values()
    Overview.objects.all().delete()
    call_command("rebuild_overviews")
    assert values() == before
    Overview.objects.update(standing="worse", last_entry=None)
    assert overview.rebuild(overview.without_one()) == 0
    call_command("rebuild_overviews", "--all")
    assert values() == before


def test_weeks_end_on_the_last_score_and_a_thin_week_says_nothing() -> None:
    days = [(TODAY - timedelta(days=back), score) for back, score in [(8, 6), (7, 6), (2, 4), (1, 5), (0, 6)]]
    assert weekly_means(days, 26) == (None, 5)
    assert weekly_means([*days, (TODAY + timedelta(days=1), None)], 26) == (None, 5)
    assert weekly_means(days, 1) == (5,)
    assert weekly_means([(TODAY, None)], 26) == weekly_means([], 26) == ()
