"""The red flags and the router as data: what a phone needs to find and to phone without a connection.

Nothing here is about a person. Everything comes from the tables that the server itself goes by; what a phone does with
them is in `static/app/`, and a test runs both over the same cases.
"""

import hashlib
import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from recovery.alerts.contact import TRIED_COUNTS_FOR
from recovery.clinical.circumstances import ASKED_AFTER, CancerHistory
from recovery.clinical.contact import EMERGENCY_NUMBER, GP_WEEK, OFFICES, ORDER, Role, Week
from recovery.clinical.red_flags import Because
from recovery.clinical.scores import Strength
from recovery.clinical.signs import MOST_URGENT_FIRST, RULES, RULES_VERSION, Rule, Sign, Urgency, When
from tracker.app.day_form import day_form
from tracker.app.words import words

VERSION_LENGTH = 16


@lru_cache(maxsize=16)
def _known(language: str) -> tuple[str, str]:
    """Version and text, made once a process; `Http404` for a language that is not offered."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    made = tables(language)
    return made["version"], json.dumps(made, ensure_ascii=False)


def _tag(_request: HttpRequest, language: str) -> str:
    return f'"{_known(language)[0]}"'


@login_not_required
@require_safe
@condition(etag_func=_tag)
def tables_page(request: HttpRequest, language: str) -> HttpResponse:
    """The tables in one language. Kept by a phone, and asked for again each time it has a connection."""
    headers = {"Cache-Control": "no-cache", "Content-Language": language}
    return HttpResponse(_known(language)[1], content_type="application/json", headers=headers)


def tables(language: str) -> dict[str, Any]:
    """Every table, and the sentences in `language`; `version` changes with any of it."""
    with translation.override(language):
        content = _rules() | _router() | {"words": words(), "form": day_form(), "language": language}
    return content | {"version": _version(content)}


def _version(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH]


def _rules() -> dict[str, Any]:
    """The table of signs, and what `red_flags` and `circumstances` know besides."""
    return {
        "rules_version": RULES_VERSION,
        "rules": [_rule(rule) for rule in RULES],
        "most_urgent_first": [urgency.value for urgency in MOST_URGENT_FIRST],
        "now": Urgency.NOW.value,
        "always": When.ALWAYS.value,
        "ticked": Because.TICKED.value,
        "worse": {
            "strength": Strength.WORSE.value,
            "sign": Sign.WEAKNESS.value,
            "because": Because.STRENGTH.value,
        },
        "cancer": {"when": When.CANCER_HISTORY.value, "unless": CancerHistory.NO.value},
        "asked_after": {
            kind.value: {"when": when.value, "days": days} for kind, (when, days) in ASKED_AFTER.items()
        },
    }


def _rule(rule: Rule) -> dict[str, Any]:
    """A row as data, its words in the language that is active. Its grounds stay with the server."""
    return {
        "sign": rule.sign.value,
        "short": _(rule.short),
        "urgency": rule.urgency.value,
        "question": _(rule.question),
        "say": _(rule.say),
        "version": rule.version,
        "when": rule.when.value,
        "fixed": rule.fixed,
        "now_with": sorted(sign.value for sign in rule.now_with),
        "now_after": sorted(when.value for when in rule.now_after),
        "ambulance": rule.ambulance,
        "retired": rule.retired,
        "urgencies": [urgency.value for urgency in rule.urgencies],
    }


def _router() -> dict[str, Any]:
    """What `contact` goes by: the order of the lines, by (under treatment, office open)."""
    order = {
        "under_treatment" if treated else "not_under_treatment": {
            "open": [role.value for role in ORDER[treated, True]],
            "closed": [role.value for role in ORDER[treated, False]],
        }
        for treated in (True, False)
    }
    return {
        "order": order,
        "offices": sorted(role.value for role in OFFICES),
        "last_for_later": Role.EMERGENCY_DEPARTMENT.value,
        "waits": Urgency.DAYS.value,
        "ambulance": {"role": Role.AMBULANCE.value, "number": EMERGENCY_NUMBER, "shown": EMERGENCY_NUMBER},
        "every_role": [role.value for role in Role],
        "gp_week": week(GP_WEEK),
        "tried_counts_minutes": TRIED_COUNTS_FOR.total_seconds() / 60,
    }


def week(hours: Week) -> list[list[str] | None]:
    """Seven days, Monday first: from when and up to when, Dutch time; `None` where closed."""
    return [[day.opens.isoformat(), day.closes.isoformat()] if day else None for day in hours.days]
