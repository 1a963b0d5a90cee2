"""The browsers that may be sent a notification: let in by the patient, and ended when the browser is gone."""

from datetime import datetime

from recovery.people import consent_texts
from recovery.people.consent_texts import Kind
from recovery.people.models import Patient, User
from recovery.reminders.models import Browser


def allow(
    patient: Patient, *, endpoint: str, public_key: str, secret: str, by: User, now: datetime
) -> Browser:
    """Let a browser show notifications. One that was somebody else's before is this patient's now."""
    values = {
        "patient": patient,
        "public_key": public_key,
        "secret": secret,
        "allowed_by": by,
        "allowed_at": now,
        "ended_at": None,
        **consent_texts.as_shown(Kind.PUSH),
    }
    browser, _made = Browser.objects.update_or_create(endpoint=endpoint, defaults=values)
    return browser


def browsers_of(patient: Patient) -> list[Browser]:
    """Those that may be sent a notification now."""
    return list(Browser.objects.filter(patient=patient, ended_at=None).order_by("pk"))


def ever_of(patient: Patient) -> list[Browser]:
    """Every browser that ever was allowed, the latest first."""
    return list(Browser.objects.filter(patient=patient).order_by("-allowed_at", "-pk"))


def end(browser: Browser, *, now: datetime) -> None:
    """The browser is gone, or let go."""
    Browser.objects.filter(pk=browser.pk, ended_at=None).update(ended_at=now)


def end_all(patient: Patient, *, now: datetime) -> None:
    """No browser of this patient is sent anything any more."""
    Browser.objects.filter(patient=patient, ended_at=None).update(ended_at=now)
