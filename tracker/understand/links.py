"""Which page of explanation belongs to a question that comes up elsewhere."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from recovery.clinical.care import Care
from recovery.clinical.explained.page import Slug
from recovery.clinical.explained.shelf import PAGE_OF
from recovery.clinical.standing import Standing
from tracker.care_forms import IMAGING_SLUG

ABOUT_STANDING = {
    Standing.NOT_CLEAR: Slug.WAITING,
    Standing.ON_COURSE: Slug.HELPS,
    Standing.OFF_COURSE: Slug.CARE,
    Standing.WORSE: Slug.PHONE,
    Standing.RELAPSED: Slug.PHONE,
    Standing.RECOVERED: Slug.AFTER,
}

# By the word in the address of "write it down".
ABOUT_CARE = {
    Care.PAINKILLERS.value: Slug.HELPS,
    Care.PHYSIOTHERAPY.value: Slug.HELPS,
    Care.INJECTION.value: Slug.CARE,
    Care.REFERRAL.value: Slug.CARE,
    Care.OPERATION.value: Slug.CARE,
    IMAGING_SLUG: Slug.CARE,
}


@dataclass(frozen=True, slots=True)
class Link:
    """A page by its title and its address."""

    title: str
    url: str


def link_to(slug: Slug) -> Link:
    """A page of explanation."""
    return Link(_(PAGE_OF[slug].title), reverse("explained", args=[slug]))


def about_standing(standing: Standing) -> Link | None:
    """What somebody with this standing asks, if there is a page about it."""
    return link_to(ABOUT_STANDING[standing]) if standing in ABOUT_STANDING else None


def about_care(what: str) -> Link | None:
    """What a kind of care is for, if there is a page about it."""
    return link_to(ABOUT_CARE[what]) if what in ABOUT_CARE else None
