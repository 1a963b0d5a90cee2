"""The document names every column as the tables do."""

from pathlib import Path

from recovery.exchange import cohort, diary_csv

DOCUMENT = (Path(__file__).parents[3] / "docs" / "exchange.md").read_text()


def test_every_column_stands_in_the_document() -> None:
    for name, holds in [*((one.name, one.holds) for one in diary_csv.COLUMNS), *cohort.COLUMNS]:
        assert f"| `{name}` | {holds} |" in DOCUMENT
