"""The small pieces of the proof, by hand."""

from pathlib import Path

import numpy as np
import pytest

from bench import alarms, forecasts, prognosis, ranking, speed
from bench.cohorts import HELD_OUT, NEVER, Cohort
from bench.diaries import Diary
from bench.readings import case, next_week_after, scores_of, scores_of_diary, standings, told
from bench.scores import auc, auc_lead_error
from bench.table import Goal, Table, goals_table, listed, percent


def diary(scores: str) -> Diary:
    days = [day for day, score in enumerate(scores.split()) if score != "-"]
    pain = [float(score) for score in scores.split() if score != "-"]
    return Diary("a", "", np.array(days, dtype=np.int64), np.array(pain))


def cohort(*people: str) -> Cohort:
    leg = np.array([[np.nan if day == "-" else float(day) for day in one.split()] for one in people])
    first = (~np.isnan(leg)).argmax(axis=1)
    return Cohort("by hand", leg, leg, first, np.full(len(leg), NEVER))


def test_the_model_is_not_shown_what_comes_after_the_day() -> None:
    shown = case(scores_of(np.array([6.0, 5, 4, 3])), 1)
    assert shown.series.scores.shape == (3, 2)
    assert (shown.as_of - shown.series.onset).days == 1


def test_what_was_told_is_silent_recovered_or_a_probability() -> None:
    people = cohort("6 " * 29, "6 " * 10 + "0 " * 19, "6 - " * 5 + "- " * 19)
    said = told(people, 28)
    assert said.recovered.tolist() == [False, True, False]
    assert np.isnan(said.probability).tolist() == [False, False, True]
    assert said.probability[1] == 1
    assert said.low[0] < said.probability[0] < said.high[0]
    assert said.early[0] <= said.median[0] <= said.late[0]
    assert np.isnan(said.median[1])


def test_who_relapsed_is_silent_for_that_reason() -> None:
    said = told(cohort("0 " * 15 + "7 " * 14, "6 - " * 5 + "- " * 19), 28)
    assert np.isnan(said.probability).all()
    assert said.relapsed.tolist() == [True, False]


def test_standings_come_by_person_and_day() -> None:
    one, other = standings([scores_of(np.full(20, 5.0))] * 2, [range(5, 8), range(12, 14)])
    assert one.tolist() == ["too_early"] * 3
    assert other.tolist() == ["too_early", "not_clear"]


def test_a_real_diary_begins_as_long_after_the_onset_as_is_said() -> None:
    leg, limitation, back = scores_of_diary(diary("- 4 - 5"), onset_before=2, with_limitation=True)
    assert np.array_equal(leg, [np.nan, np.nan, 4, np.nan, 5], equal_nan=True)
    assert np.array_equal(leg, limitation, equal_nan=True)
    assert np.isnan(back).all()
    assert np.isnan(scores_of_diary(diary("4 5"))[1]).all()


def test_a_forecast_of_level_pain_is_that_level_and_of_nothing_is_none() -> None:
    forecast = next_week_after(14, onset_before=forecasts.OLD)
    assert forecast(np.arange(14), np.full(14, 5.0)) == pytest.approx(5)
    assert np.isnan(forecast(np.array([0, 13]), np.array([5.0, 5.0])))


def test_the_error_of_a_lead_is_that_of_drawing_people_again() -> None:
    rng = np.random.default_rng(1)
    truth = rng.random(400) < 0.7
    one = np.where(truth, 0.5, 0) + rng.random(400)
    other = one + 0.5 * rng.random(400)
    draws = [rng.integers(0, 400, 400) for _time in range(400)]
    leads = [auc(one[drawn], truth[drawn]) - auc(other[drawn], truth[drawn]) for drawn in draws]
    assert auc_lead_error(one, other, truth) == pytest.approx(np.std(leads), rel=0.15)


def test_the_lead_over_oneself_is_certain_and_one_person_says_nothing() -> None:
    truth = np.array([True, True, False, False])
    said = np.array([0.9, 0.4, 0.5, 0.1])
    assert auc_lead_error(said, said, truth) == 0
    assert np.isnan(auc_lead_error(said, said, np.array([True, True, True, False])))


