"""`docs/access.md`: the table in words, for whoever answers for who may see what."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from tests.tracker.matrix.columns import COLUMNS
from tests.tracker.matrix.table import groups, table

PATH = Path(__file__).parents[3] / "docs" / "access.md"

LOOKING = {
    "P": "page",
    ">": "led on",
    "S": "sign in",
    "-": "none",
    "X": "refused",
    "T": "no token",
    "M": "method",
}
SENDING = LOOKING | {"+": "taken"}

HEAD = """# Who gets what

Generated from `tests/tracker/matrix/table.txt` by `make matrix`; a test fails when this page is stale, when an address
of the site has no row, and when anybody gets something else than stands here. The table is written by hand and
compared with what the site does: each address, looked at and sent to, by each column, on every change of the code.

All addresses lead to what belongs to one patient: her record, her alert, her proxies, what her clinic has set. “The
clinic” is the one that she lets read along.

## The words

Looked at (GET, HEAD) / sent to (POST):

| word | what it means | status |
|---|---|---|
| page | a page, or a file | 200 |
| taken | what was sent is done, or the form comes back with what is wrong with it | 200, 302 |
| led on | another page of the site: where this person belongs, or where the form is; nothing is done | 302 |
| sign in | asked to sign in first | 302 |
| none | as if it were not there: word for word what an address of nothing answers | 404 |
| refused | a sentence that says why not; nothing is saved | 403 |
| no token | a script or a system hears that it must sign in or send a token | 401 |
| method | not in this way | 405 |

**Every other method** (PUT, PATCH, DELETE, OPTIONS, TRACE…) is refused with 405, for everybody, at every address,
before anything is asked about who sent it.

**Looking changes nothing.** The same test counts what is written to the database: a look writes only that somebody
looked, and what was refused writes nothing.

**Whoever is shown a patient is in the log of that patient.** The same test looks for it on every page and in every
file, in the role of the column.

**An operator** has no account on the site, and no row: whoever runs the machines gets what “signed out” gets. Django's
admin is not installed.

**In that diary** means under `/for/<record>/`, where a proxy finds the patient's pages; at the patient's own addresses
a proxy is an account like any other.
"""

ROLES = """## The columns

| | who |
|---|---|
"""


def document() -> str:
    """The whole page."""
    return "\n".join((HEAD, ROLES + "\n".join(_roles()), "", *_groups())).rstrip() + "\n"


def _roles() -> Iterator[str]:
    for column in COLUMNS:
        yield f"| **{column.code}** | {column.title} |"


def _groups() -> Iterator[str]:
    """A table for each group of addresses; columns that get the same throughout it share one."""
    patterns = dict(addresses(get_resolver().url_patterns))
    for heading, names in groups().items():
        columns = list(_alike(names))
        yield f"## {heading}\n"
        yield f"| address | {' | '.join(', '.join(codes) for codes in columns)} |"
        yield "|---" * (len(columns) + 1) + "|"
        for name in names:
            cells = " | ".join(words(table()[name][codes[0]]) for codes in columns)
            yield f"| `/{patterns[name]}` | {cells} |"
        yield ""


def _alike(names: Iterable[str]) -> Iterator[list[str]]:
    """The codes of columns that stand beside each other, together where all their cells are the same."""
    rows = [table()[name] for name in names]
    told = sorted((tuple(row[column.code] for row in rows), at) for at, column in enumerate(COLUMNS))
    same = [sorted(at for _cells, at in alike) for _cells, alike in groupby(told, key=lambda each: each[0])]
    for places in sorted(same):
        yield [COLUMNS[at].code for at in places]


def words(cell: str) -> str:
    """The two letters of a cell in words; one word where both are the same."""
    looked, sent = LOOKING[cell[0]], SENDING[cell[1]]
    return looked if looked == sent else f"{looked} / {sent}"


def addresses(
    patterns: list[URLPattern | URLResolver], names: str = "", route: str = ""
) -> Iterator[tuple[str, str]]:
    """The name and the pattern of each address."""
    for pattern in patterns:
        here = route + str(pattern.pattern).lstrip("^").rstrip("$").replace("|", "\\|")
        if isinstance(pattern, URLResolver):
            inner = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from addresses(pattern.url_patterns, inner, here)
        else:
            yield f"{names}{pattern.name}", here
