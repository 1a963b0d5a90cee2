"""What names a person is kept sealed: unreadable in the database, in its files and in a copy of them.

Nothing here knows a model. A sealed text is `1.<key>.<base64>`; `<key>` says which key it was sealed with, so that
an old key still opens what a new one does not yet hold. Every text is bound to its place (`people.User.name`): moved
to another column it does not open.

Three ways, each with a key of its own, derived (HKDF) from the installation's:
`seal` (AES-256-GCM) never gives the same twice; `seal_alike` (AES-SIV, RFC 5297) gives the same for the same text, so
that a database can find it and keep it unique; `digest` (HMAC-SHA-256) finds what it cannot open.
"""

import base64
import hashlib
import hmac
import os
import re
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

FORMAT = "1"
MARK = f"{FORMAT}."
KEY_BYTES = 32
NONCE_BYTES = 12

_SEALED = re.compile(FORMAT + r"\.(?P<key>[0-9a-f]{8})\.(?P<body>[A-Za-z0-9_-]{20,}={0,2})", re.ASCII)


class CannotOpen(Exception):
    """A sealed text whose key is not there, that was changed, or that belongs elsewhere."""


def seal(text: str, place: str) -> str:
    """`text` sealed with the current key; another outcome each time."""
    key = _current()
    nonce = os.urandom(NONCE_BYTES)
    return _told(key, nonce + _gcm(key).encrypt(nonce, text.encode(), place.encode()))


def seal_alike(text: str, place: str) -> str:
    """`text` sealed with the current key; the same each time, so that equal texts are seen to be equal."""
    return alike(text, place)[0]


def alike(text: str, place: str) -> list[str]:
    """How `text` may stand in the database: under each key there is, the current one first."""
    return [_told(key, _siv(key).encrypt(text.encode(), [place.encode()])) for key in _keys()]


def unseal(sealed: str, place: str) -> str:
    """The text that `seal` was given. Raises `CannotOpen`."""
    key, body = _key_and_body(sealed)
    try:
        return _gcm(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(place) from error


def unseal_alike(sealed: str, place: str) -> str:
    """The text that `seal_alike` was given. Raises `CannotOpen`."""
    key, body = _key_and_body(sealed)
    try:
        return _siv(key).decrypt(body, [place.encode()]).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(place) from error


def digests(text: str, place: str) -> list[str]:
    """By what `text` is found: its digest under each key there is, the current one first."""
    return [
        _told(key, hmac.digest(_derived(key, "digest", 32), f"{place}\0{text}".encode(), "sha256"))
        for key in _keys()
    ]


def is_sealed(text: str) -> bool:
    """Whether this looks sealed, with whatever key."""
    return _SEALED.fullmatch(text) is not None


def is_current(sealed: str) -> bool:
    """Whether it was sealed with the current key; what was not is for `manage.py rotate_keys`."""
    return sealed.startswith(current_mark())


def current_mark() -> str:
    """How everything begins that is sealed with the current key."""
    return f"{MARK}{_name(_current())}."


def is_on() -> bool:
    """Whether what is written is sealed: not while a version runs beside this one that cannot open it."""
    return bool(settings.SEAL_FIELDS)


def key_names() -> tuple[str, ...]:
    """How the keys are called that there are, the current one first. Raises `CannotOpen` when one is no key."""
    return tuple(map(_name, _keys()))


def key_of(sealed: str) -> str:
    """How the key is called with which it was sealed."""
    return sealed.split(".")[1]


def _told(key: bytes, body: bytes) -> str:
    return f"{FORMAT}.{_name(key)}.{base64.urlsafe_b64encode(body).decode()}"


def _key_and_body(sealed: str) -> tuple[bytes, bytes]:
    found = _SEALED.fullmatch(sealed)
    if found is None:
        raise CannotOpen("this was never sealed, or was cut off")
    for key in _keys():
        if _name(key) == found["key"]:
            return key, _bytes(found["body"])
    raise CannotOpen(f"the key {found['key']} is not there")


def _bytes(body: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(body)
    except ValueError as error:
        raise CannotOpen("this was cut off") from error


def _keys() -> tuple[bytes, ...]:
    return _read(tuple(settings.FIELD_KEYS))


def _current() -> bytes:
    return _keys()[0]


@lru_cache(maxsize=8)
def _read(keys: tuple[str, ...]) -> tuple[bytes, ...]:
    try:
        found = tuple(base64.urlsafe_b64decode(key) for key in keys)
    except ValueError:
        found = ()
    if not found or any(len(key) != KEY_BYTES for key in found):
        raise CannotOpen(
            "FIELD_KEYS must hold at least one key of 32 bytes; manage.py make_field_key prints one"
        )
    return found


@lru_cache(maxsize=64)
def _name(key: bytes) -> str:
    """How a key is called where it was used: tells nothing about it."""
    return hashlib.sha256(b"name of a field key" + key).hexdigest()[:8]


@lru_cache(maxsize=64)
def _derived(key: bytes, purpose: str, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose.encode()).derive(key)


@lru_cache(maxsize=64)
def _gcm(key: bytes) -> AESGCM:
    return AESGCM(_derived(key, "seal", 32))


@lru_cache(maxsize=64)
def _siv(key: bytes) -> AESSIV:
    return AESSIV(_derived(key, "seal alike", 64))
