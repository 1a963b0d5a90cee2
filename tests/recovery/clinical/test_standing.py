"""Standings from made-up evidence: every cut at its boundary, how one is taken, how it is kept, how it ends."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery.clinical.evidence import LOOKS, NO_DAY, Evidence
from recovery.clinical.prognosis import WEEKS_AHEAD, Outlooks
from recovery.clinical.standing import STANDINGS, Standing, standings
from tests.recovery.clinical.builders import untimed

ON, OFF, WORSE, UNCLEAR = Standing.ON_COURSE, Standing.OFF_COURSE, Standing.WORSE, Standing.NOT_CLEAR

# A value a look, the last ones; the first of them stands for all looks before it. Or one for all of them.
Looks = float | list[float]


def outlook(probability: float) -> Outlooks:
    one = np.array([probability])
    return Outlooks(one, one - 0.1, one + 0.1, np.array([[8.0, 12.0, 20.0]]), np.zeros((1, 2, WEEKS_AHEAD)))


def evidence(
    *,
    better: Looks = 0.0,
    errors: Looks = 9.0,
    before: float = 5.0,
    limitation: Looks = 0.0,
    rise: Looks = 0.0,
    rise_errors: Looks = 9.0,
    day: Looks = 30,
    share: float = 0.7,
    earlier: float | None = None,
) -> Evidence:
    """One diary whose leg pain is `better` by so many points and standard errors than the `before` of its first week,
    with so much more limitation."""
    fell, more = _looks(better), _looks(limitation)
    rose = _looks(rise)
    change = np.stack([-fell, more], axis=2)
    change_error = np.stack([np.maximum(np.abs(fell), 0.01) / _looks(errors), np.ones((1, LOOKS))], axis=2)
    return Evidence(
        day=_looks(day).astype(int),
        now=before + change,
        error=np.ones((1, LOOKS, 2)),
        first=np.full((1, 2), before),
        change=change,
        change_error=change_error,
        rise=rose,
        rise_error=np.maximum(np.abs(rose), 0.01) / _looks(rise_errors),
        earlier=outlook(share if earlier is None else earlier),
        last=outlook(share),
    )


def _looks(values: Looks) -> np.ndarray:
    last = np.atleast_1d(np.asarray(values, dtype=float))
    return np.pad(last, (LOOKS - len(last), 0), mode="edge")[None]


def standing(**told: Looks) -> Standing:
    return standings(evidence(**told))[0]  # type: ignore[arg-type]


STEADY = 0.80


def test_every_standing_has_words() -> None:
    assert set(STANDINGS) == set(Standing)


def test_without_any_change_nothing_is_clear() -> None:
    assert standing() is UNCLEAR


# On course.


@pytest.mark.parametrize(
    ("before", "better", "taken"),
    [
        (5, 2, True),
        (5, 1.99, False),
        (2, 2, True),
        (2, 1.9, False),
        (6.6, 2, True),  # 30.3%
        (6.7, 2, False),  # 29.9%
        (8, 2.4, True),
        (8, 2.39, False),
        (10, 3, True),
        (10, 2.9, False),
        (1, 1, False),
        (0, 0, False),
    ],
)
def test_on_course_is_two_points_and_thirty_percent_below_the_first_week(
    before: float, better: float, taken: bool
) -> None:
    assert standing(before=before, better=better, share=STEADY) is (ON if taken else UNCLEAR)


@pytest.mark.parametrize(("errors", "taken"), [(2.0, True), (1.99, False), (9, True)])
def test_on_course_is_two_standard_errors_below_the_first_week(errors: float, taken: bool) -> None:
    assert standing(better=3, errors=errors, share=STEADY) is (ON if taken else UNCLEAR)


@pytest.mark.parametrize(("limitation", "taken"), [(-3, True), (1, True), (1.01, False), (np.nan, True)])
def test_on_course_is_with_at_most_a_point_more_limitation(limitation: float, taken: bool) -> None:
    assert standing(better=3, limitation=limitation, share=STEADY) is (ON if taken else UNCLEAR)


@pytest.mark.parametrize(
    ("earlier", "share", "there"),
    [
        (0.75, 0.75, True),
        (0.749, 0.749, False),
        (0.74, 0.75, True),  # taken on the last three looks
        (0.1, 0.9, True),
        (np.nan, 0.8, True),
        (0.75, 0.65, True),  # taken on the looks before, and kept
        (0.75, 0.649, False),
        (0.9, np.nan, False),
        (0.749, 0.74, False),
        (np.nan, np.nan, False),
    ],
)
def test_on_course_is_taken_with_three_in_four_who_recover_and_kept_by_sixty_five_in_a_hundred(
    earlier: float, share: float, there: bool
) -> None:
    """The last three looks have an outlook of their own, the seven before them another."""
    assert standing(better=3, share=share, earlier=earlier) is (ON if there else UNCLEAR)


@pytest.mark.parametrize(
    ("better", "earlier", "share", "taken"),
    [
        ([0, 3, 3, 3], 0.1, 0.75, True),
        ([0, 3, 3, 3], 0.9, 0.74, False),
        ([0, 3, 3, 3, 3], 0.9, 0.74, False),  # one look with the earlier outlook, three with the last
        ([0, 3, 3, 3, 3, 3], 0.9, 0.74, False),
        ([0, 3, 3, 3, 3, 3, 3], 0.9, 0.74, True),
        ([0, 3, 3, 3, 0], 0.9, 0.75, True),  # two and one
        ([0, 3, 3, 3, 0], 0.74, 0.75, False),
    ],
)
def test_each_of_three_looks_in_a_row_is_judged_with_its_own_outlook(
    better: list[float], earlier: float, share: float, taken: bool
) -> None:
    assert standing(better=better, share=share, earlier=earlier) is (ON if taken else UNCLEAR)


# Getting worse.


@pytest.mark.parametrize(
    ("rise", "errors", "taken"),
    [
        (1.5, 9, True),
        (1.49, 9, False),
        (1.5, 2.0, True),
        (1.5, 1.99, False),
        (-3, 9, False),
        (np.nan, 9, False),
    ],
)
def test_worse_is_a_point_and_a_half_and_two_standard_errors_more(
    rise: float, errors: float, taken: bool
) -> None:
    assert standing(rise=rise, rise_errors=errors) is (WORSE if taken else UNCLEAR)


def test_worse_goes_before_on_course_and_off_course() -> None:
    assert standing(rise=2, better=3, share=STEADY) is WORSE
    assert standing(rise=2, day=90, share=0.1) is WORSE


# Off course.


@pytest.mark.parametrize(("day", "taken"), [(41, False), (42, True), (43, True)])
def test_off_course_is_from_six_weeks_after_the_onset(day: int, taken: bool) -> None:
    assert standing(day=day) is (OFF if taken else UNCLEAR)


def test_the_six_weeks_have_to_be_over_on_each_of_three_looks() -> None:
    assert standing(day=[38, 39, 40, 41, 42, 43]) is UNCLEAR
    assert standing(day=[39, 40, 41, 42, 43, 44]) is OFF


@pytest.mark.parametrize(
    ("before", "better", "taken"),
    [
        (5, 1.39, True),  # under seven tenths of two points
        (5, 1.4, False),
        (10, 2.09, True),  # under seven tenths of three points
        (10, 2.11, False),
    ],
)
def test_off_course_is_far_from_clearly_better(before: float, better: float, taken: bool) -> None:
    assert standing(day=60, before=before, better=better) is (OFF if taken else UNCLEAR)


@pytest.mark.parametrize(("level", "taken"), [(2.5, False), (2.51, True), (2, False), (0, False)])
def test_off_course_is_above_the_acceptable_level_by_half_a_point(level: float, taken: bool) -> None:
    assert standing(day=60, before=level) is (OFF if taken else UNCLEAR)


@pytest.mark.parametrize(("level", "taken"), [(2.5, False), (2.51, True), (2, False), (0, False)])
def test_so_is_who_is_clearly_better_with_a_low_outlook(level: float, taken: bool) -> None:
    assert standing(day=60, before=level + 3, better=3, share=0.1) is (OFF if taken else UNCLEAR)


@pytest.mark.parametrize(
    ("earlier", "share", "there"),
    [
        (0.50, 0.50, True),
        (0.51, 0.51, False),
        (0.51, 0.3, True),  # taken on the last three looks
        (0.9, 0.50, True),
        (np.nan, 0.3, True),
        (0.3, 0.60, True),  # taken on the looks before, and kept
        (0.3, 0.61, False),
        (0.3, np.nan, False),
        (np.nan, np.nan, False),
    ],
)
def test_who_is_better_is_off_course_when_half_or_fewer_recover_until_sixty_in_a_hundred_do(
    earlier: float, share: float, there: bool
) -> None:
    assert standing(day=60, before=6, better=3, share=share, earlier=earlier) is (OFF if there else UNCLEAR)


def test_a_low_outlook_before_six_weeks_is_not_off_course() -> None:
    assert standing(day=41, share=0.1) is UNCLEAR


# Three looks in a row.

CASES = {
    ON: ({"better": 3.0}, {"better": 0.0}, {"share": STEADY, "day": 30.0}),
    WORSE: ({"rise": 2.0}, {"rise": 0.0}, {}),
    OFF: ({"better": 0.0}, {"better": 3.0}, {"day": 60.0}),
}


def told(wanted: Standing, looks: str) -> Standing:
    """A `+` where the evidence for a standing holds, `-` where it fails, `~` where only the milder cut holds.

    These are the last looks; on those before them it fails.
    """
    holds, fails, rest = CASES[wanted]
    (name,) = holds
    milder = {ON: 1.5, WORSE: 1.2, OFF: 1.7}[wanted]
    values = [{"+": holds[name], "-": fails[name], "~": milder}[look] for look in looks.rjust(LOOKS, "-")]
    return standing(**rest, **{name: values})


@pytest.mark.parametrize("wanted", CASES)
@pytest.mark.parametrize(
    ("looks", "taken"),
    [
        ("---+++", True),
        ("----++", False),
        ("-----+", False),
        ("--++-+", False),
        ("+-+-+-", False),
        ("++++++", True),
        ("------", False),
        ("~~~~~~", False),
        ("---++~", False),
    ],
)
def test_a_standing_is_taken_after_three_looks_in_a_row(wanted: Standing, looks: str, taken: bool) -> None:
    assert (told(wanted, looks) is wanted) is taken


@pytest.mark.parametrize("wanted", CASES)
@pytest.mark.parametrize(
    ("looks", "kept"),
    [
        ("--+++-", True),
        ("-+++--", False),
        ("+++---", False),
        ("+++-+-", True),
        ("+++--+", False),
        ("-+++~~", True),
        ("+++~~~", True),
        ("+++-~-", True),
        ("+++~--", False),
        ("+++--~", False),
        ("+++~~~~~~~", True),
        ("+++~-~-~-~", True),
        ("++~~~~~~~~", False),  # taken eleven logged days ago or more: that is not looked at
    ],
)
def test_a_standing_ends_after_two_looks_that_fail_the_milder_cut(
    wanted: Standing, looks: str, kept: bool
) -> None:
    assert (told(wanted, looks) is wanted) is kept


@pytest.mark.parametrize(
    ("looks", "kept"),
    [
        ({"better": 1.41}, True),
        ({"better": 1.39}, False),
        ({"errors": 0.1}, True),  # the errors only count when it is taken
        ({"limitation": 1.42}, True),
        ({"limitation": 1.44}, False),
    ],
)
def test_on_course_is_kept_by_seven_tenths_of_its_figures(looks: dict[str, float], kept: bool) -> None:
    usual = {"better": 3.0, "errors": 9.0, "limitation": 0.0}
    values = {name: [usual[name]] * 3 + [looks.get(name, usual[name])] * 3 for name in usual}
    assert (standing(**values, share=STEADY) is ON) is kept


@pytest.mark.parametrize(
    ("rise", "errors", "kept"), [(1.06, 9, True), (1.04, 9, False), (1.5, 1.41, True), (1.5, 1.39, False)]
)
def test_worse_is_kept_by_seven_tenths_of_its_figures(rise: float, errors: float, kept: bool) -> None:
    found = standing(rise=[2.0] * 3 + [rise] * 3, rise_errors=[9.0] * 3 + [errors] * 3)
    assert (found is WORSE) is kept


@pytest.mark.parametrize(("better", "kept"), [(1.99, True), (2.0, False)])
def test_off_course_is_kept_until_leg_pain_is_clearly_better(better: float, kept: bool) -> None:
    assert (standing(better=[0.0] * 3 + [better] * 3, day=60) is OFF) is kept


@pytest.mark.parametrize(("level", "kept"), [(2.01, True), (2.0, False)])
def test_off_course_is_kept_until_the_acceptable_level(level: float, kept: bool) -> None:
    found = standing(before=3, better=[0.0] * 3 + [3 - level] * 3, day=60)
    assert (found is OFF) is kept


def test_off_course_is_not_left_for_on_course_in_one_look() -> None:
    """Better on the last look only: it has to fail twice, and the other to hold three times."""
    assert standing(better=[0, 0, 0, 0, 0, 4], day=60, share=STEADY) is OFF
    assert standing(better=[0, 0, 0, 0, 4, 4], day=60, share=STEADY) is UNCLEAR
    assert standing(better=[0, 0, 0, 4, 4, 4], day=60, share=STEADY) is ON


def test_worse_is_taken_over_from_any_other() -> None:
    assert standing(better=3, share=STEADY, rise=[0, 0, 0, 2, 2, 2]) is WORSE
    assert standing(better=3, share=STEADY, rise=[0, 0, 0, 0, 2, 2]) is ON


def test_when_worse_ends_the_course_is_judged_anew() -> None:
    assert standing(rise=[2, 2, 2, 0, 0, 0], better=3, share=STEADY) is ON
    assert standing(rise=[2, 2, 2, 0, 0, 0]) is UNCLEAR


# Fewer looks than there might be.


@pytest.mark.parametrize(("logged", "taken"), [(10, True), (6, True), (3, True), (2, False), (0, False)])
def test_days_that_were_not_logged_are_no_looks(logged: int, taken: bool) -> None:
    day = [float(NO_DAY)] * (LOOKS - logged) + [30.0] * logged
    assert (standing(day=day, rise=2) is WORSE) is taken


def test_several_diaries_each_have_their_own() -> None:
    alone = [evidence(better=3, share=STEADY), evidence(rise=2), evidence(day=60), evidence()]
    parts = {
        name: np.concatenate([getattr(one, name) for one in alone])
        for name in ("day", "now", "error", "first", "change", "change_error", "rise", "rise_error")
    }
    shares = np.concatenate([one.last.probability for one in alone])
    both = Outlooks(shares, shares, shares, np.zeros((4, 3)), np.zeros((4, 2, WEEKS_AHEAD)))
    assert standings(Evidence(**parts, earlier=both, last=both)) == [ON, WORSE, OFF, UNCLEAR]


def test_no_diary_has_no_standing() -> None:
    none = evidence()
    cut = {
        name: getattr(none, name)[:0]
        for name in ("day", "now", "error", "first", "change", "change_error", "rise", "rise_error")
    }
    nobody = Outlooks(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros((0, 3)), np.zeros((0, 2, WEEKS_AHEAD)))
    assert standings(Evidence(**cut, earlier=nobody, last=nobody)) == []


# One noisy day.


@untimed
@given(
    steady=st.sampled_from(
        [
            {"better": 3.0, "share": STEADY},
            {"rise": 2.0},
            {"day": 60.0},
            {"day": 60.0, "before": 6.0, "better": 3.0, "share": 0.3},
            {},
        ]
    ),
    better=st.floats(-10, 10),
    limitation=st.floats(-10, 10),
    rise=st.floats(-10, 10),
    errors=st.floats(0, 20),
)
def test_no_single_look_changes_a_standing_whatever_it_shows(
    steady: dict[str, float], better: float, limitation: float, rise: float, errors: float
) -> None:
    """Of levels, not of the outlook, which is one for all looks."""
    without = evidence(**steady)
    with_one = evidence(
        **{
            **steady,
            "better": [steady.get("better", 0.0)] * 5 + [better],
            "limitation": [0.0] * 5 + [limitation],
            "rise": [steady.get("rise", 0.0)] * 5 + [rise],
            "rise_errors": [9.0] * 5 + [errors + 0.01],
        }
    )
    assert standings(with_one) == standings(without)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.74, 0.98])
def test_the_outlook_alone_takes_no_course_in_whom_nothing_changed(share: float) -> None:
    assert standings(replace(evidence(), last=outlook(share), earlier=outlook(share))) == [UNCLEAR]
