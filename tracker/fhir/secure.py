"""A system that asks without TLS is refused and not sent on: it would go on sending its token in clear, unnoticed."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware

from tracker.fhir import outcomes

ADDRESS = "/fhir/"


class SecureMiddleware(SecurityMiddleware):
    """As Django's, which sends a person with a browser on to the same page over TLS."""

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:  # type: ignore[override]
        elsewhere: HttpResponseBase | None = super().process_request(request)
        if elsewhere is not None and request.path_info.startswith(ADDRESS):
            return outcomes.outcome(outcomes.in_clear())
        return elsewhere
