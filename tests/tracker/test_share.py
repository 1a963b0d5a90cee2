"""A share as a picture of a hundred people, and in words."""

from collections import Counter

import pytest

from recovery.clinical.course import Outlook
from recovery.people.models import Clinic
from tracker.share import FEW, FILLS, MOST, NOT, PERHAPS, PROBABLY, SURE, in_words, own_share, the_share

OUTLOOK = Outlook(0.872, 0.804, 0.917, (6.2, 11.6, 21.4))


def test_a_hundred_people_are_drawn_each_in_their_own_place() -> None:
    own = own_share(OUTLOOK, None)
    assert own
    assert len({(person.x, person.y) for person in own.people}) == own.out_of == 100
    assert all(0 < person.x < own.width and 0 < person.y < own.height for person in own.people)


def test_the_uncertain_ones_are_lighter() -> None:
    own = own_share(OUTLOOK, None)
    assert own
    assert (own.low, own.recover, own.high, own.others) == (80, 87, 92, 13)
    fills = Counter(person.fill for person in own.people)
    assert fills == {FILLS[SURE]: 80, FILLS[PROBABLY]: 7, FILLS[PERHAPS]: 5, FILLS[NOT]: 8}


def test_about_everybody_nobody_is_uncertain() -> None:
    assert Counter(person.fill for person in the_share().people) == {FILLS[SURE]: 80, FILLS[NOT]: 20}


def test_weeks_are_told_whole() -> None:
    own = own_share(OUTLOOK, None)
    assert own
    assert (own.from_week, own.half_by, own.to_week) == (6, 12, 21)


@pytest.mark.parametrize("outlook", [None, Outlook(1.0, 1.0, 1.0)])
def test_who_has_recovered_or_is_not_told_about_has_no_share(outlook: Outlook | None) -> None:
    assert own_share(outlook, None) is None


def test_a_clinic_that_hides_the_figure_has_no_picture() -> None:
    hidden = own_share(OUTLOOK, Clinic(shows_figure=False, starting_share=70))
    shown = own_share(OUTLOOK, Clinic(shows_figure=True, starting_share=70))
    assert hidden
    assert shown
    assert (hidden.people, hidden.starting) == ([], 70)
    assert len(shown.people) == 100


def test_the_words_change_at_most_and_at_few() -> None:
    assert in_words(MOST) == in_words(98) != in_words(MOST - 1)
    assert in_words(FEW) == in_words(2) != in_words(FEW + 1) == in_words(MOST - 1)
