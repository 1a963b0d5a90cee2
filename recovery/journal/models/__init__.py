"""What a patient wrote down. What it said before is kept in rows that are never changed.

Days, questionnaires, own activities, body pictures and medicines; how often the diary is kept; and what came late from
a phone.
"""

from recovery.journal.models.arrived import Arrived
from recovery.journal.models.entry import NOTE_LENGTH, Entry, EntryVersion
from recovery.journal.models.filled import Filled
from recovery.journal.models.function import ACTIVITY_LENGTH, Activity, BodyMap
from recovery.journal.models.medicine import Medicine, Taken
from recovery.journal.models.rhythm import QuestionnaireSetting, Rhythm

__all__ = [
    "ACTIVITY_LENGTH",
    "NOTE_LENGTH",
    "Activity",
    "Arrived",
    "BodyMap",
    "Entry",
    "EntryVersion",
    "Filled",
    "Medicine",
    "QuestionnaireSetting",
    "Rhythm",
    "Taken",
]
