"""Prompts of the ladder that a clinician set aside for an episode, and why.

A dismissal counts for what the prompt rested on then: one about a fall in strength says nothing about a later fall.
"""

from collections.abc import Iterable
from datetime import datetime

from recovery.clinical.prompts import Prompt
from recovery.episodes.models import Episode, PromptDismissal
from recovery.people.models import User


def dismiss(episode: Episode, prompt: Prompt, *, reason: str, by: User, now: datetime) -> PromptDismissal:
    """Set a prompt aside, with the reason. A second time it is as the first said."""
    dismissal, _new = PromptDismissal.objects.get_or_create(
        episode=episode,
        prompt=prompt.code,
        about=prompt.about,
        defaults={"reason": reason, "dismissed_by": by, "dismissed_at": now},
    )
    return dismissal


def dismissals_of(episode: Episode) -> list[PromptDismissal]:
    """What was set aside, the earliest first."""
    dismissals = PromptDismissal.objects.filter(episode=episode).select_related("dismissed_by")
    return list(dismissals.order_by("dismissed_at", "pk"))


def still_open(prompts: Iterable[Prompt], dismissals: Iterable[PromptDismissal]) -> list[Prompt]:
    """The prompts that nobody set aside, for what they rest on."""
    gone = {(dismissal.prompt, dismissal.about) for dismissal in dismissals}
    return [prompt for prompt in prompts if (prompt.code.value, prompt.about) not in gone]
