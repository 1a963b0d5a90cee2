"""Scores against values by hand."""

import numpy as np
import pytest

from bench.cohorts import NEVER, Cohort
from bench.scores import (
    Bin,
    always,
    auc,
    better,
    brier,
    calibration,
    calibration_error,
    features,
    first_week,
    fit_logistic,
    heard,
    landmark,
    level,
    predict_logistic,
    regression,
    slope,
)

YES, NO = True, False


def truth(*answers: bool) -> np.ndarray:
    return np.array(answers)


def said(*probabilities: float) -> np.ndarray:
    return np.array(probabilities)


def diaries(*people: str) -> np.ndarray:
    """A row a person, a score or a dash a day."""
    return np.array([[np.nan if day == "-" else float(day) for day in one.split()] for one in people])


def cohort(*people: str, recovered_on: list[int]) -> Cohort:
    leg = diaries(*people)
    first = (~np.isnan(leg)).argmax(axis=1)
    return Cohort("by hand", leg, leg, first, np.array(recovered_on))


def many(n: int = 400) -> Cohort:
    """Half fall from 6 to 1 and recover, half stay at 6, with some noise."""
    rng = np.random.default_rng(1)
    falls = np.arange(n) % 2 == 0
    true = 6 - 5 * falls[:, None] * np.minimum(np.arange(60) / 40, 1)
    leg = np.clip(np.round(true + rng.normal(0, 1.5, (n, 60))), 0, 10)
    recovered_on = np.where(falls, np.where(np.arange(n) % 4, 30, 50), NEVER)
    return Cohort("many", leg, leg, np.zeros(n, dtype=np.int64), recovered_on)


def test_brier_is_the_mean_squared_error() -> None:
    assert brier(said(0.9, 0.2, 0.5), truth(YES, NO, NO)) == pytest.approx((0.01 + 0.04 + 0.25) / 3)
    assert brier(said(1, 0), truth(YES, NO)) == 0


def test_auc_counts_pairs() -> None:
    assert auc(said(0.9, 0.4, 0.6, 0.1), truth(YES, YES, NO, NO)) == 3 / 4
    assert auc(said(0.9, 0.8, 0.2), truth(YES, YES, NO)) == 1
    assert auc(said(0.1, 0.9), truth(YES, NO)) == 0


def test_a_tie_is_half_a_pair() -> None:
    assert auc(said(0.5, 0.5, 0.5), truth(YES, NO, NO)) == 0.5
    assert auc(said(0.7, 0.7, 0.2), truth(YES, NO, YES)) == pytest.approx(0.5 / 2)


def test_auc_needs_both_outcomes() -> None:
    assert np.isnan(auc(said(0.5, 0.6), truth(YES, YES)))


def test_auc_equals_the_count_over_all_pairs() -> None:
    rng = np.random.default_rng(2)
    p, t = np.round(rng.random(200), 1), rng.random(200) < 0.4
    pairs = [(a > b) + 0.5 * (a == b) for a in p[t] for b in p[~t]]
    assert auc(p, t) == pytest.approx(np.mean(pairs))


def test_calibration_has_ten_equal_bins_and_leaves_the_empty_ones_out() -> None:
    rows = calibration(said(0.05, 0.11, 0.19, 1.0, 0.95), truth(NO, NO, YES, YES, NO))
    assert rows == (
        Bin(0.0, 0.1, 1, pytest.approx(0.05), 0.0),
        Bin(0.1, 0.2, 2, pytest.approx(0.15), 0.5),
        Bin(0.9, 1.0, 2, pytest.approx(0.975), 0.5),
    )


def test_the_edge_of_a_bin_belongs_to_the_one_above() -> None:
    """Also 0.3 and 0.7, which are a little less than three and seven tenths in binary."""
    lows = [calibration(said(p), truth(YES))[0].low for p in (0.0, 0.1, 0.3, 0.6, 0.7, 0.9, 1.0)]
    assert lows == [0.0, 0.1, 0.3, 0.6, 0.7, 0.9, 0.9]


