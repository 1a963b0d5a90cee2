"""The pages of explanation: every fact has a source that may be told as fact, and no page stands alone."""

import re

import pytest

from recovery.clinical.explained.page import Fact, Page, Slug
from recovery.clinical.explained.shelf import PAGE_OF, PAGES
from recovery.clinical.signs import UNSIGNED

FACTS = [(page, fact) for page in PAGES for fact in page.facts]
PLACE = re.compile(r"%\((\w+)\)s")


def test_every_address_has_its_page() -> None:
    assert set(PAGE_OF) == set(Slug)
    assert len({page.title for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize(("page", "fact"), FACTS)
def test_every_fact_carries_a_source_that_can_be_told_as_fact(page: Page, fact: Fact) -> None:
    assert fact.grounds
    assert not {ground.basis for ground in fact.grounds} & UNSIGNED


@pytest.mark.parametrize(("page", "fact"), FACTS)
def test_every_place_in_a_sentence_has_its_value(page: Page, fact: Fact) -> None:
    assert set(PLACE.findall(fact.text)) == set(fact.values)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_read_on_to_from_another(page: Page) -> None:
    assert any(page.slug in other.then for other in PAGES if other is not page)
    assert page.slug not in page.then


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_promises_recovery_is_marked_as_one_that_comforts(page: Page) -> None:
    words = " ".join(fact.text for fact in page.facts)
    if "by themselves" in words or "nothing that you" in words or "does not make recovery quicker" in words:
        assert page.comforts


def test_the_80_never_stands_without_the_20() -> None:
    for _page, fact in FACTS:
        assert ("recover" in fact.values) == ("others" in fact.values)
