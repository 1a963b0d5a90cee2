"""Who is owed a reminder now, and whether one that is owed is still needed.

By the clock on the wall in the Netherlands: 02:30 in the night in which it does not exist is 03:00, and in the night in
which it comes twice it is the first. About one day there is one letter of a kind, so several workers owe no second.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from recovery.clinical.cohort import STOPPED_AFTER_DAYS
from recovery.clinical.rhythm import (
    ANSWERED_DAYS_BEFORE,
    ASKED_AFTER_SILENT_DAYS,
    ASKED_UP_TO_SILENT_DAYS,
    GOING_ENTRIES,
    GOING_WITHIN_DAYS,
    Every,
)
from recovery.episodes.models import Episode
from recovery.journal.models import Entry
from recovery.journal.rhythm import Kept, every_of, rhythm_of, since_of
from recovery.people import letters
from recovery.people.models import Letter, Patient
from recovery.reminders.models import EVENING, Reminder

A_DAY = timedelta(days=1)
ABOUT_A_DAY = (Letter.Kind.REMINDER, Letter.Kind.WEEKLY)


def owe_due(now: datetime) -> int:
    """Owe whoever is due by `now` their reminder of today, or the question after a silence; says how many.

    The same few queries however many patients there are.
    """
    local = timezone.localtime(now)
    daily, weekly = _due(local)
    silent = _silent(local)
    letters.owe_about(Letter.Kind.REMINDER, dict.fromkeys(daily, local.date()), now=now)
    letters.owe_about(Letter.Kind.WEEKLY, dict.fromkeys(weekly, local.date()), now=now)
    letters.owe_about(Letter.Kind.SILENCE, silent, now=now)
    return len(daily) + len(weekly) + len(silent)


def is_needed(letter: Letter, *, now: datetime) -> bool:
    """Whether a reminder can still be sent: its day is not over, nothing was written meanwhile, it is still wanted."""
    patient, today = letter.patient, timezone.localdate(now)
    if patient is None or letter.about is None or not patient.user.is_active:
        return False
    reminder = Reminder.objects.filter(patient=patient).first()
    if reminder and reminder.paused_until and reminder.paused_until > today:
        return False
    if letter.kind == Letter.Kind.SILENCE:
        asks = reminder is None or reminder.asks_after_silence
        return asks and not rhythm_of(patient, today).is_weekly and not _wrote(patient, letter.about)
    wanted = reminder is not None and reminder.is_on and letter.about == today
    return wanted and not _wrote(patient, first_of_the_week(letter))


def waited_for_since(today: date) -> date:
    """The first day of which something was told lately enough that another day is waited for."""
    return today - timedelta(days=STOPPED_AFTER_DAYS)


def has_stopped(patient: Patient, *, now: datetime) -> bool:
    """Whether no day was written, and nothing was chosen about reminders, for so long that nobody waits for a day."""
    since = waited_for_since(timezone.localdate(now))
    chosen = Reminder.objects.filter(patient=patient, changed_at__date__gte=since)
    began = timezone.localdate(patient.created_at) >= since
    return not (began or chosen.exists() or _wrote(patient, since))


def first_of_the_week(letter: Letter) -> date:
    """From when on an answer makes a reminder needless: its own day, or some days before a weekly question."""
    about: date = letter.about or date.max
    return about - timedelta(days=ANSWERED_DAYS_BEFORE) if letter.kind == Letter.Kind.WEEKLY else about


def _wrote(patient: Patient, since: date) -> bool:
    return Entry.objects.filter(patient=patient, day__gte=since).exists()


def _due(local: datetime) -> tuple[list[int], list[int]]:
    """The keys of those whose time has passed today: who keeps the diary daily, and whose weekly question it is.

    Who wrote nothing for so long that nobody waits for a day is left alone, until they write or choose again.
    """
    today = local.date()
    daily, weekly = [], []
    for key, at, changed_at, began, every, since, last_entry in _waiting(local):
        changed = timezone.localtime(changed_at)
        if changed.date() == today and changed.time() > at:
            continue
        if every == Every.DAY:
            if max(changed.date(), timezone.localdate(began), last_entry or date.min) >= waited_for_since(
                today
            ):
                daily.append(key)
        elif _is_asked(Kept(Every.WEEK, since), last_entry, today):
            weekly.append(key)
    return daily, weekly


def _is_asked(kept: Kept, last_entry: date | None, today: date) -> bool:
    """Whether today is the day of the weekly question, and nothing was answered this week."""
    earliest = today - timedelta(days=ANSWERED_DAYS_BEFORE)
    return kept.next_question(today) == today and (last_entry is None or last_entry < earliest)


def _waiting(local: datetime) -> Iterable[Any]:
    """The choices of those whose time has passed and who neither wrote today nor were owed anything about it."""
    today, mine = local.date(), OuterRef("patient")
    latest = Entry.objects.filter(patient=mine).order_by("-day").values("day")[:1]
    return (
        Reminder.objects.filter(is_on=True, at__lte=local.time(), patient__user__is_active=True)
        .exclude(paused_until__gt=today)
        .filter(Exists(Episode.objects.filter(patient=mine, ended_on=None)))
        .filter(~Exists(Letter.objects.filter(patient=mine, kind__in=ABOUT_A_DAY, about=today)))
        .filter(~Exists(Entry.objects.filter(patient=mine, day=today)))
        .annotate(every=every_of("patient"), since=since_of("patient"), last_entry=Subquery(latest))
        .order_by("at", "patient")
        .values_list("patient_id", "at", "changed_at", "patient__created_at", "every", "since", "last_entry")
    )


def _silent(local: datetime) -> dict[int, date]:
    """The first silent day of each who is to be asked whether all is well, by the key of the patient."""
    today = local.date()
    last = _silent_since(today)
    if not last:
        return {}
    wishes = {wish.patient_id: wish for wish in Reminder.objects.filter(patient__in=last)}
    asked = set(
        Letter.objects.filter(patient__in=last, kind=Letter.Kind.SILENCE).values_list("patient_id", "about")
    )
    found = {
        key: day + A_DAY
        for key, day in last.items()
        if (key, day + A_DAY) not in asked and _asks(wishes.get(key), local)
    }
    going = _had_a_diary_going(found, last)
    return {key: day for key, day in found.items() if key in going or (key in wishes and wishes[key].is_on)}


def _asks(wish: Reminder | None, local: datetime) -> bool:
    """Whether this is asked at all, and its time has come: the chosen time, else the evening."""
    if wish is None:
        return local.time() >= EVENING
    is_paused = wish.paused_until is not None and wish.paused_until > local.date()
    return wish.asks_after_silence and not is_paused and local.time() >= wish.at


def _silent_since(today: date) -> dict[int, date]:
    """The last day of who keeps a diary daily and wrote nothing for some whole days, though not for long."""
    latest = Entry.objects.filter(patient=OuterRef("pk")).order_by("-day").values("day")[:1]
    found = (
        Patient.objects.annotate(last_entry=Subquery(latest), every=every_of())
        .filter(
            user__is_active=True,
            last_entry__lt=today - timedelta(days=ASKED_AFTER_SILENT_DAYS),
            last_entry__gte=today - timedelta(days=ASKED_UP_TO_SILENT_DAYS),
            every=Every.DAY.value,
        )
        .filter(Exists(Episode.objects.filter(patient=OuterRef("pk"), ended_on=None)))
    )
    return dict(found.values_list("pk", "last_entry"))


def _had_a_diary_going(patients: Iterable[int], last: Mapping[int, date]) -> set[int]:
    """Those who wrote on some days in the two weeks up to their last one."""
    keys = list(patients)
    if not keys:
        return set()
    earliest = min(last[key] for key in keys) - timedelta(days=GOING_WITHIN_DAYS)
    days = Entry.objects.filter(patient__in=keys, day__gt=earliest).values_list("patient_id", "day")
    counts = Counter(key for key, day in days if day > last[key] - timedelta(days=GOING_WITHIN_DAYS))
    return {key for key, number in counts.items() if number >= GOING_ENTRIES}
