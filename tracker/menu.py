"""The main menu: a patient's pages, or those of who works at a clinic, by what they do there."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from recovery.alerts import contact
from recovery.people import access
from recovery.people.models import Clinic, Membership
from tracker.access import user_of


@dataclass(frozen=True, slots=True)
class Item:
    """A page in the menu; `count` is how many things wait there, zero when none or not counted."""

    label: str
    url: str
    is_current: bool
    count: int = 0


def menu(request: HttpRequest) -> list[Item]:
    """The menu of whoever is signed in, with the page that is open marked."""
    match = request.resolver_match
    current = match.view_name if match else ""
    return [Item(label, reverse(name), name == current, count) for label, name, count in _pages(request)]


def _pages(request: HttpRequest) -> Iterator[tuple[str, str, int]]:
    work = access.work_of(user_of(request))
    if not work:
        yield _("Today"), "patient:today", 0
        yield _("My course"), "patient:course", 0
        yield _("My treatment"), "patient:care", 0
        yield _("Who reads along"), "patient:sharing", 0
        yield _("My visit"), "patient:visit", 0
        yield _("My details"), "patient:details", 0
        yield _("My data"), "patient:take_out", 0
        return
    if clinic := work.get(Membership.Role.NEUROLOGIST):
        yield from _of_a_neurologist(clinic)
    if Membership.Role.MANAGER in work:
        yield _("Numbers and hours"), "clinic:numbers", 0
        yield _("Alert ladder"), "clinic:ladder", 0
        yield _("Deliveries"), "clinic:deliveries", 0
        yield _("Red flags"), "clinic:rules", 0
        yield _("Take out diaries"), "clinic:export", 0
        yield _("Connected systems"), "clinic:tokens", 0
    yield _("Figures"), "clinic:figures", 0
    yield _("Recovery curve"), "clinic:cohort", 0
    yield _("Invite"), "clinic:invite", 0


def _of_a_neurologist(clinic: Clinic) -> Iterator[tuple[str, str, int]]:
    yield _("Patients"), "clinic:caseload", 0
    yield _("Alerts"), "clinic:alerts", contact.number_open(access.patients_of(clinic))
