"""An episode and what was done about it: one at a time, each treatment once, nothing out of order."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from recovery.clinical.course import TreatedOn, TreatmentKind
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS

TODAY = OFFICE_HOURS.date()


def record(patient: Patient, kind: TreatmentKind, days_ago: int) -> None:
    episode, on = ladder.current(patient), TODAY - timedelta(days=days_ago)
    ladder.record_treatment(episode, kind=kind, on=on, by=patient.user, now=OFFICE_HOURS)


def test_treatments_are_told_from_the_first_on_and_the_same_one_once(patient: Patient) -> None:
    for kind, days_ago in (
        (TreatmentKind.OPERATION, 3),
        (TreatmentKind.INJECTION, 20),
        (TreatmentKind.OPERATION, 3),
    ):
        record(patient, kind, days_ago)
    episode = ladder.current(patient)
    assert [treatment.value() for treatment in ladder.treatments_of(episode)] == [
        TreatedOn(TreatmentKind.INJECTION, TODAY - timedelta(days=20)),
        TreatedOn(TreatmentKind.OPERATION, TODAY - timedelta(days=3)),
    ]


def test_the_database_holds_one_current_episode(patient: Patient) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.create(patient=patient, onset=TODAY, side="left")


def test_an_ended_episode_makes_room_for_a_new_one(patient: Patient) -> None:
    Episode.objects.update(ended_on=TODAY)
    newer = Episode.objects.create(patient=patient, onset=TODAY, side="right")
    assert ladder.current(patient) == newer


def test_the_database_refuses_an_end_before_the_onset(patient: Patient) -> None:
    onset = ladder.current(patient).onset
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.update(ended_on=onset - timedelta(days=1))
