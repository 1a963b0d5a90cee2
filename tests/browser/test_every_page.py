"""Every page of the demo, as a phone and as a desk, in both languages: readable, within the screen, no violation."""

from datetime import datetime

import pytest
import time_machine
from django.urls import reverse

from recovery.demo import load
from recovery.demo.stories import MANAGER, NEUROLOGIST, PASSWORD
from recovery.people.models import Patient
from tests.browser.conftest import DESK, PHONE, Visit

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
    ],
    "anneke@demo.example": [
        "/today/",
        f"/day/{TODAY}/",
        f"/day/{TODAY}/remove/",
        "/day/2026-01-01/",
        "/course/",
        "/details/",
        "/phone/",
        "/account/password/",
        "/account/logout/",
    ],
    "bram@demo.example": ["/course/"],
    "dirk@demo.example": ["/urgent/", "/today/", "/course/"],
    "fatima@demo.example": ["/course/"],
    "gijs@demo.example": ["/today/", "/course/"],
    NEUROLOGIST[0]: ["/clinic/", "/clinic/invite/", "/clinic/recovery/"],
    MANAGER[0]: ["/clinic/numbers/", "/clinic/invite/", "/clinic/recovery/"],
}


@pytest.fixture
def demo(db: None) -> object:
    with time_machine.travel(NOW):
        load.load(NOW, crowd=ENOUGH_FOR_A_CURVE)
        yield


@pytest.mark.parametrize(("size", "language"), [(PHONE, "nl"), (PHONE, "en"), (DESK, "nl"), (DESK, "en")])
def test_every_page_is_whole(visit: Visit, demo: object, size: dict[str, int], language: str) -> None:
    kind = "phone" if size is PHONE else "desk"
    for email, urls in PAGES.items():
        visitor = visit(size, language)
        if email:
            visitor.sign_in(email, PASSWORD)
        for url in urls + reviews(email):
            visitor.open(url)
            visitor.check()
            assert visitor.page.get_attribute("html", "lang") == language
        if (kind, language, email) in PICTURED:
            url, name = PICTURED[kind, language, email]
            visitor.open(url)
            visitor.picture(name)


PICTURED = {
    ("phone", "nl", "anneke@demo.example"): ("/course/", "trend"),
    ("desk", "nl", NEUROLOGIST[0]): ("/clinic/", "panel"),
}


def reviews(email: str) -> list[str]:
    """The neurologist also reads an open alert, a closed one and an injection."""
    if email != NEUROLOGIST[0]:
        return []
    told = Patient.objects.filter(user__name__in=("Dirk Bakker", "Hanna Dekker", "Fatima el Amrani"))
    return [reverse("clinic:review", args=[patient.ref]) for patient in told]
