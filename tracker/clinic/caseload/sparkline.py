"""Leg pain by week as one small path: the last week at the right, so that those of several patients compare."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recovery.clinical.scores import ACCEPTABLE_LEVEL, NRS_HIGH

# SVG units: a week to the right, a point of pain up, and the room around.
WEEK, POINT, ROOM = 4, 3, 2


@dataclass(frozen=True, slots=True)
class Spark:
    """A drawing: `path` through the weeks, broken where one says nothing; `acceptable` the height of that level."""

    path: str
    acceptable: int


def width(weeks: int) -> int:
    """How wide a drawing of so many weeks is."""
    return (weeks - 1) * WEEK + 2 * ROOM


def height() -> int:
    """How high a drawing is: from 0 to 10."""
    return NRS_HIGH * POINT + 2 * ROOM


def spark(means: Sequence[float | None], weeks: int) -> Spark:
    """Means (0-10) by week, the last week last, at most `weeks` of them."""
    first = weeks - len(means)
    points = [None if mean is None else f"{_x(first + n)} {_y(mean)}" for n, mean in enumerate(means)]
    return Spark("".join(_strokes(points)), _y(ACCEPTABLE_LEVEL))


def _strokes(points: list[str | None]) -> Iterator[str]:
    """Each run of weeks as one stroke; a week alone as a dot."""
    run: list[str] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield f"M{run[0]}{'L' if run[1:] else 'h0'}{' '.join(run[1:])}"
            run = []


def _x(week: int) -> int:
    return ROOM + week * WEEK


def _y(level: float) -> int:
    return round(ROOM + (NRS_HIGH - level) * POINT)
