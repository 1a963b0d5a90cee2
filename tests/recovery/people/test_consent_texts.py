"""What is agreed to: danger first, in every language, and never changed once it was shown."""

import hashlib
import json

import pytest
from django.utils import translation

from recovery.clinical import wording
from recovery.people import consent_texts
from recovery.people.consent_texts import TEXTS, Kind, Text

# A text that was shown is never changed: a new one is a new version, with a line of its own here.
FINGERPRINTS = {
    ("clinic", "1"): "e8f722bd58a920ab",
    ("proxy", "1"): "5c54b985261ed5bc",
    ("push", "1"): "7f3ef372bb1128f4",
}


def fingerprint(text: Text) -> str:
    return hashlib.sha256(json.dumps(text.lines, sort_keys=True).encode()).hexdigest()[:16]


def test_a_text_that_was_shown_is_never_changed() -> None:
    assert {(text.kind.value, text.version): fingerprint(text) for text in TEXTS} == FINGERPRINTS


def test_no_version_is_there_twice() -> None:
    assert len({(text.kind, text.version) for text in TEXTS}) == len(TEXTS)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", Kind)
def test_the_danger_comes_first_as_everywhere(kind: Kind, language: str) -> None:
    with translation.override(language):
        assert consent_texts.lines(kind)[0] == translation.gettext(wording.NOBODY_READS)


def test_every_language_says_as_much() -> None:
    assert all(len({len(lines) for lines in text.lines.values()}) == 1 for text in TEXTS)


def test_who_reads_another_language_is_shown_dutch_and_that_is_kept() -> None:
    with translation.override("fr"):
        assert consent_texts.lines(Kind.PUSH) == consent_texts.current(Kind.PUSH).lines["nl"]
        assert consent_texts.as_shown(Kind.PUSH) == {"consent_version": "1", "consent_language": "nl"}


def test_from_before_the_texts_there_is_none() -> None:
    assert consent_texts.find(Kind.CLINIC, "") is None
