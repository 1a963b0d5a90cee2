"""How a message about an alert leaves: one small module a channel, each with `send(message, to)`.

A channel raises when the message was not taken, whatever the reason; `recovery.alerts.delivery` tries again.
"""

from typing import Protocol

from recovery.alerts.models import Address, ChannelKind, Delivery
from tracker.channels import email, webhook
from tracker.channels.message import Message, message_about


class Channel(Protocol):
    """What every channel can do."""

    def send(self, message: Message, to: Address) -> None:
        """Hand the message over; raises unless the other side said that it has it."""


CHANNELS: dict[ChannelKind, Channel] = {ChannelKind.EMAIL: email, ChannelKind.WEBHOOK: webhook}


def send(delivery: Delivery) -> None:
    """Send what a delivery is about by the channel of its address."""
    CHANNELS[ChannelKind(delivery.address.kind)].send(message_about(delivery), delivery.address)
