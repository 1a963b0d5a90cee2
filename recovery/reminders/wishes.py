"""What a patient chose about reminders: on or off, when, how, and paused until when."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from recovery.clinical.diary import WEEK_DAYS
from recovery.people.letters import REMINDERS
from recovery.people.models import Letter, Patient
from recovery.reminders.models import EVENING, Reminder


@dataclass(frozen=True, slots=True)
class Wish:
    """What was filled in. `paused_until` is the first day on which reminders come again."""

    is_on: bool = True
    at: time = EVENING
    channel: Reminder.Channel = Reminder.Channel.MAIL
    paused_until: date | None = None
    asks_after_silence: bool = True


def wish_of(patient: Patient) -> Reminder | None:
    """What the patient chose; `None` when nothing was chosen yet."""
    return Reminder.objects.filter(patient=patient).first()


def choose(patient: Patient, wish: Wish, *, now: datetime) -> Reminder:
    """Keep a choice. From then on: a time that has passed today counts from tomorrow."""
    values = {name: getattr(wish, name) for name in Wish.__dataclass_fields__} | {"changed_at": now}
    reminder, _made = Reminder.objects.update_or_create(patient=patient, defaults=values)
    return reminder


def decline(patient: Patient, *, now: datetime) -> None:
    """The patient wants none, now that it was offered; it is not offered again. A choice made before stands."""
    Reminder.objects.get_or_create(patient=patient, defaults={"is_on": False, "changed_at": now})


def pause(patient: Patient, *, now: datetime) -> date:
    """No reminder for a week; returns the first day on which they come again. A longer pause stands."""
    until = timezone.localdate(now) + timedelta(days=WEEK_DAYS)
    reminder, _made = Reminder.objects.get_or_create(patient=patient, defaults={"is_on": False})
    reminder.paused_until = max(until, reminder.paused_until or until)
    reminder.changed_at = now
    reminder.save(update_fields=["paused_until", "changed_at"])
    return reminder.paused_until


def end(patient: Patient, *, now: datetime) -> None:
    """No reminder and no question after a silence, until the patient wants them again."""
    wanted_none = {"is_on": False, "asks_after_silence": False, "changed_at": now}
    Reminder.objects.update_or_create(patient=patient, defaults=wanted_none)


def last_sent(patient: Patient) -> Letter | None:
    """The reminder that was sent last."""
    sent = Letter.objects.filter(patient=patient, kind__in=REMINDERS, sent_at__isnull=False)
    return sent.order_by("-sent_at").first()
