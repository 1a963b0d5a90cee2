"""The body picture as a drawing of our own: the waist down, front and back, and where on it something is marked.

One half is drawn as distances from the middle line, and mirrored. On the front the patient's right is on the left of
the picture; on the back it is on the right. Places are coarse, and clipped to the outline.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from django.utils.translation import gettext as _

from recovery.clinical.body import PLACES, SENSATIONS, Mark, Place, Sensation
from recovery.journal.body_maps import marks_in
from recovery.journal.models import BodyMap
from tracker.answers import Line, body_lines
from tracker.words import compact_date
from tracker.writers import Writers

Points = tuple[tuple[float, float], ...]

WIDTH, HEIGHT = 340, 414
FRONT, BACK = 85, 255

# The outline of one half, from the waist over the hip, the leg and the foot back to the crotch.
OUTLINE: Points = (
    *(
        (46, 22),
        (43, 52),
        (52, 92),
        (62, 122),
        (61, 162),
        (53, 212),
        (44, 248),
        (48, 278),
        (44, 312),
        (32, 352),
    ),
    *((32, 366), (41, 384), (40, 394), (14, 394), (12, 378), (17, 352), (13, 312), (15, 278), (12, 248)),
    *((7, 192), (3, 146), (0, 141)),
)

# Of the places with a left and a right, by the name before the side.
FRONT_HALF: dict[str, Points] = {
    "inner_thigh": ((0, 146), (12, 144), (25, 128), (25, 225), (0, 225)),
    "thigh_front": ((33, 104), (45, 104), (41, 225), (25, 225), (25, 128)),
    "thigh_outer": ((45, 104), (80, 104), (80, 225), (41, 225)),
    "knee": ((0, 225), (80, 225), (80, 262), (0, 262)),
    "shin": ((0, 262), (80, 262), (80, 346), (0, 346)),
    "foot_top": ((0, 346), (80, 346), (80, 381), (0, 381)),
    "toes": ((0, 381), (80, 381), (80, 400), (0, 400)),
}
BACK_HALF: dict[str, Points] = {
    "lower_back": ((0, 44), (80, 44), (80, 90), (0, 90)),
    "buttock": ((0, 90), (80, 90), (80, 150), (12, 150), (12, 116), (0, 116)),
    "thigh_back": ((0, 150), (80, 150), (80, 225), (0, 225)),
    "knee": ((0, 225), (80, 225), (80, 256), (0, 256)),
    "calf": ((0, 256), (80, 256), (80, 358), (0, 358)),
    "sole": ((0, 358), (80, 358), (80, 400), (0, 400)),
}
FRONT_MIDDLE: dict[Place, Points] = {Place.GENITALS: ((-33, 104), (33, 104), (12, 144), (-12, 144))}
BACK_MIDDLE: dict[Place, Points] = {Place.ANUS: ((-12, 116), (12, 116), (12, 152), (-12, 152))}

# Where the letters stand, from the middle line and from above.
LETTERS_AT: dict[str, tuple[float, float]] = {
    "inner_thigh": (14, 182),
    "thigh_front": (33, 160),
    "thigh_outer": (52, 182),
    "knee": (29, 248),
    "shin": (30, 308),
    "foot_top": (25, 368),
    "toes": (27, 392),
    "lower_back": (24, 71),
    "buttock": (35, 124),
    "thigh_back": (34, 192),
    "calf": (31, 306),
    "sole": (26, 382),
}
MIDDLE_AT: dict[Place, tuple[float, float]] = {Place.GENITALS: (0, 124), Place.ANUS: (0, 138)}


@dataclass(frozen=True, slots=True)
class Shape:
    """A place on the drawing: its path, and where its letters stand."""

    place: Place
    path: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A shape with what is felt there: the sensations for the texture, and their letters."""

    place: str
    name: str
    path: str
    x: str
    y: str
    felt: list[str]
    letters: str


@dataclass(frozen=True, slots=True)
class Label:
    """A word on the drawing."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing, and the same in words for who cannot see it."""

    outlines: list[str]
    shapes: list[Marked]
    labels: list[Label]
    description: str


