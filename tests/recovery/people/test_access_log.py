"""A row a patient, in one statement; told by person and day; never changed, and deleted after years."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from recovery.people import access_log, kept, sealing
from recovery.people.access_log import Reader
from recovery.people.models import AccessRecord, Ground, NeverChangedError, Patient, Role, User, What
from tests.cast import OFFICE_HOURS, make_patient
from tracker.readings import csv_file


@pytest.fixture
def reader(patient: Patient, neurologist: User) -> Reader:
    return Reader(Role.NEUROLOGIST, patient.clinic, user=neurologist, address="203.0.113.7")


@pytest.fixture
def _kept(db: None) -> None:
    """The triggers, for as long as the test lasts: its transaction is taken back with them in it."""
    kept.put(connection)


def old(reader: Reader, at: datetime) -> AccessRecord:
    access_log.record(reader, what=What.REVIEW, now=at)
    return AccessRecord.objects.get(at=at)


def test_each_patient_once_in_one_statement(
    patient: Patient, reader: Reader, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = make_patient(patient.clinic, "kees@example.nl")
    with django_assert_num_queries(1):
        access_log.record_each(reader, [patient, other, patient], what="x", now=timezone.now())
    assert sorted(AccessRecord.objects.values_list("patient", flat=True)) == sorted([patient.pk, other.pk])


def test_a_row_says_who_in_which_role_from_where_and_on_what_ground(
    patient: Patient, reader: Reader, neurologist: User
) -> None:
    access_log.record(reader, what=What.REVIEW, now=OFFICE_HOURS, patient=patient)
    row = AccessRecord.objects.get()
    assert (row.user, row.role, row.patient, row.what, row.at) == (
        neurologist,
        "neurologist",
        patient,
        "review",
        OFFICE_HOURS,
    )
    assert (row.address, row.ground, row.wrote) == ("203.0.113.7", "shared", False)


def test_the_latest_comes_first(patient: Patient, reader: Reader) -> None:
    for what in ("first", "second"):
        access_log.record(reader, what=what, now=timezone.now(), patient=patient)
    assert [row.what for row in access_log.of_patient(patient)] == ["second", "first"]
    assert patient.clinic
    assert [row.what for row in access_log.of_clinic(patient.clinic)] == ["second", "first"]


def test_after_a_discharge_the_ground_is_another(patient: Patient) -> None:
    today = timezone.localdate()
    assert access_log.ground_of(patient, today) is Ground.SHARED
    patient.reads_until = today
    assert access_log.ground_of(patient, today) is Ground.AFTER_DISCHARGE
    assert access_log.ground_of(patient, today + timedelta(days=1)) is Ground.OPEN_ALERT


def test_a_person_on_a_day_is_one_visit_whatever_they_looked_at(patient: Patient, reader: Reader) -> None:
    for minutes, what in ((0, What.LIST), (3, What.REVIEW), (8, What.REVIEW)):
        access_log.record(reader, what=what, now=OFFICE_HOURS + timedelta(minutes=minutes), patient=patient)
    access_log.record(
        reader, what=What.NOTES, now=OFFICE_HOURS + timedelta(minutes=9), patient=patient, wrote=True
    )
    access_log.record(reader, what=What.LIST, now=OFFICE_HOURS + timedelta(days=1), patient=patient)
    later, first = access_log.visits(patient, start=0, size=10)
    assert (later.times, first.times) == (1, 4)
    assert (first.who, first.role, first.last - first.first) == (
        "dr. Haan",
        "neurologist",
        timedelta(minutes=9),
    )
    assert first.did == (("review", False, 2), ("list", False, 1), ("notes", True, 1))
    assert [visit.day for visit in access_log.visits(patient, start=1, size=1)] == [first.day]


def test_late_in_the_evening_is_the_day_it_is_here(patient: Patient, reader: Reader) -> None:
    access_log.record(
        reader, what=What.LIST, now=datetime.fromisoformat("2026-11-18T23:30:00+00:00"), patient=patient
    )
    (visit,) = access_log.visits(patient, start=0, size=10)
    assert visit.day.isoformat() == "2026-11-19"


def test_many_visits_ask_no_more_than_one(patient: Patient, reader: Reader) -> None:
    asked = []
    for days in range(5):
        now = OFFICE_HOURS + timedelta(days=days)
        access_log.record(reader, what=What.LIST, now=now, patient=patient)
        with CaptureQueriesContext(connection) as queries:
            access_log.visits(patient, start=0, size=10)
        asked.append(len(queries))
    assert set(asked) == {4}


def test_the_model_refuses_a_change(patient: Patient, reader: Reader) -> None:
    row = old(reader, OFFICE_HOURS)
    for change in (
        row.save,
        row.delete,
        AccessRecord.objects.all().delete,
        lambda: AccessRecord.objects.update(what="x"),
    ):
        with pytest.raises(NeverChangedError):
            change()


@pytest.mark.usefixtures("_kept")
@pytest.mark.parametrize(
    "statement", ["UPDATE people_accessrecord SET what = 'x'", "DELETE FROM people_accessrecord"]
)
def test_the_database_refuses_a_change(reader: Reader, statement: str) -> None:
    old(reader, timezone.now())
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AccessRecord.objects.get().what == "review"


@pytest.mark.usefixtures("_kept")
def test_the_database_keeps_a_row_for_five_years_whatever_the_clock_of_the_site_says(reader: Reader) -> None:
    now = timezone.now()
    old(reader, now - timedelta(days=5 * 365 - 2))
    with time_machine.travel(now + timedelta(days=3650)), pytest.raises(IntegrityError), transaction.atomic():
        access_log.forget_old(now=timezone.now())
    assert AccessRecord.objects.exists()


@pytest.mark.usefixtures("_kept")
def test_what_is_older_than_the_setting_is_deleted_and_nothing_else(reader: Reader) -> None:
    now = timezone.now()
    young = old(reader, now - timedelta(days=5 * 365 - 2))
    for days in range(3):
        old(reader, now - timedelta(days=5 * 366 + days))
    assert settings.ACCESS_LOG_YEARS == 5
    assert access_log.forget_old(now=now) == 3
    assert AccessRecord.objects.get() == young


def test_on_the_29th_of_february_it_is_kept_a_day_longer_rather_than_shorter(reader: Reader) -> None:
    leap = datetime.fromisoformat("2028-02-29T10:00:00+00:00")
    old(reader, datetime.fromisoformat("2023-02-28T10:00:01+00:00"))
    old(reader, datetime.fromisoformat("2023-02-28T09:59:59+00:00"))
    assert access_log.forget_old(now=leap) == 1


# --- a period, as a file


def test_a_period_is_whole_days_of_the_dutch_clock(patient: Patient, reader: Reader) -> None:
    """In summer a day begins at 22:00 UTC; the last second of the last day is in it, the first of the next is not."""
    zone, clinic = timezone.get_default_timezone(), reader.clinic
    assert clinic
    moments = [
        datetime(2026, 6, 30, 23, 59, 59, tzinfo=zone),
        datetime(2026, 7, 1, 0, 0, tzinfo=zone),
        datetime(2026, 7, 2, 23, 59, 59, 999999, tzinfo=zone),
        datetime(2026, 7, 3, 0, 0, tzinfo=zone),
    ]
    for at in moments:
        access_log.record(reader, what=What.REVIEW, now=at, patient=patient)
    found = access_log.between(clinic, date(2026, 7, 1), date(2026, 7, 2))
    assert [row.at for row in found] == moments[1:3]
    assert len(access_log.between(clinic, date.min, date.max)) == 4


def test_a_file_asks_one_question_however_many_rows_and_opens_no_more_than_names(
    patient: Patient,
    reader: Reader,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A year of a clinic is a million rows: what is not told is not unsealed."""
    assert reader.clinic
    Patient.objects.filter(pk=patient.pk).update(gp_name="Dr. Bos", allergies="noten")
    for _row in range(5):
        access_log.record(reader, what=What.REVIEW, now=OFFICE_HOURS, patient=patient)
    opened, unseal = list[str](), sealing.unseal
    monkeypatch.setattr(sealing, "unseal", lambda text, place: opened.append(place) or unseal(text, place))
    with django_assert_num_queries(1):
        records = access_log.between(reader.clinic, OFFICE_HOURS.date(), OFFICE_HOURS.date())
        lines = list(csv_file(records, names=True))
    assert len(lines) == 6
    assert "dr. Haan" in lines[1]
    assert str(patient) in lines[1]
    assert set(opened) == {"people.User.name"}
