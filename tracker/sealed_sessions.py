"""Sessions whose row cannot be read: it may hold an address, the token of an invitation, a secret not yet confirmed."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as StoreInDatabase

from recovery.people import sealing

PLACE = "sessions.Session.session_data"


class SessionStore(StoreInDatabase):
    """As Django's, sealed. A row of before is still read; one whose key is gone is nobody's session."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        told = super().encode(session_dict)
        return sealing.seal(told, PLACE) if sealing.is_on() else told

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        if isinstance(session_data, bytes) or not sealing.is_sealed(session_data):
            return super().decode(session_data)
        try:
            return super().decode(sealing.unseal(session_data, PLACE))
        except sealing.CannotOpen:
            return {}
