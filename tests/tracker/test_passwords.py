"""Passwords that are refused, and why; none of it asks anybody outside."""

import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError

from recovery.people.models import Patient, User
from tracker.passwords import LONGEST, is_breached

GOOD = "vijf blauwe ezels zingen"
LEAKED = ("welkom01welkom01", "correct horse battery", "hersteldagboek2026", "zonnebloem-fiets-83")


def digest(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


@pytest.fixture
def stolen(tmp_path: Path) -> Path:
    """A list as Have I Been Pwned gives it: sorted, with how often each was seen."""
    path = tmp_path / "stolen.txt"
    others = [f"{digest(str(number))}:{number}" for number in range(500)]
    path.write_text("\n".join(sorted([*others, *(f"{digest(one)}:7" for one in LEAKED)])) + "\n")
    return path


def refused(password: str, user: User | None = None) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [one.code for one in error.error_list]
    return []


def test_a_few_words_are_fine() -> None:
    assert refused(GOOD) == []


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("vijf ezels", "password_too_short"),
        ("wachtwoord123", "password_too_easy"),
        ("aaaaaaaaaaaaaaaa", "password_too_easy"),
        ("hersteldagboek", "password_too_easy"),
        ("x" * (LONGEST + 1), "password_too_long"),
    ],
)
def test_what_is_short_endless_or_easy_is_refused(password: str, code: str) -> None:
    assert code in refused(password)


def test_the_name_the_address_and_the_clinic_are_no_password(patient: Patient) -> None:
    for password in ("annabos1984!", "AnnaBosAnnaBos", "neurologienoord1", "Anna@example.nl"):
        assert "password_too_easy" in refused(password, patient.user)


def test_a_password_of_a_megabyte_costs_nothing() -> None:
    assert "password_too_long" in refused("Ab1!" * 250_000)


def test_a_stolen_password_is_found_wherever_it_stands(stolen: Path, settings: object) -> None:
    settings.BREACHED_PASSWORDS_FILE = str(stolen)  # type: ignore[attr-defined]
    assert refused("zonnebloem-fiets-83") == ["password_breached"]
    assert refused(GOOD) == []
    in_order = stolen.read_text().splitlines()
    for line in (in_order[0], in_order[-1]):
        number = line.partition(":")[2]
        assert is_breached(number if int(number) != 7 or digest("7") in line else LEAKED[0], stolen)
    assert all(is_breached(one, stolen) for one in [*LEAKED, *map(str, range(500))])
    assert not any(is_breached(str(one), stolen) for one in range(500, 700))


def test_an_empty_list_refuses_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert not is_breached(GOOD, tmp_path / "empty")


def test_the_help_beside_a_password_is_one_line_and_no_empty_ones() -> None:
    lines = re.findall(r"<li>(.*?)</li>", str(password_validators_help_text_html()))
    assert len(lines) == 1
    assert "12" in lines[0]


def test_one_complaint_is_told_at_a_time() -> None:
    assert refused("aaaa") == ["password_too_short"]
