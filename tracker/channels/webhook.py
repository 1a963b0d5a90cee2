"""A signed POST to a URL of the clinic: a pager, an SMS gateway. Signed as standardwebhooks.com describes.

The headers are `webhook-id` (the key: a second copy carries the same), `webhook-timestamp` (seconds since
1970) and `webhook-signature` (`v1,` and the base64 of HMAC-SHA256 over id, timestamp and body, with dots
between). Redirects are not followed, and what the other side answers is not read but for its status.
"""

import hmac
import json
import time
from base64 import b64encode

from django.utils import timezone
from django.utils.crypto import salted_hmac

from recovery.alerts.models import Address
from tracker.channels.message import Message
from tracker.channels.outbound import post

SECRET_PREFIX = "whsec_"  # noqa: S105 - the prefix that the standard asks for
SALT = "tracker.channels.webhook"
TAKEN = range(200, 300)


class RefusedError(Exception):
    """The other side answered, and did not take the message."""


def send(message: Message, to: Address) -> None:
    """Raises what the connection raises, and `RefusedError` unless the status is 2xx."""
    body = payload(message)
    status = post(to.target, body, headers(message.key, body, secret=_key(to), at=int(time.time())))
    if status not in TAKEN:
        raise RefusedError(f"HTTP {status}")


def payload(message: Message) -> bytes:
    """The body: JSON, an urgency, a time and a link."""
    said = {
        "id": message.key,
        "reason": message.reason,
        "urgency": message.urgency,
        "at": timezone.localtime(message.at).isoformat(),
        "link": message.link,
    }
    return json.dumps(said).encode()


def headers(key: str, body: bytes, *, secret: bytes, at: int) -> dict[str, str]:
    """Id, time and signature."""
    signed = b".".join((key.encode(), str(at).encode(), body))
    signature = b64encode(hmac.digest(secret, signed, "sha256")).decode()
    return {
        "Content-Type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{signature}",
    }


def secret_of(address: Address) -> str:
    """What the receiver needs to check a signature. Follows from the site's key; stored nowhere."""
    return SECRET_PREFIX + b64encode(_key(address)).decode()


def _key(address: Address) -> bytes:
    named = f"{address.pk}:{address.secret_number}"
    return salted_hmac(SALT, named, algorithm="sha256").digest()
