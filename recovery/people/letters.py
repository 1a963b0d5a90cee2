"""Mails that a worker sends: claim, send, record. At least once; no request waits for a mail server."""

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from recovery.people.models import Letter, Patient

logger = logging.getLogger(__name__)

# Longer than one mail may take (`tracker.deadline`), so that two workers do not send the same one [P].
LEASE = 6 * timedelta(seconds=settings.DELIVERY_WAIT_SECONDS)

FIRST_RETRY = timedelta(minutes=1)
SLOWEST_RETRY = timedelta(hours=1)
MOST_DOUBLINGS = 10
GIVE_UP_AFTER = timedelta(days=3)

# After so many failures in a row the mail server is left alone until the next round.
FAILURES_IN_A_ROW = 2

# So many are looked up together; of reminders fewer, since whatever else is owed goes before the next few.
A_FEW = 50
A_FEW_REMINDERS = 10

# So many are written at once.
A_BATCH = 500

# What can wait for everything else.
REMINDERS = (Letter.Kind.REMINDER, Letter.Kind.WEEKLY, Letter.Kind.SILENCE)

# Sends a letter; false when there is no need for it any more. Raises when it could not be sent.
Send = Callable[[Letter], bool]
Clock = Callable[[], datetime]
Stop = Callable[[], bool]


class TryLater(Exception):
    """It could not be sent, through no fault of the mail server: the others are sent all the same."""


def never() -> bool:
    """Do not stop before everything is sent."""
    return False


def owe(patient: Patient, kind: Letter.Kind, *, now: datetime) -> None:
    """Owe a patient a mail; one of the same kind that was not sent yet is needless."""
    Letter.objects.pending().filter(patient=patient, kind=kind).update(dropped_at=now)
    Letter.objects.create(patient=patient, kind=kind, owed_at=now)


def owe_about(kind: Letter.Kind, days: Mapping[int, date], *, now: datetime) -> None:
    """Owe patients, by their keys, a reminder about a day each; whoever is owed it already is left alone."""
    rows = (Letter(patient_id=key, kind=kind, about=day, owed_at=now) for key, day in days.items())
    Letter.objects.bulk_create(rows, batch_size=A_BATCH, ignore_conflicts=True)


def number_owed() -> int:
    """How many mails are owed, of all clinics and patients."""
    return Letter.objects.pending().count()


def send_owed(
    send: Send, *, clock: Clock = timezone.now, stop: Stop = never, at_most: int | None = None
) -> int:
    """Send what is due, reminders last; returns how many were sent. Ends at the second failure in a row.

    `at_most` so many are tried: what is left waits for the next round.
    """
    sent = failures = tried = 0
    while failures < FAILURES_IN_A_ROW and (at_most is None or tried < at_most) and (due := _due(clock())):
        for pk in due:
            if stop() or failures >= FAILURES_IN_A_ROW:
                return sent
            tried += 1
            if _claim(pk, clock()) and (letter := _letter(pk)):
                went = _send(letter, send, clock)
                sent, failures = sent + (went is True), failures + 1 if went is None else 0
    return sent


def _letter(pk: int) -> Letter | None:
    """The letter, or nothing where whoever it is about deleted the account meanwhile."""
    letters = Letter.objects.select_related(
        "patient__user",
        "patient__clinic",
        "invitation__clinic",
        "proxy__patient__user",
        "proxy__patient__clinic",
        "glass__patient__user",
        "glass__clinic",
        "glass__user",
    )
    return letters.filter(pk=pk).first()


def _due(now: datetime) -> list[int]:
    """The next few: reminders only while nothing else is due."""
    due = Letter.objects.due(now).order_by("owed_at", "pk").values_list("pk", flat=True)
    first = list(due.exclude(kind__in=REMINDERS)[:A_FEW])
    return first or list(due.filter(kind__in=REMINDERS)[:A_FEW_REMINDERS])


def _claim(pk: int, now: datetime) -> bool:
    """Whether this worker has it: of several at once exactly one changes the row."""
    due = Letter.objects.due(now).filter(pk=pk)
    return due.update(not_before=now + LEASE, attempts=F("attempts") + 1) == 1


def _send(letter: Letter, send: Send, clock: Clock) -> bool | None:
    """Whether it was sent, or `None` when no server took it."""
    try:
        went = send(letter)
    except TryLater:
        logger.warning("letter %s is tried again later", letter.pk, exc_info=True)
        _try_again(letter, clock())
        return False
    except Exception:
        logger.exception("letter %s was not sent", letter.pk)
        _try_again(letter, clock())
        return None
    end = "sent_at" if went else "dropped_at"
    Letter.objects.pending().filter(pk=letter.pk).update(**{end: clock()})
    return went


def _try_again(letter: Letter, now: datetime) -> None:
    wait = min(FIRST_RETRY * 2 ** min(letter.attempts - 1, MOST_DOUBLINGS), SLOWEST_RETRY)
    given_up = now if now - letter.owed_at > GIVE_UP_AFTER else None
    Letter.objects.pending().filter(pk=letter.pk).update(not_before=now + wait, given_up_at=given_up)