@dataclass(frozen=True, slots=True)
class MapCard:
    """A body picture of a day: the drawing, and the list."""

    date: str
    picture: Picture
    lines: list[Line]
    written: str


def letter(sensation: Sensation) -> str:
    """The first letter of its word in this language: a mark is told by more than its texture."""
    return _(SENSATIONS[sensation])[0].upper()


def picture(marks: Iterable[Mark], *, every: bool = False) -> Picture:
    """The drawing with these marks; with `every` place, to be marked, or only those that are."""
    told = list(marks)
    felt: dict[Place, list[Sensation]] = {}
    for mark in told:
        felt.setdefault(mark.place, []).append(mark.sensation)
    drawn = [_marked(shape, felt.get(shape.place, [])) for shape in shapes() if every or shape.place in felt]
    return Picture([outline(FRONT), outline(BACK)], drawn, _labels(), _describe(told))


def map_card(body_map: BodyMap, writers: Writers) -> MapCard:
    """A body picture as it stands."""
    marks = marks_in(body_map)
    return MapCard(
        compact_date(body_map.day),
        picture(marks),
        body_lines(marks),
        writers.written_by(body_map.written_by_id),
    )


def map_cards(body_maps: Sequence[BodyMap], writers: Writers) -> list[MapCard]:
    return [map_card(one, writers) for one in body_maps]


def _marked(shape: Shape, felt: list[Sensation]) -> Marked:
    return Marked(
        place=shape.place.value,
        name=_(PLACES[shape.place]),
        path=shape.path,
        x=shape.x,
        y=shape.y,
        felt=[sensation.value for sensation in felt],
        letters="".join(letter(sensation) for sensation in felt),
    )


def _labels() -> list[Label]:
    left, right = _("Left"), _("Right")
    return [
        Label(_("Front"), FRONT, 12),
        Label(_("Back side"), BACK, 12),
        Label(right, FRONT - 30, HEIGHT - 4),
        Label(left, FRONT + 30, HEIGHT - 4),
        Label(left, BACK - 30, HEIGHT - 4),
        Label(right, BACK + 30, HEIGHT - 4),
    ]


def _describe(marks: list[Mark]) -> str:
    lines = [f"{line.label}: {line.value}" for line in body_lines(marks)]
    return "; ".join(lines) or _("Nothing marked.")


@cache
def shapes() -> tuple[Shape, ...]:
    """Every place, where it is drawn; the knee is on both sides."""
    front, back = _halves(FRONT_HALF, FRONT, right=-1), _halves(BACK_HALF, BACK, right=1)
    middle = [
        *(_shape(place, points, FRONT, 1, MIDDLE_AT[place]) for place, points in FRONT_MIDDLE.items()),
        *(_shape(place, points, BACK, 1, MIDDLE_AT[place]) for place, points in BACK_MIDDLE.items()),
    ]
    return (*front, *back, *middle)


def _halves(half: dict[str, Points], at: int, *, right: int) -> list[Shape]:
    """Both sides of one view; `right` is the direction in which the patient's right lies."""
    return [
        _shape(Place(f"{name}_{side}"), points, at, way, LETTERS_AT[name])
        for name, points in half.items()
        for side, way in (("left", -right), ("right", right))
    ]


def _shape(place: Place, points: Points, at: int, way: int, letters: tuple[float, float]) -> Shape:
    path = "M" + "L".join(f"{at + way * dx:g} {y:g}" for dx, y in points) + "Z"
    return Shape(place, path, f"{at + way * letters[0]:g}", f"{letters[1]:g}")


@cache
def outline(at: int) -> str:
    """Both halves around the middle line, as one smooth path, open above."""
    right = [(at + dx, y) for dx, y in OUTLINE]
    left = [(at - dx, y) for dx, y in reversed(OUTLINE[:-1])]
    points = [*right, *left]
    path = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for (x, y), (next_x, next_y) in pairwise(points[1:]):
        path.append(f"Q{x:g} {y:g} {(x + next_x) / 2:g} {(y + next_y) / 2:g}")
    return "".join(path) + f"L{points[-1][0]:g} {points[-1][1]:g}"
