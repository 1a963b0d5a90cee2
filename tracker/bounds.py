"""How much may be sent: refused by its own word for its size, before a byte of it is read or kept anywhere.

A body that does not say how long it is, is none: the server hands on as many bytes as were announced.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

TOO_LARGE = 413
LONGEST_NUMBER = 18


class BoundedBodyMiddleware:
    """Ends a request of which the body is larger than any form or file here can be. Before whatever reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if announced(request) <= settings.LARGEST_BODY:
            return None
        return render(request, "413.html", status=TOO_LARGE)


def announced(request: HttpRequest) -> int:
    """So many bytes the sender says there are; none where it says nothing that is a number."""
    told = str(request.META.get("CONTENT_LENGTH") or "")
    return int(told[:LONGEST_NUMBER]) if told.isascii() and told.isdigit() else 0
