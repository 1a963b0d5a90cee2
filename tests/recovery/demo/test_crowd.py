"""The crowd makes a clinic that looks like one: a curve like the 80 in 100, and the stories still in front."""

from datetime import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from recovery import caseload
from recovery.alerts.models import Alert
from recovery.caseload import Group
from recovery.clinical.natural_course import WINDOW_WEEKS
from recovery.demo import crowd, load
from recovery.demo.stories import STORIES
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Patient, User
from recovery.trends.cohort import cohort_of
from recovery.trends.models import Assessment

NOW = timezone.make_aware(datetime(2026, 11, 22, 14, 10))
SOME = 12


@pytest.mark.django_db
def test_the_whole_crowd_is_a_clinic_with_the_stories_on_its_first_page() -> None:
    load.load(NOW, crowd=crowd.CROWD)
    clinic = Clinic.objects.get()
    by_week = {week.number: week for week in cohort_of(clinic).incidence.weeks}
    assert 0.5 <= by_week[12].recovered <= 0.67
    assert 0.72 <= by_week[WINDOW_WEEKS].recovered <= 0.85
    assert 0.04 <= by_week[WINDOW_WEEKS].injection <= 0.12
    assert 0.02 <= by_week[WINDOW_WEEKS].operation <= 0.09
    page = caseload.page_of(clinic, today=timezone.localdate(NOW))
    assert page.patients == crowd.CROWD + len(STORIES) >= 200
    assert {story.name for story in STORIES} <= {row.name for row in page.rows}
    groups = [row.group for row in page.rows]
    assert groups.count(Group.OPEN_ALERT) == 1
    assert groups.count(Group.WORSE) + groups.count(Group.OFF_COURSE) <= 20
    assert groups.count(Group.SILENT) <= 10


def add_some(clinic: Clinic, neurologist: User, now: datetime = NOW) -> None:
    crowd.add(clinic, SOME, password="!", by=neurologist, now=now)


@pytest.mark.parametrize("hour", [0, 23])
def test_nobody_has_a_day_that_cannot_be_or_a_sign(clinic: Clinic, neurologist: User, hour: int) -> None:
    now = NOW.replace(hour=hour)
    add_some(clinic, neurologist, now)
    assert Entry.objects.count() > SOME
    for entry in Entry.objects.select_related("episode"):
        assert entry.episode.onset <= entry.day <= timezone.localdate(now)
        assert entry.day <= timezone.localdate(entry.written_at)
        assert entry.written_at <= now
        assert entry.signs == []
    assert not Alert.objects.exists()


def test_each_has_one_assessment_of_their_last_day(clinic: Clinic, neurologist: User) -> None:
    add_some(clinic, neurologist)
    patients = Patient.objects.filter(clinic=clinic)
    assert len(patients) == SOME
    for patient in patients:
        last = Entry.objects.filter(patient=patient).latest("day").day
        found = Assessment.objects.get(patient=patient)
        assert (found.as_of, found.last_day) == (last, last)
        assert found.made_at <= NOW


def test_the_same_people_come_every_time(clinic: Clinic, neurologist: User) -> None:
    first, second = (told_by_the_crowd(clinic, neurologist) for _time in range(2))
    assert first == second
    assert len({name for name, _leg_pain in first}) > 1


def told_by_the_crowd(clinic: Clinic, neurologist: User) -> list[tuple[str, int | None]]:
    """Who said what, in a database that forgets it again."""
    before = transaction.savepoint()
    add_some(clinic, neurologist)
    told = list(Entry.objects.order_by("pk").values_list("patient__user__name", "leg_pain"))
    transaction.savepoint_rollback(before)
    return told
