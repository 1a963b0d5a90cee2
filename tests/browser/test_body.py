"""The body picture on a phone: tapped or ticked, with a script or without, the safety question and the number come."""

import pytest
from playwright.sync_api import expect

from recovery.journal.models import BodyMap
from tests.browser.conftest import DESK, PHONE, Visit
from tests.cast import PASSWORD, make_clinic, make_patient

BOX = "input[name=marks][value='{}']"
SAFETY = "[data-body-safety]"


@pytest.mark.parametrize(("size", "language"), [(PHONE, "nl"), (DESK, "en")])
def test_a_tap_opens_the_choices_and_marks_the_list(
    visit: Visit, size: dict[str, int], language: str
) -> None:
    make_patient(make_clinic())
    anna = visit(size, language)
    anna.sign_in("anna@example.nl", PASSWORD)
    anna.open("/body/")
    anna.check()
    anna.tap("[data-place=calf_left] .body-edge")
    anna.tap("[data-body-choice] [data-sensation=pain]")
    expect(anna.page.locator(BOX.format("calf_left:pain"))).to_be_checked()
    expect(anna.page.locator("[data-letters=calf_left]")).to_have_text("P")
    expect(anna.page.locator(SAFETY)).to_be_hidden()
    anna.tap("[data-place=buttock_left] .body-edge")
    anna.tap("[data-body-choice] [data-sensation=pain]")
    expect(anna.page.locator(SAFETY)).to_be_visible()
    expect(anna.page.locator(f"{SAFETY} a.call")).to_be_visible()
    anna.check()
    anna.tap("[data-body-choice] [data-sensation=numb]")
    anna.tap("main .actions button")
    assert "/urgent/" in anna.page.url
    assert BodyMap.objects.get().marks == [
        ["buttock_left", "pain"],
        ["buttock_left", "numb"],
        ["calf_left", "pain"],
    ]


def test_without_a_script_the_question_comes_with_everything_kept(visit: Visit) -> None:
    make_patient(make_clinic())
    anna = visit(PHONE, javascript=False)
    anna.sign_in("anna@example.nl", PASSWORD)
    anna.open("/body/")
    anna.tap(BOX.format("inner_thigh_left:pain"))
    anna.tap("main .actions button")
    call = anna.page.locator("a.call").first.bounding_box()
    assert call
    assert call["y"] < PHONE["height"]
    expect(anna.page.locator(BOX.format("inner_thigh_left:pain"))).to_be_checked()
    anna.tap("input[name=none_new]")
    anna.tap("main .actions button")
    assert BodyMap.objects.get().marks == [["inner_thigh_left", "pain"]]
