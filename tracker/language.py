"""Which language a page is in: what was chosen, else Dutch.

The browser's own wish is not asked: the hospital is Dutch, many browsers say English on their own, and the
switch stands on every page.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from tracker import cookies

COOKIE = "language"


class LanguageMiddleware:
    """Activates the chosen language for the request and names it in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(chosen(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE or "")
        return response


def chosen(request: HttpRequest) -> str:
    """The language of the cookie, else of the user, else the default; unknown ones are ignored."""
    offered = dict(settings.LANGUAGES)
    wished = (
        cookies.told(request, COOKIE),
        getattr(request.user, "language", ""),
    )
    return next((code for code in wished if code in offered), settings.LANGUAGE_CODE)
