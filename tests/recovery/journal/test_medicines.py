"""The list of medicines: typed once, never rewritten, and taken once a day however often it is tapped."""

from datetime import timedelta

import pytest

from recovery import aftermath
from recovery.clinical.aftercare import Return
from recovery.clinical.care import Care, Painkiller
from recovery.clinical.scores import BACKFILL_DAYS, Side
from recovery.episodes import ladder
from recovery.journal import medicines
from recovery.journal.medicines import Told
from recovery.journal.models import Medicine, Taken
from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS, accepted, make_user

NOW = OFFICE_HOURS
TODAY = NOW.date()
NAPROXEN = Told("Naproxen", "500 mg", "2 keer per dag", Painkiller.NSAID)


def add(patient: Patient, told: Told = NAPROXEN, **given: object) -> Medicine:
    return medicines.add(ladder.current(patient), told, by=patient.user, now=NOW, **given)  # type: ignore[arg-type]


def steps(patient: Patient) -> list[tuple[str, object, object]]:
    """The painkiller steps of the ladder: class, first and last day."""
    done = ladder.everything_done(ladder.current(patient))
    return [(one.painkiller, one.date, one.until) for one in done if one.kind == Care.PAINKILLERS]


def stop(medicine: Medicine, patient: Patient, days_ago: int = 0) -> None:
    on = TODAY - timedelta(days=days_ago)
    medicines.stop(medicine, ladder.current(patient), on=on, by=patient.user, now=NOW)


def test_the_same_medicine_twice_is_on_the_list_once(patient: Patient) -> None:
    assert add(patient) == add(patient)
    assert [str(one) for one in medicines.of(patient)] == ["Naproxen 500 mg"]


def test_a_painkiller_is_a_step_of_the_ladder_and_anything_else_is_not(patient: Patient) -> None:
    add(patient, Told("Omeprazol"))
    assert steps(patient) == []
    add(patient, since=TODAY - timedelta(days=9))
    add(patient, Told("Ibuprofen", painkiller=Painkiller.NSAID))
    assert steps(patient) == [("nsaid", TODAY - timedelta(days=9), None)]


def test_the_step_ends_with_the_last_medicine_of_its_class(patient: Patient) -> None:
    first = add(patient, since=TODAY - timedelta(days=9))
    second = add(patient, Told("Ibuprofen", painkiller=Painkiller.NSAID))
    stop(first, patient, 3)
    assert steps(patient)[0][2] is None
    stop(second, patient, 1)
    assert steps(patient)[0][2] == TODAY - timedelta(days=1)


def test_a_step_never_ends_before_it_began(patient: Patient) -> None:
    stop(add(patient), patient, 5)
    assert steps(patient) == [("nsaid", TODAY, TODAY)]


def test_added_stopped_and_added_on_one_day_its_step_goes_on(patient: Patient) -> None:
    stop(add(patient), patient)
    assert steps(patient) == [("nsaid", TODAY, TODAY)]
    again = add(patient)
    assert steps(patient) == [("nsaid", TODAY, None)]
    assert medicines.of(patient) == [again]
    stop(again, patient)
    assert steps(patient) == [("nsaid", TODAY, TODAY)]


def test_what_was_taken_before_a_change_was_taken_today(patient: Patient) -> None:
    before, other = add(patient), add(patient, Told("Naproxen", "250 mg"))
    medicines.take(before, day=TODAY, by=patient.user, now=NOW)
    after = medicines.change(
        before, ladder.current(patient), Told("naproxen", "1000 mg"), by=patient.user, now=NOW
    )
    stop(other, patient)
    assert medicines.taken_on([after], TODAY) == {after.pk}
    assert medicines.taken_on([after], TODAY - timedelta(days=1)) == frozenset()
    medicines.undo(after, day=TODAY, by=patient.user, now=NOW)
    assert medicines.taken_on([after], TODAY) == frozenset()
    assert Taken.objects.count() == 1


def test_of_two_strengths_in_use_only_the_one_that_was_tapped_is_taken(patient: Patient) -> None:
    one, other = add(patient), add(patient, Told("Naproxen", "250 mg"))
    medicines.take(one, day=TODAY, by=patient.user, now=NOW)
    assert medicines.taken_on([one, other], TODAY) == {one.pk}


def test_a_step_that_began_in_the_episode_before_ends_with_its_medicine(patient: Patient) -> None:
    used = add(patient, since=TODAY - timedelta(days=9))
    old = ladder.current(patient)
    told = aftermath.Back(Return.NEW, TODAY - timedelta(days=3), Side.LEFT)
    aftermath.come_back(old, told, by=patient.user, now=NOW)
    stop(used, patient)
    assert [one.until for one in ladder.everything_done(old)] == [TODAY]


def test_what_somebody_writes_for_the_patient_waits_for_the_clinic(patient: Patient) -> None:
    karin = make_user("karin@example.nl")
    accepted(patient, karin)
    for told in (NAPROXEN, Told("Ibuprofen", painkiller=Painkiller.NSAID)):
        medicines.add(ladder.current(patient), told, by=karin, now=NOW)
    (step,) = ladder.everything_done(ladder.current(patient))
    assert step.recorded_by == karin
    assert step.confirmed_at is None


