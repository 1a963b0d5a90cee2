import re
from collections.abc import Iterator

import pytest

from recovery.clinical import wording
from recovery.clinical.course import MODEL_VERSION, TREATMENTS, TreatmentKind
from recovery.clinical.scores import BACKFILL_DAYS
from recovery.clinical.signs import Urgency
from recovery.clinical.standing import NEEDS_A_LOOK, REASSURING, STANDINGS, Standing

HOW_SOON = {
    Urgency.NOW: "Phone now",
    Urgency.TODAY: "Phone today",
    Urgency.DAYS: "Phone within a few days",
}
COMFORT = re.compile(
    r"\b(safe|reassur\w*|worry|no danger|all clear|nothing (is )?wrong|harmless|innocent|good news|well done)\b",
    re.IGNORECASE,
)


def sentences() -> Iterator[str]:
    for name, value in vars(wording).items():
        if name.isupper():
            yield from value.values() if isinstance(value, dict) else [value]


def test_there_are_sentences_to_look_at() -> None:
    assert wording.NOBODY_READS in set(sentences())
    assert wording.HEADLINES[Urgency.NOW] in set(sentences())


@pytest.mark.parametrize("sentence", [*sentences()])
def test_no_sentence_is_empty_or_a_comfort(sentence: str) -> None:
    assert sentence.strip()
    assert not COMFORT.search(sentence)


@pytest.mark.parametrize("urgency", Urgency)
def test_the_headline_and_the_banner_begin_with_how_soon_to_phone(urgency: Urgency) -> None:
    assert wording.HEADLINES[urgency].startswith(f"{HOW_SOON[urgency]}.")
    assert wording.BANNER[urgency].startswith(f"{HOW_SOON[urgency]}.")


@pytest.mark.parametrize("table", [wording.HEADLINES, wording.WHY, wording.SAY_LAST, wording.BANNER])
def test_every_urgency_has_words_of_its_own(table: dict[Urgency, str]) -> None:
    assert set(table) == set(Urgency)
    assert len(set(table.values())) == len(Urgency)


@pytest.mark.parametrize("urgency", [Urgency.NOW, Urgency.TODAY])
def test_a_sign_that_cannot_wait_is_told_not_to_wait(urgency: Urgency) -> None:
    assert "Do not wait" in wording.WHY[urgency]


def test_a_sign_that_can_wait_tells_when_it_no_longer_can() -> None:
    assert wording.WHY[Urgency.DAYS].endswith("Then phone at once.")


def test_every_page_can_say_that_nobody_reads_along_and_to_phone() -> None:
    assert wording.NOBODY_READS.startswith("Nobody reads this diary day and night.")
    assert wording.NOBODY_READS.endswith("phone.")


def test_ticking_nothing_is_never_called_safe() -> None:
    assert wording.NEVER_SAFE.startswith("Even if you tick nothing: phone")


def test_who_is_not_sure_is_told_to_tick() -> None:
    assert wording.SAFETY_HELP.endswith("Not sure? Then tick it.")


@pytest.mark.parametrize(
    "sentence",
    [
        wording.NO_NUMBER,
        wording.NO_GOOD_NUMBER,
        wording.NOBODY_ANSWERED,
        wording.DANGER_OF_LIFE,
        wording.CALL_112,
        wording.ABROAD,
    ],
)
def test_who_can_reach_nobody_is_told_112(sentence: str) -> None:
    assert "112" in sentence


def test_a_missing_number_is_named() -> None:
    assert "of: Emergency department." in wording.NUMBER_MISSING % {"line": "Emergency department"}


def test_a_number_that_cannot_be_right_is_named() -> None:
    assert "of “Emergency department” cannot be right" in wording.NUMBER_BROKEN % {
        "line": "Emergency department"
    }


@pytest.mark.parametrize("word", ["medicines", "allergic", "pregnant", "identity card", "telephone"])
def test_what_to_take_along_and_tell_names_what_the_leaflet_asks(word: str) -> None:
    assert word in " ".join([*wording.TAKE_ALONG.values(), wording.TELL_THEM])


def test_nobody_is_told_that_they_may_drive() -> None:
    assert wording.DO_NOT_DRIVE.startswith("Do not drive yourself.")


def test_no_other_sentence_has_a_place_to_fill_in() -> None:
    with_a_place = {sentence for sentence in sentences() if "%" in sentence}
    assert with_a_place == {
        wording.NUMBER_MISSING,
        wording.NUMBER_BROKEN,
        wording.NOT_THIS_DAY,
        wording.TRY_THIS,
        wording.AFTER_CONTACT_WHY,
        wording.NOBODY_IS_TOLD,
        wording.SHARING_STOPPED,
        wording.TRANSFERRED,
        wording.DISCHARGED,
        wording.PHONE_FOR_SOMEBODY,
        wording.NOT_TOLD_YET,
        wording.NUMBERS_AS_OF,
        wording.BACK_BY_OWN_WORD,
        wording.SENDING_AHEAD,
        wording.SENT_AHEAD,
        wording.DELETING_WITH_AN_ALERT_AT_A_CLINIC,
    }


@pytest.mark.parametrize("trouble", ["urine", "stool", "numb", "buttocks", "Weakness", "Phone at once"])
def test_the_rule_of_thumb_names_the_leaflets_signs(trouble: str) -> None:
    assert trouble.lower() in wording.RULE_OF_THUMB.lower()


def test_the_first_question_asks_since_when() -> None:
    assert wording.BASELINE_INTRO.endswith("since when?")


def test_the_days_that_can_be_filled_in_later_are_told_as_they_are() -> None:
    assert f"the {BACKFILL_DAYS} days before" in wording.NOT_THIS_DAY % {"days": BACKFILL_DAYS}


# Words for a standing.


def test_every_standing_has_a_name_and_an_advice() -> None:
    assert set(STANDINGS) == set(wording.STANDING_ADVICE) == set(Standing)
    assert len(set(STANDINGS.values())) == len(Standing)


def test_every_treatment_has_a_name() -> None:
    assert set(TREATMENTS) == set(TreatmentKind)
    assert all(TREATMENTS.values())


def test_the_model_carries_a_version() -> None:
    assert MODEL_VERSION


def test_a_standing_that_reassures_is_not_one_that_needs_a_look() -> None:
    assert {Standing.RECOVERED, Standing.ON_COURSE} == REASSURING
    assert {Standing.WORSE, Standing.RELAPSED, Standing.OFF_COURSE} == NEEDS_A_LOOK


@pytest.mark.parametrize("standing", sorted(NEEDS_A_LOOK))
def test_a_standing_that_needs_a_look_says_to_phone(standing: Standing) -> None:
    assert "phone" in wording.STANDING_ADVICE[standing].lower()


@pytest.mark.parametrize("standing", Standing)
def test_no_advice_promises_a_recovery_or_gives_a_chance(standing: Standing) -> None:
    assert not re.search(r"\byou will\b|\d|%|chance", wording.STANDING_ADVICE[standing])


def test_a_recovery_is_never_called_final() -> None:
    assert "can come back" in wording.STANDING_ADVICE[Standing.RECOVERED]


def test_a_better_course_is_not_a_forecast() -> None:
    """It says what the diary shows and with whom that goes so, nothing about what comes for this patient."""
    advice = wording.STANDING_ADVICE[Standing.ON_COURSE]
    assert "than in the first full week of your diary" in advice
    assert "most people who recover" in advice
    assert not re.search(r"\b(will|going to|expect\w*|soon|likely|you recover|your recovery)\b", advice)
