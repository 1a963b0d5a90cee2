"""Every page of the demo: within the screen of a phone and a desk, in both languages, light and dark; no violation."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from recovery.demo import load
from recovery.demo.crowd import CROWD
from recovery.demo.stories import NEUROLOGIST
from recovery.people.models import User
from tests.browser.conftest import DESK, NARROWEST, PHONE, PICTURES, Visit, Visitor
from tests.browser.pages import ANNEKE, NOT_LOOKED_AT, PAGES, beside_the_demo, pages_of, refusals, review_of
from tests.tracker.matrix.arguments import NAMES
from tracker.display import Size

NOW = datetime.fromisoformat("2026-11-18T21:00:00+01:00")
ENOUGH_FOR_A_CURVE = 40
NO_SUCH_PAGE, REFUSED = 404, 403
DARK_IN = "nl"  # colours are the same in every language


@pytest.fixture(scope="session")
def told(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> sqlite3.Connection:
    """The database of the demo, kept beside: telling it takes longer than looking at any of its pages.

    One worker tells it; the others wait and take what it kept.
    """
    place = tmp_path_factory.getbasetemp()
    shared = place.parent if "PYTEST_XDIST_WORKER" in os.environ else place
    kept = sqlite3.connect(shared / "demo.sqlite3", check_same_thread=False)
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.execute("SELECT 1 FROM sqlite_master").fetchone():
            with django_db_blocker.unblock(), time_machine.travel(NOW):
                tell(kept)
    return kept


def tell(kept: sqlite3.Connection) -> None:
    load.load(NOW, crowd=CROWD if PICTURES else ENOUGH_FOR_A_CURVE)
    beside_the_demo(NOW)
    connection.connection.backup(kept)
    call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def demo(told: sqlite3.Connection, db: None) -> Iterator[None]:
    """The demo on its evening; what a test writes in it is gone after it."""
    with time_machine.travel(NOW):
        connection.ensure_connection()
        told.backup(connection.connection)
        yield


def walk(email: str) -> object:
    return pytest.param(email, id=email.partition("@")[0] or "nobody")


EVERYBODY = [walk(email) for email in sorted(PAGES, key=lambda email: -len(PAGES[email]))]


@pytest.mark.parametrize("email", EVERYBODY)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_is_whole(visit: Visit, demo: None, language: str, email: str) -> None:
    visitor = visit(PHONE, language)
    if email:
        visitor.come_in(email)
    wrong = [fault for url in pages_of(email) if (fault := fault_of(visitor, url, language))]
    assert not wrong, "\n".join(wrong)
    if PICTURES and language == "nl":
        take_pictures(visit, email)


def fault_of(visitor: Visitor, url: str, language: str) -> str:
    """What is wrong with a page; empty when nothing is. The walk goes on, so that one run tells of all."""
    visitor.complaints.clear()
    visitor.resize(PHONE["width"])
    visitor.open(url)
    try:
        assert visitor.page.url == visitor.address + url, f"{url} leads to {visitor.page.url}"
        assert visitor.page.get_attribute("html", "lang") == language, f"{url} is not in {language}"
        visitor.check()
        if language == DARK_IN:
            visitor.check_in_the_dark()
        check_large_print(visitor)
        check_desk(visitor)
    except AssertionError as fault:
        return str(fault)
    finally:
        visitor.page.emulate_media(color_scheme="light")
    return ""


def check_large_print(visitor: Visitor) -> None:
    """The size of the text is one word on the page, whichever page it is; nothing gets wider than the screen by it."""
    for width in (NARROWEST, PHONE["width"]):
        visitor.resize(width)
        for size in (Size.LARGE, Size.LARGEST):
            visitor.page.evaluate("size => { document.documentElement.dataset.text = size; }", size.value)
            visitor.check_width()
    visitor.page.evaluate("delete document.documentElement.dataset.text")


def check_desk(visitor: Visitor) -> None:
    """A page is the same one at a desk: only its style differs."""
    visitor.check_cells()
    visitor.resize(DESK["width"])
    visitor.check_width()
    visitor.check_cells()
    visitor.resize(PHONE["width"])


@pytest.mark.parametrize("size", [Size.LARGE, Size.LARGEST])
def test_the_size_that_was_chosen_is_that_one_word_on_the_page(visit: Visit, demo: None, size: Size) -> None:
    visitor = visit(PHONE)
    cookie = {"name": "text_size", "value": size.value, "url": visitor.address}
    visitor.page.context.add_cookies([cookie])  # type: ignore[list-item]
    visitor.come_in(ANNEKE)
    visitor.open("/course/")
    assert visitor.page.evaluate("document.documentElement.dataset.text") == size.value
    visitor.check()


def test_every_address_is_looked_at_by_somebody(demo: None) -> None:
    """And each page is there: what a walk looked at is not the page that says that there is none."""
    seen, missing = set(), []
    for email in PAGES:
        client = Client(raise_request_exception=False)
        if email:
            client.force_login(User.objects.get(email=email))
        for url in pages_of(email):
            answer = client.get(url)
            if answer.status_code in {NO_SUCH_PAGE, REFUSED}:
                missing.append(url)
            if url != "/x/":
                seen.add(answer.resolver_match.view_name)
    assert sorted(seen | NOT_LOOKED_AT) == NAMES
    assert not seen & NOT_LOOKED_AT
    assert sorted(missing) == sorted(refusals())


PICTURED = {
    ANNEKE: [(PHONE, "/course/", "trend")],
    NEUROLOGIST[0]: [
        (DESK, "/clinic/", "panel"),
        (DESK, "", "review"),
        (DESK, "/clinic/recovery/", "recovery"),
    ],
}


def take_pictures(visit: Visit, email: str) -> None:
    """The pictures of the README; of the review that of Anneke."""
    for size, url, name in PICTURED.get(email, []):
        visitor = visit(size, "nl")
        visitor.come_in(email)
        visitor.open(url or review_of("Anneke de Wit"))
        visitor.picture(name)
