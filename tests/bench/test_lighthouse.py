"""The Lighthouse bench keeps the middle of its runs, measures the page that was asked for, and fails when it must."""

from pathlib import Path
from typing import Any

import pytest

from bench import marks
from bench.lighthouse.measure import CATEGORIES, ENOUGH, middle, scores_of

URL = "http://127.0.0.1/urgent/"


def run(performance: int) -> dict[str, int]:
    return dict.fromkeys(CATEGORIES, 100) | {"performance": performance}


@pytest.mark.parametrize(
    ("found", "score", "enough"),
    [((100, 60, ENOUGH), ENOUGH, True), ((100, ENOUGH - 1, 20), ENOUGH - 1, False)],
)
def test_the_middle_run_counts(found: tuple[int, ...], score: int, enough: bool) -> None:
    scores = middle("urgent", [run(performance) for performance in found])
    assert scores.by_category["performance"] == score
    assert scores.every["performance"] == list(found)
    assert scores.is_enough is enough


def report(url: str) -> dict[str, Any]:
    return {"finalDisplayedUrl": url, "categories": {name: {"score": 0.97} for name in CATEGORIES}}


def test_scores_are_of_a_hundred() -> None:
    assert scores_of(report(URL), URL) == dict.fromkeys(CATEGORIES, 97)


def test_the_page_to_sign_in_is_not_measured_for_another() -> None:
    with pytest.raises(ValueError, match="login"):
        scores_of(report("http://127.0.0.1/account/login/"), URL)


def test_the_document_has_room_for_the_scores() -> None:
    document = (Path(__file__).parents[2] / "docs" / "lighthouse.md").read_text()
    begin, end = "<!-- from here on written by make lighthouse -->", "<!-- up to here -->"
    assert "new" in marks.written(document, "new", begin=begin, end=end)
