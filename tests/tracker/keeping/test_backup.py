"""A backup that is made is whole; one that cannot be made leaves those of before, and says so."""

import fcntl
import gzip
import json
import resource
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import timezone
from pytest_django import Settings

from recovery.people import access_log, limits, sealing
from recovery.people.models import AccessRecord, Clinic, Patient, Role, User, What
from tests.cast import log, quiet
from tracker.keeping import backup, restore, rows
from tracker.limits import WRONG_CODES
from tracker.second_factor import SecondFactorAdapter
from tracker.secret import make_key


def make(site: Path, keep: int = 14) -> backup.Made:
    return backup.back_up(site / "backups", to=[], keep=keep, now=timezone.now())


def refused(path: Path) -> str:
    with pytest.raises(restore.Refused) as found:
        restore.rehearse(path, keys=[], now=timezone.now())
    return str(found.value)


def rewritten(path: Path, change: tuple[bytes, bytes]) -> Path:
    """The same backup with something else in it, by somebody who knows the format."""
    before = gzip.decompress(path.read_bytes())
    assert change[0] in before
    path.write_bytes(gzip.compress(before.replace(*change)))
    return path


def noted(site: Path) -> dict[str, object]:
    return dict(json.loads((site / "backup.json").read_text()))


def test_a_backup_is_its_owners_alone_before_anything_is_in_it(
    site: Path, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who opened it in the moment before its rights were set would go on reading."""
    seen, one_moment = list[int](), backup._one_moment

    def looked() -> AbstractContextManager[None]:
        seen.extend(half.stat().st_mode & 0o777 for half in (site / "backups").glob(".half-*"))
        return one_moment()

    monkeypatch.setattr(backup, "_one_moment", looked)
    call_command("backup", to=site / "backups", stdout=StringIO())
    assert seen == [0o600]


def test_the_command_says_what_was_made_and_how_it_is_written(site: Path, patient: Patient) -> None:
    out = StringIO()
    call_command("backup", to=site / "backups", stdout=out)
    (made,) = (site / "backups").glob(backup.PATTERN)
    assert str(made) in out.getvalue()
    assert "read back and alike" in out.getvalue()
    assert "NOT ENCRYPTED" in out.getvalue()
    assert made.stat().st_mode & 0o777 == 0o600
    assert noted(site)["ok"] is True


def test_anybody_can_read_it_without_the_tracker(site: Path, patient: Patient) -> None:
    log(patient, quiet())
    lines = gzip.decompress(make(site).path.read_bytes()).splitlines()
    header, end = json.loads(lines[0]), json.loads(lines[-1])["end"]
    assert ["people", "0001_initial"] in header["migrations"]
    assert end["counts"]["journal_entry"] == 1
    assert sum(end["counts"].values()) == len(lines) - 2 - len(header["tables"])


def test_sessions_are_left_out_and_every_other_row_of_ours_is_kept(db: None) -> None:
    kept = {table.name for table in rows.tables(rows.applied())}
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    left_out = {"django_session", "usersessions_usersession", "people_signedin", "people_attempts"}
    assert not left_out & kept
    assert "mfa_authenticator" in kept, "without it nobody of the staff could sign in after a restore"
    assert ours - kept <= left_out | {
        model._meta.db_table
        for label in ("auth", "contenttypes")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }


def test_every_kind_of_column_is_one_that_can_be_written_down(db: None) -> None:
    kinds = {column.kind for table in rows.tables(rows.applied()) for column in table.columns}
    assert kinds <= rows.PLAIN | set(rows.TOLD)


def test_only_the_latest_are_kept(site: Path, clinic: Clinic) -> None:
    made = [make(site, keep=2).path for _ in range(3)]
    assert sorted((site / "backups").glob(backup.PATTERN)) == made[1:]
    assert backup.moment_of(made[0]) < datetime.now(UTC)


@contextmanager
def a_disk_with_room_for(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_the_earlier_backups_and_no_half_one(site: Path, patient: Patient) -> None:
    before = make(site).path
    whole = before.read_bytes()
    with a_disk_with_room_for(600), pytest.raises(CommandError, match="Those of before are untouched"):
        call_command("backup", to=site / "backups", stdout=StringIO())
    assert [path.name for path in (site / "backups").iterdir() if path.name != ".lock"] == [before.name]
    assert before.read_bytes() == whole
    assert noted(site)["ok"] is False


def test_of_two_at_once_the_second_is_refused(site: Path, clinic: Clinic) -> None:
    (site / "backups").mkdir()
    with (site / "backups" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(backup.NotMade, match="Another backup is being made"):
            make(site)
    assert make(site).path.exists()


def test_a_backup_holds_up_nobody_who_writes(site: Path, patient: Patient) -> None:
    with backup._one_moment():
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("UPDATE people_patient SET cancer_history = 'unknown'")
        finally:
            other.close()
        assert "unknown" not in next(rows.read(patients())), "it is of the moment before"
    assert "unknown" in next(rows.read(patients()))


def patients() -> rows.Table:
    return next(table for table in rows.tables(rows.applied()) if table.name == "people_patient")


def test_a_damaged_file_is_refused_before_anything_is_touched(site: Path, patient: Patient) -> None:
    whole = make(site).path.read_bytes()
    broken = site / "broken.backup"
    for bad in (b"", b"no backup", whole[:200], whole[:-20], whole[:-1], whole[:300] + b"\0" + whole[301:]):
        broken.write_bytes(bad)
        assert "Nothing was touched" in refused(broken)
    assert Patient.objects.get() == patient


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((b"Neurologie Noord", b"Neurologie Zuid."), "counts or checksums differ"),
        ((b'{"table": "people_user"}', b'{"table": "people_usee"}'), "counts or checksums differ"),
        ((b'"format": 1', b'"format": 9'), "newer version"),
        ((b'["people", "0001_initial"]', b'["people", "9999_next"]'), "people.9999_next is not known here"),
    ],
)
def test_what_was_changed_by_hand_or_is_newer_is_not_restored(
    site: Path, patient: Patient, change: tuple[bytes, bytes], said: str
) -> None:
    assert said in refused(rewritten(make(site).path, change))
    assert Patient.objects.get() == patient


def test_a_file_that_is_not_there_is_said_so(site: Path, patient: Patient) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("restore", str(site / "none.backup"), over=restore.places.name())


def test_what_is_sealed_with_a_key_that_is_not_here_is_not_restored(site: Path, patient: Patient) -> None:
    Clinic.objects.update(name="1.0a1b2c3d.AAAA")
    made = make(site)
    assert "0a1b2c3d" in made.tally.keys
    assert "sealed with 0a1b2c3d, which is not among FIELD_KEYS" in refused(made.path)


def test_after_another_key_only_a_backup_of_before_asks_for_the_one_of_before(
    site: Path, settings: Settings, patient: Patient, neurologist: User
) -> None:
    """It says which key is missing; with both it is restored, and one of after asks for the new key alone."""
    old, new = settings.FIELD_KEYS[0], make_key()
    secret = app_of(neurologist)
    limits.take(WRONG_CODES, "somebody", now=timezone.now())
    log(patient, quiet(note="Beter geslapen"))
    before, name = make(site), sealing.key_names()[0]
    settings.FIELD_KEYS = [new, old]
    call_command("rotate_keys", stdout=StringIO())
    after = make(site)
    settings.FIELD_KEYS = [new]
    assert f"sealed with {name}, which is not among FIELD_KEYS" in refused(before.path)
    restore.rehearse(after.path, keys=[], now=timezone.now())
    settings.FIELD_KEYS = [new, old]
    put_back(before)
    assert Patient.objects.get().user.name == patient.user.name
    assert app_of(neurologist) == secret


def test_who_looked_can_not_be_changed_after_a_restore_either(
    site: Path, patient: Patient, neurologist: User, clinic: Clinic
) -> None:
    reader = access_log.Reader(Role.NEUROLOGIST, clinic, user=neurologist)
    access_log.record(reader, what=What.REVIEW, now=timezone.now(), patient=patient)
    put_back(make(site))
    for change in ("UPDATE people_accessrecord SET what = 'x'", "DELETE FROM people_accessrecord"):
        with pytest.raises(DatabaseError, match="never changed"), connection.cursor() as cursor:
            cursor.execute(change)
    assert AccessRecord.objects.count() == 1


def app_of(user: User) -> str:
    """The secret of their second factor."""
    return str(
        SecondFactorAdapter().decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    )


def put_back(made: backup.Made) -> None:
    restore.restore(made.path, keys=[], over=restore.places.name(), now=timezone.now())
