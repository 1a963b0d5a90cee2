"""The main menu: a patient's pages, or those of who works at a clinic, by what they do there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from recovery.alerts import contact
from recovery.people import access, break_glass, proxies
from recovery.people.models import Clinic, Membership, Proxy
from tracker.access import acting_for, own_record, user_of
from tracker.acting import is_shown_to
from tracker.looking import name_of

# A page: its label, the name of its address, and how many things wait there; and pages that belong together.
Page = tuple[str, str, int]
Group = tuple[str, list[Page]]
Work = Mapping[str, Clinic]


@dataclass(frozen=True, slots=True)
class Item:
    """A page in the menu; `count` is how many things wait there, zero when none or not counted.

    `heading` is what stands above the first page of a group, empty for the others.
    """

    label: str
    url: str
    is_current: bool
    count: int = 0
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """The pages that matter every day, and those under “More”: on a phone the menu takes a line or two."""

    daily: list[Item]
    more: list[Item]
    is_of_a_clinic: bool = False

    @property
    def is_in_more(self) -> bool:
        """Whether the page that is open is one under “More”."""
        return any(item.is_current for item in self.more)


def menu(request: HttpRequest) -> Menu:
    """The menu of whoever is signed in, with the page that is open marked."""
    current, proxy, user = name_of(request), acting_for(request), user_of(request)
    work = {} if proxy else access.work_of(user)
    helps = not proxy and bool(proxies.records_of(user))

    def items(pages: Iterable[Page]) -> list[Item]:
        return [Item(label, reverse(name), name == current, count) for label, name, count in pages]

    others = [(_("Diaries of others"), "diaries", 0)] if helps else []
    if work:
        return Menu(
            items(_of_a_clinic(work)), items([*_more_of_a_clinic(work), *others]), is_of_a_clinic=True
        )
    if helps and own_record(request) is None:
        return Menu(items(others), [])
    more = [_headed(title, items(_shown(pages, proxy))) for title, pages in _more_of_a_patient()]
    return Menu(items(_shown(_of_a_patient(), proxy)), [*chain(*more), *items(others)])


def _headed(title: str, group: list[Item]) -> list[Item]:
    """The pages of a group, its title above the first: none above an empty group."""
    return [replace(item, heading=title) for item in group[:1]] + group[1:]


def _shown(pages: Iterable[Page], proxy: Proxy | None) -> list[Page]:
    """All of them in one's own diary; in that of somebody else those that a proxy may look at."""
    return [page for page in pages if proxy is None or is_shown_to(proxy, page[1])]


def _of_a_patient() -> Iterator[Page]:
    yield _("Today"), "patient:today", 0
    yield _("My course"), "patient:course", 0
    yield _("My treatment"), "patient:care", 0
    yield _("My visit"), "patient:visit", 0


def _more_of_a_patient() -> Iterator[Group]:
    """In groups. Preparing a visit stands on the visit's own page and, when it is near, on Today."""
    yield (
        _("What I feel"),
        [
            (_("Where you feel it"), "patient:body", 0),
            (_("My own activities"), "patient:activities", 0),
            (_("Questionnaires"), "patient:questionnaires", 0),
        ],
    )
    yield (
        _("Care and explanation"),
        [
            (_("My medicines"), "patient:medicines", 0),
            (_("After the hernia"), "patient:aftercare", 0),
            (_("Understanding a hernia"), "understand", 0),
        ],
    )
    yield (
        _("My diary"),
        [
            (_("Reminders"), "patient:reminders", 0),
            (_("Who helps with my diary"), "patient:proxies", 0),
            (_("Who reads along"), "patient:sharing", 0),
            (_("My details"), "patient:details", 0),
            (_("My data"), "patient:take_out", 0),
            (_("Signing in and security"), "signing_in", 0),
        ],
    )


def _of_a_clinic(work: Work) -> Iterator[Page]:
    if clinic := work.get(Membership.Role.NEUROLOGIST):
        yield _("Patients"), "clinic:caseload", 0
        yield _("Alerts"), "clinic:alerts", contact.number_open(access.patients_of(clinic))
    if Membership.Role.MANAGER in work:
        yield _("Numbers and hours"), "clinic:numbers", 0
        yield _("Alert ladder"), "clinic:ladder", 0
        yield _("Deliveries"), "clinic:deliveries", 0
    yield _("Invite"), "clinic:invite", 0


def _more_of_a_clinic(work: Work) -> Iterator[Page]:
    yield _("Figures"), "clinic:figures", 0
    yield _("Recovery curve"), "clinic:cohort", 0
    if Membership.Role.NEUROLOGIST in work:
        yield _("Emergency access"), "clinic:break_glass", 0
    if clinic := work.get(Membership.Role.MANAGER):
        yield _("Opened in an emergency"), "clinic:glasses", break_glass.number_to_review(clinic)
        yield _("Red flags"), "clinic:rules", 0
        yield _("Questionnaires"), "clinic:questionnaires", 0
        yield _("Use with patients"), "clinic:approval", 0
        yield _("Who works here"), "clinic:staff", 0
        yield _("Connected systems"), "clinic:tokens", 0
        yield _("Access log"), "clinic:access_log", 0
        yield _("Take out diaries"), "clinic:export", 0
        yield _("Kept by law"), "clinic:kept", 0
    yield _("Signing in and security"), "signing_in", 0
