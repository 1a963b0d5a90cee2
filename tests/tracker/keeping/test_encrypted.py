"""An encrypted backup: made with a public key alone, opened by its private key and no other."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from recovery.people.models import Patient
from tracker.keeping import backup, container, restore


def key(site: Path, name: str) -> tuple[str, Path]:
    """A public key, and the file with its private one."""
    out = StringIO()
    call_command("make_backup_key", str(site / name), stdout=out)
    return out.getvalue().strip(), site / name


def encrypted(site: Path, public: str) -> Path:
    out = StringIO()
    call_command("backup", to=site / "backups", recipient=[public], stdout=out)
    assert "Encrypted: only the private key" in out.getvalue()
    return next((site / "backups").glob(backup.PATTERN))


def test_it_opens_with_its_key_and_no_other(site: Path, patient: Patient) -> None:
    (public, private), (_, another) = key(site, "mine"), key(site, "other")
    path = encrypted(site, public)
    assert path.read_bytes().startswith(container.AGE)
    assert b"anna" not in path.read_bytes()
    with path.open("rb") as file, container.opened(file, restore.identities(private)) as opened:
        assert sum(len(batch) for table, batch in opened.batches() if table.name == "people_patient") == 1
    for wrong, said in ((another, "This key does not open the backup"), (None, "This backup is encrypted")):
        with pytest.raises(restore.Refused, match=said):
            restore.rehearse(path, keys=restore.identities(wrong), now=timezone.now())
    assert private.stat().st_mode & 0o777 == 0o600


def test_a_bit_that_flipped_or_an_end_that_is_missing_is_found(site: Path, patient: Patient) -> None:
    public, private = key(site, "mine")
    path = encrypted(site, public)
    whole, keys = path.read_bytes(), restore.identities(private)
    middle = len(whole) // 2
    for bad in (
        whole[:-1],
        whole[:middle],
        whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
    ):
        path.write_bytes(bad)
        with pytest.raises(restore.Refused, match="Nothing was touched"):
            restore.rehearse(path, keys=keys, now=timezone.now())
    assert Patient.objects.get() == patient


def test_what_is_no_key_is_said_so(site: Path, patient: Patient) -> None:
    (site / "empty").write_text("# nothing\n")
    with pytest.raises(restore.Refused, match="holds no key"):
        restore.identities(site / "empty")
    with pytest.raises(CommandError, match="no public key"):
        call_command("backup", to=site / "backups", recipient=["age1nonsense"])
    key(site, "mine")
    with pytest.raises(CommandError, match="cannot be made"):
        key(site, "mine")