def test_calibration_error_weighs_bins_by_people() -> None:
    p, t = said(0.15, 0.15, 0.15, 0.85), truth(NO, NO, NO, YES)
    assert calibration_error(p, t) == pytest.approx(0.15)
    assert calibration_error(said(0.2, 0.2, 0.2, 0.2, 0.2), truth(YES, NO, NO, NO, NO)) == pytest.approx(0)
    assert calibration_error(said(0.9, 0.9, 0.1), truth(YES, NO, NO)) == pytest.approx((2 * 0.4 + 0.1) / 3)


def test_logistic_regression_finds_the_coefficients_that_made_the_data() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(0, 1, (40_000, 2))
    p = 1 / (1 + np.exp(-(0.5 + 1.5 * x[:, 0] - 0.8 * x[:, 1])))
    beta = fit_logistic(x, rng.random(len(x)) < p)
    assert beta == pytest.approx([0.5, 1.5, -0.8], abs=0.06)
    assert predict_logistic(beta, x) == pytest.approx(p, abs=0.02)


def test_logistic_regression_on_one_yes_or_no_gives_the_shares() -> None:
    """Closed form: 1 of 4 without, 3 of 4 with."""
    x = np.array([[0.0], [0], [0], [0], [1], [1], [1], [1]])
    beta = fit_logistic(x, truth(YES, NO, NO, NO, YES, YES, YES, NO), ridge=1e-9)
    assert beta == pytest.approx([-np.log(3), 2 * np.log(3)], abs=1e-6)


def test_logistic_regression_stays_finite_where_the_groups_are_apart() -> None:
    beta = fit_logistic(said(1, 2, 3, 7, 8, 9)[:, None], truth(NO, NO, NO, YES, YES, YES))
    assert np.isfinite(beta).all()
    assert auc(predict_logistic(beta, said(1, 2, 3, 7, 8, 9)[:, None]), truth(NO, NO, NO, YES, YES, YES)) == 1


def test_the_level_is_the_mean_of_the_last_seven_days_that_are_there() -> None:
    people = diaries("9 9 1 2 3 4 5 6 7 9", "1 1 - - - - - - - 9")
    assert level(people, 8) == pytest.approx([4, np.nan], nan_ok=True)
    assert level(people, 2) == pytest.approx([19 / 3, 1])


def test_the_slope_is_in_points_a_day_over_fourteen_days() -> None:
    falls = "9 9 9 9 " + " ".join(f"{14 - day}" for day in range(14))
    people = diaries(falls, "1 " * 16 + "- 3", "- " * 15 + "- 2 3", "- " * 13 + "2 - 3 - 4")
    assert slope(people, 17)[[0, 2, 3]] == pytest.approx([-1, np.nan, 0.5], nan_ok=True)
    assert slope(people, 17)[1] == pytest.approx(np.polyfit([*range(12), 13], [1] * 12 + [3], 1)[0])


def test_the_first_full_week_holds_four_entries() -> None:
    people = diaries(
        "- - 4 4 - 4 4 - - 9 9 9 9 9",
        "- - 4 4 - 4 - - - 8 8 8 8 9",
        "- - 4 - - - - - - 8 8 8 - -",
    )
    first = np.array([2, 2, 2])
    assert first_week(people, first, 13) == pytest.approx([4, np.nan, np.nan], nan_ok=True)
    longer = np.concatenate([people, np.full((3, 2), np.nan)], axis=1)
    assert first_week(longer, first, 15) == pytest.approx([4, 8.2, np.nan], nan_ok=True)
    assert np.isnan(first_week(people, first, 7)).all()


