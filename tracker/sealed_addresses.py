"""allauth keeps the address of every account a second time, in a table of its own: there it is sealed as well."""

from typing import Any

from allauth.account.models import EmailAddress

from recovery.people.models import SealedEmailField


class SealedAddressField(SealedEmailField):
    """In the column of 254 characters that allauth's migrations made (`LONGEST_EMAIL`), and told to them as such."""

    def get_internal_type(self) -> str:
        return "CharField"

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs


def seal_addresses() -> None:
    """From now on allauth's own questions about an address are asked of sealed ones."""
    EmailAddress._meta.get_field("email").__class__ = SealedAddressField
