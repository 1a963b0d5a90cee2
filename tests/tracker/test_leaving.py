"""Deleting an account on its page: said plainly, refused while an alert is open, and the end of every session."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.erasure import erase
from recovery.erasure.models import Erased, Kept
from recovery.people.models import AccessRecord, Clinic, Patient, User
from tests.cast import PASSWORD, accepted, app_code, fill_in_code, flagged, log, make_patient, make_user
from tests.recovery.erasure.everything import close
from tracker import errands

DELETE, LOGIN = reverse("delete_account"), reverse("account_login")
CONFIRM = reverse("account_reauthenticate")
KEPT = reverse("clinic:kept")


def signed_in(user: User) -> Client:
    client = Client()
    answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    if answer["Location"] == reverse("mfa_authenticate"):
        client.post(answer["Location"], {"code": app_code()})
    client.post(CONFIRM, {"password": PASSWORD})
    return client


@pytest.fixture
def as_anna(patient: Patient) -> Client:
    return signed_in(patient.user)


def shown(client: Client) -> str:
    return client.get(DELETE, headers={"accept-language": "en"}).content.decode()


def test_it_says_what_goes_what_stays_and_whom_to_phone(as_anna: Client) -> None:
    page = shown(as_anna)
    assert 'class="call"' in page
    assert "7:454" in page
    assert "NEN 7513" in page


def test_with_the_word_it_is_done_and_every_session_ends(
    as_anna: Client, patient: Patient, as_neurologist: Client
) -> None:
    other_phone = signed_in(patient.user)
    answer = as_anna.post(DELETE, {"word": " Delete "}, follow=True)
    assert answer.status_code == 200
    assert "112" in answer.content.decode()
    for client in (as_anna, other_phone):
        assert client.get(reverse("patient:today")).url.startswith(LOGIN)  # type: ignore[attr-defined]
    assert as_neurologist.get(reverse("clinic:review", args=[patient.ref])).status_code == 404
    assert as_neurologist.get(reverse("clinic:caseload")).status_code == 200
    assert Erased.objects.filter(user=patient.user).exists()


@pytest.mark.parametrize("word", ["", "yes", "delet"])
def test_another_word_deletes_nothing(as_anna: Client, word: str) -> None:
    assert as_anna.post(DELETE, {"word": word}).status_code == 200
    assert not Erased.objects.exists()


def test_the_password_is_asked_before_it_is_done(as_patient: Client) -> None:
    answer = as_patient.post(DELETE, {"word": "delete"})
    assert answer["Location"].startswith(CONFIRM)
    assert not Erased.objects.exists()
    as_patient.post(answer["Location"], {"password": "wrong"})
    assert not Erased.objects.exists()
    done = as_patient.post(answer["Location"], {"password": PASSWORD}, follow=True)
    assert done.status_code == 200
    assert Erased.objects.exists()
    assert as_patient.get(reverse("patient:today")).status_code == 302


def test_the_phone_sends_and_forgets_what_it_keeps_as_when_signing_out(as_anna: Client) -> None:
    form = shown(as_anna).split("data-sign-out")[-1]
    assert 'name="word"' in form


def test_in_two_tabs_the_second_is_signed_out(as_anna: Client) -> None:
    as_anna.post(DELETE, {"word": "delete"})
    assert as_anna.post(DELETE, {"word": "delete"}).status_code == 302
    assert Erased.objects.count() == 1


def test_while_an_alert_is_open_the_number_is_there_and_nothing_is_deleted(
    as_anna: Client, patient: Patient
) -> None:
    log(patient, flagged())
    page = shown(as_anna)
    assert page.index("alert-danger") < page.index('class="call"')
    assert 'name="word"' not in page
    answer = as_anna.post(DELETE, {"word": "delete"})
    assert answer.status_code == 200
    assert not Erased.objects.exists()


def test_staff_are_sent_to_their_manager(neurologist: User) -> None:
    client = signed_in(neurologist)
    assert 'name="word"' not in shown(client)
    assert client.post(DELETE, {"word": "delete"}).status_code == 200
    assert not Erased.objects.exists()


def test_who_only_helps_can_delete_their_account_and_not_that_of_the_patient(
    patient: Patient, as_user: Callable[[User], Client]
) -> None:
    karin = make_user("karin@example.nl", "Karin")
    accepted(patient, karin)
    client = signed_in(karin)
    assert client.post(f"/for/{patient.ref}{DELETE}", {"word": "delete"}).status_code == 404
    assert not Erased.objects.exists()
    assert client.post(DELETE, {"word": "verwijderen"}).status_code == 302
    assert Erased.objects.get().user_id == karin.pk
    assert User.objects.get(pk=patient.user_id).is_active


def test_somebody_can_register_again_with_the_same_address(as_anna: Client, patient: Patient) -> None:
    as_anna.post(DELETE, {"word": "delete"})
    anew = Client()
    anew.post(reverse("account_signup"), {"email": "anna@example.nl", "password1": PASSWORD})
    fill_in_code(anew)
    assert anew.get(reverse("patient:start")).status_code == 200
    assert User.objects.get(email="anna@example.nl").pk != patient.user_id


def test_a_round_of_the_worker_goes_on_afterwards(as_anna: Client) -> None:
    as_anna.post(DELETE, {"word": "delete"})
    assert errands.run() == 0
    assert mail.outbox == []


def test_the_manager_takes_out_what_is_kept_and_it_is_written_down(
    as_anna: Client, patient: Patient, neurologist: User, manager: User
) -> None:
    log(patient, flagged())
    close(patient, neurologist)
    as_anna.post(DELETE, {"word": "delete"})
    client = signed_in(manager)
    assert client.post(KEPT, {"who": "Anna"}).status_code == 200
    assert not AccessRecord.objects.filter(user=manager).exists()
    answer = client.post(KEPT, {"who": "anna@example.nl"})
    assert answer["Content-Type"].startswith("application/json")
    assert answer.json()["person"]["name"] == "Anna Bos"
    assert AccessRecord.objects.get(user=manager).patient_id == patient.pk


def test_who_came_back_and_left_again_is_taken_out_as_a_whole(
    patient: Patient, clinic: Clinic, neurologist: User, manager: User
) -> None:
    for _time in range(2):
        anna = Patient.objects.filter(user__email="anna@example.nl").first() or make_patient(clinic)
        log(anna, flagged())
        close(anna, neurologist)
        erase.erase(anna.user, now=timezone.now())
    client = signed_in(manager)
    for asked in ("anna@example.nl", "Anna Bos"):
        told = client.post(KEPT, {"who": asked}).json()
        assert [one["person"]["email"] for one in told] == ["anna@example.nl"] * 2
    assert AccessRecord.objects.filter(user=manager).count() == 4


def test_a_name_that_two_had_asks_for_the_address(
    patient: Patient, clinic: Clinic, neurologist: User, manager: User
) -> None:
    for anna in (patient, make_patient(clinic, "anna.bos@example.nl")):
        log(anna, flagged())
        close(anna, neurologist)
        erase.erase(anna.user, now=timezone.now())
    page = signed_in(manager).post(KEPT, {"who": "Anna Bos"}).content.decode()
    assert "Er is er meer dan één. Vul het e-mailadres in." in page


def test_what_cannot_be_opened_is_said_and_nobody_read_it(
    patient: Patient, clinic: Clinic, neurologist: User, manager: User
) -> None:
    log(patient, flagged())
    close(patient, neurologist)
    erase.erase(patient.user, now=timezone.now())
    one = Kept.objects.get()
    Kept.objects.update(sealed=one.sealed[:-8])
    page = signed_in(manager).post(KEPT, {"who": "Anna Bos"})
    assert page.status_code == 200
    assert "FIELD_KEYS" in page.content.decode()
    assert not AccessRecord.objects.filter(user=manager).exists()


def test_nobody_else_takes_it_out(as_patient: Client, as_neurologist: Client) -> None:
    assert [client.get(KEPT).status_code for client in (as_patient, as_neurologist)] == [404, 404]


def test_the_worker_removes_what_was_kept_long_enough(
    as_anna: Client, patient: Patient, neurologist: User
) -> None:
    log(patient, flagged())
    close(patient, neurologist)
    as_anna.post(DELETE, {"word": "delete"})
    errands.run()
    assert Kept.objects.count() == 1
    Kept.objects.update(kept_until=timezone.localdate() - timedelta(days=1))
    errands.run()
    assert not Kept.objects.exists()
