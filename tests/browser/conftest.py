"""A real Chromium against the live site: phone and desk, accessibility, no error on the console.

Where there is no Chromium these tests are skipped and say so; in CI (`CI` is set) they fail instead.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs in the thread of the test

CHROMIUM = shutil.which("chromium")
PHONE = {"width": 390, "height": 844}
NARROWEST = 320
DESK = {"width": 1280, "height": 800}
PICTURES = os.environ.get("PICTURES")

# Known and harmless: a browser asked for a page that answers 404 writes that on the console.
EXPECTED = "Failed to load resource: the server responded with a status of 404"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if not any(item.iter_markers("xdist_group")):
                item.add_marker(pytest.mark.xdist_group("browser"))
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
        self.open("/account/login/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", password)
        self.page.click("main button")

    def check(self) -> None:
        """No violation that axe can find, nothing wider than the screen, nothing wrong on the console."""
        found = Axe().run(self.page)
        assert not found.response["violations"], f"{self.page.url}\n{found.generate_report()}"
        self.check_layout()

    def check_layout(self) -> None:
        """Nothing wider than the screen, nothing wrong on the console."""
        for width in {self.size["width"], NARROWEST if self.size is PHONE else self.size["width"]}:
            self.page.set_viewport_size({"width": width, "height": self.size["height"]})
            overflow = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert overflow <= 0, f"{self.page.url} is {overflow}px too wide at {width}"
        self.page.set_viewport_size(self.size)  # type: ignore[arg-type]
        assert not self.complaints, f"{self.page.url}: {self.complaints}"

    def picture(self, name: str, *, full_page: bool = False) -> None:
        """Keep what is on the screen, when pictures are wanted."""
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=full_page)


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A new visitor at a size, in a language, with a light or a dark device, and a size of the text."""
    contexts = []

    def arrive(
        size: dict[str, int] = PHONE,
        language: str = "nl",
        *,
        javascript: bool = True,
        color_scheme: str = "light",
        text_size: str = "normal",
    ) -> Visitor:
        context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            locale="nl-NL",
            color_scheme=color_scheme,  # type: ignore[arg-type]
        )
        context.set_default_timeout(10_000)
        kept = {"language": language, "text_size": text_size}
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in kept.items()]
        )
        contexts.append(context)
        return Visitor(context.new_page(), live_server.url, size)

    yield arrive
    for context in contexts:
        context.close()