def test_a_diary_is_heard_from_seven_entries_over_fourteen_days_on() -> None:
    people = cohort(
        "5 - 5 - 5 - 5 - 5 - 5 - - 5 5",
        "5 - 5 - 5 - 5 - 5 - - - - 5 5",
        "- 5 5 5 5 5 5 5 5 5 5 5 5 5 5",
        "5 5 5 5 5 5 5 5 5 5 5 5 5 - -",
        recovered_on=[NEVER] * 4,
    )
    assert heard(people, 13).tolist() == [True, False, False, False]
    assert heard(people, 14).tolist() == [True, True, True, False]


def test_what_is_missing_is_the_mean_and_marked() -> None:
    people = cohort("4 " * 14, "8 " * 14, "5 " * 7 + "- " * 7, recovered_on=[13, NEVER, NEVER])
    table = features(people, 13)
    assert table[:, 0] == pytest.approx([4, 8, 6])
    assert table[:, 4:].tolist() == [[0, 0], [0, 0], [1, 1]]


def test_nothing_after_the_day_is_looked_at() -> None:
    people = many()
    later = people.leg.copy()
    later[:, 29:] = 10
    changed = Cohort("changed", later, later, people.first_logged, people.recovered_on)
    everybody = np.ones(len(people), dtype=bool)
    assert (features(people, 28) == features(changed, 28)).all()
    assert (heard(people, 28) == heard(changed, 28)).all()
    assert (better(people, 28, everybody) == better(changed, 28, everybody)).all()


def test_thirty_percent_better_is_worth_its_groups_share_of_recovery() -> None:
    week = "5 " * 7
    better_now, nearly = "3 3 3 3 4 4 4 ", "3 3 3 4 4 4 4 "
    people = cohort(
        "- " * 0 + week + better_now,
        week + better_now,
        week + nearly,
        week + nearly,
        week + "- " * 7,
        recovered_on=[13, NEVER, NEVER, NEVER, 60],
    )
    assert better(people, 13, np.ones(5, dtype=bool)) == pytest.approx([0.5, 0.5, 0, 0, 1])
    assert better(people, 13, truth(YES, NO, YES, YES, NO)) == pytest.approx([1, 0, 0])


def test_always_says_eighty_in_a_hundred() -> None:
    people = many(8)
    assert always(people, 28, truth(*[YES] * 3, *[NO] * 5)).tolist() == [0.8] * 3


def test_the_regression_says_the_share_on_average() -> None:
    people = many()
    everybody = np.ones(len(people), dtype=bool)
    assert regression(people, 28, everybody).mean() == pytest.approx(people.recovers.mean(), abs=1e-3)


def test_a_landmark_scores_all_on_the_same_people() -> None:
    people = many()

    def model(whom: Cohort, day: int) -> np.ndarray:
        spoken = np.where(whom.recovers, 0.9, 0.1)
        spoken[:20] = np.nan
        return spoken

    row = landmark(people, 42, model)
    assert (row.day, row.people, row.unanswered, row.share) == (42, 380, 20, 0.5)
    assert row.model.brier == pytest.approx(0.01)
    assert row.model.auc == 1
    assert row.model.calibration_error == pytest.approx(0.1)
    assert row.always.brier == pytest.approx((0.04 + 0.64) / 2)
    assert row.always.auc == 0.5
    assert row.better.auc <= row.regression.auc


def test_who_recovered_already_is_not_waiting() -> None:
    people = many()

    def model(whom: Cohort, day: int) -> np.ndarray:
        return np.full(len(whom), 0.5)

    everybody, waiting = landmark(people, 42, model), landmark(people, 42, model, waiting=True)
    assert (everybody.people, everybody.share) == (400, 0.5)
    assert (waiting.people, waiting.share) == (300, pytest.approx(1 / 3))


def test_a_day_on_which_nobody_can_be_scored_is_an_error() -> None:
    with pytest.raises(ValueError, match="day 5: nobody to score"):
        landmark(many(8), 5, lambda whom, day: np.full(len(whom), 0.5))
