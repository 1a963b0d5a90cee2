"""Where somebody is signed in: seen, listed, ended. Ending takes the session away: its next request is signed out."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from recovery.people.models import SignedIn, User


def seen(user: User, *, session_key: str, before: str, device: str, now: datetime) -> None:
    """Somebody is at work in this browser. `before` is the key that the same session had, or the same."""
    known = SignedIn.objects.filter(user=user, session_key=before)
    if not known.update(session_key=session_key, seen_at=now, device=device):
        row = SignedIn(user=user, session_key=session_key, device=device, began_at=now, seen_at=now)
        SignedIn.objects.bulk_create([row], ignore_conflicts=True)


def all_of(user: User, *, now: datetime) -> list[SignedIn]:
    """Every browser in which they are signed in, the latest used first. Rows of sessions that are over are cleared."""
    rows = SignedIn.objects.filter(user=user)
    alive = _sessions(rows).filter(expire_date__gt=now).values_list("session_key", flat=True)
    rows.exclude(session_key__in=list(alive)).delete()
    return list(rows.order_by("-seen_at", "-pk"))


def end(user: User, pk: int) -> bool:
    """End one of their own; false when there is none such."""
    return _end(SignedIn.objects.filter(user=user, pk=pk)) > 0


def end_others(user: User, *, but: str | None) -> int:
    """End all but the session with key `but`; returns how many."""
    return _end(SignedIn.objects.filter(user=user).exclude(session_key=but or ""))


@transaction.atomic
def _end(rows: QuerySet[SignedIn]) -> int:
    _sessions(rows).delete()
    return rows.delete()[0]


def _sessions(rows: QuerySet[SignedIn]) -> QuerySet[Session]:
    return Session.objects.filter(session_key__in=list(rows.values_list("session_key", flat=True)))
