"""What is remembered about alerts: the alert and its steps, whom a clinic's ladder reaches, what it is owed,
and what it decided about the signs."""

from recovery.alerts.models.alert import (
    ANEW,
    NOTE_LENGTH,
    Alert,
    AlertStep,
    Outcome,
    Step,
    urgency_rank,
)
from recovery.alerts.models.decision import Decision
from recovery.alerts.models.delivery import Delivery, Heartbeat, Reason
from recovery.alerts.models.ladder import Address, ChannelKind, Rung, Shift, Until
from recovery.alerts.models.second_line import SecondLine, Why

__all__ = [
    "ANEW",
    "NOTE_LENGTH",
    "Address",
    "Alert",
    "AlertStep",
    "ChannelKind",
    "Decision",
    "Delivery",
    "Heartbeat",
    "Outcome",
    "Reason",
    "Rung",
    "SecondLine",
    "Shift",
    "Step",
    "Until",
    "Why",
    "urgency_rank",
]
