"""What a phone keeps of the site itself: nothing here is about a person, and it is the same for everybody.

The shell is one page per language. What it draws comes from the phone.
"""

import hashlib
import json
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recovery.clinical import wording
from recovery.clinical.body import LEFT_LEG, RIGHT_LEG, SADDLE, WITHOUT_FEELING, Mark, Sensation
from recovery.clinical.scores import BACKFILL_DAYS
from recovery.clinical.signs import RULES, Sign, When
from recovery.journal.models import Activity
from tracker.display import Display
from tracker.patient.day_form import ACTIVITY, DayForm

STYLES = ("vendor/bootstrap-5.3.8.subset.css", "site.css")
SCRIPTS = ("app/store.js", "app/worker.js", "app/push.js")
FILES = (
    *STYLES,
    *SCRIPTS,
    "site.js",
    "icon.svg",
    "app/phone.js",
    "app/shell.js",
    "app/rules.js",
    "app/router.js",
    "app/urgent.js",
    "app/card.js",
    "app/told.js",
    "app/draw.js",
    "app/icon-192.png",
    "app/icon-512.png",
)
ICONS = (("192x192", "app/icon-192.png"), ("512x512", "app/icon-512.png"))
BRAND = "#0b5563"
PAPER = "#ffffff"

VERSION_LENGTH = 16

# The question about an own activity, of nobody: a phone makes those of its patient after it.
PATTERN = Activity(ref=UUID(int=0), name="{activity}")


@login_not_required
@require_safe
def offline(request: HttpRequest, language: str = "") -> HttpResponse:
    """The page that a phone shows when it has no connection, in a language; else in the one that was chosen."""
    language = language or get_language() or settings.LANGUAGE_CODE
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return HttpResponse(shell(language), headers={"Cache-Control": "no-cache", "Content-Language": language})


@login_not_required
@require_safe
def words(request: HttpRequest, language: str) -> HttpResponse:
    """What the script of the app says on a page, in a language."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return HttpResponse(_words(language), headers={"Cache-Control": "no-cache", "Content-Language": language})


def _words(language: str) -> str:
    with translation.override(language):
        return render_to_string("app/phone_words.html", {"LANGUAGE_CODE": language})


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to install the diary, in the language that was chosen."""
    sizes = [{"src": static(name), "sizes": size, "type": "image/png"} for size, name in ICONS]
    content = {
        "id": "/",
        "name": _("Recovery diary"),
        "short_name": _("Recovery"),
        "description": _("Your diary of a hernia, and whom to phone."),
        "lang": get_language(),
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": BRAND,
        "icons": [{**icon, "purpose": purpose} for icon in sizes for purpose in ("any", "maskable")],
        "shortcuts": [{"name": _("Phone now"), "url": reverse("phone")}],
    }
    return HttpResponse(
        json.dumps(content, ensure_ascii=False),
        content_type="application/manifest+json",
        headers={"Cache-Control": "no-cache"},
    )


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker: which files, in which version. Its own code is in `static/app/worker.js`."""
    lines = [f"self.APP = {json.dumps(_app())};", *(f'importScripts("{static(name)}");' for name in SCRIPTS)]
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse("\n".join(lines), content_type="text/javascript; charset=utf-8", headers=headers)


@lru_cache(maxsize=1)
def _app() -> dict[str, Any]:
    """What the worker keeps, and a version that changes with any of it: names of files change with what is in them."""
    shells = {code: reverse("offline_in", args=[code]) for code, _name in settings.LANGUAGES}
    fresh = [reverse(name, args=[code]) for name in ("app_tables", "app_words") for code in shells]
    files = [static(name) for name in FILES]
    text = "".join([*files, *map(shell, shells), *map(_words, shells)])
    return {
        "version": hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH],
        "shells": shells,
        "fresh": fresh,
        "files": files,
        "language": settings.LANGUAGE_CODE,
    }


def shell(language: str) -> str:
    """The page in a language. Made without a request: there is nobody in it."""
    with translation.override(language):
        return render_to_string("app/shell.html", _context(language))


def _marks() -> dict[str, list[list[str]]]:
    """The marks on a body picture that are a sign, by sign: one of each of its lists."""
    legs = [[Mark(place, one).code for place in leg for one in Sensation] for leg in (LEFT_LEG, RIGHT_LEG)]
    saddle = [[Mark(place, one).code for place in SADDLE for one in Sensation if one in WITHOUT_FEELING]]
    return {Sign.SADDLE.value: saddle, Sign.BOTH_LEGS.value: legs}


def _context(language: str) -> dict[str, Any]:
    return {
        "form": DayForm(circumstances=frozenset(When), activities=[PATTERN]),
        "display": Display(),
        "nobody_reads": _(wording.NOBODY_READS),
        "call_112": _(wording.CALL_112),
        "rule_of_thumb": _(wording.RULE_OF_THUMB),
        "LANGUAGE_CODE": language,
        "languages": settings.LANGUAGES,
        "is_demo": settings.DEMO,
        "facts": {
            "tables": reverse("app_tables", args=[language]),
            "whens": {rule.sign.value: rule.when.value for rule in RULES},
            "activity": {"before": ACTIVITY, "ref": str(PATTERN.ref), "name": PATTERN.name},
            "marks": _marks(),
            "always": When.ALWAYS.value,
            "backfill": BACKFILL_DAYS,
            "missing": {"signs": _(wording.SAFETY_MISSING)}
            | {name: str(sentence) for name, sentence in DayForm.NEEDED.items()},
            "old_complaint": _(wording.OLD_COMPLAINT),
            "words": {
                "fill_in": _("fill in"),
                "filled": _("filled in"),
                "waits": _("waits on this phone"),
                "flagged": _("red flag, nobody has been told yet"),
            },
        },
    }
