"""Every page of the demo: within the screen of a phone and a desk, in both languages, light and dark; no violation."""

from datetime import datetime

import pytest
import time_machine
from django.urls import reverse

from recovery.alerts import addresses
from recovery.alerts.models import ChannelKind
from recovery.clinical.explained.page import Slug
from recovery.demo import load
from recovery.demo.crowd import CROWD
from recovery.demo.stories import MANAGER, NEUROLOGIST, PASSWORD, PROXY
from recovery.people.models import Clinic, Patient
from tests.browser.conftest import DESK, PHONE, PICTURES, Visit

NOW = datetime.fromisoformat("2026-11-18T21:00:00+01:00")
TODAY = "2026-11-18"
ENOUGH_FOR_A_CURVE = 40

PAGES: dict[str, list[str]] = {
    "": [
        "/",
        "/phone/",
        "/account/login/",
        "/account/signup/",
        "/account/password/reset/",
        "/invitation/x/",
        "/x/",
        "/display/",
        "/understand/",
        *(f"/understand/{slug}/" for slug in Slug),
    ],
    "anneke@demo.example": [
        "/today/",
        f"/day/{TODAY}/",
        f"/day/{TODAY}/remove/",
        "/day/2026-01-01/",
        "/course/",
        "/questionnaires/",
        "/questionnaires/rmdq-24/",
        "/questionnaires/gpe-7/",
        "/activities/",
        "/body/",
        "/care/",
        "/care/add/painkillers/",
        "/care/add/imaging/",
        "/care/add/visit/",
        "/visit/",
        "/visit/prepare/",
        "/visit/prepare/show/",
        "/medicines/",
        "/medicines/add/",
        "/medicines/allergies/",
        "/sharing/",
        "/sharing/stop/",
        "/proxies/",
        "/my-data/",
        "/my-data/bring-in/",
        "/course/days/",
        "/details/",
        "/details/who-looked/",
        "/reminders/",
        "/phone/",
        "/account/password/",
        "/account/logout/",
    ],
    "bram@demo.example": ["/course/"],
    "carla@demo.example": ["/course/", "/care/", "/today/", "/medicines/", "/visit/prepare/"],
    "dirk@demo.example": ["/urgent/", "/today/", "/course/", "/care/", "/visit/", "/sharing/"],
    "fatima@demo.example": ["/course/"],
    "gijs@demo.example": ["/today/", "/course/"],
    "ivo@demo.example": [
        "/course/",
        "/today/",
        "/aftercare/",
        "/aftercare/steps/add/",
        "/aftercare/exercises/add/",
        "/weekly/",
        "/returned/",
    ],
    "joke@demo.example": ["/course/"],
    PROXY[0]: ["/diaries/", "/proxy/x/"],
    "karin@demo.example": ["/course/", "/aftercare/", "/returned/", "/recovered/"],
    NEUROLOGIST[0]: [
        "/clinic/",
        "/clinic/?q=bakker",
        "/clinic/?q=niemand",
        "/clinic/invite/",
        "/clinic/invite/list/",
        "/clinic/recovery/",
        "/clinic/alerts/",
        "/clinic/alerts/figures/",
    ],
    MANAGER[0]: [
        "/clinic/numbers/",
        "/clinic/invite/",
        "/clinic/recovery/",
        "/clinic/ladder/",
        "/clinic/ladder/addresses/",
        "/clinic/deliveries/",
        "/clinic/questionnaires/",
        "/clinic/rules/",
        "/clinic/rules/both_legs/",
        "/clinic/alerts/figures/",
        "/clinic/tokens/",
        "/clinic/access/",
        "/clinic/export/",
    ],
}


@pytest.fixture
def demo(db: None) -> object:
    with time_machine.travel(NOW):
        load.load(NOW, crowd=CROWD if PICTURES else ENOUGH_FOR_A_CURVE)
        yield


def walk(size: dict[str, int], language: str, scheme: str) -> object:
    """One walk past every page; each is a group of its own, so that they go side by side."""
    name = f"{'phone' if size is PHONE else 'desk'}-{language}-{scheme}"
    return pytest.param(size, language, scheme, id=name, marks=pytest.mark.xdist_group(f"every-page-{name}"))


@pytest.mark.parametrize(
    ("size", "language", "scheme"),
    [
        walk(PHONE, "nl", "light"),
        walk(PHONE, "en", "light"),
        walk(PHONE, "nl", "dark"),
        walk(PHONE, "en", "dark"),
        walk(DESK, "nl", "light"),
        walk(DESK, "en", "dark"),
    ],
)
def test_every_page_is_whole(
    visit: Visit, demo: object, size: dict[str, int], language: str, scheme: str
) -> None:
    kind = "phone" if size is PHONE else "desk"
    for email, urls in PAGES.items():
        visitor = visit(size, language, color_scheme=scheme)
        if email:
            visitor.sign_in(email, PASSWORD)
        for url in urls + reviews(email) + of_addresses(email):
            visitor.open(url)
            visitor.check()
            assert visitor.page.get_attribute("html", "lang") == language
        for url, name in PICTURED.get((kind, language, email), []):
            visitor.open(review_of("Anneke de Wit") if url == REVIEW else url)
            visitor.picture(name)


@pytest.mark.xdist_group("every-page-large")
@pytest.mark.parametrize("text_size", ["large", "largest"])
def test_large_print_stays_within_the_narrowest_screen(visit: Visit, demo: object, text_size: str) -> None:
    for email, urls in PAGES.items():
        visitor = visit(PHONE, "nl", text_size=text_size)
        if email:
            visitor.sign_in(email, PASSWORD)
        for url in urls:
            visitor.open(url)
            visitor.check_layout()


REVIEW = "review"
PICTURED = {
    ("phone", "nl", "anneke@demo.example"): [("/course/", "trend")],
    ("desk", "nl", NEUROLOGIST[0]): [
        ("/clinic/", "panel"),
        (REVIEW, "review"),
        ("/clinic/recovery/", "recovery"),
    ],
}


def reviews(email: str) -> list[str]:
    """The neurologist also reads an outlook, an open alert, a closed one, an injection, and a date that cannot be."""
    if email != NEUROLOGIST[0]:
        return []
    told = ("Anneke de Wit", "Dirk Bakker", "Hanna Dekker", "Fatima el Amrani", "Karin Postma", "Ivo Meijer")
    anneke, carla = review_of("Anneke de Wit"), review_of("Carla Visser")
    about_carla = [f"{carla}{page}" for page in ("", "episode/", "episode/add/operation/", "leave/")]
    return [*map(review_of, told), f"{anneke}?first=2031-01-01&second=2026-11-18", *about_carla]


def of_addresses(email: str) -> list[str]:
    """The manager also looks at a webhook with its secret, and is asked before anything is lost."""
    if email != MANAGER[0]:
        return []
    clinic = Clinic.objects.get()
    desk, *_others = addresses.addresses_of(clinic)
    url = "https://pager.example/alerts"
    pager = addresses.add(clinic, kind=ChannelKind.WEBHOOK, name="Pager", target=url)
    return [
        reverse(f"clinic:{name}", args=[address.pk])
        for address in (desk, pager)
        for name in ("address", "renew_secret", "retire_address")
    ]


def review_of(name: str) -> str:
    return reverse("clinic:review", args=[Patient.objects.get(user__name=name).ref])
