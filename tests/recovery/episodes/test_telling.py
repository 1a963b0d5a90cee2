"""Who may confirm and who may withdraw what was told, and on which dates it can have happened."""

from datetime import date, timedelta

import pytest

from recovery.clinical.care import Care, DiscLevel, ImagingKind, Painkiller
from recovery.clinical.course import TreatmentKind
from recovery.clinical.scores import Side
from recovery.episodes import imaging, ladder, telling
from recovery.episodes.models import Imaging, Treatment
from recovery.episodes.telling import NotThisDate, Wrong
from recovery.people.models import Patient, User
from tests.cast import OFFICE_HOURS

TODAY = OFFICE_HOURS.date()
LATER = OFFICE_HOURS + timedelta(hours=1)


def physio(patient: Patient, by: User, **fields: object) -> Treatment:
    given = {"kind": Care.PHYSIOTHERAPY, "on": TODAY - timedelta(days=9)} | fields
    treatment = ladder.record_treatment(ladder.current(patient), **given, by=by, now=OFFICE_HOURS)  # type: ignore[arg-type]
    return found(treatment)


def mri(patient: Patient, by: User, finding: str = "", on: date = TODAY) -> Imaging:
    episode = ladder.current(patient)
    return imaging.record(episode, kind=ImagingKind.MRI, on=on, finding=finding, by=by, now=OFFICE_HOURS)


def found(treatment: Treatment) -> Treatment:
    again = ladder.find(treatment.episode, treatment.pk)
    assert again
    return again


def test_what_the_patient_writes_waits_and_what_the_clinic_writes_does_not(
    patient: Patient, neurologist: User
) -> None:
    assert physio(patient, patient.user).waits
    own = physio(patient, neurologist, on=TODAY)
    assert not own.waits
    assert own.confirmed_by == own.recorded_by == neurologist
    assert mri(patient, patient.user).waits
    assert not mri(patient, neurologist, on=TODAY - timedelta(days=1)).waits


def test_the_clinic_confirms_once_and_the_patient_never(patient: Patient, neurologist: User) -> None:
    treatment = physio(patient, patient.user)
    assert not telling.confirm(treatment, by=patient.user, now=LATER)
    assert telling.confirm(treatment, by=neurologist, now=LATER)
    assert not telling.confirm(treatment, by=neurologist, now=LATER + timedelta(days=1))
    assert (found(treatment).confirmed_by, found(treatment).confirmed_at) == (neurologist, LATER)


def test_the_clinic_that_writes_the_same_confirms_it(patient: Patient, neurologist: User) -> None:
    told = physio(patient, patient.user)
    assert physio(patient, neurologist) == told
    assert found(told).confirmed_by == neurologist
    assert found(told).recorded_by == patient.user


def test_the_patient_withdraws_what_they_wrote_as_long_as_nobody_confirmed_it(
    patient: Patient, neurologist: User
) -> None:
    own, theirs = physio(patient, patient.user), physio(patient, neurologist, on=TODAY)
    assert telling.may_withdraw(own, by=patient.user)
    assert not telling.may_withdraw(theirs, by=patient.user)
    assert not telling.withdraw(theirs, by=patient.user, now=LATER)
    telling.confirm(own, by=neurologist, now=LATER)
    assert not telling.may_withdraw(found(own), by=patient.user)
    assert not telling.withdraw(own, by=patient.user, now=LATER)
    assert not found(own).is_withdrawn


def test_the_clinic_withdraws_anything_once_and_it_is_kept(patient: Patient, neurologist: User) -> None:
    told = physio(patient, patient.user)
    telling.confirm(told, by=neurologist, now=LATER)
    assert telling.withdraw(told, by=neurologist, now=LATER)
    assert not telling.withdraw(told, by=neurologist, now=LATER + timedelta(days=1))
    assert not telling.confirm(told, by=neurologist, now=LATER)
    assert not telling.may_withdraw(found(told), by=neurologist)
    assert (found(told).withdrawn_by, found(told).withdrawn_at) == (neurologist, LATER)
    assert ladder.all_of(told.episode) == [told]


def test_what_was_withdrawn_can_be_written_down_again(patient: Patient) -> None:
    first = physio(patient, patient.user)
    telling.withdraw(first, by=patient.user, now=LATER)
    assert physio(patient, patient.user) != first
    assert len(ladder.all_of(first.episode)) == 2


@pytest.mark.parametrize("kind", Care)
def test_a_step_has_a_date_in_the_episode_so_far(patient: Patient, kind: Care) -> None:
    onset = ladder.current(patient).onset
    for on, wrong in (
        (TODAY + timedelta(days=1), Wrong.TO_COME),
        (onset - timedelta(days=1), Wrong.BEFORE_THE_ONSET),
    ):
        with pytest.raises(NotThisDate) as refused:
            physio(patient, patient.user, kind=kind, on=on)
        assert refused.value.wrong is wrong
    assert not Treatment.objects.exists()
    for on in (TODAY, onset):
        assert physio(patient, patient.user, kind=kind, on=on).date == on


