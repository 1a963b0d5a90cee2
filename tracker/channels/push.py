"""A notification of a browser: encrypted for that browser alone (RFC 8291), signed with the site's key (RFC 8292).

It passes through the service of the browser's maker, which sees when and to which browser, and not what it says. It
says that it is time for the diary, and nothing else.
"""

import json
import os
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils import timezone
from py_vapid import Vapid02
from py_vapid.utils import b64urldecode, b64urlencode

from recovery.reminders.models import Browser
from tracker.channels.outbound import post

# An uncompressed point on the curve, and what else a browser hands over.
POINT_BYTES = 65
SECRET_BYTES = 16

# The signature holds for so long; at most a day is allowed.
SIGNED_FOR = timedelta(hours=12)

TAKEN = range(200, 300)
GONE = frozenset({404, 410})


class GoneError(Exception):
    """The browser, or its leave to show notifications, is gone for good."""


class RefusedError(Exception):
    """The service answered, and did not take the notification."""


def is_offered() -> bool:
    """Whether this site has a key to sign with."""
    return bool(settings.WEB_PUSH_KEY)


def public_key() -> str:
    """The site's public key, as a browser wants it."""
    key = _vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(key))


def may_be_sent_to(endpoint: str) -> bool:
    """Whether an address that a browser named is one of a known service: https, and nothing odd about it."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    known = any(
        host.endswith(name) if name.startswith(".") else host == name for name in settings.WEB_PUSH_HOSTS
    )
    return parts.scheme == "https" and port in {None, 443} and not parts.username and known


def are_keys(public: str, secret: str) -> bool:
    """Whether these are keys that something can be encrypted with."""
    try:
        point, shared = b64urldecode(public.encode()), b64urldecode(secret.encode())
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return len(point) == POINT_BYTES and len(shared) == SECRET_BYTES


def send(browser: Browser, said: dict[str, str], *, until: datetime) -> None:
    """Hand a notification over, to be kept `until` then; `GoneError` or `RefusedError` when it was not taken."""
    now = timezone.now()
    body = encrypted(json.dumps(said).encode(), browser)
    status = post(browser.endpoint, body, headers(browser.endpoint, now=now, until=until))
    if status in GONE:
        raise GoneError(f"HTTP {status}")
    if status not in TAKEN:
        raise RefusedError(f"HTTP {status}")


def encrypted(content: bytes, browser: Browser) -> bytes:
    """For this browser alone, with a key that is used once."""
    made: bytes = http_ece.encrypt(
        content,
        salt=os.urandom(SECRET_BYTES),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=b64urldecode(browser.public_key.encode()),
        auth_secret=b64urldecode(browser.secret.encode()),
        version="aes128gcm",
    )
    return made


def headers(endpoint: str, *, now: datetime, until: datetime) -> dict[str, str]:
    """Who sends, how it is encrypted, and for how long it is of use: a later one takes the place of an earlier."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
        "exp": int((now + SIGNED_FOR).timestamp()),
    }
    signed: dict[str, str] = _vapid().sign(claims)
    return {
        **signed,
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(max(0, int((until - now).total_seconds()))),
        "Topic": "diary",
        "Urgency": "normal",
    }


def _vapid() -> Vapid02:
    return Vapid02.from_string(settings.WEB_PUSH_KEY)
