"""The books: what the database holds and what the outside world got, beside what was promised."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bench.faults.arrivals import Arrival, copies
from bench.faults.patients import Saved
from recovery.alerts.models import Address, Alert, Delivery
from recovery.clinical.signs import Sign
from recovery.journal.models import Entry
from recovery.people.models import Clinic


def days_lost(saved: Iterable[Saved]) -> Iterator[str]:
    """Days that the server said it had, and that are not there as they were told."""
    for one in saved:
        day, who = one.day, one.day.who.patient
        if not one.answered:
            yield f"{who}, {day.day}: never saved, refused with {one.refused or 'silence'}"
            continue
        entry = Entry.objects.filter(patient=who, day=day.day).first()
        if entry is None:
            yield f"{who}, {day.day}: answered with success, and not there"
        elif entry.leg_pain != day.leg_pain or (Sign.BLADDER in (entry.signs or ())) != day.flagged:
            yield f"{who}, {day.day}: there, with other answers"


def numbers_lost(saved: Iterable[Saved]) -> Iterator[str]:
    """Answers to a red flag without a number to phone."""
    for one in saved:
        for answer in one.numberless:
            yield f"{one.day.who.patient}, {one.day.day}: a red flag was answered without a number ({answer})"


def alerts_lost(clinic: Clinic) -> Iterator[str]:
    """Entries with a sign but no alert, and alerts without their entry: half of what was written."""
    entries = Entry.objects.filter(patient__clinic=clinic).values_list("patient", "day", "signs")
    flagged: set[tuple[int, date | None]] = {(patient, day) for patient, day, signs in entries if signs}
    alerted = set(Alert.objects.filter(patient__clinic=clinic).values_list("patient", "day"))
    for patient, day in flagged - alerted:
        yield f"patient {patient}, {day}: a red flag without an alert"
    for patient, day in alerted - flagged:
        yield f"patient {patient}, {day}: an alert without its day"


def deliveries_lost(clinic: Clinic, told: Sequence[Address]) -> Iterator[str]:
    """Alerts that owe nothing to an address which every alert must reach."""
    owed = set(Delivery.objects.filter(address__in=told).values_list("alert", "address"))
    for alert in Alert.objects.filter(patient__clinic=clinic).values_list("pk", flat=True):
        for address in told:
            if (alert, address.pk) not in owed:
                yield f"alert {alert}: nothing was ever owed to {address}"


def messages_lost(clinic: Clinic, arrivals: Iterable[Arrival]) -> Iterator[str]:
    """Deliveries that never arrived, or whose row never ended; and messages that nobody owed."""
    deliveries = Delivery.objects.filter(address__clinic=clinic, dropped_at=None).select_related("address")
    arrived = copies(arrival for arrival in arrivals if arrival.to in _targets(clinic))
    for delivery in deliveries:
        if str(delivery.key) not in arrived:
            yield f"{delivery.reason} to {delivery.address}: {delivery.state}, and never arrived ({delivery.failure})"
        elif delivery.state != "sent":
            yield f"{delivery.reason} to {delivery.address}: arrived, and still {delivery.state}"
    keys = {str(delivery.key) for delivery in deliveries}
    for key in arrived.keys() - keys:
        yield f"a message came under the id {key}, which no delivery has"


def all_over(clinic: Clinic) -> bool:
    """Whether nothing is owed any more."""
    return not Delivery.objects.pending().filter(address__clinic=clinic).exists()


def came_to(clinic: Clinic, arrivals: Iterable[Arrival]) -> list[Arrival]:
    """The copies that came to addresses of the clinic."""
    targets = _targets(clinic)
    return [arrival for arrival in arrivals if arrival.to in targets]


def _targets(clinic: Clinic) -> set[str]:
    return set(Address.objects.filter(clinic=clinic).values_list("target", flat=True))
