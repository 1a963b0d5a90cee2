"""What a patient wrote down: days, and questionnaires. What it said before is kept in rows that are never changed."""

from recovery.journal.models.entry import NOTE_LENGTH, Entry, EntryVersion
from recovery.journal.models.filled import Filled

__all__ = ["NOTE_LENGTH", "Entry", "EntryVersion", "Filled"]
