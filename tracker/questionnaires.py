"""Questionnaires in words, for the patient and the clinic alike: scores, whose words these are, what is compared."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recovery.clinical.questionnaires.definition import Questionnaire, Scoring, Wording
from recovery.journal.models import Filled
from tracker.words import figure

# Under every questionnaire whose words are not the validated ones.
WORKING_TRANSLATION = gettext_lazy(
    "A working translation, not the validated words. A clinic must replace it before it uses the scores."
)


def score_text(questionnaire: Questionnaire, filled: Filled) -> str:
    """“12 of 24”, or the answer itself; empty where an open answer leaves no score."""
    if filled.score is None:
        return ""
    if questionnaire.scoring is Scoring.ANSWER:
        return _answer(questionnaire, filled)
    places = {"score": figure(filled.score), "highest": questionnaire.highest}
    return _("%(score)s of %(highest)s") % places


def _answer(questionnaire: Questionnaire, filled: Filled) -> str:
    texts = {choice.value: choice.text for choice in questionnaire.items[0].choices}
    return _(texts[round(filled.score or 0)])


def words_note(questionnaire: Questionnaire, language: str) -> str:
    """What must be said of the words in a language; nothing of those that are right."""
    is_ours = questionnaire.wording(language) is Wording.WORKING
    return str(WORKING_TRANSLATION) if is_ours else ""


def of_code(filled: Sequence[Filled], questionnaire: Questionnaire) -> list[Filled]:
    """Those of one questionnaire, in the same order.

    One of another version whose items or score these words do not fit, as from a record that was brought in, is not
    shown as if they did.
    """
    return [one for one in filled if one.code == questionnaire.code and _fits(one, questionnaire)]


def _fits(filled: Filled, questionnaire: Questionnaire) -> bool:
    answers = dict(filled.told)
    return questionnaire.fits_answers(answers) and filled.score in (None, questionnaire.score(answers))


def comparable(filled: Sequence[Filled]) -> list[Filled]:
    """What the last one can be compared with: earlier, of the same version, with a score."""
    return [
        one
        for one in filled[:-1]
        if one.score is not None and one.version == filled[-1].version and one.day < filled[-1].day
    ]
