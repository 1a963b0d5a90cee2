"""Who reads along: seen, begun by a code or an invitation, ended; and an invitation that asks who somebody is."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery.people import codes, invitations
from recovery.people.models import MOST_TRIES, Clinic, Patient, User
from tests.cast import OFFICE_HOURS, PASSWORD, fill_in_code, flagged, log
from tests.tracker.test_pages import started

SHARING = reverse("patient:sharing")
SHARE = reverse("patient:share")
STOP = reverse("patient:stop_sharing")


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def as_stranger(stranger: Patient, as_user: Callable[[User], Client]) -> Client:
    return as_user(stranger.user)


def page(client: Client, url: str = SHARING) -> str:
    return client.get(url).content.decode()


def test_it_says_who_reads_since_when_and_what_was_before(as_patient: Client, patient: Patient) -> None:
    shown = page(as_patient)
    assert "Neurologie Noord</strong> kunnen uw dagboek lezen" in shown
    assert "Sinds 18 november 2026" in shown
    assert "Neurologie Noord ging meelezen" in shown


def test_a_code_shares_after_a_page_that_says_with_whom(
    as_stranger: Client,
    stranger: Patient,
    clinic: Clinic,
    neurologist: User,
    as_user: Callable[[User], Client],
) -> None:
    code = codes.readable(codes.renew(clinic)).lower()
    assert (
        "Uw dagboek delen met Neurologie Noord?" in as_stranger.post(SHARE, {"code": code}).content.decode()
    )
    refused = as_stranger.post(SHARE, {"code": code, "agreed": "1"}).content.decode()
    assert "Kies ja of nee" in refused
    review = reverse("clinic:review", args=[stranger.ref])
    assert as_user(neurologist).get(review).status_code == 404
    as_stranger.post(SHARE, {"code": code, "agreed": "1", "under_treatment": "yes"})
    assert as_user(neurologist).get(review).status_code == 200
    assert 'class="call" href="tel:+31883203900"' in page(as_stranger, reverse("phone"))
    assert "met de code van de poli" in page(as_stranger)
    again = as_stranger.post(SHARE, {"code": code}).content.decode()
    assert "Deze poli leest uw dagboek al mee" in again


@pytest.mark.parametrize("code", ["", "AAAA-AAAA", "x" * 200])
def test_a_wrong_code_says_so(as_stranger: Client, clinic: Clinic, code: str) -> None:
    answer = as_stranger.post(SHARE, {"code": code, "agreed": "1", "under_treatment": "yes"}).content.decode()
    assert "error-summary" in answer
    assert Patient.objects.get().clinic is None


def test_stopping_is_asked_with_whom_to_phone_then(
    as_patient: Client, patient: Patient, as_neurologist: Client
) -> None:
    asked = page(as_patient, STOP)
    assert "Daarna krijgt niemand van Neurologie Noord meer bericht" in asked
    assert 'class="call" href="tel:+31883203900"' in asked
    review = reverse("clinic:review", args=[patient.ref])
    assert as_neurologist.get(review).status_code == 200
    as_patient.post(STOP)
    assert as_neurologist.get(review).status_code == 404
    assert "Niemand leest uw dagboek behalve u" in page(as_patient)
    assert as_patient.get(STOP)["Location"] == SHARING


def test_stopping_with_an_open_alert_says_to_phone_first(as_patient: Client, patient: Patient) -> None:
    assert "Bel eerst" not in page(as_patient, STOP)
    log(patient, flagged(), now=OFFICE_HOURS)
    assert "Bel eerst" in page(as_patient, STOP)


# Invitations


@pytest.fixture
def invite(clinic: Clinic, neurologist: User) -> Callable[..., str]:
    def link(born: date | None = None) -> str:
        _made, token = invitations.invite(
            clinic, name="Jan Dal", email="", birth_date=born, by=neurologist, now=OFFICE_HOURS
        )
        return reverse("invitation", args=[token])

    return link


def test_who_has_a_diary_accepts_an_invitation(
    as_stranger: Client, stranger: Patient, invite: Callable[..., str], clinic: Clinic
) -> None:
    link = invite()
    assert "Uw dagboek delen met Neurologie Noord?" in page(as_stranger, link)
    as_stranger.post(link, {"agreed": "1"})
    assert not Patient.objects.get().shares_diary
    as_stranger.post(link, {"agreed": "1", "under_treatment": "no"})
    patient = Patient.objects.get()
    assert (patient.reading_clinic, patient.under_treatment) == (clinic, False)
    assert as_stranger.get(link).status_code == 404


BORN = date(1980, 5, 17)


def test_a_bound_invitation_asks_the_date_of_birth_before_anything_else(invite: Callable[..., str]) -> None:
    link, client = invite(BORN), Client()
    assert "Vul eerst uw geboortedatum in" in page(client, link)
    assert "Jan Dal" not in page(client, link)
    client.post(link)
    assert "invitation" not in client.session
    wrong = client.post(link, {"birth_date": "18-05-1980"}).content.decode()
    assert "nog 4 keer proberen" in wrong
    assert client.post(link, {"birth_date": "17-05-1980"})["Location"] == link
    assert client.post(link)["Location"] == reverse("account_signup")


def test_guessing_ends_after_a_few_tries_whoever_guesses(invite: Callable[..., str]) -> None:
    link = invite(BORN)
    for day in range(1, MOST_TRIES + 1):
        answer = Client().post(link, {"birth_date": f"{day:02}-01-1970"})
    assert answer.status_code == 404
    assert Client().post(link, {"birth_date": "17-05-1980"}).status_code == 404
    assert "te vaak fout" in page(Client(), link)


def test_what_is_no_date_is_no_try(invite: Callable[..., str]) -> None:
    link = invite(BORN)
    for _again in range(MOST_TRIES + 1):
        assert "Dit is geen datum" in Client().post(link, {"birth_date": "gisteren"}).content.decode()
    assert Client().post(link, {"birth_date": "1980-05-17"})["Location"] == link


def test_signing_out_before_the_first_questions_forgets_no_invitation(
    invite: Callable[..., str], clinic: Clinic
) -> None:
    client = Client()
    client.post(invite(BORN), {"birth_date": "17-05-1980"})
    link = client.session["invitation_born"]
    client.post(reverse("invitation", args=[link]))
    client.post(reverse("account_signup"), {"email": "jan@example.nl", "password1": PASSWORD})
    fill_in_code(client)
    assert "1980-05-17" in page(client, reverse("patient:start"))
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": "jan@example.nl", "password": PASSWORD})
    assert "onder behandeling bij Neurologie Noord?" in page(client, reverse("patient:start"))
    client.post(reverse("patient:start"), started())
    assert Patient.objects.get().reading_clinic == clinic


def test_the_pages_ask_the_same_however_long_the_history_is(
    as_stranger: Client, clinic: Clinic, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    code = codes.renew(clinic)
    for _again in range(6):
        as_stranger.post(SHARE, {"code": code, "agreed": "1", "under_treatment": "yes"})
        as_stranger.post(STOP)
    with django_assert_max_num_queries(11):  # type: ignore[attr-defined]
        as_stranger.get(SHARING)
