"""What every answer must say of itself."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.http.response import HttpResponseBase

from tracker.headers import ALWAYS

# Of nobody, the same for everybody, and asked for again each time.
PUBLIC_CACHE = {"no-cache"}
NOT_STORED = {"no-store", "private"}

# Names that other programs give to themselves.
LEAKS = ("Server", "X-Powered-By", "X-AspNet-Version", "Via")
FILE_NAME = re.compile(r'(?:inline|attachment); filename="[A-Za-z0-9._-]+"')


def faults_of(response: HttpResponseBase) -> list[str]:
    """What is wrong with the headers of an answer, in words."""
    return list(_faults(response))


def _faults(response: HttpResponseBase) -> Iterator[str]:
    yield from _policy(response.headers.get("Content-Security-Policy", ""))
    for name, value in ALWAYS:
        if response.headers.get(name) != value:
            yield f"{name} is {response.headers.get(name)!r}"
    if response.headers.get("X-Frame-Options") != "DENY":
        yield "it may be framed"
    yield from (f"{name} says what runs here" for name in LEAKS if name in response.headers)
    yield from _stored(response)
    yield from _cookies(response)
    named = response.headers.get("Content-Disposition")
    if named and not FILE_NAME.fullmatch(named):
        yield f"a file is named {named}"


def _policy(policy: str) -> Iterator[str]:
    told = dict(part.split(maxsplit=1) for part in policy.split("; ") if part)
    for name in ("default-src", "base-uri", "frame-ancestors", "object-src", "frame-src"):
        if told.get(name) != "'none'":
            yield f"policy: {name} is {told.get(name)!r}"
    for name in ("script-src", "style-src", "connect-src", "form-action", "worker-src"):
        if told.get(name) != "'self'":
            yield f"policy: {name} is {told.get(name)!r}"
    if "unsafe" in policy or "*" in policy or "http" in policy:
        yield f"policy: {policy}"


def _stored(response: HttpResponseBase) -> Iterator[str]:
    """Kept nowhere; what is of nobody may be kept, and is asked for again each time."""
    told = {part.strip() for part in response.headers.get("Cache-Control", "").split(",")}
    if not (told >= NOT_STORED or told == PUBLIC_CACHE):
        yield f"it may be stored: {sorted(told)}"


def _cookies(response: HttpResponseBase) -> Iterator[str]:
    for name, cookie in response.cookies.items():
        if cookie["max-age"] == 0:  # taken away
            continue
        if not cookie["httponly"]:
            yield f"a script may read the cookie {name}"
        if cookie["samesite"] not in {"Lax", "Strict"}:
            yield f"other sites send the cookie {name}"
        if cookie["domain"] or cookie["path"] != "/":
            yield f"the cookie {name} is of {cookie['domain']}{cookie['path']}"
        if settings.SESSION_COOKIE_SECURE and not cookie["secure"]:
            yield f"the cookie {name} goes without TLS"
