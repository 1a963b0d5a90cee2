"""An episode is one hernia. What was found, done and said about it are rows beside it, each with who told it."""

from recovery.episodes.models.course import Recovered, Returned
from recovery.episodes.models.episode import Episode, EpisodeQuerySet
from recovery.episodes.models.told import FINDING_LENGTH, Imaging, Told, Treatment
from recovery.episodes.models.visit import REASON_LENGTH, Note, Preparation, PromptDismissal, Question, Visit

__all__ = [
    "FINDING_LENGTH",
    "REASON_LENGTH",
    "Episode",
    "EpisodeQuerySet",
    "Imaging",
    "Note",
    "Preparation",
    "PromptDismissal",
    "Question",
    "Recovered",
    "Returned",
    "Told",
    "Treatment",
    "Visit",
]
