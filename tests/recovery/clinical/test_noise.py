import numpy as np
import pytest

from recovery.clinical.noise import CARRIES, SLOW_SD, WHITE_SD, share_left, slow_share, variance_of_mean

MANY = 20_000


def noise(people: int, days: int, seed: int) -> np.ndarray:
    """What clinical facts, section 3 measured, at a level where the noise is whole (people, days)."""
    chance = np.random.default_rng(seed)
    slow = chance.normal(0, 0.97, (people, days))
    for day in range(1, days):
        slow[:, day] = 0.87 * slow[:, day - 1] + np.sqrt(1 - 0.87**2) * slow[:, day]
    return slow + chance.normal(0, 1.3, (people, days))


def test_the_noise_is_that_of_the_clinical_facts() -> None:
    assert (WHITE_SD, SLOW_SD, CARRIES) == (1.3, 0.97, 0.87)


def test_near_zero_a_day_lies_within_about_nine_tenths_of_a_point() -> None:
    """Section 3: about 0.9 where the mean is 0 to 1."""
    spread = float(share_left(np.array(0.5)) * np.hypot(WHITE_SD, SLOW_SD))
    assert spread == pytest.approx(0.9, abs=0.05)


@pytest.mark.parametrize(("level", "left"), [(0, 0.45), (1, 0.67), (2, 0.89), (2.5, 1), (2.6, 1), (10, 1)])
def test_the_noise_grows_with_the_level_and_is_whole_from_two_and_a_half(level: float, left: float) -> None:
    assert share_left(np.array(level)) == pytest.approx(left)


def test_the_share_that_is_left_keeps_the_shape_it_is_given() -> None:
    assert share_left(np.zeros((2, 3))).shape == (2, 3)
    assert np.isnan(share_left(np.array(np.nan)))


@pytest.mark.parametrize(
    ("days", "share"), [(1, 1), (2, (1 + 0.87) / 2), (3, (3 + 4 * 0.87 + 2 * 0.87**2) / 9)]
)
def test_the_slow_part_of_a_mean_is_what_its_days_have_in_common(days: int, share: float) -> None:
    assert slow_share(days) == pytest.approx(share)


def test_more_days_average_more_of_the_slow_part_away_but_never_all() -> None:
    shares = [slow_share(days) for days in range(1, 60)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] > 0.1


@pytest.mark.parametrize("days", [1, 4, 7, 28])
def test_the_variance_of_a_mean_is_that_of_simulated_diaries(days: int) -> None:
    means = noise(MANY, days, seed=days).mean(axis=1)
    expected = variance_of_mean(np.array(days), days, np.array(5.0))
    assert expected == pytest.approx(means.var(), rel=0.05)


def test_one_score_is_as_uncertain_as_one_score_in_a_longer_span() -> None:
    one = variance_of_mean(np.array(1), 1, np.array(5.0))
    assert one == pytest.approx(WHITE_SD**2 + SLOW_SD**2)
    assert variance_of_mean(np.array(1), 7, np.array(5.0)) == pytest.approx(one)


def test_every_score_more_makes_a_mean_more_certain_until_only_the_slow_part_is_left() -> None:
    variances = variance_of_mean(np.arange(1, 8), 7, np.array(5.0))
    assert (np.diff(variances) < 0).all()
    assert variances[-1] > SLOW_SD**2 * slow_share(7)


def test_no_scores_count_as_one() -> None:
    level = np.array(5.0)
    assert variance_of_mean(np.array(0), 7, level) == variance_of_mean(np.array(1), 7, level)


@pytest.mark.parametrize(("level", "share"), [(0.0, 0.45**2), (1.0, 0.67**2), (5.0, 1.0)])
def test_a_mean_near_zero_is_more_certain(level: float, share: float) -> None:
    whole = variance_of_mean(np.array(4), 7, np.array(10.0))
    assert variance_of_mean(np.array(4), 7, np.array(level)) == pytest.approx(share * whole)
