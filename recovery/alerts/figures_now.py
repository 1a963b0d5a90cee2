"""Counts for who watches the installation: no alert, no patient."""

from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from recovery.alerts.models import Alert, Delivery
from recovery.people.models import reads_along


def deliveries_by_outcome() -> dict[str, int]:
    """How many messages were ever sent, needless, or given up, and how many are owed."""
    ends = {
        "sent": ~Q(sent_at=None),
        "dropped": ~Q(dropped_at=None),
        "given_up": ~Q(given_up_at=None),
        "owed": Q(sent_at=None, dropped_at=None, given_up_at=None),
    }
    return Delivery.objects.aggregate(**{name: Count("pk", filter=end) for name, end in ends.items()})


def open_by_clinic(*, now: datetime) -> dict[int | None, int]:
    """How many alerts are open, by the key of the clinic that reads along; `None` where none does."""
    still_open = Alert.objects.open()
    read = still_open.filter(reads_along(timezone.localdate(now), of="patient__"))
    counts: dict[int | None, int] = dict(
        read.order_by()
        .values_list("patient__clinic")
        .annotate(number=Count("pk"))
        .values_list("patient__clinic", "number")
    )
    alone = still_open.count() - sum(counts.values())
    return counts | ({None: alone} if alone else {})
