"""Pages for everybody: the front door, whom to phone, invitations, the language, errors."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery.people import invitations
from recovery.people.models import Clinic, Patient, User
from tests.cast import NIGHT, OFFICE_HOURS, PASSWORD, fill_in_code, make_patient

HOME = reverse("home")


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


@pytest.mark.django_db
def test_a_visitor_reads_the_danger_first() -> None:
    page = text(Client(), HOME)
    assert page.index("Bel direct") < page.index("Inloggen")


def test_everybody_is_sent_where_they_belong(
    as_user: Callable[[User], Client], patient: Patient, neurologist: User, manager: User
) -> None:
    newcomer = User.objects.create_user("new@example.nl", PASSWORD)
    for user, name in (
        (patient.user, "patient:today"),
        (neurologist, "clinic:caseload"),
        (manager, "clinic:numbers"),
        (newcomer, "patient:start"),
    ):
        assert as_user(user).get(HOME)["Location"] == reverse(name)
    assert as_user(newcomer).get(reverse("patient:today"))["Location"] == HOME


def test_a_visitor_finds_the_numbers_of_the_clinic(clinic: Clinic) -> None:
    page = text(Client(), reverse("phone"))
    for number in ("tel:+31883203900", "tel:+31883203300", "tel:112"):
        assert number in page


@pytest.mark.parametrize(("now", "first"), [(OFFICE_HOURS, "3900"), (NIGHT, "3300")])
def test_a_patient_finds_their_own_number_of_this_moment(as_patient: Client, now: object, first: str) -> None:
    with time_machine.travel(now, tick=False):  # type: ignore[arg-type]
        page = text(as_patient, reverse("phone"))
    big = page.index('class="call"')
    assert page.index(f"tel:+3188320{first}") == big + len('class="call" href="')


def test_without_any_number_the_page_says_so_and_shows_112(
    as_user: Callable[[User], Client], db: None
) -> None:
    bare = make_patient(None, gp_phone="")
    page = text(as_user(bare.user), reverse("phone"))
    assert 'class="call" href="tel:112"' in page
    assert "We hebben geen nummer voor u" in page


def test_both_pages_say_what_to_take_along_and_what_to_do_abroad(as_patient: Client) -> None:
    for client in (Client(), as_patient):
        page = text(client, reverse("phone"))
        assert "uw medicijnen, of een lijst ervan" in page
        assert "Rijd niet zelf." in page
        assert "Bent u in het buitenland?" in page
        assert "tel:+31883203300" in page
        assert "+31 88 320 3300" in page


def test_a_number_that_does_not_work_from_abroad_is_not_given_for_it(
    as_patient: Client, patient: Patient
) -> None:
    patient.gp_out_of_hours_phone = "+319001515"
    patient.save()
    page = text(as_patient, reverse("phone"))
    assert "tel:09001515" in page
    assert "+319001515" not in page


def test_a_broken_number_is_named_and_the_next_is_first(as_patient: Client) -> None:
    Clinic.objects.update(desk_phone="88 abc")
    with time_machine.travel(OFFICE_HOURS, tick=False):
        page = text(as_patient, reverse("phone"))
    assert "kan niet kloppen" in page
    assert 'class="call" href="tel:+31883203300"' in page
    assert "88 abc" in page


def test_the_own_gp_goes_by_name(as_patient: Client, patient: Patient) -> None:
    patient.gp_name = "Praktijk De Linde"
    patient.save()
    assert "Uw huisarts, Praktijk De Linde" in text(as_patient, reverse("phone"))


# Invitations


@pytest.fixture
def link(clinic: Clinic, neurologist: User) -> str:
    from django.utils import timezone

    _invitation, token = invitations.invite(
        clinic, name="Jan Dal", email="jan@example.nl", by=neurologist, now=timezone.now()
    )
    return reverse("invitation", args=[token])


def test_an_invitation_leads_through_an_account_to_a_shared_diary(link: str, clinic: Clinic) -> None:
    client = Client()
    assert "Neurologie Noord nodigt u uit" in text(client, link)
    assert client.post(link)["Location"] == reverse("account_signup")
    client.post(reverse("account_signup"), {"email": "Jan@Example.nl", "password1": PASSWORD})
    fill_in_code(client)
    page = text(client, reverse("patient:start"))
    assert "Jan Dal" in page
    assert "Bent u voor uw hernia onder behandeling bij Neurologie Noord?" in page
    client.post(reverse("patient:start"), started())
    patient = Patient.objects.get()
    assert (patient.clinic, patient.shares_diary, patient.user.email) == (clinic, True, "jan@example.nl")
    assert client.get(link).status_code == 404


def started(**fields: str) -> dict[str, str]:
    return {
        "onset": "2026-01-05",
        "side": "left",
        "under_treatment": "yes",
        "gp_phone": "020 123 45 67",
        "gp_out_of_hours_phone": "030 123 45 67",
        "baseline_bladder": "none",
        "baseline_bowel": "none",
        "baseline_saddle": "old",
        "name": "Jan Dal",
    } | fields


def test_somebody_with_a_diary_or_of_a_clinic_cannot_use_an_invitation(
    link: str, as_patient: Client, as_neurologist: Client
) -> None:
    for client in (as_patient, as_neurologist):
        assert "Log eerst uit" in text(client, link)


@pytest.mark.django_db
def test_a_link_that_is_no_invitation_says_what_to_do() -> None:
    answer = Client().get(reverse("invitation", args=["x" * 500]))
    assert answer.status_code == 404
    assert "Vraag uw poli om een nieuwe" in answer.content.decode()


# Language


@pytest.mark.django_db
def test_dutch_is_the_default_whatever_the_browser_says() -> None:
    answer = Client().get(HOME, headers={"accept-language": "en-US"})
    assert answer["Content-Language"] == "nl"
    assert '<html lang="nl">' in answer.content.decode()


def test_the_language_is_remembered_here_and_for_mails(as_patient: Client, patient: Patient) -> None:
    answer = as_patient.post(reverse("language"), {"language": "en", "next": "/phone/"}, follow=True)
    assert "Whom to phone" in answer.content.decode()
    patient.user.refresh_from_db()
    assert patient.user.language == "en"
    as_patient.cookies.pop("language")
    assert '<html lang="en">' in text(as_patient, "/phone/")


def test_a_language_that_is_not_there_changes_nothing(as_patient: Client, patient: Patient) -> None:
    as_patient.post(reverse("language"), {"language": "xx", "next": "https://elsewhere.example/"})
    patient.user.refresh_from_db()
    assert patient.user.language == ""
    as_patient.cookies["language"] = "xx"
    assert '<html lang="nl">' in text(as_patient, "/phone/")


@pytest.mark.django_db
def test_the_language_switch_leads_nowhere_else() -> None:
    answer = Client().post(reverse("language"), {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in answer["Location"]


# Headers


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/", "/phone/", "/account/login/", "/nowhere/", "/clinic/"])
def test_every_answer_has_the_strict_headers(url: str) -> None:
    answer = Client().get(url)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_nothing_is_fetched_from_elsewhere() -> None:
    page = text(Client(), HOME)
    assert "https://" not in page
    assert "http://" not in page
