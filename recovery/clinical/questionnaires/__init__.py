"""Questionnaires as data: words, answers, scoring, the change that matters, licence and citation of each.

`definition` says what a questionnaire is made of, a module each holds one, `judge` compares two scores. An answer is
stored with the code and version of its questionnaire: words that change are another version, codes are never renamed.
"""

from recovery.clinical.questionnaires.definition import Questionnaire
from recovery.clinical.questionnaires.global_effect import GLOBAL_EFFECT
from recovery.clinical.questionnaires.roland_morris import ROLAND_MORRIS

QUESTIONNAIRES: tuple[Questionnaire, ...] = (ROLAND_MORRIS, GLOBAL_EFFECT)
BY_CODE = {questionnaire.code: questionnaire for questionnaire in QUESTIONNAIRES}

__all__ = ["BY_CODE", "GLOBAL_EFFECT", "QUESTIONNAIRES", "ROLAND_MORRIS", "Questionnaire"]
