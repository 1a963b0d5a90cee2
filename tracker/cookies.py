"""What a browser keeps for the site besides who is signed in: in production by names that only this host can set."""

from django.conf import settings
from django.http import HttpRequest


def name_of(plain: str) -> str:
    """What a cookie is called here: with `__Host-` before it a browser takes it over TLS alone, of no neighbour."""
    return f"{settings.COOKIE_PREFIX}{plain}"


def told(request: HttpRequest, plain: str) -> str | None:
    """What a cookie says. One of before it had its prefix counts until something else is chosen."""
    return request.COOKIES.get(name_of(plain)) or request.COOKIES.get(plain)
