"""`manage.py make_push_key`: a key with which notifications of browsers are signed."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management.base import BaseCommand
from py_vapid.utils import b64urlencode

KEY_BYTES = 32


class Command(BaseCommand):
    help = (
        "Prints a new key for WEB_PUSH_KEY. With another key every patient has to allow notifications again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        secret = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        self.stdout.write(b64urlencode(secret.to_bytes(KEY_BYTES, "big")))
