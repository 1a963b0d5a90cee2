"""A real Chromium against the live site: phone and desk, accessibility, no error on the console.

Where there is no Chromium these tests are skipped and say so; in CI (`CI` is set) they fail instead.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from recovery.people.models import User
from tests.cast import app_code

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs in the thread of the test

CHROMIUM = shutil.which("chromium")
PHONE = {"width": 390, "height": 844}
NARROWEST = 320
DESK = {"width": 1280, "height": 800}
PICTURES = os.environ.get("PICTURES")

# What moves is let come to its end first: a colour that is on its way to another is no colour of the page.
JUDGE = """async (options) => {
  for (const moving of document.getAnimations()) moving.finish();
  return {violations: (await axe.run(document, options)).violations};
}"""
SPILLED = """[...document.querySelectorAll("td, th")].flatMap((cell) => {
  const edge = cell.getBoundingClientRect().right + 0.5;
  const over = (part) => part.getClientRects().length && part.getBoundingClientRect().right > edge;
  const parts = [...cell.querySelectorAll(":not(.visually-hidden, svg *)")];
  return parts.filter(over).map((part) => part.outerHTML.slice(0, 90));
})"""
EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = EVERYTHING | {"runOnly": ["color-contrast", "link-in-text-block"]}

# Known and harmless: a browser asked for a page that says no writes that on the console.
EXPECTED = (
    "Failed to load resource: the server responded with a status of 404",
    "Failed to load resource: the server responded with a status of 403",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test stands by itself, so that whoever is free takes the next: each worker has a browser of its own."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("no chromium on this machine, and in CI the browser tests may not be skipped")
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )
        yield chromium
        chromium.close()


class Visitor:
    """Somebody with a browser of their own. Every page they look at is checked."""

    def __init__(self, page: Page, address: str, size: dict[str, int]) -> None:
        self.page = page
        self.size = size
        self.address = address
        self.taps = 0
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(EXPECTED):
            self.complaints.append(message.text)

    def open(self, url: str) -> None:
        self.page.goto(url if url.startswith("http") else self.address + url)

    def tap(self, selector: str) -> None:
        """One tap of the thumb, counted."""
        self.page.locator(selector).first.click()
        self.taps += 1

    def sign_in(self, email: str, password: str) -> None:
        self.sign_in_without_code(email, password)
        if self.page.url.endswith(reverse("mfa_authenticate")):
            self.fill_in_code()

    def sign_in_without_code(self, email: str, password: str) -> None:
        """With the password; who has a second factor is asked for it then."""
        self.open("/account/login/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", password)
        with self.page.expect_navigation():
            self.page.click("main button")

    def fill_in_code(self) -> None:
        """The second step, for staff."""
        self.page.fill("[name=code]", app_code())
        with self.page.expect_navigation():
            self.page.click("main form .btn-primary")

    def come_in(self, email: str) -> None:
        """Signed in without the page for it: for who is not there to see whether that works."""
        client = Client()
        user = User.objects.get(email=email)
        client.force_login(user)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
        session.save()
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": self.address}
        self.page.context.add_cookies([cookie])  # type: ignore[list-item]

    def check(self) -> None:
        """No violation that axe can find, nothing wider than the screen, nothing wrong on the console."""
        self.page.evaluate(AXE_SCRIPT)
        self.judge(EVERYTHING)
        self.check_layout()

    def judge(self, options: Mapping[str, object]) -> None:
        """What axe finds, which has to be on the page already."""
        found = AxeResults(self.page.evaluate(JUDGE, options))
        assert not found.response["violations"], f"{self.page.url}\n{found.generate_report()}"

    def check_in_the_dark(self) -> None:
        """The page that was just checked, on a dark device: only its colours are others, and axe judges them anew."""
        light = self.paper()
        self.page.emulate_media(color_scheme="dark")
        assert self.paper() != light, f"{self.page.url} has no dark scheme"
        self.judge(COLOURS)
        self.page.emulate_media(color_scheme="light")

    def paper(self) -> str:
        return str(self.page.evaluate("getComputedStyle(document.body).backgroundColor"))

    def check_layout(self) -> None:
        """Nothing wider than the screen, nothing wrong on the console."""
        self.check_width()
        if self.size is PHONE:
            self.resize(NARROWEST)
            self.check_width()
            self.resize(self.size["width"])
        assert not self.complaints, f"{self.page.url}: {self.complaints}"

    def check_width(self) -> None:
        """Nothing wider than the screen as it is now."""
        width, overflow = self.page.evaluate(
            "[window.innerWidth, document.documentElement.scrollWidth - window.innerWidth]"
        )
        assert overflow <= 0, f"{self.page.url} is {overflow}px too wide at {width}"

    def check_cells(self) -> None:
        """Nothing in a table stands over the next column."""
        spilled = self.page.evaluate(SPILLED)
        assert not spilled, f"{self.page.url}: wider than its cell: {spilled}"

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": self.size["height"]})

    def picture(self, name: str, *, full_page: bool = False) -> None:
        """Keep what is on the screen, when pictures are wanted."""
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=full_page)


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A new visitor at a size and in a language."""
    contexts = []

    def arrive(
        size: dict[str, int] = PHONE,
        language: str = "nl",
        *,
        javascript: bool = True,
    ) -> Visitor:
        context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            locale="nl-NL",
        )
        context.set_default_timeout(30_000)
        context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
        contexts.append(context)
        return Visitor(context.new_page(), live_server.url, size)

    yield arrive
    for context in contexts:
        context.close()
