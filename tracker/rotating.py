"""What is sealed and is no sealed field: second factors, sessions, what a clinic keeps of a deleted account.

What is not here: the ledger of alerts, of which a line is only asked for beside a backup of before it, which needs the
same key; and the counts of the limits, which begin anew under another key.
"""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db.models import Q

from recovery.erasure import kept
from recovery.erasure.models import Kept
from recovery.people import sealing
from recovery.people.rotation import ByHand
from tracker import sealed_sessions, second_factor

# The name of a passkey is its owner's and may begin as what is sealed; it has no secret.
_SECRETS = ~Q(type=Authenticator.Type.WEBAUTHN)


def places() -> tuple[ByHand, ...]:
    """Each of them, for `manage.py rotate_keys`."""
    return (
        ByHand("erasure.Kept.sealed", Kept, "sealed", kept.anew, Q()),
        ByHand(second_factor.PLACE, Authenticator, "data", _factor_anew, _SECRETS),
        ByHand(sealed_sessions.PLACE, Session, "session_data", _session_anew, Q()),
    )


def _factor_anew(stored: str) -> dict[str, Any]:
    return {"data": {name: _anew(value) for name, value in json.loads(stored).items()}}


def _anew(value: Any) -> Any:
    """Of what allauth keeps: texts are sealed, numbers are not."""
    if isinstance(value, list):
        return list(map(_anew, value))
    return _sealed_anew(value, second_factor.PLACE) if isinstance(value, str) else value


def _session_anew(stored: str) -> dict[str, Any]:
    return {"session_data": _sealed_anew(stored, sealed_sessions.PLACE)}


def _sealed_anew(sealed: str, place: str) -> str:
    return sealing.seal(sealing.unseal(sealed, place), place)
