"""What a restore says when it is done: what is there, what is owed, and whom somebody must phone."""

from collections.abc import Iterator

from recovery.alerts.ledger import Noted, Replayed
from tracker.keeping.restore import Restored


def report(done: Restored) -> Iterator[str]:
    """Lines for an operator."""
    header = done.header
    yield f"A backup of {header.made_at:%Y-%m-%d %H:%M} UTC, on {header.database}, by version {header.version}."
    yield f"{done.tally.rows} rows in {len(done.tally.counts)} tables: counts and checksums are alike."
    yield f"{done.owed} messages were owed, and are: a copy carries the same id, by which a receiver drops it."
    yield from _replayed(done.replayed)


def _replayed(replayed: Replayed) -> Iterator[str]:
    yield f"{replayed.raised} alerts were raised after the backup: they are raised again from the ledger."
    if replayed.open_again:
        yield f"{replayed.open_again} alerts were closed after the backup: they are open again."
    if replayed.unread:
        yield f"{replayed.unread} lines of the ledger CANNOT BE READ: cut off, or their key is not among FIELD_KEYS."
    for noted in replayed.unknown:
        yield _phone(noted)


def _phone(noted: Noted) -> str:
    said = noted.said
    where = ", ".join(filter(None, (said["phone"], said["email"])))
    return (
        f"PHONE NOW: {said['name']} ({where}) reported a red flag, to be told {said['urgency']}, at"
        f" {noted.raised_at:%Y-%m-%d %H:%M} UTC, and is not in this backup."
    )
