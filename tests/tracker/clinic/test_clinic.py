"""The clinic's pages: who comes first, one patient on one page, an alert from taken to closed."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from recovery import arrivals
from recovery.alerts import contact
from recovery.alerts.delivery import deliver_owed
from recovery.alerts.models import Alert, AlertStep
from recovery.arrivals import Item
from recovery.clinical.signs import RULES_VERSION
from recovery.episodes.models import Treatment
from recovery.people.models import Clinic, Invitation, Patient, User
from tests.cast import NIGHT, OFFICE_HOURS, flagged, log, make_staff, quiet
from tracker.channels import send

CASELOAD = reverse("clinic:caseload")
INVITE = reverse("clinic:invite")


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def alert(patient: Patient) -> Alert:
    found = log(patient, flagged(note="sinds vanochtend"), now=OFFICE_HOURS).alert
    assert found
    return found


def review(client: Client, patient: Patient) -> str:
    return client.get(reverse("clinic:review", args=[patient.ref])).content.decode()


def close(client: Client, alert: Alert, **fields: str) -> str:
    data = {
        f"{alert.pk}-{name}": value
        for name, value in ({"outcome": "seen_today", "needed": "yes"} | fields).items()
    }
    return client.post(reverse("clinic:close", args=[alert.pk]), data, follow=True).content.decode()


def test_the_list_says_who_and_why(as_neurologist: Client, alert: Alert) -> None:
    page = as_neurologist.get(CASELOAD).content.decode()
    assert page.index("Open melding") < page.index("Anna Bos")
    assert "Nu</span>" in page


def test_an_empty_list_says_what_to_do(as_neurologist: Client) -> None:
    assert INVITE in as_neurologist.get(CASELOAD).content.decode()


def test_one_page_has_the_exact_answers_the_course_and_the_notes(
    as_neurologist: Client, patient: Patient, alert: Alert
) -> None:
    log(patient, quiet(note="nacht slecht"), day=OFFICE_HOURS.date() - timedelta(days=1))
    page = review(as_neurologist, patient)
    for words in (
        "Plassen",
        "aangekruist als nieuw of anders",
        "sinds vanochtend",
        "nacht slecht",
        "<svg",
        RULES_VERSION,
    ):
        assert words in page


def test_a_corrected_answer_stays_readable(as_neurologist: Client, patient: Patient, alert: Alert) -> None:
    log(patient, quiet(), now=OFFICE_HOURS)
    page = review(as_neurologist, patient)
    assert "Nieuw of anders: Plassen" in page
    assert "aangepast" in page


def test_taking_and_closing_are_kept_with_name_and_time(
    as_neurologist: Client, patient: Patient, alert: Alert
) -> None:
    page = as_neurologist.post(reverse("clinic:take", args=[alert.pk]), follow=True).content.decode()
    assert "Opgepakt: dr. Haan, 18 november 2026, 10:00" in page
    page = close(as_neurologist, alert, note="MRI vanmiddag")
    assert "Afgesloten: Vandaag gezien: Ja, hier moest een arts naar kijken: dr. Haan" in page
    assert "MRI vanmiddag" in page
    assert contact.ringing_for(patient) == []


def test_the_second_is_told_by_whom_it_was_taken(
    as_neurologist: Client, as_user: Callable[[User], Client], clinic: Clinic, alert: Alert
) -> None:
    take = reverse("clinic:take", args=[alert.pk])
    as_neurologist.post(take)
    second = as_user(make_staff(clinic, "tweede@noord.example", name="dr. Tweede"))
    assert "Opgepakt: dr. Haan, 18 november 2026, 10:00." in second.post(take, follow=True).content.decode()
    assert AlertStep.objects.count() == 1


@pytest.mark.parametrize("fields", [{"outcome": ""}, {"outcome": "nonsense"}, {"outcome": "other"}])
def test_closing_needs_an_outcome_and_other_a_note(
    as_neurologist: Client, alert: Alert, fields: dict[str, str]
) -> None:
    assert "field-error" in close(as_neurologist, alert, **fields) or "invalid-feedback" in close(
        as_neurologist, alert, **fields
    )
    assert not AlertStep.objects.exists()


def test_what_was_typed_is_kept_when_the_outcome_is_missing(as_neurologist: Client, alert: Alert) -> None:
    assert "al gebeld" in close(as_neurologist, alert, outcome="", note="al gebeld")


def test_the_mail_holds_a_link_an_urgency_and_a_time_and_nothing_else(
    as_neurologist: Client, patient: Patient, alert: Alert
) -> None:
    assert deliver_owed(send) == 1
    (message,) = mail.outbox
    text = f"{message.subject}\n{message.body}"
    assert message.to == ["alarm@noord.example"]
    assert "Rode vlag gemeld, urgentie: Nu" in text
    assert "18 november 2026, 10:00" in text
    for secret in ("Anna", "Bos", "plassen", "Plassen", "vanochtend"):
        assert secret not in text
    link = re.search(r"http://testserver(\S+)", text)
    assert link
    assert as_neurologist.get(link[1])["Location"].endswith(f"#alert-{alert.pk}")
    key = str(alert.deliveries.get().key)
    assert key in message.extra_headers["Message-ID"]
    assert message.extra_headers["X-Delivery-Key"] == key


def test_the_mail_says_when_it_was_answered_if_it_came_later(patient: Patient) -> None:
    answered = OFFICE_HOURS - timedelta(hours=3)
    one = Item(id=uuid4(), day=answered.date(), told={"signs": ["bladder"]}, answered_at=answered)
    arrivals.take_in(patient, one, clean=lambda *_: None, by=patient.user, now=OFFICE_HOURS)
    assert deliver_owed(send) == 1
    text = str(mail.outbox[0].body)
    assert "18 november 2026, 07:00" in text
    assert "18 november 2026, 10:00" in text


def test_the_mail_is_in_the_language_of_the_clinic(clinic: Clinic, patient: Patient) -> None:
    Clinic.objects.update(language="en")
    log(patient, flagged("fever"), now=NIGHT)
    deliver_owed(send)
    assert mail.outbox[0].subject == "Red flag reported, urgency: Today"
    assert "18 November 2026, 22:00" in str(mail.outbox[0].body)


def test_the_review_says_whether_the_mail_was_sent(
    as_neurologist: Client, patient: Patient, alert: Alert
) -> None:
    assert "alarm@noord.example: nog niet verstuurd" in review(as_neurologist, patient)
    deliver_owed(send)
    assert "alarm@noord.example: verstuurd op 18 november 2026, 10:00" in review(as_neurologist, patient)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [("2026-11-19", "moet nog komen"), ("2026-01-01", "van voor het begin"), ("", "Vul een datum in")],
)
def test_a_treatment_has_a_date_in_the_episode(
    as_neurologist: Client, patient: Patient, on: str, sentence: str
) -> None:
    url = reverse("clinic:add_treatment", args=[patient.ref])
    assert sentence in as_neurologist.post(url, {"kind": "injection", "on": on}).content.decode()
    assert not Treatment.objects.exists()
    as_neurologist.post(url, {"kind": "operation", "on": "2026-11-18"})
    assert "Operatie: 18 november 2026" in review(as_neurologist, patient)


# Inviting


def test_an_invitation_goes_by_mail_and_the_link_is_shown_once(as_neurologist: Client) -> None:
    answer = as_neurologist.post(INVITE, {"name": "Jan Dal", "email": "jan@example.nl"}, follow=True)
    page = answer.content.decode()
    (message,) = mail.outbox
    link = re.search(r"http://testserver/invitation/[\w-]+/", str(message.body))
    assert link
    assert link[0] in page
    assert message.to == ["jan@example.nl"]
    assert "Neurologie Noord" in message.subject
    assert Client().get(link[0]).status_code == 200
    again = as_neurologist.get(INVITE).content.decode()
    assert "Jan Dal" in again
    assert link[0] not in again


def test_when_the_mail_cannot_be_sent_the_link_is_still_there(
    as_neurologist: Client, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    page = as_neurologist.post(
        INVITE, {"name": "Jan", "email": "jan@example.nl"}, follow=True
    ).content.decode()
    assert "/invitation/" in page
    assert "alert-warning" in page


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"name": "Jan", "email": "geen adres"},
        {"name": "", "email": "a@b.nl"},
        {"name": "Jan", "email": f"a@{'é' * 60}.nl"},
        {"name": "Jan", "email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.nl"},
    ],
)
def test_a_wrong_invitation_sends_nothing(as_neurologist: Client, data: dict[str, str]) -> None:
    assert "error-summary" in as_neurologist.post(INVITE, data).content.decode()
    assert not mail.outbox
    assert not Invitation.objects.exists()


def test_a_fault_in_the_trend_hides_no_alert(
    as_neurologist: Client, patient: Patient, alert: Alert, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("recovery.trends.assess.course_of", broken)
    page = review(as_neurologist, patient)
    assert "Ik pak dit op" in page
    assert "door een fout van ons" in page


def test_looking_at_an_address_that_only_takes_answers_leads_back(
    as_neurologist: Client, patient: Patient, alert: Alert
) -> None:
    for name, args in (("take", [alert.pk]), ("close", [alert.pk]), ("add_treatment", [patient.ref])):
        answer = as_neurologist.get(reverse(f"clinic:{name}", args=args))
        assert answer["Location"].startswith(reverse("clinic:review", args=[patient.ref]))


def test_the_note_of_the_second_to_close_is_not_lost(as_neurologist: Client, alert: Alert) -> None:
    close(as_neurologist, alert)
    assert "mijn eigen notitie" in close(as_neurologist, alert, note="mijn eigen notitie")


@pytest.mark.parametrize("wrong", [{"outcome": ""}, {"needed": ""}, {"note": "mijn eigen notitie" * 200}])
def test_who_closes_second_with_a_form_that_is_refused_reads_who_was_first_and_keeps_the_note(
    as_neurologist: Client, alert: Alert, wrong: dict[str, str]
) -> None:
    close(as_neurologist, alert)
    page = close(as_neurologist, alert, **{"note": "mijn eigen notitie"} | wrong)
    assert "Afgesloten: dr. Haan" in page
    assert "Uw notitie is niet bewaard: “mijn eigen notitie" in page


def test_a_manager_reads_no_records(
    as_user: Callable[[User], Client], manager: User, patient: Patient
) -> None:
    client = as_user(manager)
    assert client.get(CASELOAD).status_code == 404
    assert client.get(reverse("clinic:review", args=[patient.ref])).status_code == 404
    assert client.get(INVITE).status_code == 200
