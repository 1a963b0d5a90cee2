"""What is generated is fresh, what is locked names only public places, and what is read is translated."""

import re
from pathlib import Path

import polib
import pytest

from recovery.clinical import danger
from tracker import rules

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "tracker" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
PLACE = re.compile(r"%\(\w+\)s")


def test_the_rules_document_is_as_the_tables_say() -> None:
    assert (ROOT / rules.PATH).read_text() == rules.document(), "run: make rules"


@pytest.mark.parametrize("name", ["uv.lock", "requirements.txt", "requirements-dev.txt"])
def test_a_lock_names_no_host_but_the_public_ones(name: str) -> None:
    hosts = set(re.findall(r"https?://([^/\s\"']+)", (ROOT / name).read_text()))
    assert hosts <= {"pypi.org", "files.pythonhosted.org"}


def test_every_proof_of_a_control_is_a_test_that_is_there() -> None:
    text = (ROOT / "docs" / "clinical-safety.md").read_text()
    proofs = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", text)
    assert len(proofs) > 20
    assert not [name for path, name in proofs if f"def {name}(" not in (ROOT / path).read_text()]


def test_every_hazard_names_its_severity_and_a_proof() -> None:
    text = (ROOT / "docs" / "clinical-safety.md").read_text()
    rows = [line.split(" | ") for line in text.splitlines() if re.match(r"\| \d+ \|", line)]
    severities = {"catastrophic", "major", "considerable", "significant", "minor"}
    assert len(rows) == int(rows[-1][0].strip("| "))
    assert all(row[3] in severities and row[5].strip() and row[6].strip(" |") for row in rows)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_a_hash(name: str) -> None:
    packages = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
    assert packages
    assert all("--hash=sha256:" in package for package in packages if not package.startswith("#"))


def test_every_sentence_has_its_dutch() -> None:
    catalogue = polib.pofile(str(CATALOGUE))
    left = [entry.msgid for entry in catalogue if not entry.translated()]
    assert not left


def test_the_dutch_keeps_the_places_for_figures() -> None:
    for entry in polib.pofile(str(CATALOGUE)):
        source = set(PLACE.findall(entry.msgid + entry.msgid_plural))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert set(PLACE.findall(text)) <= source, entry.msgid


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    def lines(catalogue: polib.POFile | polib.MOFile) -> dict[str, object]:
        return {entry.msgid: entry.msgstr or entry.msgstr_plural for entry in catalogue}

    assert lines(polib.mofile(str(CATALOGUE.with_suffix(".mo")))) == lines(polib.pofile(str(CATALOGUE)))


def test_no_dutch_sentence_says_je_or_jij() -> None:
    informal = re.compile(r"\b(je|jij|jou|jouw)\b", re.IGNORECASE)
    wrong = [entry.msgstr for entry in polib.pofile(str(CATALOGUE)) if informal.search(entry.msgstr)]
    assert not wrong


def test_every_sentence_about_danger_is_in_the_catalogue() -> None:
    """Without gettext on the machine: at least every sentence about danger is known to the translators."""
    known = {entry.msgid for entry in polib.pofile(str(CATALOGUE))}
    for text in danger.to_translate():
        assert text in known, text
