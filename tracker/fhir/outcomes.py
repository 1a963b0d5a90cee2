"""Answers as FHIR: a resource, or an OperationOutcome that says why there is none. Never a page."""

import json
from typing import Any

from django.http import HttpResponse

MEDIA_TYPE = "application/fhir+json"


class Refused(Exception):
    """There is no answer: the status, the code of FHIR's issue types, and a sentence."""

    def __init__(self, status: int, code: str, why: str, **headers: str) -> None:
        super().__init__(why)
        self.status, self.code, self.why, self.headers = status, code, why, headers


def answer(resource: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = HttpResponse(json.dumps(resource, allow_nan=False), status=status, content_type=MEDIA_TYPE)
    # The texts of a resource are not translated.
    response["Content-Language"] = "en"
    return response


def outcome(refused: Refused) -> HttpResponse:
    issue = {"severity": "error", "code": refused.code, "diagnostics": refused.why}
    response = answer({"resourceType": "OperationOutcome", "issue": [issue]}, status=refused.status)
    for name, value in refused.headers.items():
        response[name.replace("_", "-")] = value
    return response


def bad_request(why: str) -> Refused:
    return Refused(400, "invalid", why)


def unauthorized() -> Refused:
    return Refused(
        401, "login", "Send a token that is in use: Authorization: Bearer ...", WWW_Authenticate="Bearer"
    )


def in_clear() -> Refused:
    return Refused(403, "security", "Ask over https. Make another token: this one was sent in clear.")


def too_many(seconds: int) -> Refused:
    return Refused(429, "throttled", "Too many requests. Wait, and try again.", Retry_After=str(seconds))


def not_found() -> Refused:
    """Also for what is another clinic's."""
    return Refused(404, "not-found", "There is no such resource.")


def method_not_allowed() -> Refused:
    return Refused(405, "not-supported", "Resources can be read only.", Allow="GET, HEAD")


def not_acceptable() -> Refused:
    return Refused(406, "not-supported", f"Answers are {MEDIA_TYPE} only.")


def gone() -> Refused:
    return Refused(410, "deleted", "The patient took this day back.")


def fault(status: int = 500) -> Refused:
    return Refused(status, "exception", "Something went wrong on our side. No data was given.")
