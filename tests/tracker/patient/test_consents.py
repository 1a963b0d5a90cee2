"""What a patient agreed to: kept with its words, shown, and withdrawn at once."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.people import consent_texts, proxies
from recovery.people.consent_texts import Kind, Text
from recovery.people.models import Patient, Proxy, Sharing, User
from recovery.reminders import browsers
from tests.cast import accepted, make_user

CONSENTS = reverse("patient:consents")
IN_DUTCH = {"HTTP_ACCEPT_LANGUAGE": "nl"}


def shown(client: Client) -> str:
    return client.get(CONSENTS, **IN_DUTCH).content.decode()


def test_each_consent_stands_with_the_words_that_were_shown(
    as_patient: Client, patient: Patient, clinic: object
) -> None:
    accepted(patient, make_user("karin@example.nl"))
    browsers.allow(
        patient,
        endpoint="https://push.example/1",
        public_key="k",
        secret="s",
        by=patient.user,
        now=timezone.now(),
    )
    page = shown(as_patient)
    for kind in Kind:
        assert consent_texts.current(kind).lines["nl"][1] in page
    for withdraw in (reverse("patient:stop_sharing"), reverse("patient:end_browsers")):
        assert f'"{withdraw}"' in page
    assert f'"{reverse("patient:end_proxy", args=[Proxy.objects.get().ref])}"' in page


def test_a_consent_from_before_the_texts_says_so(as_patient: Client, patient: Patient) -> None:
    Sharing.objects.filter(patient=patient).update(consent_version="", consent_language="")
    page = as_patient.get(CONSENTS, headers={"accept-language": "en"}).content.decode()
    assert consent_texts.current(Kind.CLINIC).lines["nl"][1] not in page
    assert consent_texts.current(Kind.CLINIC).lines["en"][1] not in page
    assert "<details>" not in page


def test_a_clinic_that_reads_from_before_anything_was_written_down_can_be_withdrawn(
    as_patient: Client, patient: Patient
) -> None:
    Sharing.objects.all().delete()
    page = shown(as_patient)
    assert "Neurologie Noord" in page
    assert f'"{reverse("patient:stop_sharing")}"' in page


def test_when_the_text_changes_what_was_agreed_to_stands(
    as_patient: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = Text(Kind.CLINIC, "2", {"nl": ("Een nieuwe tekst.",) * 5, "en": ("A new text.",) * 5})
    monkeypatch.setattr(consent_texts, "TEXTS", (*consent_texts.TEXTS, new))
    page = shown(as_patient)
    assert consent_texts.TEXTS[0].lines["nl"][1] in page
    assert "Een nieuwe tekst." not in page


def test_a_text_is_shown_where_it_is_agreed_to(as_patient: Client) -> None:
    for name, kind in (("proxies", Kind.PROXY), ("details", Kind.CLINIC)):
        page = as_patient.get(reverse(f"patient:{name}"), **IN_DUTCH).content.decode()
        assert all(line in page for line in consent_texts.current(kind).lines["nl"])


def test_the_next_request_of_a_neurologist_finds_nothing(
    as_patient: Client, as_neurologist: Client, patient: Patient
) -> None:
    review = reverse("clinic:review", args=[patient.ref])
    assert as_neurologist.get(review).status_code == 200
    as_patient.post(reverse("patient:stop_sharing"))
    assert as_neurologist.get(review).status_code == 404
    assert patient.user.name not in as_neurologist.get(reverse("clinic:caseload")).content.decode()
    page = shown(as_patient)
    assert f'"{reverse("patient:stop_sharing")}"' not in page
    assert Sharing.objects.filter(change=Sharing.Change.ENDED, by=patient.user).count() == 1


def test_the_next_request_of_a_proxy_finds_nothing(
    as_patient: Client, patient: Patient, as_user: Callable[[User], Client]
) -> None:
    karin = make_user("karin@example.nl")
    proxy, client = accepted(patient, karin), as_user(karin)
    today = f"/for/{patient.ref}/today/"
    assert client.get(today).status_code == 200
    as_patient.post(reverse("patient:end_proxy", args=[proxy.ref]))
    assert client.get(today).status_code in {403, 404}
    assert patient.user.name not in client.get(reverse("diaries")).content.decode()


def test_a_proxy_sees_nothing_of_it(patient: Patient, as_user: Callable[[User], Client]) -> None:
    karin = make_user("karin@example.nl")
    accepted(patient, karin)
    assert as_user(karin).get(f"/for/{patient.ref}{CONSENTS}").status_code == 404


def test_an_invitation_that_was_not_answered_is_no_consent_that_reads(
    as_patient: Client, patient: Patient
) -> None:
    now = timezone.now()
    proxies.invite(patient, name="Karin", email="karin@example.nl", may_write=True, by=patient.user, now=now)
    page = as_patient.get(CONSENTS).content.decode()
    assert "Karin" in page
    assert "Karin reads" not in page
