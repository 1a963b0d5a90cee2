"""The pages of explanation on the site: danger first, for everybody, silent beside an open red flag."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.alerts import decisions
from recovery.clinical import wording
from recovery.clinical.explained.page import Slug
from recovery.clinical.explained.shelf import PAGE_OF, PAGES
from recovery.clinical.signs import RULES, Sign, Urgency
from recovery.people.models import AccessRecord, Clinic, Patient, User
from tests.cast import flagged, log

TEMPLATES = Path(__file__).parents[3] / "templates"


def text(client: Client, slug: str, language: str = "en") -> str:
    client.cookies["language"] = language
    answer = client.get(reverse("explained", args=[slug]))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(answer.content.decode()))


@pytest.mark.django_db
@pytest.mark.parametrize("slug", Slug)
def test_a_visitor_reads_the_danger_before_anything_else(slug: Slug) -> None:
    page = text(Client(), slug)
    first = page.index("</h1>")
    assert first < page.index(wording.RULE_OF_THUMB) < page.index("<h2")


@pytest.mark.django_db
@pytest.mark.parametrize("slug", Slug)
def test_every_page_shows_what_it_rests_on(slug: Slug) -> None:
    page = text(Client(), slug)
    for ground in PAGE_OF[slug].grounds:
        assert ground.source in page[page.index("Where this comes from") :]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", Slug)
def test_in_dutch_no_sentence_is_left_in_english(slug: Slug) -> None:
    page = text(Client(), slug, "nl")
    english = [PAGE_OF[slug].title, *(part.heading for part in PAGE_OF[slug].parts)]
    told = [fact.text % fact.values if fact.values else fact.text for fact in PAGE_OF[slug].facts]
    for sentence in [*english, *told, *(ground.source for ground in PAGE_OF[slug].grounds)]:
        assert sentence not in page


@pytest.mark.django_db
def test_a_page_that_does_not_exist_is_no_page() -> None:
    assert Client().get("/understand/x/").status_code == 404


@pytest.mark.django_db
def test_the_shelf_names_every_page() -> None:
    page = Client().get(reverse("understand")).content.decode()
    for slug in Slug:
        assert reverse("explained", args=[slug]) in page


@pytest.mark.parametrize("slug", Slug)
def test_every_page_is_linked_from_where_its_question_comes_up(slug: Slug) -> None:
    from tracker.understand import links

    linked = {*links.ABOUT_STANDING.values(), *links.ABOUT_CARE.values()}
    written = [path.read_text() for path in TEMPLATES.rglob("*.html") if path.parent.name != "understand"]
    assert slug in linked or any(f"'explained' '{slug.value}'" in template for template in written)


@pytest.mark.parametrize("comforting", [page.slug for page in PAGES if page.comforts])
def test_beside_an_open_red_flag_no_page_comforts(
    as_patient: Client, patient: Patient, comforting: Slug
) -> None:
    assert "Where this comes from" in text(as_patient, comforting)
    log(patient, flagged("bladder"))
    page = text(as_patient, comforting)
    assert wording.STILL_OPEN in page
    assert reverse("patient:urgent") in page
    for fact in PAGE_OF[comforting].facts:
        assert (fact.text % fact.values if fact.values else fact.text) not in page
    assert "hundred" not in page


@pytest.mark.django_db
def test_when_to_phone_has_every_sign_that_is_asked_each_once() -> None:
    page = text(Client(), Slug.PHONE)
    for rule in RULES:
        assert page.count(f"<li>{rule.question}</li>") == (0 if rule.retired else 1)


@pytest.mark.django_db
def test_signs_from_memory_alone_stand_apart_and_are_not_told_as_fact() -> None:
    page = text(Client(), Slug.PHONE)
    apart = page.index("That list is ours")
    (calf,) = (rule for rule in RULES if rule.sign is Sign.OPERATION_CALF)
    (bladder,) = (rule for rule in RULES if rule.sign is Sign.BLADDER)
    assert page.index(bladder.question) < apart < page.index(calf.question)


def test_how_soon_is_as_the_own_clinic_decided(
    as_patient: Client, patient: Patient, clinic: Clinic, manager: User
) -> None:
    (fall,) = (rule for rule in RULES if rule.sign is Sign.FALL)

    def is_now() -> bool:
        page = text(as_patient, Slug.PHONE)
        return page.index(fall.question) < page.index(wording.HEADLINES[Urgency.TODAY])

    assert not is_now()
    decisions.decide(
        clinic,
        sign=Sign.FALL,
        urgency=Urgency.NOW,
        signed_by="Dr. Bos",
        signed_on=timezone.localdate(),
        by=manager,
        now=timezone.now(),
    )
    assert is_now()


def test_nothing_is_kept_of_who_reads_what(
    as_neurologist: Client, as_patient: Client, patient: Patient
) -> None:
    for client in (as_neurologist, as_patient):
        text(client, Slug.WAITING)
    assert not AccessRecord.objects.exists()


def test_what_was_written_down_leads_to_what_it_is_for(as_patient: Client, patient: Patient) -> None:
    for what, slug in (("imaging", Slug.CARE), ("injection", Slug.CARE), ("painkillers", Slug.HELPS)):
        page = as_patient.get(reverse("patient:add_care", args=[what])).content.decode()
        assert reverse("explained", args=[slug]) in page
