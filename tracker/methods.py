"""The methods that the site knows. Whoever sends another hears so, whoever they are and whatever the address."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

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
