"""Writing a day down, correcting it, taking it back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from recovery.episodes import ladder
from recovery.journal import diary
from recovery.journal.models import Entry, EntryVersion
from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS, flagged, make_patient, quiet

TODAY = OFFICE_HOURS.date()


def write(patient: Patient, day: date, answers: object = None) -> diary.Written:
    return diary.write(
        ladder.current(patient),
        day=day,
        answers=answers or quiet(),  # type: ignore[arg-type]
        by=patient.user,
        now=OFFICE_HOURS,
    )


@pytest.mark.parametrize("back", [0, 1, 2, 3])
def test_today_and_three_days_back_can_be_written_and_later_ones_say_so(patient: Patient, back: int) -> None:
    entry = write(patient, TODAY - timedelta(days=back)).entry
    assert entry.backfilled == (back > 0)


@pytest.mark.parametrize("days", [-4, 1, 400])
def test_another_day_is_refused_and_nothing_is_written(patient: Patient, days: int) -> None:
    with pytest.raises(diary.NotThisDay):
        write(patient, TODAY + timedelta(days=days))
    assert not Entry.objects.exists()


def test_a_day_before_the_onset_is_refused(clinic: object, db: None) -> None:
    recent = make_patient(None, "net@example.nl", onset_days_ago=1, now=OFFICE_HOURS)
    assert diary.days_to_log(ladder.current(recent), TODAY) == [TODAY, TODAY - timedelta(days=1)]
    with pytest.raises(diary.NotThisDay):
        write(recent, TODAY - timedelta(days=2))


def test_a_correction_keeps_every_earlier_version(patient: Patient) -> None:
    for leg_pain in (4, 7, 2):
        written = write(patient, TODAY, quiet(leg_pain=leg_pain))
    assert written.change is diary.Change.CORRECTED
    assert Entry.objects.get().leg_pain == 2
    assert Entry.objects.get().corrected_at == OFFICE_HOURS
    assert [version.answers["leg_pain"] for version in diary.versions_of(patient)] == [7, 4]


def test_a_correction_just_before_a_removal_is_kept_too(patient: Patient) -> None:
    stale = write(patient, TODAY, quiet(leg_pain=3)).entry
    write(patient, TODAY, quiet(leg_pain=9, note="belangrijk"))
    for _again in range(2):
        diary.remove(stale, by=patient.user, now=OFFICE_HOURS)
    kept = [version.answers["leg_pain"] for version in diary.versions_of(patient)]
    assert sorted(kept) == [3, 9]


def test_an_old_day_can_be_corrected_and_keeps_its_mark(patient: Patient) -> None:
    entry = write(patient, TODAY - timedelta(days=1)).entry
    Entry.objects.filter(pk=entry.pk).update(day=TODAY - timedelta(days=20))
    assert write(patient, TODAY - timedelta(days=20), quiet(leg_pain=9)).change is diary.Change.CORRECTED
    assert Entry.objects.get().backfilled


def test_the_same_answers_again_change_nothing(patient: Patient) -> None:
    write(patient, TODAY, flagged("fever"))
    assert write(patient, TODAY, flagged("fever")).change is diary.Change.SAME
    assert not EntryVersion.objects.exists()


def test_a_red_flag_can_be_kept_without_scores(patient: Patient) -> None:
    bare = flagged(limitation=None, leg_pain=None, back_pain=None, feeling="", strength="")
    entry = write(patient, TODAY, bare).entry
    entry.refresh_from_db()
    assert entry.answers() == bare
    assert entry.value().leg_pain is None


@pytest.mark.parametrize("score", [-1, 11])
@pytest.mark.parametrize("scale", ["limitation", "leg_pain", "back_pain"])
def test_the_database_refuses_a_score_off_the_scale(patient: Patient, scale: str, score: int) -> None:
    entry = write(patient, TODAY).entry
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(**{scale: score})


def test_the_database_holds_one_entry_a_day(patient: Patient) -> None:
    entry = write(patient, TODAY).entry
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_at_once_the_second_becomes_a_correction(patient: Patient) -> None:
    def tab(leg_pain: int) -> diary.Change:
        try:
            return write(patient, TODAY, quiet(leg_pain=leg_pain)).change
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        changes = list(pool.map(tab, range(6)))
    assert sorted(changes) == ["corrected"] * 5 + ["new"]
    assert Entry.objects.count() == 1
    assert EntryVersion.objects.count() == 5
