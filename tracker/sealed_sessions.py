"""What a session holds is sealed: allauth keeps the address in it with which somebody signed in, ours keep links."""

from typing import Any

from django.core.signing import JSONSerializer

from recovery.people import sealing

PLACE = "sessions.Session.session_data"


class SealedSerializer(JSONSerializer):
    """A session from before is read as it is. One that cannot be opened is an empty one: its owner signs in again."""

    def dumps(self, obj: Any) -> bytes:
        told = super().dumps(obj)
        return sealing.seal(told.decode("latin-1"), PLACE).encode() if sealing.is_on() else told

    def loads(self, data: bytes) -> Any:
        text = data.decode("latin-1")
        return super().loads(
            sealing.unseal(text, PLACE).encode("latin-1") if sealing.is_sealed(text) else data
        )
