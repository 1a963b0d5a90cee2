"""What a message about an alert says: an urgency, a time and a link. No health data, no name."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from recovery.alerts.models import Delivery, Reason
from recovery.clinical.signs import Urgency


@dataclass(frozen=True, slots=True)
class Message:
    """`key` lets a receiver drop a second copy. A test has no urgency; `at` is then when it was asked for.

    `answered_at` is when it was answered, where a phone without a connection sent it later.
    """

    key: str
    reason: Reason
    urgency: Urgency | None
    at: datetime
    link: str
    answered_at: datetime | None = None


def message_about(delivery: Delivery) -> Message:
    """The message of a delivery."""
    alert = delivery.alert
    page = reverse("clinic:alert", args=[alert.pk]) if alert else reverse("clinic:ladder")
    return Message(
        key=str(delivery.key),
        reason=Reason(delivery.reason),
        urgency=Urgency(alert.urgency) if alert else None,
        at=alert.raised_at if alert else delivery.owed_at,
        link=settings.BASE_URL + page,
        answered_at=alert.answered_at if alert else None,
    )
