"""How often something may be tried, counted in the database: for all processes together, exactly.

A try is one guarded UPDATE that must change one row, so that two at the same moment are never both the last. What was
tried and by whom is kept as a keyed digest. A period begins with the first try in it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from recovery.people import sealing
from recovery.people.models import Attempts

KEPT_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries of `name` in `within`."""

    name: str
    most: int
    within: timedelta


def take(limit: Limit, whose: str, *, now: datetime) -> bool:
    """Count one try; false when there were too many, and then it is not counted."""
    digest = _digest(limit, whose)
    return _count(digest, limit, now) or (_begin(digest, limit, now) and _count(digest, limit, now))


def give_back(limit: Limit, whose: str) -> None:
    """A try that turned out to be none: the right password."""
    Attempts.objects.filter(digest=_digest(limit, whose), count__gt=0).update(count=F("count") - 1)


def forget(limit: Limit, whose: str) -> None:
    """Begin anew: whoever it was has proven otherwise who they are."""
    Attempts.objects.filter(digest=_digest(limit, whose)).delete()


def seconds_left(limit: Limit, whose: str, *, now: datetime) -> int:
    """After how many seconds a next try is counted anew; at least one."""
    row = Attempts.objects.filter(digest=_digest(limit, whose)).first()
    return max(1, round((row.until - now).total_seconds())) if row else 1


def _count(digest: str, limit: Limit, now: datetime) -> bool:
    running = Attempts.objects.filter(digest=digest, until__gt=now, count__lt=limit.most)
    return running.update(count=F("count") + 1) == 1


def _begin(digest: str, limit: Limit, now: datetime) -> bool:
    """Whether a period may have begun: false while one runs that is full."""
    until = now + limit.within
    rows = Attempts.objects.filter(digest=digest)
    if rows.filter(until__gt=now, count__gte=limit.most).exists():
        return False
    Attempts.objects.filter(until__lte=now - KEPT_AFTER).delete()
    Attempts.objects.bulk_create([Attempts(digest=digest, count=0, until=until)], ignore_conflicts=True)
    rows.filter(until__lte=now).update(count=0, until=until)
    return True


def _digest(limit: Limit, whose: str) -> str:
    return sealing.digests(whose, f"people.Attempts.{limit.name}")[0]
