"""The story of a new clinic: its name and numbers, whom its alerts reach, and the manager who is asked to run it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from recovery.alerts import addresses, ladder
from recovery.alerts.models import ChannelKind, Shift, Until
from recovery.people import staff
from recovery.people.models import Clinic, Joining, Membership

# The second address hears of an alert that nobody took for so long, until the manager sets another time [P].
SECOND_AFTER_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Opening:
    """What a clinic begins with. `phones` by the field of `Clinic`; two mailboxes for its alerts, one after another."""

    name: str
    phones: dict[str, str]
    manager_name: str
    manager_email: str
    alert_emails: tuple[str, str]
    language: str


class OtherManager(Exception):
    """The clinic is there, and somebody runs it already."""


@transaction.atomic
def open_clinic(told: Opening, *, now: datetime) -> tuple[Joining, str]:
    """Make all of it or nothing; returns how the manager is asked, and the token of the link.

    A clinic of this name that nobody runs yet is left as it is, and its manager gets another link. `OtherManager`
    when somebody does.
    """
    clinic = Clinic.objects.filter(name=told.name).first() or _make(told)
    if Membership.objects.filter(clinic=clinic, role=Membership.Role.MANAGER).exists():
        raise OtherManager(told.name)
    return staff.ask(
        clinic,
        role=Membership.Role.MANAGER,
        name=told.manager_name,
        email=told.manager_email,
        by=None,
        now=now,
    )


def _make(told: Opening) -> Clinic:
    clinic = Clinic.objects.create(name=told.name, language=told.language, **told.phones)
    for email, minutes in zip(told.alert_emails, (0, SECOND_AFTER_MINUTES), strict=True):
        address = addresses.add(clinic, kind=ChannelKind.EMAIL, name=email, target=email)
        ladder.add_rung(clinic, shifts=Shift, after_minutes=minutes, until=Until.TAKEN, address=address)
    return clinic
