"""What an audit comes to when one lock could be looked up and another could not."""

import pytest

from bench.audit import CLEAN, FOUND, NOBODY_ANSWERED, verdict


@pytest.mark.parametrize(
    ("outcomes", "came_to"),
    [
        ([CLEAN, CLEAN], CLEAN),
        ([CLEAN, FOUND], FOUND),
        ([FOUND, NOBODY_ANSWERED], FOUND),
        ([NOBODY_ANSWERED, FOUND], FOUND),
        ([CLEAN, NOBODY_ANSWERED], NOBODY_ANSWERED),
    ],
)
def test_a_fault_that_was_found_is_never_told_as_nothing_found_out(outcomes: list[int], came_to: int) -> None:
    assert verdict(outcomes)[0] == came_to


def test_it_says_of_how_many_locks_nothing_is_known() -> None:
    assert verdict([CLEAN, FOUND])[1] == ""
    assert verdict([FOUND, NOBODY_ANSWERED])[1].startswith("Of 1 of 2 locks nothing was found out")
