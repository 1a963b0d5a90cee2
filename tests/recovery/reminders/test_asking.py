"""Who is owed a reminder: by the wall clock, once about a day, not who wrote; and one question after a silence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from recovery.clinical.rhythm import Because, Every
from recovery.episodes import ladder
from recovery.journal import rhythm
from recovery.people.models import Clinic, Letter, Patient
from recovery.reminders import asking, wishes
from recovery.reminders.models import Reminder
from recovery.reminders.wishes import Wish
from tests.cast import OFFICE_HOURS, log, make_patient, quiet

TODAY = OFFICE_HOURS.date()
LONG_AGO = OFFICE_HOURS - timedelta(days=200)


def at(clock: str, day: date = TODAY, fold: int = 0) -> datetime:
    """A moment by the wall clock; `fold` 1 is the second time that it comes in one night."""
    return timezone.make_aware(
        datetime.combine(day, time.fromisoformat(clock)).replace(fold=fold)
    ).astimezone(UTC)


def wants(patient: Patient, clock: str = "19:00", *, now: datetime = LONG_AGO, **wish: object) -> Reminder:
    return wishes.choose(patient, Wish(at=time.fromisoformat(clock), **wish), now=now)  # type: ignore[arg-type]


def owed(kind: Letter.Kind = Letter.Kind.REMINDER) -> list[date]:
    found = Letter.objects.filter(kind=kind).order_by("about").values_list("about", flat=True)
    return [day for day in found if day]


def test_it_is_owed_when_the_time_has_come_and_once(patient: Patient) -> None:
    wants(patient)
    asking.owe_due(at("18:59"))
    assert owed() == []
    asking.owe_due(at("19:00"))
    asking.owe_due(at("19:01"))
    asking.owe_due(at("23:59"))
    assert owed() == [TODAY]
    asking.owe_due(at("00:00", TODAY + timedelta(days=1)))
    assert owed() == [TODAY]


def test_midnight_belongs_to_the_day_that_begins(patient: Patient) -> None:
    wants(patient, "00:00")
    asking.owe_due(at("00:00"))
    assert owed() == [TODAY]
    asking.owe_due(at("23:59"))
    assert owed() == [TODAY]


def test_a_worker_that_was_down_owes_it_the_same_day_and_never_the_day_after(patient: Patient) -> None:
    wants(patient)
    asking.owe_due(at("23:58"))
    assert owed() == [TODAY]
    asking.owe_due(at("08:00", TODAY + timedelta(days=3)))
    assert owed() == [TODAY]


def test_who_did_not_choose_reminders_gets_none(patient: Patient) -> None:
    asking.owe_due(at("23:59"))
    assert owed() == []


@pytest.mark.parametrize(
    "wish", [{"is_on": False}, {"paused_until": TODAY + timedelta(days=1)}], ids=["off", "paused"]
)
def test_off_or_paused_is_nothing(patient: Patient, wish: dict[str, object]) -> None:
    wants(patient, **wish)
    asking.owe_due(at("20:00"))
    assert owed() == []


def test_on_the_day_that_a_pause_ends_they_come_again(patient: Patient) -> None:
    wants(patient, paused_until=TODAY)
    asking.owe_due(at("20:00"))
    assert owed() == [TODAY]


def test_who_wrote_today_is_left_alone(patient: Patient) -> None:
    wants(patient)
    log(patient, quiet(), day=TODAY, now=at("12:00"))
    asking.owe_due(at("20:00"))
    assert owed() == []


def test_a_day_before_that_was_written_does_not_count_as_today(patient: Patient) -> None:
    wants(patient)
    log(patient, quiet(), day=TODAY - timedelta(days=1), now=at("12:00"))
    asking.owe_due(at("20:00"))
    assert owed() == [TODAY]


@pytest.mark.parametrize(("days_ago", "is_owed"), [(56, True), (57, False), (365, False)])
def test_a_diary_that_was_given_up_is_left_alone(patient: Patient, days_ago: int, is_owed: bool) -> None:
    wants(patient)
    Patient.objects.update(created_at=LONG_AGO)
    ladder.correct_onset(ladder.current(patient), TODAY - timedelta(days=400))
    log(patient, quiet(), day=TODAY - timedelta(days=days_ago))
    asking.owe_due(at("19:00"))
    assert bool(owed()) is is_owed
    wants(patient, "19:00", now=at("10:00"))
    asking.owe_due(at("19:00"))
    assert owed() == [TODAY]


def test_a_time_that_is_chosen_when_it_has_passed_counts_from_tomorrow(patient: Patient) -> None:
    wants(patient, "20:00", now=at("21:00"))
    asking.owe_due(at("21:01"))
    assert owed() == []
    asking.owe_due(at("20:00", TODAY + timedelta(days=1)))
    assert owed() == [TODAY + timedelta(days=1)]


def test_the_hour_that_does_not_exist_is_the_next(patient: Patient) -> None:
    spring = date(2027, 3, 28)
    wants(patient, "02:30", now=at("10:00", spring - timedelta(days=1)))
    asking.owe_due(at("01:59", spring))
    assert owed() == []
    asking.owe_due(at("01:59", spring) + timedelta(minutes=1))
    assert owed() == [spring]
    asking.owe_due(at("12:00", spring))
    assert owed() == [spring]


def test_the_hour_that_comes_twice_is_the_first_and_only_once(patient: Patient) -> None:
    autumn = date(2026, 10, 25)
    wants(patient, "02:30")
    asking.owe_due(at("02:29", autumn))
    assert owed() == []
    for moment in (at("02:30", autumn), at("02:00", autumn, fold=1), at("02:30", autumn, fold=1)):
        asking.owe_due(moment)
        assert owed() == [autumn]
    assert at("02:30", autumn, fold=1) - at("02:30", autumn) == timedelta(hours=1)


@pytest.mark.parametrize("changes_on", [date(2027, 3, 28), date(2026, 10, 25)])
@pytest.mark.parametrize("clock", ["02:30", "23:59"])
def test_round_a_change_of_the_clock_every_day_has_its_one_reminder(
    patient: Patient, changes_on: date, clock: str
) -> None:
    wants(patient, clock, now=at("10:00", changes_on - timedelta(days=2)))
    moment = at("00:19", changes_on - timedelta(days=1))
    while moment < at("00:00", changes_on + timedelta(days=2)):
        asking.owe_due(moment)
        moment += timedelta(minutes=20)
    for letter in Letter.objects.all():
        shown = timezone.localtime(letter.owed_at).replace(tzinfo=None)
        late = shown - datetime.combine(letter.about or date.min, time.fromisoformat(clock))
        assert timedelta(0) <= late < timedelta(hours=1)
    assert owed() == [changes_on + timedelta(days=n) for n in (-1, 0, 1)]


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_owe_one(clinic: Clinic) -> None:
    patients = [make_patient(clinic, f"p{n}@example.nl") for n in range(8)]
    for patient in patients:
        wants(patient)

    def worker(_number: int) -> None:
        try:
            asking.owe_due(at("19:00"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(worker, range(8)))
    assert sorted(Letter.objects.values_list("patient", flat=True)) == [patient.pk for patient in patients]


def test_however_many_there_are_it_takes_the_same_queries(
    clinic: Clinic, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def silent_since(days: int, n: int) -> None:
        patient = make_patient(clinic, f"{days}-{n}@example.nl", now=LONG_AGO)
        wants(patient)
        for back in range(days, days + 3):
            log(patient, quiet(), day=TODAY - timedelta(days=back))

    silent_since(4, 0)
    with django_assert_num_queries(7):
        asking.owe_due(at("19:00"))
    Letter.objects.all().delete()
    for n in range(1, 6):
        silent_since(4, n)
    with django_assert_num_queries(7):
        asking.owe_due(at("19:00"))
    assert (len(owed()), len(owed(Letter.Kind.SILENCE))) == (6, 6)


# --- the weekly question


def weekly(patient: Patient, since: date) -> None:
    rhythm.choose(patient, Every.WEEK, because=Because.CHOSEN, by=patient.user, now=at("12:00", since))


def test_kept_weekly_it_comes_on_its_weekday(patient: Patient) -> None:
    wants(patient)
    weekly(patient, TODAY)
    for n in range(22):
        asking.owe_due(at("19:00", TODAY + timedelta(days=n)))
    assert owed() == []
    assert owed(Letter.Kind.WEEKLY) == [TODAY + timedelta(days=n) for n in (7, 14, 21)]


@pytest.mark.parametrize(("days_before", "comes"), [(0, False), (3, False), (4, True), (7, True)])
def test_the_weekly_question_is_not_asked_of_who_answered_it(
    patient: Patient, days_before: int, comes: bool
) -> None:
    wants(patient)
    weekly(patient, TODAY - timedelta(days=14))
    log(patient, quiet(), day=TODAY - timedelta(days=days_before))
    asking.owe_due(at("23:00"))
    assert bool(owed(Letter.Kind.WEEKLY)) is comes


# --- the question after a silence


def wrote(patient: Patient, *days_ago: int) -> None:
    for back in days_ago:
        log(patient, quiet(), day=TODAY - timedelta(days=back))


def asked_after(patient: Patient) -> list[date]:
    asking.owe_due(at("23:00"))
    return owed(Letter.Kind.SILENCE)


@pytest.mark.parametrize(
    ("last", "asks"), [(3, False), (4, True), (7, True), (8, False)], ids=["two", "three", "six", "seven"]
)
def test_after_three_silent_days_it_is_asked_and_not_after_a_week(
    patient: Patient, last: int, asks: bool
) -> None:
    wrote(patient, *range(last, last + 5))
    assert bool(asked_after(patient)) is asks


def test_it_is_asked_once_a_silence(patient: Patient) -> None:
    wrote(patient, *range(4, 9))
    for n in range(8):
        asking.owe_due(at("20:00", TODAY + timedelta(days=n)))
    assert owed(Letter.Kind.SILENCE) == [TODAY - timedelta(days=3)]
    log(patient, quiet(), day=TODAY + timedelta(days=8))
    for n in range(9, 20):
        asking.owe_due(at("20:00", TODAY + timedelta(days=n)))
    assert owed(Letter.Kind.SILENCE) == [TODAY - timedelta(days=3), TODAY + timedelta(days=9)]


def test_who_hardly_began_and_chose_nothing_is_not_asked(patient: Patient) -> None:
    wrote(patient, 4, 5)
    assert asked_after(patient) == []


def test_who_chose_reminders_is_asked_also_after_a_few_days(patient: Patient) -> None:
    wrote(patient, 4)
    wants(patient)
    assert asked_after(patient) == [TODAY - timedelta(days=3)]


@pytest.mark.parametrize(
    "wish", [{"asks_after_silence": False}, {"paused_until": TODAY + timedelta(days=1)}], ids=["no", "paused"]
)
def test_who_does_not_want_to_be_asked_is_not(patient: Patient, wish: dict[str, object]) -> None:
    wrote(patient, *range(4, 9))
    wants(patient, **wish)
    assert asked_after(patient) == []


def test_who_keeps_it_weekly_is_not_asked_after_three_days(patient: Patient) -> None:
    wrote(patient, *range(4, 9))
    weekly(patient, TODAY - timedelta(days=4))
    assert asked_after(patient) == []


def test_it_is_asked_at_the_chosen_time_else_in_the_evening(patient: Patient) -> None:
    wrote(patient, *range(4, 9))
    asking.owe_due(at("18:59"))
    assert owed(Letter.Kind.SILENCE) == []
    asking.owe_due(at("19:00"))
    assert owed(Letter.Kind.SILENCE) == [TODAY - timedelta(days=3)]
