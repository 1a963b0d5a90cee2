"""A system that asks without TLS is refused and not sent on: it would go on sending its token in clear, unnoticed."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tracker.fhir import outcomes

ADDRESS = "/fhir/"


class NotInClearMiddleware:
    """Behind Django's, which sends who has a browser on to the same page over TLS, and leaves these to this one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        in_clear = settings.SECURE_SSL_REDIRECT and not request.is_secure()
        if in_clear and request.path_info.startswith(ADDRESS):
            return outcomes.outcome(outcomes.in_clear())
        return self.get_response(request)
