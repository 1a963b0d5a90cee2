"""The first questions, and changing them later."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery import checkin, handover
from recovery.alerts.models import Alert, Delivery, Rung
from recovery.episodes.models import Episode
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, make_user, quiet
from tests.tracker.test_pages import started

START = reverse("patient:start")
DETAILS = reverse("patient:details")


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def newcomer(db: None, as_user: Callable[[User], Client]) -> Client:
    return as_user(make_user("nieuw@example.nl"))


def post(client: Client, **fields: str) -> str:
    return client.post(START, {**started(under_treatment="no", shares_diary="no"), **fields}).content.decode()


def test_somebody_alone_starts_a_diary_that_nobody_reads(newcomer: Client, clinic: Clinic) -> None:
    post(newcomer)
    patient = Patient.objects.get()
    assert (patient.clinic, patient.shares_diary, str(patient.gp_phone)) == (None, False, "+31201234567")
    assert patient.old_complaints == {"saddle"}
    assert patient.user.name == "Jan Dal"


def test_under_treatment_names_the_clinic_and_says_apart_whether_it_reads(
    newcomer: Client, clinic: Clinic
) -> None:
    assert "Kies de poli waar u wordt behandeld" in post(newcomer, under_treatment="yes")
    assert not Patient.objects.exists()
    post(newcomer, under_treatment="yes", at_clinic=str(clinic.pk))
    patient = Patient.objects.get()
    assert (patient.clinic, patient.shares_diary) == (clinic, False)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("onset", "2026-11-19", "Deze datum moet nog komen"),
        ("onset", "2016-11-01", "Dit is heel lang geleden"),
        ("onset", "gisteren", "Dit is geen datum"),
        ("onset", "0001-01-01", "Dit is heel lang geleden"),
        ("onset", "9999-12-31", "Deze datum moet nog komen"),
        ("onset", "", "Vul een datum in"),
        ("gp_phone", "abc", "Dit is geen telefoonnummer"),
        ("gp_phone", "112", "Dit is geen telefoonnummer"),
        ("gp_phone", "", "Vul een telefoonnummer in"),
        ("birth_date", "1880-01-01", "Kijk het jaar van uw geboortedatum na"),
        ("birth_date", "2027-01-01", "Kijk het jaar van uw geboortedatum na"),
        ("side", "up", "Selecteer een geldige keuze"),
        ("name", "", "Vul uw naam in"),
        ("baseline_bladder", "", "Kies een van de antwoorden"),
        ("shares_diary", "yes", "Kies eerst een poli, of kies nee"),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_writes_nothing(
    newcomer: Client, field: str, value: str, sentence: str
) -> None:
    page = post(newcomer, **{field: value})
    assert sentence in page
    assert "020 123 4" in page or field == "gp_phone"
    assert not Patient.objects.exists()


def test_the_onset_can_be_today(newcomer: Client) -> None:
    post(newcomer, onset="18-11-2026")
    assert Episode.objects.get().onset == OFFICE_HOURS.date()


@pytest.mark.parametrize("fields", [{"baseline_bowel": "new"}, {"side": "both"}])
def test_a_sign_in_the_first_questions_leads_to_the_urgent_page(
    newcomer: Client, fields: dict[str, str]
) -> None:
    data = {**started(under_treatment="no", shares_diary="no"), **fields}
    answer = newcomer.post(START, data, follow=True)
    assert answer.redirect_chain == [(reverse("patient:urgent"), 302)]
    assert 'class="call" href="tel:+31201234567"' in answer.content.decode()


def test_a_sign_in_first_questions_that_are_not_right_yet_shows_a_number(newcomer: Client) -> None:
    page = post(newcomer, baseline_bladder="new", onset="")
    assert 'class="call" href="tel:+31201234567"' in page
    assert not Alert.objects.exists()
    bare = post(newcomer, baseline_bladder="new", gp_phone="", gp_out_of_hours_phone="")
    assert 'class="call" href="tel:112"' in bare


def test_who_has_a_diary_is_not_asked_again(as_patient: Client) -> None:
    assert as_patient.get(START)["Location"] == reverse("home")


# Changing them later


def details(clinic: Clinic | None, **fields: str) -> dict[str, str]:
    kept = ("onset", "under_treatment", "gp_phone", "gp_out_of_hours_phone", "name")
    chosen = {"at_clinic": str(clinic.pk) if clinic else "", "shares_diary": "yes" if clinic else "no"}
    return {name: value for name, value in started().items() if name in kept} | chosen | fields


def test_treatment_and_numbers_can_be_changed_and_count_at_once(as_patient: Client, clinic: Clinic) -> None:
    as_patient.post(DETAILS, details(clinic, under_treatment="no", gp_phone="030 765 43 21"))
    page = as_patient.get(reverse("phone")).content.decode()
    assert 'class="call" href="tel:+31307654321"' in page


def test_the_clinic_can_phone_back_when_a_number_was_given(
    as_patient: Client, patient: Patient, clinic: Clinic, as_neurologist: Client
) -> None:
    as_patient.post(DETAILS, details(clinic, phone="06 12 34 56 78"))
    log(patient, flagged())
    review = as_neurologist.get(reverse("clinic:review", args=[patient.ref])).content.decode()
    assert "06 12345678" in review
    assert 'href="tel:+31612345678"' in as_neurologist.get(reverse("clinic:alerts")).content.decode()
    assert "error-summary" in as_patient.post(DETAILS, details(clinic, phone="abc")).content.decode()
    as_patient.post(DETAILS, details(clinic, phone=""))
    assert "tel:+31612345678" not in as_neurologist.get(reverse("clinic:alerts")).content.decode()


def test_the_practice_of_the_gp_may_have_a_name(as_patient: Client, patient: Patient, clinic: Clinic) -> None:
    as_patient.post(DETAILS, details(clinic, under_treatment="no", gp_name="Praktijk De Linde"))
    patient.refresh_from_db()
    assert patient.gp_name == "Praktijk De Linde"
    assert "Praktijk De Linde" in as_patient.get(DETAILS).content.decode()
    assert "error-summary" in as_patient.post(DETAILS, details(clinic, gp_name="x" * 81)).content.decode()


def test_a_name_can_be_changed(as_patient: Client, patient: Patient, clinic: Clinic) -> None:
    as_patient.post(DETAILS, details(clinic, name="Anna de Vries"))
    patient.user.refresh_from_db()
    assert patient.user.name == "Anna de Vries"


def test_sharing_can_be_ended_and_begun(as_patient: Client, as_neurologist: Client, clinic: Clinic) -> None:
    caseload = reverse("clinic:caseload")
    as_patient.post(DETAILS, details(clinic, shares_diary="no"))
    assert "Jan Dal" not in as_neurologist.get(caseload).content.decode()
    as_patient.post(DETAILS, details(clinic))
    assert "Jan Dal" in as_neurologist.get(caseload).content.decode()


def test_under_treatment_cannot_stay_without_its_clinic(as_patient: Client, clinic: Clinic) -> None:
    page = as_patient.post(DETAILS, details(None)).content.decode()
    assert "Kies de poli waar u wordt behandeld" in page
    assert Patient.objects.get().clinic == clinic


def test_the_onset_cannot_move_past_the_first_day_of_the_diary(
    as_patient: Client, patient: Patient, clinic: Clinic
) -> None:
    log(patient, quiet(), day=OFFICE_HOURS.date() - timedelta(days=2))
    page = as_patient.post(DETAILS, details(clinic, onset="2026-11-17")).content.decode()
    assert "In uw dagboek staat iets op 16 november 2026" in page
    assert as_patient.post(DETAILS, details(clinic, onset="2026-11-16")).status_code == 302
    assert Episode.objects.get().onset.isoformat() == "2026-11-16"


def test_staff_do_not_become_patients_of_their_own_clinic(as_neurologist: Client) -> None:
    assert as_neurologist.post(START, started())["Location"] == reverse("home")
    assert not Patient.objects.exists()


def test_without_a_number_for_the_night_it_asks_for_one(newcomer: Client, clinic: Clinic) -> None:
    page = post(newcomer, gp_out_of_hours_phone="")
    assert "zonder dit nummer" in page
    post(newcomer, gp_out_of_hours_phone="", at_clinic=str(clinic.pk))
    assert Patient.objects.exists()


def test_an_invitation_that_ran_out_meanwhile_is_said_and_nothing_is_written(newcomer: Client) -> None:
    session = newcomer.session
    session["invitation"] = "over"
    session.save()
    page = post(newcomer, baseline_bladder="new")
    assert "Uw uitnodiging" in page
    assert 'class="call"' in page
    assert not Patient.objects.exists()
    post(newcomer)
    assert Patient.objects.exists()


def test_an_invitation_that_is_used_up_at_that_very_moment_shows_the_number(
    newcomer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def used_up(*_args: object, **_kwargs: object) -> None:
        raise checkin.AlreadyStarted

    monkeypatch.setattr("recovery.checkin.start", used_up)
    page = post(newcomer, baseline_bladder="new")
    assert "Uw uitnodiging" in page
    assert 'class="call"' in page


def test_a_clinic_that_begins_to_read_along_is_owed_what_is_open(
    as_patient: Client, patient: Patient, other_neurologist: User
) -> None:
    south = other_neurologist.memberships.get().clinic
    log(patient, flagged(), now=OFFICE_HOURS)
    as_patient.post(DETAILS, details(south))
    assert {delivery.address.target for delivery in Delivery.objects.all()} == {
        "alarm@noord.example",
        "alarm@zuid.example",
    }
    assert (
        "Neurologie Zuid krijgt ook een bericht" in as_patient.get(reverse("patient:urgent")).content.decode()
    )


def test_a_message_is_not_promised_for_a_clinic_that_gets_none(
    as_patient: Client, patient: Patient, other_neurologist: User
) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    south = other_neurologist.memberships.get().clinic
    Rung.objects.filter(clinic=south).delete()
    as_patient.post(DETAILS, details(south))
    assert "krijgt ook een bericht" not in as_patient.get(reverse("patient:urgent")).content.decode()


def seen(client: Client) -> str:
    """What the page of details remembers of whom to phone and who reads along."""
    found = re.search(r'name="seen" value="([^"]+)"', client.get(DETAILS).content.decode())
    assert found
    return found[1]


def test_details_opened_before_a_discharge_do_not_take_it_back(
    as_patient: Client, clinic: Clinic, neurologist: User, patient: Patient
) -> None:
    as_patient.cookies["language"] = "en"
    before = seen(as_patient)
    handover.discharge(patient, by=neurologist, now=timezone.now())
    page = as_patient.post(DETAILS, details(clinic, phone="06 12 34 56 78", seen=before)).content.decode()
    assert "Since you opened this page something changed" in page
    assert "0612345678" in page.replace(" ", "").replace("-", "")
    patient.refresh_from_db()
    assert (patient.under_treatment, str(patient.phone)) == (False, "")
    again = details(clinic, under_treatment="no", phone="06 12 34 56 78", seen=seen(as_patient))
    assert as_patient.post(DETAILS, again).status_code == 302
    patient.refresh_from_db()
    assert (patient.under_treatment, str(patient.phone)) == (False, "+31612345678")


def test_details_opened_before_the_sharing_was_stopped_do_not_begin_it_again(
    as_patient: Client, clinic: Clinic, patient: Patient
) -> None:
    before = seen(as_patient)
    as_patient.post(reverse("patient:stop_sharing"))
    as_patient.post(DETAILS, details(clinic, seen=before))
    patient.refresh_from_db()
    assert patient.reading_clinic is None