def test_a_change_is_another_row_and_what_was_used_before_stays(patient: Patient) -> None:
    before = add(patient)
    told = Told("Naproxen", "250 mg", painkiller=Painkiller.NSAID)
    newer = medicines.change(before, ladder.current(patient), told, by=patient.user, now=NOW)
    assert medicines.of(patient) == [newer]
    assert newer.replaces == before
    assert Medicine.objects.get(pk=before.pk).strength == "500 mg"
    assert medicines.stopped(patient) == []
    assert steps(patient) == [("nsaid", TODAY, None)]


def test_the_same_words_change_nothing(patient: Patient) -> None:
    before = add(patient)
    assert medicines.change(before, ladder.current(patient), NAPROXEN, by=patient.user, now=NOW) == before
    assert Medicine.objects.count() == 1


def test_another_class_is_another_step(patient: Patient) -> None:
    before = add(patient, since=TODAY - timedelta(days=4))
    told = Told("Tramadol", painkiller=Painkiller.WEAK_OPIOID)
    medicines.change(before, ladder.current(patient), told, by=patient.user, now=NOW)
    assert steps(patient) == [
        ("nsaid", TODAY - timedelta(days=4), TODAY),
        ("weak_opioid", TODAY, None),
    ]


def test_of_two_tabs_the_second_hears_that_it_was_stopped(patient: Patient) -> None:
    medicine = add(patient)
    stop(medicine, patient)
    again = Medicine.objects.get(pk=medicine.pk)
    with pytest.raises(medicines.StoppedBefore):
        stop(again, patient, 2)
    with pytest.raises(medicines.StoppedBefore):
        medicines.change(again, ladder.current(patient), Told("Iets"), by=patient.user, now=NOW)
    assert Medicine.objects.get().stopped_on == TODAY


def test_it_is_not_stopped_in_the_future(patient: Patient) -> None:
    medicine = add(patient)
    with pytest.raises(medicines.NotThisDay):
        stop(medicine, patient, -1)
    assert medicines.of(patient) == [medicine]


def test_a_list_has_an_end(patient: Patient) -> None:
    for n in range(medicines.MOST_STANDING):
        add(patient, Told(f"middel {n}"))
    with pytest.raises(medicines.ListIsFull):
        add(patient)
    assert steps(patient) == []
    assert add(patient, Told("middel 0"))


def test_taken_twice_is_taken_once_and_a_tap_too_many_is_kept(patient: Patient) -> None:
    medicine = add(patient)
    for _again in range(2):
        medicines.take(medicine, day=TODAY, by=patient.user, now=NOW)
    assert medicines.taken_on([medicine], TODAY) == {medicine.pk}
    for _again in range(2):
        medicines.undo(medicine, day=TODAY, by=patient.user, now=NOW)
    assert not medicines.taken_on([medicine], TODAY)
    assert Taken.objects.get().undone_by == patient.user
    medicines.take(medicine, day=TODAY, by=patient.user, now=NOW)
    assert Taken.objects.count() == 2


@pytest.mark.parametrize(("days_ago", "is_taken"), [(-1, False), (0, True), (BACKFILL_DAYS, True)])
def test_a_day_is_told_as_far_back_as_the_diary(patient: Patient, days_ago: int, is_taken: bool) -> None:
    medicine, day = add(patient), TODAY - timedelta(days=days_ago)
    if is_taken:
        medicines.take(medicine, day=day, by=patient.user, now=NOW)
    else:
        with pytest.raises(medicines.NotThisDay):
            medicines.take(medicine, day=day, by=patient.user, now=NOW)
    with pytest.raises(medicines.NotThisDay):
        too_old = TODAY - timedelta(days=BACKFILL_DAYS + 1)
        medicines.take(medicine, day=too_old, by=patient.user, now=NOW)
    assert Taken.objects.filter(day=day).exists() is is_taken


def test_only_a_painkiller_counts_as_one(patient: Patient) -> None:
    other = add(patient, Told("Omeprazol"))
    medicines.take(other, day=TODAY, by=patient.user, now=NOW)
    assert not medicines.took_painkiller(patient, TODAY)
    medicines.take(add(patient), day=TODAY, by=patient.user, now=NOW)
    assert medicines.took_painkiller(patient, TODAY)
    assert not medicines.took_painkiller(patient, TODAY - timedelta(days=1))


def test_days_are_told_by_name_whatever_the_strength_painkillers_first(patient: Patient) -> None:
    other, before = add(patient, Told("Omeprazol")), add(patient)
    medicines.take(other, day=TODAY, by=patient.user, now=NOW)
    medicines.take(before, day=TODAY - timedelta(days=1), by=patient.user, now=NOW)
    told = Told("naproxen", "250 mg", painkiller=Painkiller.NSAID)
    newer = medicines.change(before, ladder.current(patient), told, by=patient.user, now=NOW)
    medicines.take(newer, day=TODAY, by=patient.user, now=NOW)
    found = medicines.days_taken(patient, since=TODAY - timedelta(days=7))
    assert [(one.name.casefold(), len(one.days), one.is_painkiller) for one in found] == [
        ("naproxen", 2, True),
        ("omeprazol", 1, False),
    ]
    assert medicines.days_taken(patient, since=TODAY + timedelta(days=1)) == []


def test_somebody_elses_list_is_not_found(patient: Patient, stranger: Patient) -> None:
    medicine = add(patient)
    assert medicines.find(stranger, medicine.pk) is None
    assert not medicines.was_on_the_list(stranger, medicine.pk)
