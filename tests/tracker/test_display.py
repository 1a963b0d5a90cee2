"""Light or dark and the size of the text: chosen without an account, kept in the browser, back to where one was."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tracker.display import Display, Scheme, Size

DISPLAY = reverse("display")
STYLES = Path(__file__).parents[2] / "tracker" / "static" / "site.css"
PALETTE = re.compile(r"--([\w-]+): ([^;]+);")

# Text on its ground, everywhere on the site.
READ_ON = (
    *(
        (ink, ground)
        for ink in ("ink", "soft-ink", "brand", "danger", "link")
        for ground in ("paper", "ground")
    ),
    *(("on-fill", fill) for fill in ("brand-fill", "brand-fill-dark", "danger-fill", "danger-fill-dark")),
    *(("ink", light) for light in ("brand-light", "danger-light", "amber-light", "tag")),
    ("on-fill", "amber-fill"),
    ("amber-ink", "amber-light"),
    ("brand-dark", "brand-light"),
    ("danger", "danger-light"),
    ("on-care", "care"),
    ("green", "paper"),
    ("care", "paper"),
)
ENOUGH = 4.5  # WCAG 2.2 AA for text


def html_of(client: Client) -> str:
    found = re.search(r"<html[^>]*>", client.get(reverse("phone")).content.decode())
    assert found
    return found[0]


def choose(client: Client, **chosen: str) -> str:
    given = {"scheme": "dark", "size": "large", "next": reverse("phone")} | chosen
    answer = client.post(DISPLAY, given)
    assert answer.status_code == 302
    return str(answer["Location"])


@pytest.mark.django_db
def test_until_somebody_chooses_the_device_decides() -> None:
    html = html_of(Client())
    assert "data-bs-theme" not in html
    assert "data-text" not in html


@pytest.mark.django_db
def test_a_visitor_chooses_and_returns_to_the_page_they_came_from() -> None:
    visitor = Client()
    assert choose(visitor) == reverse("phone")
    assert 'data-bs-theme="dark"' in html_of(visitor)
    assert 'data-text="large"' in html_of(visitor)


@pytest.mark.django_db
def test_automatic_and_normal_go_back_to_how_it_was() -> None:
    visitor = Client()
    choose(visitor)
    choose(visitor, scheme=Scheme.AUTO.value, size=Size.NORMAL.value)
    assert "data-" not in html_of(visitor)


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_nobody_is_sent_to_another_site(elsewhere: str) -> None:
    assert choose(Client(), next=elsewhere) == reverse("home")
    page = Client().get(DISPLAY, {"next": elsewhere}).content.decode()
    assert "evil" not in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.django_db
def test_what_is_not_offered_is_not_kept() -> None:
    visitor = Client()
    assert visitor.post(DISPLAY, {"scheme": "pink", "size": "large"}).status_code == 200
    assert not visitor.cookies.get("scheme")
    visitor.cookies["scheme"] = '"><script>'
    assert "data-bs-theme" not in html_of(visitor)


@pytest.mark.django_db
def test_what_was_chosen_before_the_cookies_had_their_prefix_still_counts(settings: Any) -> None:
    settings.COOKIE_PREFIX = "__Host-"
    visitor = Client()
    visitor.cookies["scheme"], visitor.cookies["language"] = "dark", "en"
    assert 'data-bs-theme="dark"' in html_of(visitor)
    assert 'lang="en"' in html_of(visitor)
    choose(visitor, scheme=Scheme.LIGHT.value)
    visitor.cookies["__Host-language"] = "nl"
    assert 'data-bs-theme="light"' in html_of(visitor)
    assert 'lang="nl"' in html_of(visitor)


def test_nothing_chosen_is_the_first_of_each() -> None:
    assert Display() == Display(Scheme.AUTO, Size.NORMAL)


def palettes() -> list[dict[str, str]]:
    """Those of the style sheet: light, dark by device, dark by choice."""
    blocks = re.findall(r"color-scheme: (?:light|dark);\n(.*?)\}", STYLES.read_text(), re.DOTALL)
    return [dict(PALETTE.findall(block)) for block in blocks]


def test_dark_by_device_and_dark_by_choice_are_the_same_palette() -> None:
    light, by_device, by_choice = palettes()
    assert by_device == by_choice
    assert by_device.keys() == light.keys() - {"radius"}


@pytest.mark.parametrize("palette", palettes()[:2], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), READ_ON)
def test_text_stands_out_enough_in_both_schemes(palette: dict[str, str], ink: str, ground: str) -> None:
    lighter, darker = sorted((luminance(palette[ink]), luminance(palette[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= ENOUGH


def luminance(colour: str) -> float:
    """Of #rrggbb, as WCAG reckons it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_colour_of_a_drawing_is_one_of_the_palette() -> None:
    """A drawing that keeps its own colour on a page cannot be read in the dark."""
    root = STYLES.parents[2]
    drawn = "".join(path.read_text() for path in (root / "templates").rglob("*.html"))
    drawn += (root / "tracker" / "share.py").read_text()
    drawn += (root / "tracker" / "clinic" / "review" / "strip.py").read_text()
    sheet = STYLES.read_text()
    fills = set(re.findall(r"fill=\"(#\w+)\"", drawn)) | set(re.findall(r"\"(#[0-9a-f]{6})\"", drawn))
    for colour in fills:
        assert f'svg [fill="{colour}"]' in sheet, colour
    for colour in set(re.findall(r"stroke=\"(#\w+)\"", drawn)):
        assert f'svg [stroke="{colour}"]' in sheet, colour


def test_no_rule_for_the_screen_has_a_colour_of_its_own() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", STYLES.read_text(), flags=re.DOTALL)
    rest = sheet[sheet.index("html:root, .sheet") :]
    screen = re.sub(r"@media print \{.*?\n\}", "", rest, flags=re.DOTALL)
    lines = [
        line for line in screen.splitlines() if not line.startswith(("svg ", ".banner-phone", ".totp-qr"))
    ]
    wrong = [line for line in lines if re.search(r":[^;{}]*#[0-9a-fA-F]{3,6}\b", line)]
    assert not wrong
