"""The folder boundary is the layer boundary: an import goes to a lower rank only."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
RANK = {
    "clinical": 0,
    "people": 1,
    "episodes": 2,
    "journal": 3,
    "aftercare": 4,
    "reminders": 4,
    "trends": 4,
    "alerts": 4,
    "checkin": 5,
    "handover": 5,
    "opening": 5,
    "visit_sheet": 5,
    "caseload": 5,
    "exchange": 5,
    "aftermath": 6,
    "arrivals": 6,
    "erasure": 6,
    "demo": 7,
}
SITE = 8


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}:{node.lineno}: a relative import hides where it goes"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def room_of(parts: tuple[str, ...]) -> str | None:
    """The room a dotted name or a path lies in."""
    if parts[0] == "tracker":
        return "tracker"
    return parts[1] if parts[0] == "recovery" and len(parts) > 1 else None


def rank_of(room: str) -> int:
    return SITE if room == "tracker" else RANK[room]


def upward(path: Path, root: Path = ROOT) -> list[str]:
    """The imports of a file that do not go to a lower rank, each named with its line."""
    me = room_of(path.relative_to(root).with_suffix("").parts)
    wrong = []
    for line, name in imports(path):
        other = room_of(tuple(name.split(".")))
        if me and other and other != me and rank_of(other) >= rank_of(me):
            wrong.append(f"{path.relative_to(root)}:{line}: {me} imports {other}, which is not below it")
    return wrong


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def test_every_room_has_a_rank() -> None:
    rooms = {
        path.stem
        for path in (ROOT / "recovery").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms - {"__init__", "__pycache__"} == set(RANK)


def test_no_import_goes_up() -> None:
    wrong = [sentence for path in sources("recovery", "tracker") for sentence in upward(path)]
    assert not wrong, "\n".join(wrong)


def test_an_upward_import_is_found_and_named(tmp_path: Path) -> None:
    room = tmp_path / "recovery" / "alerts"
    room.mkdir(parents=True)
    bad = room / "models.py"
    bad.write_text("from recovery.trends import assess\nfrom recovery.people.models import User\n")
    assert upward(bad, tmp_path) == [
        "recovery/alerts/models.py:1: alerts imports trends, which is not below it"
    ]


def test_the_medicine_knows_nothing_but_python() -> None:
    allowed = {
        "recovery",
        "bisect",
        "collections",
        "dataclasses",
        "datetime",
        "enum",
        "functools",
        "math",
        "operator",
        "numpy",
        "statistics",
        "zoneinfo",
    }
    for path in sources("recovery/clinical"):
        for line, name in imports(path):
            assert name.split(".")[0] in allowed, f"{path}:{line} imports {name}"


def test_the_medicine_has_no_clock() -> None:
    clocks = {"now", "today", "utcnow", "time_ns", "monotonic"}
    for path in sources("recovery/clinical"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in clocks, f"{path}:{node.lineno} reads the clock"


def test_no_view_looks_a_record_up_by_itself() -> None:
    for path in [*sources("tracker/patient"), *sources("tracker/clinic"), ROOT / "tracker" / "pages.py"]:
        if not path.name.endswith(("forms.py", "_form.py")):
            assert ".objects" not in path.read_text(), f"{path.name} goes around recovery.people.access"
