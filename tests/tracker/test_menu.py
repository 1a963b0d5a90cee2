"""The menu: the daily pages in sight, the others one tap away under “More”."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from recovery.people.models import User
from tracker.menu import Item, Menu

DAILY = ["patient:today", "patient:course", "patient:care", "patient:visit"]
UNDER_MORE = [
    "patient:body",
    "patient:activities",
    "patient:questionnaires",
    "patient:medicines",
    "patient:aftercare",
    "understand",
    "patient:reminders",
    "patient:proxies",
    "patient:sharing",
    "patient:details",
    "patient:take_out",
    "signing_in",
]
HEADED = {
    "patient:body": "What I feel",
    "patient:medicines": "Care and explanation",
    "patient:reminders": "My diary",
}


def menu_of(client: Client, name: str) -> Menu:
    menu: Menu = client.get(reverse(name)).context["menu"]
    return Menu(menu.daily, menu.more)


def urls(items: list[Item]) -> list[str]:
    return [item.url for item in items]


def test_a_patient_has_four_pages_in_sight_and_the_rest_under_more(as_patient: Client) -> None:
    menu = menu_of(as_patient, "patient:course")
    assert urls(menu.daily) == [reverse(name) for name in DAILY]
    assert urls(menu.more) == [reverse(name) for name in UNDER_MORE]
    assert [item.url for item in menu.daily if item.is_current] == [reverse("patient:course")]
    assert not menu.is_in_more


def test_what_is_under_more_stands_in_groups(as_patient: Client) -> None:
    as_patient.cookies["language"] = "en"
    more = menu_of(as_patient, "patient:course").more
    headed = {item.url: item.heading for item in more if item.heading}
    assert headed == {reverse(name): heading for name, heading in HEADED.items()}
    page = as_patient.get(reverse("patient:course")).content.decode()
    assert page.count("nav-more-heading") == len(HEADED)


def test_a_page_under_more_marks_it(as_patient: Client) -> None:
    answer = as_patient.get(reverse("patient:details"))
    assert answer.context["menu"].is_in_more
    page = answer.content.decode()
    assert '<details class="nav-more is-current">' in page
    assert f'href="{reverse("patient:details")}" aria-current="page"' in page


def test_the_open_alerts_are_counted_in_sight(as_neurologist: Client) -> None:
    menu = menu_of(as_neurologist, "clinic:caseload")
    assert reverse("clinic:alerts") in urls(menu.daily)
    assert reverse("clinic:numbers") not in urls(menu.daily)


def test_a_manager_finds_the_systems_and_who_read_what(
    manager: User, as_user: Callable[[User], Client]
) -> None:
    menu = menu_of(as_user(manager), "clinic:numbers")
    assert reverse("clinic:alerts") not in urls(menu.daily)
    assert {reverse("clinic:tokens"), reverse("clinic:access_log")} <= set(urls(menu.more))
