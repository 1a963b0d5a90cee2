"""The tables of `bench.ranking`: goals, misses, by day, cell by cell, calibration and the interval."""

from collections.abc import Callable, Iterator

from bench.ranking import (
    BRIER_BEHIND,
    CALIBRATION_ERROR,
    CLEARLY,
    ENOUGH_IN_A_BIN,
    Answers,
    Cell,
    Result,
    averaged,
    bins,
    intervals,
)
from bench.scores import LANDMARKS
from bench.table import Goal, Row, Table, listed, percent

WHO = {False: "everybody", True: "still waiting"}
Judged = Callable[[Cell], bool]


def goals(result: Result) -> Iterator[Goal]:
    """Of every cell of the families that were held out, and of their average on every day."""
    for waiting in (False, True):
        cells = result.of(held_out=True, waiting=waiting)
        means = _means(result, held_out=True, waiting=waiting)
        for asked, judged in _ASKED:
            reached = sum(map(judged, cells))
            found = (
                f"{reached} of {len(cells)} cells; {sum(map(judged, means))} of {len(means)} days on average"
            )
            yield Goal(f"{WHO[waiting]}: {asked}", found, reached == len(cells))


def _means(result: Result, *, held_out: bool, waiting: bool) -> list[Cell]:
    """The families together, a cell a day."""
    days = [result.of(held_out=held_out, waiting=waiting, day=day) for day in LANDMARKS]
    return [averaged(cells) for cells in days if cells]


_ASKED: tuple[tuple[str, Judged], ...] = (
    ("AUC at least that of (b)", lambda cell: cell.ranks),
    (f"Brier no more than {BRIER_BEHIND} behind (b)", lambda cell: cell.near),
    (f"calibration error at most {CALIBRATION_ERROR}", lambda cell: cell.calibrated),
    ("Brier ahead of (a) and of (c)", lambda cell: cell.ahead),
)


def tables(result: Result) -> Iterator[Table]:
    """In the order of the document."""
    yield _counts(result)
    yield _misses(result)
    yield from (_by_day(result, waiting) for waiting in (False, True))
    yield _bins(result)
    yield _intervals(result)
    yield _silence(result)
    yield from (_cells(result, waiting) for waiting in (False, True))


def _counts(result: Result) -> Table:
    rows = [
        (
            f"{'held out' if held_out else 'development'}, {WHO[waiting]}",
            *(f"{sum(map(judged, cells))} of {len(cells)}" for judged in _COUNTED),
        )
        for held_out in (True, False)
        for waiting in (False, True)
        if (cells := result.of(held_out=held_out, waiting=waiting))
    ]
    header = (
        "families",
        "AUC at least (b)",
        f"no {CLEARLY} SE behind (b)",
        f"Brier within {BRIER_BEHIND}",
        f"calibration error to {CALIBRATION_ERROR}",
        "all three",
        "ahead of (a) and (c)",
    )
    above = (
        "A cell is a family on a day. (a) says 80 in 100 to everybody. (b) is a logistic regression on level, "
        "slope and first week,\n"
        "fitted on the very people that it is scored on. (c) is “30% better than the first week”, with the "
        "share of recovery of\n"
        "that group in that family. SE is the standard error of the difference in AUC on the same people."
    )
    return Table("How many cells reach the goals", header, rows, above)


_COUNTED: tuple[Judged, ...] = (
    lambda cell: cell.ranks,
    lambda cell: not cell.clearly_behind,
    lambda cell: cell.near,
    lambda cell: cell.calibrated,
    lambda cell: cell.ranks and cell.near and cell.calibrated,
    lambda cell: cell.ahead,
)


def _misses(result: Result) -> Table:
    rows = [
        _missed([cell for cell in result.cells if (cell.family, cell.waiting) == (family, waiting)])
        for waiting in (False, True)
        for family in dict.fromkeys(cell.family for cell in result.cells)
    ]
    header = (
        "family",
        "AUC below (b)",
        "Brier behind (b)",
        "calibration error",
        "told and came, where missed",
    )
    above = f"Days since onset on which a goal is missed; * is an AUC behind by more than {CLEARLY} SE."
    return Table("Where the goals are missed", header, rows, above)


