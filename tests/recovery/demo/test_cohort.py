"""A cohort in bulk: people that could be, the same every time, each batch whole or not at all."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from django.db import transaction
from django.utils import timezone

from recovery import caseload
from recovery.alerts.models import Alert, Delivery
from recovery.clinical.reading import read
from recovery.demo import cohort, courses
from recovery.episodes.models import Episode
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Patient
from recovery.trends import assess
from recovery.trends.models import Assessment

NOW = timezone.make_aware(datetime(2026, 11, 22, 14, 10))
TODAY = NOW.date()
DAYS = 60


def add(clinic: Clinic, number: int, seed: int = 1) -> list[cohort.Batch]:
    return list(cohort.add(clinic, number, days=DAYS, seed=seed, password="!", now=NOW))


@pytest.mark.django_db
def test_each_has_a_diary_that_could_be(clinic: Clinic) -> None:
    add(clinic, 30)
    assert Patient.objects.filter(clinic=clinic, shares_diary=True).count() == 30
    for entry in Entry.objects.select_related("episode").order_by("pk")[::25]:
        entry.full_clean(exclude=["signs", "worse_on_coughing"])
        assert entry.episode.onset <= entry.day <= TODAY
        assert entry.day == timezone.localdate(entry.written_at)
        assert entry.written_at <= NOW
    first = TODAY - timedelta(days=DAYS - 1)
    assert {entry.day for entry in Entry.objects.filter(day=first)} == {first}
    assert Entry.objects.filter(day=first).count() == 30


@pytest.mark.django_db
def test_what_is_kept_is_what_the_model_says_of_the_diary_that_was_written(clinic: Clinic) -> None:
    add(clinic, 60)
    for episode in Episode.objects.filter(patient__clinic=clinic).select_related("patient__clinic")[::10]:
        kept = Assessment.objects.get(patient=episode.patient_id)
        reading = read(assess.course_now(episode), TODAY)
        assert (kept.standing, kept.entries, kept.last_day) == (
            reading.standing,
            reading.entries,
            reading.last_day,
        )
        assert kept.probability == (reading.outlook and pytest.approx(reading.outlook.probability, abs=1e-4))


@pytest.mark.django_db
def test_a_sign_has_its_alert_and_no_message(clinic: Clinic) -> None:
    add(clinic, 300)
    flagged = {(entry.patient_id, entry.day) for entry in Entry.objects.exclude(signs=[])}
    assert flagged
    assert {(alert.patient_id, alert.day) for alert in Alert.objects.all()} == flagged
    assert not Delivery.objects.exists()
    page = caseload.page_of(clinic, today=TODAY)
    assert page.patients == 300
    assert page.rows[0].alert_urgency


@pytest.mark.django_db
def test_it_goes_on_where_it_was_stopped(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cohort, "BATCH", 4)
    batches = cohort.add(clinic, 10, days=DAYS, seed=1, password="!", now=NOW)
    assert next(batches).patients == 4
    batches.close()
    assert cohort.already(clinic) == 4
    assert [batch.patients for batch in add(clinic, 10)] == [4, 2]
    assert cohort.already(clinic) == 10
    assert add(clinic, 10) == []


@pytest.mark.django_db
def test_a_fault_half_way_through_a_batch_leaves_nothing_of_it(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cohort, "_raise", fault)
    with pytest.raises(KeyboardInterrupt):
        add(clinic, 5)
    assert not Patient.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_people(clinic: Clinic) -> None:
    one, again, other = (told(clinic, seed) for seed in (1, 1, 2))
    assert one == again != other


def told(clinic: Clinic, seed: int) -> list[tuple[str, int | None]]:
    before = transaction.savepoint()
    add(clinic, 5, seed)
    found = list(Entry.objects.order_by("pk").values_list("patient__user__name", "leg_pain"))
    transaction.savepoint_rollback(before)
    return found


def test_about_80_in_100_lose_most_of_their_pain_in_half_a_year() -> None:
    drawn = courses.draw(np.random.default_rng(1), 2000, 182)
    assert 0.72 <= (drawn.level[:, -1] <= 1.5).mean() <= 0.85
    assert 0.6 <= drawn.written.mean() <= 0.85
    for scores in drawn.scores:
        assert scores.min() == 0
        assert 8 < scores.max() <= 10