def test_a_cell_is_judged_against_the_regression() -> None:
    cell = ranking.measure(300, 1, HELD_OUT[:1], (56,)).of(held_out=True, waiting=False, day=56)[0]
    at = cell.at
    assert cell.ranks == (at.model.auc >= at.regression.auc)
    assert cell.near == (at.model.brier <= at.regression.brier + 0.01)
    assert cell.calibrated == (at.model.calibration_error <= 0.05)
    assert cell.clearly_behind == (at.regression.auc - at.model.auc > 2 * at.lead_error)


def test_an_interval_is_looked_at_where_there_are_people_enough() -> None:
    result = ranking.measure(1500, 1, HELD_OUT[:1], (28,))
    (row,) = ranking.intervals(result.answers)
    (one,) = result.answers
    tenths = np.floor(one.told.probability[one.open_] * 10)
    assert row.bins == np.count_nonzero(np.bincount(tenths.astype(int)) >= ranking.ENOUGH_IN_A_BIN)
    assert 0 <= row.inside <= row.bins
    assert 0 < row.width < 1


def test_a_flip_is_back_within_three_days() -> None:
    def flips(said: str) -> float:
        return alarms.flips("", [np.array(said.split())]).each

    assert flips("a a a") == 0
    assert flips("a b a") == 1
    assert flips("a b b a") == 1
    assert flips("a b b b a") == 0
    assert flips("a b a b a") == 3
    assert flips("a b c c") == 0


def test_a_delay_counts_from_the_rise_and_leaves_out_who_was_worse_before() -> None:
    worse = np.zeros((4, 44), dtype=bool)
    worse[0, 0] = worse[0, 1] = True
    worse[1, 1] = True
    worse[2, 11:] = True
    found = alarms.delay_of("", worse)
    assert (found.people, found.already) == (3, 1)
    assert found.median == 10
    assert found.within == pytest.approx((1 / 3, 2 / 3, 2 / 3, 2 / 3))


def test_lasting_pain_leaves_out_thin_diaries() -> None:
    found = forecasts.lasting_pain(
        "", [diary("5 " * 21), diary("5 " * 6)], with_limitation=False, onset_weeks=0
    )
    assert (found.people, found.on_course, found.worse) == (1, 0, 0)


def test_without_the_data_it_is_said_what_was_skipped(tmp_path: Path) -> None:
    result = forecasts.measure(tmp_path, 16, 1, (14,))
    assert forecasts.skipped(result).startswith(f"Skipped, for want of files in {tmp_path}: the forecast")
    assert forecasts.skipped(result).count(".csv") == 2
    assert [goal.reached for goal in forecasts.goals(result)] == [None, None]
    assert all("Skipped" in str(table) for table in forecasts.tables(result))


def test_times_faster_is_the_ratio_of_seconds() -> None:
    assert speed.Beside("", model=0.5, comparator=100, scaled="").times == 200


def test_a_table_is_markdown() -> None:
    table = Table("Title", ("who", "share"), [("all", "7%"), ("some", "12%")], above="Said first.")
    assert str(table).splitlines() == [
        "### Title",
        "",
        "Said first.",
        "",
        "| who  | share |",
        "| ---- | ----: |",
        "| all  |    7% |",
        "| some |   12% |",
    ]


def test_a_goal_is_reached_or_not_or_was_not_measured() -> None:
    goals = [Goal("one", "5", True), Goal("two", "6", False), Goal("three", "–", None)]
    assert [row[-1] for row in goals_table(goals).rows] == ["yes", "no", "not measured"]


def test_small_things_of_a_table() -> None:
    assert percent(0.125, 1) == "12.5%"
    assert percent(float("nan")) == "–"
    assert listed([]) == "–"
    assert listed(["14", "28"]) == "14, 28"


def test_the_results_go_between_their_marks() -> None:
    document = f"# By hand\n\n{prognosis.BEGIN}\nold\n{prognosis.END}\nby hand too\n"
    written = prognosis.written(document, "new")
    assert written == f"# By hand\n\n{prognosis.BEGIN}\n\nnew\n\n{prognosis.END}\nby hand too\n"
    assert prognosis.written(written, "new") == written


def test_a_document_without_marks_is_left_alone() -> None:
    with pytest.raises(ValueError, match="needs the lines"):
        prognosis.written("# By hand\n", "new")
