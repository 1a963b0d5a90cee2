"""What nobody can type is taken out of what was sent before anything reads it.

Control characters but the line break and the tab, half characters, and the marks that turn the direction of what comes
after them: a name with one of those is shown as another name. Nothing is refused for it, so that no entry is lost.
Passwords are taken as they come.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.response import HttpResponseBase

# Categories Cc and Cs; and of Cf the embeddings, overrides and isolates. Marks of one letter (200E, 200F), and what
# joins the parts of an emoji (200D), stay.
CANNOT_BE_TYPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
AS_IT_COMES = "password"


def typed(text: str) -> str:
    """The text without what nobody can type; unchanged, the same object, where there is nothing of it."""
    return CANNOT_BE_TYPED.sub("", text)


class TypedTextMiddleware:
    """Hands the views forms with text that somebody could have typed. Before CSRF is judged, which reads the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_args: Any) -> None:
        """A form is read here first; one that is broken ends in the page that says so. A machine sends no forms."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        with suppress(UnreadablePostError):  # who sent it is gone: CSRF refuses what is left
            if _has_text_to_clean(request.POST):
                request.POST = _cleaned(request.POST)  # type: ignore[assignment]  # as Django sets it


def _has_text_to_clean(sent: QueryDict) -> bool:
    return any(CANNOT_BE_TYPED.search(one) for name, values in sent.lists() for one in (name, *values))


def _cleaned(sent: QueryDict) -> QueryDict:
    told = QueryDict(mutable=True)
    for name, values in sent.lists():
        told.setlist(typed(name), [one if AS_IT_COMES in name else typed(one) for one in values])
    told._mutable = False  # as Django ends what it reads
    return told
