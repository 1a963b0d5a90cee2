"""The night that the disk died: what was owed is owed again, and nobody who reported a red flag is forgotten."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import filemode
from threading import Event, Thread, Timer

import pytest
from django.db import connection
from django.utils import timezone

from recovery.alerts import contact
from recovery.alerts.delivery import deliver_owed
from recovery.alerts.models import Alert, Delivery, Outcome
from recovery.alerts.models.delivery import LEASE
from recovery.journal.models import Entry
from recovery.people.models import Patient, User
from tests.cast import PASSWORD, flagged, log, make_clinic, make_patient, make_staff, quiet
from tracker.keeping import backup, places, restore, rows
from tracker.keeping.container import Tally
from tracker.keeping.report import report


def back_up(site: Path, keep: int = 14) -> backup.Made:
    return backup.back_up(site / "backups", to=[], keep=keep, now=timezone.now())


def put_back(made: backup.Made) -> restore.Restored:
    return restore.restore(made.path, keys=[], over=places.name(), now=timezone.now())


def sent() -> Counter[str]:
    """What a worker sends: how often each message leaves."""
    got: Counter[str] = Counter()
    deliver_owed(lambda delivery: got.update([str(delivery.key)]))
    return got


def close(alert: Alert, by: User) -> None:
    contact.close(alert, outcome=Outcome.PHONED, needed=True, note="", by=by, now=timezone.now())


@contextmanager
def somebody_writes(patient: Patient) -> Iterator[None]:
    """Another connection saves days as fast as it can."""
    stop, begun = Event(), Event()

    def write() -> None:
        try:
            for score in range(10_000):
                log(patient, quiet(score % 11))
                begun.set()
                if stop.is_set():
                    return
        finally:
            connection.close()

    thread = Thread(target=write)
    thread.start()
    assert begun.wait(20)
    yield
    stop.set()
    thread.join()


def sums() -> dict[str, str]:
    tally = Tally()
    for table in rows.tables(rows.applied()):
        for _ in tally.over(table.name, rows.written(rows.read(table))):
            pass
    return tally.sums


def test_a_restore_of_last_nights_backup_loses_no_alert_that_is_still_owed(site: Path) -> None:
    clinic = make_clinic()
    doctor = make_staff(clinic, "haan@noord.example")
    anna, bram, carla = (
        make_patient(clinic, f"{name}@example.nl", name=name) for name in ("anna", "bram", "carla")
    )
    closed = log(anna, flagged("bladder")).alert
    assert closed
    close(closed, doctor)
    assert not sent(), "a closed alert never rings again"
    in_hand, waits = log(anna, flagged("saddle")).alert, log(bram, flagged("saddle")).alert
    assert in_hand
    assert waits
    Delivery.objects.filter(alert=in_hand).update(leased_until=timezone.now() + LEASE)
    owed = {str(key) for key in Delivery.objects.pending().values_list("key", flat=True)}

    with somebody_writes(carla):
        made = back_up(site)

    arrived = sent()  # after the backup, and before the disk dies
    late = log(carla, flagged("bowel"), now=timezone.now()).alert
    over = log(bram, flagged("bladder"), now=timezone.now()).alert
    assert late
    assert over
    close(over, doctor)
    newcomer = make_patient(clinic, "dirk@example.nl", name="Dirk", phone="+31612345678")
    log(newcomer, flagged("bladder"), now=timezone.now())
    highest = newcomer.pk
    Delivery.objects.all().delete()

    done = put_back(made)

    assert (done.owed, done.replayed.raised, done.replayed.unread, done.replayed.open_again) == (
        len(owed),
        1,
        0,
        0,
    )
    assert [one.said["name"] for one in done.replayed.unknown] == ["Dirk"]
    assert any(line.startswith("PHONE NOW: Dirk (+31612345678") for line in report(done))
    assert set(Alert.objects.values_list("pk", flat=True)) == {closed.pk, in_hand.pk, waits.pk, late.pk}
    raised = Alert.objects.get(pk=late.pk)
    assert (raised.signs, raised.raised_at, raised.patient) == (late.signs, late.raised_at, carla)
    again = sent()
    assert set(again.values()) == {1}
    assert owed < set(again), "whatever was owed at the moment of the backup leaves again, under the same id"
    assert set(arrived) <= set(again)
    assert Delivery.objects.filter(alert=late).get().sent_at
    assert not Delivery.objects.pending().exists()
    assert not sent()
    assert carla.pk < make_patient(clinic, "next@example.nl").pk <= highest, (
        "new rows are numbered after the old"
    )
    assert User.objects.get(pk=anna.user.pk).check_password(PASSWORD)


def test_a_backup_is_of_one_moment_and_comes_back_row_by_row(site: Path, patient: Patient) -> None:
    log(patient, flagged("saddle"), now=timezone.now())
    before, made = sums(), back_up(site)
    Entry.objects.all().delete()
    assert sums() != before
    rehearsed = restore.rehearse(made.path, keys=[], now=timezone.now())
    assert rehearsed.tally.sums == made.tally.sums == before
    assert sums() != before, "a rehearsal changes nothing"


def test_a_database_that_is_not_empty_is_left_alone_unless_it_is_named(site: Path, patient: Patient) -> None:
    made = back_up(site)
    with pytest.raises(restore.Refused, match="of 1 patients with 0 days") as refused:
        restore.restore(made.path, keys=[], over="another", now=timezone.now())
    assert f"--over {places.name()}" in str(refused.value)
    assert Patient.objects.get() == patient


def test_a_database_that_something_has_open_is_left_alone(site: Path, patient: Patient) -> None:
    made = back_up(site)
    looks, done = Event(), Event()

    def look() -> None:
        Patient.objects.get()
        looks.set()
        done.wait(20)
        connection.close()

    thread = Thread(target=look)
    thread.start()
    looks.wait(20)
    with pytest.raises(restore.Refused, match="Stop the web server and the worker first"):
        put_back(made)
    done.set()
    thread.join()
    assert Patient.objects.get() == patient


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL counts who has just hung up")
def test_who_is_just_leaving_is_waited_for(site: Path, patient: Patient) -> None:
    made = back_up(site)
    other = connection.copy()
    other.ensure_connection()
    leaving = Timer(1.5, other.connection.close)
    leaving.start()
    put_back(made)
    leaving.join()
    assert Patient.objects.get() == patient


@pytest.mark.skipif(connection.vendor != "sqlite", reason="there it is a schema")
def test_a_file_that_is_put_back_is_for_its_owner_alone(site: Path) -> None:
    put_back(back_up(site))
    real = Path(str(connection.settings_dict["NAME"]))
    assert filemode(real.stat().st_mode) == "-rw-------"
