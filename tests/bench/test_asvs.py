"""The table of docs/security.md: every item once, with a status of the three, and only files that are there."""

from pathlib import Path

import pytest

from bench.asvs import ROOT, STATUSES, TARGET, Row, document, items, rows


def test_every_item_of_the_level_has_one_row() -> None:
    assert [row.item for row in rows()] == items()
    assert len(items()) == 253


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.item)
def test_a_row_says_how_it_stands_and_where(row: Row) -> None:
    assert row.status in STATUSES
    assert row.asks
    assert row.where
    assert not [path for path in row.paths if not (ROOT / path).exists()]
    if row.status == "met":
        assert row.paths or "jango" in row.where or "Below" in row.where or row.item in SAID_IN_WORDS


# Met by what is not there, or by the language itself.
SAID_IN_WORDS = {
    "1.2.2",
    "1.2.5",
    "1.4.1",
    "4.2.1",
    "6.2.6",
    "6.2.7",
    "6.2.10",
    "6.4.2",
    "7.6.2",
    "9.1.3",
    "9.2.3",
} | {*("11.2.1", "11.2.3", "11.4.1", "11.4.3", "15.3.5")}


def test_the_document_is_as_the_table_says() -> None:
    written = TARGET.read_text(encoding="utf-8")
    assert written == document(written), "run `make asvs`"


def test_a_path_that_is_not_there_would_be_seen() -> None:
    row = Row("0", "x", "met", "nowhere/at.py, tests/no_such_test.py; tracker/settings.py")
    assert [path for path in row.paths if not Path(ROOT / path).exists()] == ["tests/no_such_test.py"]
