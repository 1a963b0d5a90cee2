"""The page about the questionnaires says what the definitions say."""

from pathlib import Path

import polib
import pytest

from recovery.clinical.questionnaires import QUESTIONNAIRES
from recovery.clinical.questionnaires.definition import Questionnaire, Wording

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "questionnaires.md").read_text()
CATALOGUE = ROOT / "tracker" / "locale" / "nl" / "LC_MESSAGES" / "django.po"

each = pytest.mark.parametrize("questionnaire", QUESTIONNAIRES, ids=lambda one: one.code)


@each
def test_licence_citation_bounds_and_rhythm_are_told(questionnaire: Questionnaire) -> None:
    assert f"- Citation: {questionnaire.rights.citation}" in PAGE
    assert f"- Licence: {questionnaire.rights.licence}" in PAGE
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{questionnaire.code}` | "))
    assert f"| {questionnaire.lowest}-{questionnaire.highest} | {questionnaire.worse.value} |" in row
    assert f"every {questionnaire.every_days} days" in row


@each
def test_whose_words_each_language_has_is_told(questionnaire: Questionnaire) -> None:
    for language, wording in questionnaire.rights.wording.items():
        assert f"| `{questionnaire.code}` | {language} | {wording.value} |" in PAGE


def test_what_is_a_working_translation_names_the_validated_one() -> None:
    for questionnaire in QUESTIONNAIRES:
        if Wording.WORKING in questionnaire.rights.wording.values():
            assert "validated" in questionnaire.rights.words_from


@each
def test_every_word_of_a_questionnaire_is_in_the_catalogue(questionnaire: Questionnaire) -> None:
    known = {entry.msgid for entry in polib.pofile(str(CATALOGUE))}
    texts = [questionnaire.title, questionnaire.intro, questionnaire.question, questionnaire.fits]
    texts += [item.text for item in questionnaire.items]
    texts += [choice.text for item in questionnaire.items for choice in item.choices]
    assert not [text for text in texts if text not in known]
