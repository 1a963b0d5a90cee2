"""A secret is kept as a hash, and a revoked token finds nothing."""

from django.utils import timezone

from recovery.people import tokens
from recovery.people.models import Clinic, User


def test_a_secret_finds_its_token_until_it_is_revoked(clinic: Clinic, manager: User) -> None:
    token, secret = tokens.make(clinic, name="EPD", by=manager, now=timezone.now())
    assert secret not in token.token_hash
    assert tokens.find(secret) == token
    tokens.revoke(token, by=manager, now=timezone.now())
    assert tokens.find(secret) is None
    assert tokens.tokens_of(clinic) == [token]


def test_nothing_else_finds_it(clinic: Clinic, manager: User) -> None:
    token, secret = tokens.make(clinic, name="EPD", by=manager, now=timezone.now())
    for other in ("", secret[:-1], secret.swapcase(), token.token_hash, "\udcff"):
        assert tokens.find(other) is None
