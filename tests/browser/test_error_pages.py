"""The pages that say that something is wrong are whole as well: on a phone, in both languages, light and dark."""

import pytest
from django.http import HttpRequest
from django.shortcuts import render
from django.test import Client
from django.utils import translation

from tests.browser.conftest import PHONE, Visit, Visitor
from tests.cast import make_clinic
from tracker import errors

# Of the others a walk of `test_every_page` sees one: 403 and 404.
REFUSALS = ("400.html", "403_csrf.html", "405.html", "413.html", "429.html")


def said(request: HttpRequest) -> dict[str, str]:
    """The pages by name, as somebody who is not signed in gets them."""
    pages = {name: render(request, name, {"minutes": 5}) for name in REFUSALS}
    pages["500.html"] = errors.server_error(request)
    return {name: page.content.decode() for name, page in pages.items()}


def answer_with(visitor: Visitor, page: str) -> None:
    """The page at an address of the site, so that its style sheets and scripts are there.

    Of a visitor who opens nothing else: from the second page on the service worker asks the server itself.
    """
    visitor.page.route("**/wrong/", lambda route: route.fulfill(body=page, content_type="text/html"))
    visitor.open("/wrong/")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_of_an_error_is_whole_and_says_whom_to_phone(visit: Visit, language: str) -> None:
    make_clinic()
    client = Client()
    client.cookies["language"] = language
    request = client.get("/phone/").wsgi_request
    with translation.override(language):
        pages = said(request)
    headings = set()
    for name, page in pages.items():
        visitor = visit(PHONE, language)
        answer_with(visitor, page)
        headings.add(visitor.page.inner_text("h1"))
        assert visitor.page.locator("a[href='/phone/']:visible").count(), name
        visitor.check()
        visitor.check_in_the_dark()
        visitor.picture(f"{name}-{language}", full_page=True)
    assert len(headings) == len(pages)
