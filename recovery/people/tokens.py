"""The tokens with which a clinic's systems read its records: shown once, kept as a hash, revoked for good."""

import hashlib
import secrets
from datetime import date, datetime

from recovery.people.models import ApiToken, Clinic, User


def make(clinic: Clinic, *, name: str, by: User, now: datetime) -> tuple[ApiToken, str]:
    """A token and its secret, which is not kept and cannot be asked for again."""
    secret = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        clinic=clinic, name=name, token_hash=hashed(secret), made_by=by, made_at=now
    )
    return token, secret


def find(secret: str) -> ApiToken | None:
    """The token of a secret, unless it was revoked."""
    found = ApiToken.objects.select_related("clinic").filter(token_hash=hashed(secret), revoked_at=None)
    return found.first()


def used(token: ApiToken, *, today: date) -> None:
    """Something was asked with it; written once a day."""
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)


def token_of(clinic: Clinic, token_id: int) -> ApiToken | None:
    """A token of this clinic, revoked or not."""
    return ApiToken.objects.filter(clinic=clinic, pk=token_id).first()


def tokens_of(clinic: Clinic) -> list[ApiToken]:
    """Every token there was, the newest first."""
    found = ApiToken.objects.filter(clinic=clinic).select_related("made_by", "revoked_by")
    return list(found.order_by("-made_at", "-pk"))


def revoke(token: ApiToken, *, by: User, now: datetime) -> bool:
    """From now on nothing is read with it; false when it was revoked before, which stands."""
    unrevoked = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    return bool(unrevoked.update(revoked_by=by, revoked_at=now))


def hashed(secret: str) -> str:
    """What is kept of a secret, of a token or of a link: it finds its row, and opens nothing."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
