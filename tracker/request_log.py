"""One line a request, with an id that the answer carries too: what was asked, how it went, how long it took.

The name of the route, never the path: paths hold tokens and references. Nobody's name.
"""

import logging
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tracker import error_count, logs

logger = logging.getLogger(__name__)

HEADER = "X-Request-ID"


class RequestLogMiddleware:
    """Stands before all others, so that whatever they answer has an id and a line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name, began = logs.begin(request.headers.get(HEADER, "")), perf_counter()
        response = self.get_response(request)
        response[HEADER] = name
        if response.status_code >= 500:
            error_count.add()
        if not request.path.startswith(settings.STATIC_URL):
            _write(request, response, round((perf_counter() - began) * 1000))
        return response


def _write(request: HttpRequest, response: HttpResponse, milliseconds: int) -> None:
    route = request.resolver_match.view_name if request.resolver_match else ""
    said = {
        "method": request.method,
        "route": route,
        "status": response.status_code,
        "milliseconds": milliseconds,
    }
    logger.info("%(method)s %(route)s %(status)s in %(milliseconds)s ms", said, extra=said)