def _missed(cells: list[Cell]) -> Row:
    off = [cell for cell in cells if not cell.calibrated]
    behind = [f"{cell.at.day}{'*' * cell.clearly_behind}" for cell in cells if not cell.ranks]
    return (
        f"{_name(cells[0])}, {WHO[cells[0].waiting]}",
        listed(behind),
        listed(str(cell.at.day) for cell in cells if not cell.near),
        listed(str(cell.at.day) for cell in off),
        listed(f"{percent(cell.told)} {percent(cell.at.share)}" for cell in off),
    )


def _name(cell: Cell) -> str:
    return cell.family if cell.held_out else f"{cell.family} (development)"


def _by_day(result: Result, waiting: bool) -> Table:
    rows = [_cell(cell)[1:-1] for cell in _means(result, held_out=True, waiting=waiting)]
    return Table(f"Held-out families on average: {WHO[waiting]}", _CELL[1:-1], rows)


_CELL = (
    "family",
    "day",
    "people",
    "silent",
    "told",
    "recover",
    "AUC model",
    "(b)",
    "(c)",
    "lead (SE)",
    "Brier model",
    "(a)",
    "(b)",
    "(c)",
    "cal. error model",
    "(b)",
    "missed",
)


def _cells(result: Result, waiting: bool) -> Table:
    rows = [_cell(cell) for cell in result.cells if cell.waiting == waiting]
    return Table(f"Every cell: {WHO[waiting]}", _CELL, rows)


def _cell(cell: Cell) -> Row:
    at = cell.at
    missed = [
        name
        for name, reached in (("AUC", cell.ranks), ("Brier", cell.near), ("cal.", cell.calibrated))
        if not reached
    ]
    return (
        _name(cell),
        str(at.day),
        f"{at.people:,}",
        f"{at.unanswered:,}",
        percent(cell.told),
        percent(at.share),
        *(f"{score.auc:.3f}" for score in (at.model, at.regression, at.better)),
        f"{cell.lead:+.3f} ({at.lead_error:.3f})",
        *(f"{score.brier:.3f}" for score in (at.model, at.always, at.regression, at.better)),
        *(f"{score.calibration_error:.3f}" for score in (at.model, at.regression)),
        listed(missed),
    )


def _bins(result: Result) -> Table:
    held_out = [one for one in result.answers if one.held_out]
    rows = [
        (
            f"{row.low:.1f}–{row.high:.1f}",
            f"{row.people:,}",
            percent(row.predicted, 1),
            percent(row.observed, 1),
        )
        for row in bins(held_out)
    ]
    above = "All held-out families and days together, without those who have recovered by their diary."
    return Table("Calibration", ("told", "people", "told on average", "recovered"), rows, above)


def _intervals(result: Result) -> Table:
    held_out = [one for one in result.answers if one.held_out]
    rows = [
        (
            str(row.day),
            f"{row.inside} of {row.bins}",
            percent(row.width),
            *(percent(share) for share in row.below),
        )
        for row in intervals(held_out)
    ]
    header = ("day", "bins inside", "mean width", "by the early week", "by the median", "by the late week")
    above = (
        f"A bin is a tenth of the probability within a held-out family, with {ENOUGH_IN_A_BIN} people or more. It is "
        "inside when\n"
        "the share that recovered lies between the mean low and the mean high end that these people were told; "
        "80% is meant.\n"
        "Of those who recover in time, 10%, 50% and 90% should have done so by the three weeks that they were told."
    )
    return Table("The 80% interval and the expected weeks", header, rows, above)


def _silence(result: Result) -> Table:
    days = [[one for one in result.answers if one.held_out and one.day == day] for day in LANDMARKS]
    header = (
        "day",
        "diary enough",
        "no probability",
        "complaints came back",
        "diary silent for long",
        "told: recovered",
        "of them so by the complete diary",
    )
    above = (
        "Held-out families. Who is given no probability is left out of every score, the comparators' as well."
    )
    rows = [_silent(asked) for asked in days if asked]
    return Table("To whom the model says nothing, or that they have recovered", header, rows, above)


def _silent(asked: list[Answers]) -> Row:
    heard = sum(int(one.heard.sum()) for one in asked)
    silent = sum(int(one.silent.sum()) for one in asked)
    back = sum(int((one.silent & one.told.relapsed).sum()) for one in asked)
    met = sum(int((one.heard & one.told.recovered).sum()) for one in asked)
    right = sum(int((one.heard & one.told.recovered & one.recovers).sum()) for one in asked)
    return (
        str(asked[0].day),
        f"{heard:,}",
        *(percent(share / heard, 1) for share in (silent, back, silent - back)),
        f"{met:,}",
        percent(right / met, 1) if met else "–",
    )
