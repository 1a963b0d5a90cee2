"""How somebody wants the pages to look: the scheme and the size of the text, kept in two cookies."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tracker import cookies

YEAR_SECONDS = 365 * 24 * 3600


class Scheme(StrEnum):
    """Light or dark, or as the device says."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Size(StrEnum):
    """The size of the text."""

    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"


SCHEME_COOKIE = "scheme"
SIZE_COOKIE = "text_size"

Choice = TypeVar("Choice", Scheme, Size)


@dataclass(frozen=True, slots=True)
class Display:
    """What was chosen; the first of each where nothing was, or nothing that is known here."""

    scheme: Scheme = Scheme.AUTO
    size: Size = Size.NORMAL


def display_of(request: HttpRequest) -> Display:
    """What the cookies of a request say. Asks nothing of anybody, so that an error page can use it too."""
    return Display(
        _known(cookies.told(request, SCHEME_COOKIE), Scheme.AUTO),
        _known(cookies.told(request, SIZE_COOKIE), Size.NORMAL),
    )


def keep(response: HttpResponse, display: Display) -> None:
    """Remember it in this browser."""
    for name, value in ((SCHEME_COOKIE, display.scheme), (SIZE_COOKIE, display.size)):
        response.set_cookie(
            cookies.name_of(name),
            value.value,
            max_age=YEAR_SECONDS,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )


def _known(told: str | None, otherwise: Choice) -> Choice:
    kind = type(otherwise)
    return kind(told) if told in list(kind) else otherwise
