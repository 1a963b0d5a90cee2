"""Whether the patient closed the course of an episode."""

from recovery.episodes.models import Episode, Recovered


def said_so(episode: Episode) -> bool:
    """Whether the patient said that this episode is over, by their own word."""
    return Recovered.objects.filter(episode=episode).exists()
