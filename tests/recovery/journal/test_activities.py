"""Own activities: at most three, never another's, and kept when they are asked no more."""

from uuid import uuid4

import pytest
from django.utils import timezone

from recovery.episodes import ladder
from recovery.journal import activities, diary
from recovery.journal.models import Activity, EntryVersion
from recovery.people.models import Patient
from tests.cast import log, quiet


def choose(patient: Patient, name: str, instead_of: Activity | None = None) -> Activity:
    return activities.choose(
        ladder.current(patient),
        name=name,
        by=patient.user,
        now=timezone.now(),
        instead_of=instead_of.ref if instead_of else None,
    )


def test_three_stand_and_a_fourth_is_refused(patient: Patient) -> None:
    for name in ("walking", "sitting", "socks"):
        choose(patient, name)
    with pytest.raises(activities.TooMany):
        choose(patient, "cycling")
    assert [one.name for one in activities.standing(ladder.current(patient))] == [
        "walking",
        "sitting",
        "socks",
    ]


def test_the_same_words_are_the_same_row(patient: Patient) -> None:
    assert choose(patient, "Walking") == choose(patient, "walking")


def test_one_is_replaced_and_its_scores_are_kept(patient: Patient) -> None:
    walking = choose(patient, "walking")
    log(patient, quiet(activities={str(walking.ref): 7}))
    cycling = choose(patient, "cycling", instead_of=walking)
    episode = ladder.current(patient)
    assert activities.standing(episode) == [cycling]
    assert activities.days_of(episode)[0][1] == {str(walking.ref): 7}
    assert [one.name for one in activities.asked(episode, {str(walking.ref)})] == ["walking", "cycling"]


def test_nobody_retires_anothers(patient: Patient, stranger: Patient) -> None:
    walking = choose(patient, "walking")
    assert not activities.retire(ladder.current(stranger), walking.ref, by=stranger.user, now=timezone.now())
    assert activities.standing(ladder.current(patient)) == [walking]


def test_a_day_keeps_the_scores_that_fit_and_drops_the_others(patient: Patient, stranger: Patient) -> None:
    mine, theirs = choose(patient, "walking"), choose(stranger, "sitting")
    told = {str(mine.ref): 10, str(theirs.ref): 3, str(uuid4()): 1, "nonsense": 2}
    entry = log(patient, quiet(activities=told)).entry
    assert entry.activities == {str(mine.ref): 10}
    assert log(patient, quiet(activities={str(mine.ref): 11})).entry.activities == {}


def test_a_correction_keeps_what_was_scored_before(patient: Patient) -> None:
    ref = str(choose(patient, "walking").ref)
    log(patient, quiet(activities={ref: 7}))
    assert log(patient, quiet(activities={ref: 7})).change is diary.Change.SAME
    assert log(patient, quiet(activities={ref: 4})).change is diary.Change.CORRECTED
    assert EntryVersion.objects.get().answers["activities"] == {ref: 7}


def test_an_alert_keeps_the_words_of_an_activity(patient: Patient) -> None:
    ref = str(choose(patient, "walking").ref)
    alert = log(patient, quiet(signs=("bladder",), activities={ref: 7})).alert
    assert alert is not None
    assert alert.answers["activity_names"] == {ref: "walking"}
