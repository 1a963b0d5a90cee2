"""The measurements as tables; what must hold, and what is only told."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bench.load.result import Found, Row
from bench.table import Goal, Table

MOST_RAW, MOST_FIRST, MOST_AFTER, MOST_TREND = 100_000, 100_000, 15_000, 60_000
CASELOAD, TREND, LOG = "caseload, patients", "trend page, days", "daily log, days"
SAVE, WHOLE = "save a quiet day, days", "form, saving, page after it, days"

PLANS = (
    "By which index the planner answers the questions of the pages, told to avoid reading tables whole, since some\n"
    "are nearly empty here. “All of” is left where no index fits. The last rows are those of a copy of the entries in\n"
    "parts."
)

# The other trackers, with one user on two such cores: told in the issue, never measured here (ms).
ELSEWHERE = (
    ("saving a form", "15 and 21", SAVE, 90),
    ("opening the form, saving, the page after it", "148", WHOLE, 90),
    ("a chart of 365 entries", "90 and 97", TREND, 365),
    ("a chart of 3,650 entries", "282; the other shows 900", TREND, 3650),
    ("the page of all persons: 1", "9", CASELOAD, 1),
    ("the page of all persons: 10", "35", CASELOAD, 10),
    ("the page of all persons: 100", "206", CASELOAD, 100),
    ("the page of all persons: 1,000", "1,674", CASELOAD, 1000),
)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f}" if seconds >= 0.01 else f"{seconds * 1000:.1f}"


def tables(found: Sequence[Found]) -> Iterator[Table]:
    """In the order of the document."""
    for one in found:
        yield _times(one)
    yield _weight(found[0])
    yield Table(
        "Memory of the server, MB",
        ("when", "database", "resident, all processes", "of which their own"),
        [
            (memory.when, one.database, f"{memory.resident:.0f}", f"{memory.own:.0f}")
            for one in found
            for memory in one.memory
        ],
        above="gunicorn with two workers. What they share is counted once for each process in the first figure.",
    )
    for one in found:
        if one.storage:
            yield Table(
                "Bytes a row, PostgreSQL",
                ("table", "rows", "table", "with indexes", "MB in all"),
                one.storage,
            )
        if one.plans:
            yield Table("How PostgreSQL answers", ("question", "by"), one.plans, above=PLANS)
    yield Table("Filling", ("database", "the last step"), [(one.database, one.filled) for one in found])


def _times(found: Found) -> Table:
    clients = [times.clients for times in found.rows[0].times]
    heads = [head for n in clients for head in (f"{n} at once: median", "95%", "a second")]
    rows = [
        (
            row.act,
            f"{row.amount:,}",
            *(cell for one in row.times for cell in (_ms(one.median), _ms(one.slow), f"{one.a_second:.0f}")),
        )
        for row in found.rows
        if row.times
    ]
    return Table(f"Milliseconds, {found.database}", ("act", "of", *heads), rows)


def _weight(found: Found) -> Table:
    rows = [
        (
            row.act,
            f"{row.amount:,}",
            str(row.inside.queries),
            *(f"{n:,}" for n in (row.inside.raw, row.inside.gzip, row.inside.brotli)),
            f"{row.inside.files:,}" if row.inside.files else "–",
        )
        for row in found.rows
    ]
    header = ("act", "of", "queries", "bytes raw", "gzip", "brotli", "files, first visit")
    return Table(
        "Queries and bytes", header, rows, above="The files are those of the last page, as served (brotli)."
    )


def failures(found: Iterable[Found]) -> Iterator[str]:
    """What must hold on every machine, and does not."""
    for one in found:
        for sentence in (*one.wrong, *_grown(one.rows), *_heavy(one.rows)):
            yield f"{one.database}: {sentence}"


def _grown(rows: Iterable[Row]) -> Iterator[str]:
    """Queries may not grow with patients or days, once there are any to speak of."""
    for act, group in groupby(sorted(rows, key=lambda row: (row.act, row.amount)), key=lambda row: row.act):
        of_act = [row for row in group if row.amount > 1]
        for many in of_act[1:]:
            if many.inside.queries > of_act[0].inside.queries:
                yield (
                    f"{act}: {of_act[0].inside.queries} queries with {of_act[0].amount:,} and "
                    f"{many.inside.queries} with {many.amount:,}"
                )


def _heavy(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        inside, first = row.inside, row.inside.gzip + row.inside.files
        limits = [("raw", inside.raw, MOST_RAW)]
        limits += [("on a first visit", first, MOST_FIRST), ("after it", inside.gzip, MOST_AFTER)] * (
            row.act == LOG
        )
        limits += [("on a first visit", first, MOST_TREND)] * (row.act == TREND)
        for what, size, most in limits:
            if size > most:
                yield f"{row.act} {row.amount:,}: {size:,} bytes {what}, and {most:,} are allowed"


def goals(found: Iterable[Found]) -> Iterator[Goal]:
    """What depends on the machine: told, never a failure."""
    for one in found:
        yield from _ratio(one, "caseload at 15,000 within twice that at 100", CASELOAD, 15_000, 100, most=2)
        yield from _ratio(one, "trend with 3,650 days within three times that of 90", TREND, 3650, 90, most=3)
        for what, act, amount, most in (
            ("the bare save in 15 ms", SAVE, 90, 0.015),
            ("form, saving and the page after it in 50 ms", WHOLE, 90, 0.050),
            ("a chart of 365 entries in 30 ms", TREND, 365, 0.030),
            ("3,650 entries in 60 ms", TREND, 3650, 0.060),
            ("the caseload of 1,000 in 60 ms", CASELOAD, 1000, 0.060),
        ):
            if (took := _median(one, act, amount)) is not None:
                yield Goal(f"{one.database}: {what}", f"{_ms(took)} ms", took <= most)


def _ratio(found: Found, what: str, act: str, many: int, few: int, *, most: float) -> Iterator[Goal]:
    long, short = _median(found, act, many), _median(found, act, few)
    if long is not None and short is not None:
        yield Goal(f"{found.database}: {what}", f"{long / short:.2f} times", long / short <= most)


def _median(found: Found, act: str, amount: int) -> float | None:
    """Of one client."""
    rows = [row for row in found.rows if (row.act, row.amount) == (act, amount) and row.times]
    return rows[0].times[0].median if rows else None


def beside(found: Sequence[Found]) -> Table:
    """The figures of the issue beside ours."""
    rows = [
        (
            what,
            theirs,
            *(_ms(took) if (took := _median(one, act, amount)) is not None else "–" for one in found),
        )
        for what, theirs, act, amount in ELSEWHERE
    ]
    header = ("one user, median ms", "two other trackers, elsewhere", *(one.database for one in found))
    return Table("Beside other trackers", header, rows)
