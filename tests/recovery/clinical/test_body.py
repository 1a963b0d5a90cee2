"""The body picture: which places are the saddle area, what rings by itself, what asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery.clinical.body import (
    ALL_MARKS,
    BACK,
    LEFT_LEG,
    PLACES,
    PLACES_OF,
    RIGHT_LEG,
    SADDLE,
    WITHOUT_FEELING,
    Mark,
    Place,
    Region,
    Sensation,
    find,
    marks_of,
    new_signs,
    opens_safety,
    signs_in,
)
from recovery.clinical.red_flags import NOTHING_SPECIAL
from recovery.clinical.signs import Sign, Urgency

any_marks = st.lists(st.sampled_from(ALL_MARKS), unique=True)


def test_every_place_is_in_one_region_and_has_words() -> None:
    listed = [place for region in Region for place in PLACES_OF[region]]
    assert sorted(listed) == sorted(Place)
    assert set(PLACES) == set(Place)


def test_the_saddle_area_is_that_of_section_4() -> None:
    assert {place.value for place in SADDLE} == {
        *("genitals", "anus", "buttock_left", "buttock_right", "inner_thigh_left", "inner_thigh_right"),
    }


@pytest.mark.parametrize("place", SADDLE)
@pytest.mark.parametrize("sensation", Sensation)
def test_any_mark_in_the_saddle_area_opens_the_safety_question(place: Place, sensation: Sensation) -> None:
    assert opens_safety([Mark(place, sensation)])


@pytest.mark.parametrize("mark", ALL_MARKS, ids=lambda mark: mark.code)
def test_one_mark_rings_by_itself_only_where_feeling_is_gone_from_the_saddle_area(mark: Mark) -> None:
    rings = mark.place in SADDLE and mark.sensation in WITHOUT_FEELING
    assert signs_in([mark]) == ({Sign.SADDLE} if rings else frozenset())


@given(any_marks, st.sampled_from(SADDLE), st.sampled_from(sorted(WITHOUT_FEELING)))
def test_no_other_mark_takes_the_saddle_sign_away(marks: list[Mark], place: Place, felt: Sensation) -> None:
    told = [*marks, Mark(place, felt)]
    assert Sign.SADDLE in new_signs(told)
    assert opens_safety(told)


@given(any_marks)
def test_whatever_is_a_sign_opens_the_safety_question(marks: list[Mark]) -> None:
    assert opens_safety(marks) or not signs_in(marks)


@given(st.sampled_from(LEFT_LEG), st.sampled_from(RIGHT_LEG), st.sampled_from(list(Sensation)))
def test_something_in_both_legs_is_a_sign(left: Place, right: Place, felt: Sensation) -> None:
    assert new_signs([Mark(left, felt), Mark(right, felt)]) == {Sign.BOTH_LEGS}


def test_both_sides_of_the_back_are_not_both_legs() -> None:
    assert not signs_in([Mark(place, Sensation.PAIN) for place in BACK])


def test_an_old_complaint_rings_only_when_it_is_ticked() -> None:
    numb = [Mark(Place.ANUS, Sensation.NUMB)]
    assert not new_signs(numb, old=[Sign.SADDLE])
    assert new_signs(numb, [Sign.SADDLE], old=[Sign.SADDLE]) == {Sign.SADDLE}
    assert opens_safety(numb)


def test_an_old_complaint_of_another_kind_takes_nothing_away() -> None:
    assert new_signs([Mark(Place.GENITALS, Sensation.TINGLING)], old=[Sign.BLADDER]) == {Sign.SADDLE}


def test_the_saddle_sign_is_urgent_now() -> None:
    (found,) = find({Sign.SADDLE}, circumstances=NOTHING_SPECIAL)
    assert (found.sign, found.urgency) == (Sign.SADDLE, Urgency.NOW)


def test_codes_that_are_not_known_are_no_marks() -> None:
    assert marks_of(["nose:pain", "knee_left:itch", "knee_left:pain"]) == (
        Mark(Place.KNEE_LEFT, Sensation.PAIN),
    )
