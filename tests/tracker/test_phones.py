"""Numbers as they are read, and what has to be said about them."""

from dataclasses import replace
from datetime import time

import pytest
from django.utils import translation

from recovery.clinical import wording
from recovery.clinical.contact import AMBULANCE, GP_WEEK, Advice, Hours, Line, Role, Week, Why112
from tracker.phones import going, hours, phone, phone_card

DESK = Line(Role.DESK, "+31883203900", "Neurologie Noord")
GP = Line(Role.GP, "+31201234567")
BROKEN = Line(Role.DESK, "88 abc", "Neurologie Noord", broken=True)
OPEN = Advice(first=DESK, others=(GP,), office_hours=True)


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def test_a_line_is_called_what_its_owner_calls_it() -> None:
    assert phone(DESK).whose == "Neurology outpatient desk, Neurologie Noord"
    assert phone(replace(DESK, called="Poli Oost")).whose == "Poli Oost, Neurologie Noord"


def test_a_broken_number_is_shown_and_dialled_as_it_stands() -> None:
    shown = phone(BROKEN)
    assert (shown.number, shown.href) == ("88 abc", "tel:88 abc")


def test_an_ordinary_number_needs_no_word() -> None:
    card = phone_card(OPEN)
    assert (card.notes, card.told, card.is_112) == ([], None, False)


@pytest.mark.parametrize(
    ("why", "others", "sentence"),
    [
        (Why112.DANGER_OF_LIFE, (DESK,), wording.DANGER_OF_LIFE),
        (Why112.NOBODY_ANSWERED, (DESK,), wording.NOBODY_ANSWERED),
        (Why112.NO_NUMBER, (), wording.NO_NUMBER),
        (Why112.NO_NUMBER, (BROKEN,), wording.NO_GOOD_NUMBER),
    ],
)
def test_112_comes_with_its_reason(why: Why112, others: tuple[Line, ...], sentence: str) -> None:
    card = phone_card(Advice(AMBULANCE, others, office_hours=True, missing=Role.GP, why_112=why))
    assert (card.notes, card.is_112, card.first.href) == ([sentence], True, "tel:112")


def test_a_missing_number_and_a_broken_one_are_named_apart() -> None:
    missing = phone_card(Advice(GP, (), office_hours=True, missing=Role.DESK))
    broken = phone_card(Advice(GP, (BROKEN,), office_hours=True, missing=Role.DESK))
    assert missing.notes == [wording.NUMBER_MISSING % {"line": "Neurology outpatient desk"}]
    assert broken.notes == [wording.NUMBER_BROKEN % {"line": "Neurology outpatient desk"}]


def test_an_office_that_is_closed_may_not_answer() -> None:
    assert phone_card(replace(OPEN, office_hours=False)).notes == [wording.MAY_NOT_ANSWER]
    assert phone_card(replace(OPEN, office_hours=False, when_open=True)).notes == [wording.WHEN_OPEN]


@pytest.mark.parametrize(
    ("told", "language", "shown"),
    [
        ({"nl": "Hallo", "en": "Hello"}, "en", ("Hello", "en")),
        ({"nl": "Hallo", "en": "Hello"}, "nl", ("Hallo", "nl")),
        ({"nl": "Hallo"}, "en", ("Hallo", "nl")),
        ({"en": "Hello"}, "nl", ("Hello", "en")),
    ],
)
def test_what_is_told_is_in_the_language_of_the_page_or_says_in_which(
    told: dict[str, str], language: str, shown: tuple[str, str]
) -> None:
    with translation.override(language):
        found = phone_card(replace(OPEN, told=told)).told
    assert found
    assert (found.text, found.language) == shown


def test_equal_days_in_a_row_stand_together() -> None:
    morning = Hours(time(9), time(12, 30))
    week = Week((morning, morning, None, morning, None, None, morning))
    assert hours(week) == [
        "Monday to Tuesday 09:00–12:30",
        "Thursday 09:00–12:30",
        "Sunday 09:00–12:30",
    ]
    assert hours(GP_WEEK) == ["Monday to Friday 08:00–17:00"]
    assert hours(Week((None,) * 7)) == []


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+31883203900", ["+31 88 320 3900"]),
        ("088 320 39 00", ["+31 88 320 3900"]),
        ("+4930123456", ["+49 30 123456"]),
        ("+319001515", []),
        ("+318001515", []),
        ("14020", []),
        ("112", []),
        ("abc", []),
    ],
)
def test_only_numbers_that_work_from_abroad_are_given_for_it_in_full(number: str, shown: list[str]) -> None:
    assert [line.number for line in going([Line(Role.GP, number)]).from_abroad] == shown