def test_a_picture_has_a_date_in_the_episode_so_far(patient: Patient) -> None:
    for on in (TODAY + timedelta(days=1), ladder.current(patient).onset - timedelta(days=1)):
        with pytest.raises(NotThisDate):
            mri(patient, patient.user, on=on)
    assert not Imaging.objects.exists()


def test_what_lasts_ends_once_and_not_before_it_began(patient: Patient, neurologist: User) -> None:
    treatment = physio(patient, patient.user)
    with pytest.raises(NotThisDate) as refused:
        ladder.end(treatment, until=treatment.date - timedelta(days=1), by=patient.user, now=LATER)
    assert refused.value.wrong is Wrong.BEFORE_IT_BEGAN
    with pytest.raises(NotThisDate):
        ladder.end(treatment, until=TODAY + timedelta(days=1), by=patient.user, now=LATER)
    assert ladder.end(treatment, until=treatment.date, by=patient.user, now=LATER)
    assert not ladder.end(treatment, until=TODAY, by=neurologist, now=LATER)
    assert (found(treatment).until, found(treatment).ended_by) == (treatment.date, patient.user)


def test_what_happens_on_one_day_has_no_end(patient: Patient) -> None:
    injection = physio(patient, patient.user, kind=Care.INJECTION)
    assert not ladder.end(injection, until=TODAY, by=patient.user, now=LATER)
    with pytest.raises(ValueError, match="injection"):
        physio(patient, patient.user, kind=Care.INJECTION, until=TODAY)
    with pytest.raises(ValueError, match="physiotherapy"):
        physio(patient, patient.user, painkiller=Painkiller.NSAID)


def test_two_classes_of_painkillers_from_one_day_are_two(patient: Patient) -> None:
    for painkiller in (Painkiller.NSAID, Painkiller.PARACETAMOL, Painkiller.NSAID):
        physio(patient, patient.user, kind=Care.PAINKILLERS, painkiller=painkiller)
    assert [one.painkiller for one in Treatment.objects.order_by("pk")] == ["nsaid", "paracetamol"]


def test_telling_of_it_again_with_its_end_ends_it(patient: Patient) -> None:
    physio(patient, patient.user)
    assert physio(patient, patient.user, until=TODAY).until == TODAY
    assert Treatment.objects.count() == 1


def test_a_finding_takes_the_place_of_a_picture_without_one(patient: Patient, neurologist: User) -> None:
    first = mri(patient, patient.user)
    assert mri(patient, patient.user) == first
    second = mri(patient, neurologist, "HNP L4-L5")
    assert second.finding == "HNP L4-L5"
    assert [picture.is_withdrawn for picture in imaging.all_of(first.episode)] == [True, False]
    assert mri(patient, patient.user, "niets te zien") == second
    assert mri(patient, neurologist) == second


def test_nothing_is_found_in_another_episode(patient: Patient, stranger: Patient) -> None:
    treatment, picture = physio(patient, patient.user), mri(patient, patient.user)
    theirs = ladder.current(stranger)
    assert ladder.find(theirs, treatment.pk) is None
    assert imaging.find(theirs, picture.pk) is None
    assert imaging.find(picture.episode, picture.pk) == picture


def test_level_and_side_keep_who_set_them(patient: Patient, neurologist: User) -> None:
    episode = ladder.current(patient)
    ladder.place(episode, level=DiscLevel.L4_L5, side=Side.RIGHT, by=neurologist, now=LATER)
    episode = ladder.current(patient)
    assert (episode.level, episode.side) == ("L4-L5", "right")
    assert (episode.placed_by, episode.placed_at) == (neurologist, LATER)
    ladder.place(episode, level=None, side=Side.RIGHT, by=neurologist, now=LATER)
    assert ladder.current(patient).level == ""


def test_the_first_of_what_was_told_bounds_the_onset(patient: Patient) -> None:
    episode = ladder.current(patient)
    assert ladder.earliest_told(episode) is None
    mri(patient, patient.user, on=TODAY - timedelta(days=4))
    assert ladder.earliest_told(episode) == TODAY - timedelta(days=4)
    treatment = physio(patient, patient.user, kind=TreatmentKind.INJECTION)
    assert ladder.earliest_told(episode) == TODAY - timedelta(days=9)
    telling.withdraw(treatment, by=patient.user, now=LATER)
    assert ladder.earliest_told(episode) == TODAY - timedelta(days=4)
