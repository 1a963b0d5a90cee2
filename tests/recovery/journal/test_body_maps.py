"""A body picture: one stands a day, and what it said before is kept."""

from datetime import timedelta

from django.utils import timezone

from recovery.clinical.body import marks_of
from recovery.episodes import ladder
from recovery.journal import body_maps
from recovery.journal.body_maps import Written
from recovery.journal.diary import Change
from recovery.journal.models import BodyMap
from recovery.people.models import Patient


def write(patient: Patient, *codes: str, days_ago: int = 0) -> Written:
    now = timezone.now() - timedelta(days=days_ago)
    return body_maps.write(ladder.current(patient), marks=marks_of(codes), by=patient.user, now=now)


def test_one_stands_a_day_and_the_replaced_ones_are_kept(patient: Patient) -> None:
    assert write(patient, "calf_left:pain").change is Change.NEW
    assert write(patient, "calf_left:pain").change is Change.SAME
    assert write(patient, "calf_left:numb").change is Change.CORRECTED
    last = write(patient, "shin_left:numb").body_map
    assert list(BodyMap.objects.standing()) == [last]
    assert [one.marks for one in BodyMap.objects.order_by("pk")] == [
        [["calf_left", "pain"]],
        [["calf_left", "numb"]],
        [["shin_left", "numb"]],
    ]


def test_the_latest_come_first(patient: Patient) -> None:
    old = write(patient, "calf_left:pain", days_ago=3).body_map
    new = write(patient).body_map
    assert body_maps.latest_of(ladder.current(patient), 3) == [new, old]
    assert body_maps.marks_in(old) == marks_of(["calf_left:pain"])


def test_a_mark_that_is_not_known_here_is_left_out_of_the_picture(patient: Patient) -> None:
    made = write(patient, "calf_left:pain").body_map
    made.marks = [["calf_left", "pain"], ["wing_left", "pain"]]
    assert body_maps.marks_in(made) == marks_of(["calf_left:pain"])
