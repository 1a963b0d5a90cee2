"""The results as a table, and a sentence for each loss."""

from collections.abc import Iterable, Iterator, Sequence

from bench.faults.result import Result
from bench.table import Table

MOST_SENTENCES = 10

HEADER = ("what was done", "database", "tried", "kept", "repeats", "lost", "notes")


def table(results: Iterable[Result]) -> Table:
    """A row for each scenario and database."""
    return Table("Faults", HEADER, [_row(result) for result in results])


def _row(result: Result) -> tuple[str, ...]:
    return (
        result.name,
        result.database,
        f"{result.tried:,} {result.what}",
        f"{result.kept:,}",
        f"{result.repeats:,}",
        f"{len(result.lost):,}",
        result.notes or "–",
    )


def losses(results: Sequence[Result]) -> Iterator[str]:
    """What was lost, by its scenario: the first of each in full."""
    for result in results:
        for sentence in result.lost[:MOST_SENTENCES]:
            yield f"{result.name}, {result.database}: {sentence}"
        if (more := len(result.lost) - MOST_SENTENCES) > 0:
            yield f"{result.name}, {result.database}: and {more:,} more"


def total(results: Sequence[Result]) -> str:
    """The sum of it."""
    lost, repeats = sum(len(one.lost) for one in results), sum(one.repeats for one in results)
    return f"{len(results)} rows, {lost} lost, {repeats} messages came more than once."
