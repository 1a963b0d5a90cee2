"""Discharge and transfer as the clinic sees them, and what the patient reads and is mailed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from recovery.alerts.models import Delivery
from recovery.people.models import Clinic, Patient, Transfer, User
from tests.cast import OFFICE_HOURS, flagged, log, make_clinic, make_staff

TODAY = reverse("patient:today")
PHONE = reverse("phone")


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False) as clock:
        yield clock


@pytest.fixture
def south(db: None) -> Clinic:
    return make_clinic("Neurologie Zuid", "alarm@zuid.example", desk_phone="+31207654321")


def page(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def press(client: Client, name: str, patient: Patient, **data: object) -> str:
    return client.post(reverse(f"clinic:{name}", args=[patient.ref]), data, follow=True).content.decode()


def test_the_review_leads_to_it(as_neurologist: Client, patient: Patient) -> None:
    leave = reverse("clinic:leave", args=[patient.ref])
    assert leave in page(as_neurologist, reverse("clinic:review", args=[patient.ref]))
    assert "nog 28 dagen mee" in page(as_neurologist, leave)


def test_from_the_discharge_on_the_patient_is_shown_and_told_the_gp(
    as_neurologist: Client, as_patient: Client, patient: Patient
) -> None:
    assert 'class="call" href="tel:+31883203900"' in page(as_patient, PHONE)
    assert "tot en met 16 december 2026" in press(as_neurologist, "discharge", patient)
    for url in (PHONE, TODAY):
        assert 'class="call" href="tel:+31201234567"' in page(as_patient, url)
    today = page(as_patient, TODAY)
    assert "niet meer onder behandeling bij Neurologie Noord" in today
    assert "Bel vanaf nu uw huisarts" in today
    assert "leest uw dagboek mee tot en met 16 december 2026" in today
    log(patient, flagged(), now=OFFICE_HOURS)
    assert 'class="call" href="tel:+31201234567"' in page(as_patient, reverse("patient:urgent"))


def test_the_patient_gets_a_mail_in_their_own_language(as_neurologist: Client, patient: Patient) -> None:
    User.objects.filter(pk=patient.user_id).update(language="en")
    press(as_neurologist, "discharge", patient)
    assert not mail.outbox
    call_command("work", "--once")
    (message,) = mail.outbox
    assert message.to == ["anna@example.nl"]
    assert "From now on phone your GP" in str(message.body)
    assert "16 December 2026" in str(message.body)


def test_after_the_last_day_the_record_is_gone_for_the_clinic_and_the_diary_goes_on(
    as_neurologist: Client,
    as_user: Callable[[User], Client],
    as_patient: Client,
    neurologist: User,
    patient: Patient,
    clock: Any,
) -> None:
    press(as_neurologist, "discharge", patient)
    clock.move_to(OFFICE_HOURS + timedelta(days=29))
    as_neurologist = as_user(neurologist)
    for name in ("review", "leave", "discharge", "readmit", "offer_transfer", "take_back_transfer"):
        assert as_neurologist.post(reverse(f"clinic:{name}", args=[patient.ref])).status_code in {404, 405}
    assert as_neurologist.get(reverse("clinic:review", args=[patient.ref])).status_code == 404
    assert "Anna Bos" not in page(as_neurologist, reverse("clinic:caseload"))
    today = page(as_patient, TODAY)
    assert "Geen poli leest uw dagboek nog mee" in today
    log(Patient.objects.get(), flagged())
    assert not Delivery.objects.exists()
    urgent = page(as_patient, reverse("patient:urgent"))
    assert 'class="call" href="tel:+31201234567"' in urgent
    assert "Niemand krijgt hier een bericht over" in urgent


def test_with_an_open_alert_a_discharge_is_refused_in_a_sentence(
    as_neurologist: Client, patient: Patient
) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    assert "Sluit die eerst af: na ontslag belt de patiënt de huisarts" in press(
        as_neurologist, "discharge", patient
    )
    assert Patient.objects.get().under_treatment


def test_a_discharge_is_undone_and_its_mail_not_sent(
    as_neurologist: Client, as_patient: Client, patient: Patient
) -> None:
    press(as_neurologist, "discharge", patient)
    assert "teruggedraaid" in press(as_neurologist, "readmit", patient)
    call_command("work", "--once")
    assert not mail.outbox
    assert "niet meer onder behandeling" not in page(as_patient, TODAY)
    assert "intussen veranderd" in press(as_neurologist, "readmit", patient)


def test_a_transfer_from_the_question_to_the_answer(
    as_neurologist: Client,
    as_patient: Client,
    patient: Patient,
    south: Clinic,
    as_user: Callable[[User], Client],
) -> None:
    theirs = as_user(make_staff(south, "smit@zuid.example"))
    review = reverse("clinic:review", args=[patient.ref])
    assert "Kies een poli." in press(as_neurologist, "offer_transfer", patient, to="")
    assert "heeft nog niet geantwoord" in press(as_neurologist, "offer_transfer", patient, to=south.pk)
    call_command("work", "--once")
    assert "Neurologie Zuid" in str(mail.outbox[0].body)
    assert "Gaat u naar Neurologie Zuid?" in page(as_patient, TODAY)
    assert (as_neurologist.get(review).status_code, theirs.get(review).status_code) == (200, 404)
    answer = {"offer": Transfer.objects.get().pk, "answer": "yes"}
    as_patient.post(reverse("patient:answer_transfer"), answer)
    assert (as_neurologist.get(review).status_code, theirs.get(review).status_code) == (404, 200)
    assert 'class="call" href="tel:+31207654321"' in page(as_patient, PHONE)


def test_an_offer_that_was_taken_back_says_so_to_the_patient(
    as_neurologist: Client, as_patient: Client, patient: Patient, south: Clinic
) -> None:
    press(as_neurologist, "offer_transfer", patient, to=south.pk)
    old = Transfer.objects.get().pk
    assert "Het voorstel is ingetrokken" in press(as_neurologist, "take_back_transfer", patient)
    press(as_neurologist, "offer_transfer", patient, to=south.pk)
    answer = as_patient.post(reverse("patient:answer_transfer"), {"offer": old, "answer": "yes"}, follow=True)
    assert "Er is niets veranderd" in answer.content.decode()
    assert Patient.objects.get().clinic != south


def test_a_manager_neither_discharges_nor_hands_over(
    as_user: Callable[[User], Client], manager: User, patient: Patient, south: Clinic
) -> None:
    for name in ("leave", "discharge", "readmit", "offer_transfer", "take_back_transfer"):
        assert as_user(manager).post(
            reverse(f"clinic:{name}", args=[patient.ref]), {"to": south.pk}
        ).status_code in {404, 405}
    assert Patient.objects.get().under_treatment
    assert not Transfer.objects.exists()
