"""The episode for the clinic: a card for the review page, the whole page, and the prompts of the ladder."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from recovery.clinical.care import CARES, Care
from recovery.clinical.course import Course, Reading
from recovery.clinical.prompts import TITLES, Prompt, PromptCode, Step, known_of, prompts
from recovery.clinical.scores import SIDES, Side
from recovery.episodes import dismissals, imaging, ladder, visits
from recovery.episodes.models import Episode, Imaging, PromptDismissal, Treatment, Visit
from recovery.people.models import User
from tracker.answers import UNKNOWN, Line, yes_no
from tracker.care import CareLine, Reader, Told, lines, reader_of
from tracker.care_forms import IMAGING_SLUG
from tracker.clinic.episode.forms import DismissForm
from tracker.words import long_date, moment, say

logger = logging.getLogger(__name__)

_T = TypeVar("_T", Treatment, Imaging)


@dataclass(frozen=True, slots=True)
class EpisodeCard:
    """The episode in short, for beside the charts: the facts, what stands, and how much waits for the clinic."""

    ref: UUID
    facts: list[Line]
    treatments: list[CareLine]
    last_picture: CareLine | None
    waiting: int


@dataclass(frozen=True, slots=True)
class AddLink:
    """Something that can be added: its name, and the word for it in the address."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class EpisodePage:
    """Everything that was told of an episode; `withdrawn` was a mistake and is kept."""

    card: EpisodeCard
    pictures: list[CareLine]
    withdrawn: list[CareLine]
    visits: list[str]
    placed: str
    adds: list[AddLink]


def episode_card(episode: Episode, *, reader: User) -> EpisodeCard:
    """The card, with a fixed number of queries."""
    reads = reader_of(episode, reader)
    return _card(episode, ladder.all_of(episode), imaging.all_of(episode), reads)


def _card(
    episode: Episode, treatments: Sequence[Treatment], pictures: Sequence[Imaging], reader: Reader
) -> EpisodeCard:
    seen = _standing(pictures)
    done = _standing(treatments)
    return EpisodeCard(
        ref=episode.patient.ref,
        facts=[
            Line(_("Level"), episode.level or UNKNOWN),
            Line(_("Side"), _(SIDES[Side(episode.side)])),
            Line(_("Under treatment here"), yes_no(episode.patient.under_treatment)),
        ],
        treatments=lines(done, reader=reader),
        last_picture=lines(seen[-1:], reader=reader)[0] if seen else None,
        waiting=sum(one.waits for one in (*done, *seen)),
    )


def _standing(told: Sequence[_T]) -> list[_T]:
    return [one for one in told if not one.is_withdrawn]


def episode_page(episode: Episode, *, reader: User) -> EpisodePage:
    """The page, with a fixed number of queries."""
    reads = reader_of(episode, reader)
    treatments, pictures = ladder.all_of(episode), imaging.all_of(episode)
    everything: list[Told] = [*treatments, *pictures]
    withdrawn = [one for one in everything if one.is_withdrawn]
    return EpisodePage(
        card=_card(episode, treatments, pictures, reads),
        pictures=lines(_standing(pictures), reader=reads),
        withdrawn=lines(withdrawn, reader=reads),
        visits=[_visit(visit) for visit in visits.visits_of(episode)],
        placed=_placed(episode),
        adds=[
            *(AddLink(_(CARES[care]), care.value) for care in Care),
            AddLink(_("Picture of the back"), IMAGING_SLUG),
        ],
    )


def _visit(visit: Visit) -> str:
    state = _("held") if visit.held_at else _("planned")
    return f"{long_date(visit.day)}, {state}"


def _placed(episode: Episode) -> str:
    if episode.placed_by is None or episode.placed_at is None:
        return ""
    done = _("Set by")
    return f"{done} {episode.placed_by}, {moment(episode.placed_at)}"


@dataclass(frozen=True, slots=True)
class PromptRow:
    """A prompt with its basis, and the form to set it aside."""

    code: str
    title: str
    sentence: str
    basis: str
    form: DismissForm


@dataclass(frozen=True, slots=True)
class PromptsCard:
    """What there is to consider; `set_aside` tells what was dismissed, by whom and why."""

    ref: UUID
    rows: list[PromptRow]
    set_aside: list[str]
    refused: bool


def prompts_card(
    episode: Episode, course: Course, reading: Reading, *, refused: tuple[str, DismissForm] | None = None
) -> PromptsCard | None:
    """The prompts as of the reading, with two queries; `None` when they are at fault, which hides nothing else.

    `refused` is the code and the form that was just sent in vain.
    """
    try:
        gone = dismissals.dismissals_of(episode)
        found = dismissals.still_open(prompts_of(episode, course, reading), gone)
    except Exception:
        logger.exception("no prompts for episode %s", episode.pk)
        return None
    return PromptsCard(
        ref=episode.patient.ref,
        rows=[_prompt_row(prompt, refused) for prompt in found],
        set_aside=[_set_aside(dismissal) for dismissal in gone],
        refused=refused is not None,
    )


def prompts_of(episode: Episode, course: Course, reading: Reading) -> tuple[Prompt, ...]:
    """What the ladder gives to consider, also what was set aside; one query."""
    steps = [Step(Care(one.kind), one.date) for one in ladder.all_of(episode) if not one.is_withdrawn]
    return prompts(known_of(course, reading, steps))


def _prompt_row(prompt: Prompt, refused: tuple[str, DismissForm] | None) -> PromptRow:
    code = prompt.code.value
    form = refused[1] if refused and refused[0] == code else None
    return PromptRow(
        code=code,
        title=_(TITLES[prompt.code]),
        sentence=say(prompt.sentence),
        basis=_(prompt.basis),
        form=form or DismissForm(initial={"about": prompt.about}, auto_id=f"id_{code}_%s"),
    )


def _set_aside(dismissal: PromptDismissal) -> str:
    title = _(TITLES[PromptCode(dismissal.prompt)])
    return f"{title}: “{dismissal.reason}” ({dismissal.dismissed_by}, {moment(dismissal.dismissed_at)})"
