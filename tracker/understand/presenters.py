"""A page of explanation, in the language of the reader."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from recovery.clinical import wording
from recovery.clinical.explained.page import Fact, Page
from recovery.clinical.explained.shelf import PAGES
from recovery.clinical.policy import Policy
from recovery.clinical.signs import MOST_URGENT_FIRST, RULES, UNSIGNED, Rule, Urgency, When
from tracker.share import Share, the_share
from tracker.understand.links import Link, link_to

AFTER_TREATMENT = {
    When.AFTER_INJECTION: wording.SAFETY_AFTER[When.AFTER_INJECTION],
    When.AFTER_OPERATION: wording.SAFETY_AFTER[When.AFTER_OPERATION],
}


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part under its heading, as sentences or as a list."""

    heading: str
    texts: list[str]
    listed: bool


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs, under what to do about them or since when."""

    heading: str
    questions: list[str]


@dataclass(frozen=True, slots=True)
class Explained:
    """A page. A silenced one shows `still_open` and nothing that comforts."""

    title: str
    still_open: str
    parts: list[PartShown]
    signs: list[Signs]
    signs_after: list[Signs]
    share: Share | None
    sources: list[str]
    then: list[Link]


def shelf() -> list[Link]:
    """Every page, in order."""
    return [link_to(page.slug) for page in PAGES]


def explained_page(page: Page, *, policy: Policy, silenced: bool) -> Explained:
    """A page for a reader at whose clinic `policy` holds."""
    return Explained(
        title=_(page.title),
        still_open=_(wording.STILL_OPEN) if silenced else "",
        parts=[] if silenced else _parts(page),
        signs=list(_by_urgency(policy)) if page.signs else [],
        signs_after=list(_after_treatment()) if page.signs else [],
        share=the_share() if page.pictured and not silenced else None,
        sources=[] if silenced else [_(ground.source) for ground in page.grounds],
        then=[link_to(slug) for slug in page.then],
    )


def _parts(page: Page) -> list[PartShown]:
    return [
        PartShown(_(part.heading), [_say(fact) for fact in part.facts], part.listed) for part in page.parts
    ]


def _say(fact: Fact) -> str:
    return _(fact.text) % fact.values if fact.values else _(fact.text)


def _by_urgency(policy: Policy) -> Iterable[Signs]:
    """The signs that are always asked and rest on more than our word, the most urgent first."""
    asked = [rule for rule in RULES if rule.when not in AFTER_TREATMENT and _is_told(rule)]
    for urgency in MOST_URGENT_FIRST:
        yield Signs(_heading(urgency), [_(r.question) for r in asked if policy.urgency_of(r.sign) is urgency])


def _heading(urgency: Urgency) -> str:
    return _(wording.HEADLINES[urgency])


def _after_treatment() -> Iterable[Signs]:
    """What is asked after a treatment: nearly all from memory, so told as what we ask and not as a fact."""
    for when, heading in AFTER_TREATMENT.items():
        yield Signs(_(heading), [_(r.question) for r in RULES if r.when is when and not r.retired])


def _is_told(rule: Rule) -> bool:
    """Whether something other than memory or a proposal of ours stands behind a row."""
    return not rule.retired and any(ground.basis not in UNSIGNED for ground in rule.grounds)
