"""The methods that the site knows. Whoever sends another hears so, whoever they are and whatever the address."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.http.response import HttpResponseBase

KNOWN = ("GET", "HEAD", "POST")

# Refuses by itself, in the words that its readers read.
ELSEWHERE = "/fhir/"


class KnownMethodsMiddleware:
    """Refuses every other method before anything is asked about who sent it, so that the refusal tells nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in KNOWN or request.path_info.startswith(ELSEWHERE):
            return self.get_response(request)
        return HttpResponseNotAllowed(KNOWN)


class HeadMiddleware:
    """Answers HEAD with what GET would say of its answer, and no answer: Django leaves that to the server, whose log
    then complains of every one.

    The first of the middlewares, so that its length is known by then where there is one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "HEAD":
            _empty(response)
        return response


def _empty(response: HttpResponseBase) -> None:
    """What it was made of is still closed when the server is done with it."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
    else:
        response.content = b""  # type: ignore[attr-defined]
