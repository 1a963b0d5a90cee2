"""What the neurologist writes down: notes, a plan, visits; and what the patient reads of it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from recovery.clinical.care import Care, Painkiller
from recovery.episodes import ladder, notes, visits
from recovery.episodes.models import Note, Question, Treatment, Visit
from recovery.people.models import AccessRecord, Clinic, Patient, User
from tests.cast import OFFICE_HOURS
from tests.tracker.clinic.review.conftest import TODAY, read, url

VISIT = reverse("patient:visit")


def note(doctor: Client, patient: Patient, text: str, **fields: object) -> str:
    given = {"text": text, "once": str(uuid4())} | fields
    return doctor.post(url("add_note", patient), given, follow=True).content.decode()


def plan(doctor: Client, patient: Patient, **fields: object) -> str:
    return doctor.post(url("plan", patient), {"once": str(uuid4())} | fields, follow=True).content.decode()


def test_a_note_is_private_unless_it_is_shared(doctor: Client, as_patient: Client, patient: Patient) -> None:
    note(doctor, patient, "twijfel aan operatie")
    note(doctor, patient, "Blijf bewegen.", shared="on")
    page = read(doctor, patient)
    assert "twijfel aan operatie" in page
    assert page.count("not shared") == 1
    theirs = as_patient.get(VISIT).content.decode()
    assert "Blijf bewegen." in theirs
    assert "dr. Haan, Neurologie Noord" in theirs
    assert "twijfel" not in theirs


def test_a_patient_reads_no_private_note_on_any_page_nor_in_the_pdf(
    doctor: Client, as_patient: Client, patient: Patient
) -> None:
    note(doctor, patient, "twijfel aan operatie")
    for name in ("today", "course", "visit", "details"):
        assert "twijfel" not in as_patient.get(reverse(f"patient:{name}")).content.decode()
    assert as_patient.get(url("review_pdf", patient)).status_code == 404
    assert as_patient.get(url("review", patient)).status_code == 404


def test_a_correction_replaces_and_the_earlier_words_are_kept(
    doctor: Client, as_patient: Client, patient: Patient
) -> None:
    note(doctor, patient, "Links L4", shared="on")
    first = Note.objects.get()
    note(doctor, patient, "Links L5", shared="on", replaces=str(first.ref))
    page = read(doctor, patient)
    assert "What it said before" in page
    assert page.index("Links L5") < page.index("Links L4")
    assert "Links L4" not in as_patient.get(VISIT).content.decode()
    assert Note.objects.count() == 2


def test_a_correction_that_is_private_takes_the_words_away_from_the_patient(
    doctor: Client, as_patient: Client, patient: Patient
) -> None:
    note(doctor, patient, "Links L4", shared="on")
    note(doctor, patient, "Links L5", replaces=str(Note.objects.get().ref))
    assert "Links" not in as_patient.get(VISIT).content.decode()


def test_who_corrects_second_is_told_and_keeps_the_words(doctor: Client, patient: Patient) -> None:
    note(doctor, patient, "eerst")
    first = str(Note.objects.get().ref)
    note(doctor, patient, "de een", replaces=first)
    page = note(doctor, patient, "de ander", replaces=first)
    assert "Somebody corrected this note first." in page
    assert "de ander" in page
    assert "de ander" not in [note.text for note in Note.objects.all()]


def test_a_note_of_another_record_cannot_be_corrected(
    doctor: Client, patient: Patient, stranger: Patient, other_neurologist: User
) -> None:
    elsewhere = Clinic.objects.exclude(pk=patient.clinic_id).get()
    theirs = notes.write(
        ladder.current(stranger),
        clinic=elsewhere,
        text="van Piet",
        shared=False,
        by=other_neurologist,
        now=OFFICE_HOURS,
    )
    assert "van Piet" not in note(doctor, patient, "de mijne", replaces=str(theirs.ref))
    assert Note.objects.count() == 1


def test_the_same_note_sent_twice_is_one_note_and_one_mail(doctor: Client, patient: Patient) -> None:
    once = str(uuid4())
    for _again in range(2):
        note(doctor, patient, "Blijf bewegen.", shared="on", once=once)
    assert Note.objects.count() == 1
    assert len(mail.outbox) == 1


def test_other_words_on_a_page_that_was_sent_before_are_a_note_of_their_own(
    doctor: Client, patient: Patient
) -> None:
    once = str(uuid4())
    for text in ("Blijf bewegen.", "Kom eerder terug.", "Kom eerder terug."):
        note(doctor, patient, text, once=once)
    for message in ("Morgen bellen.", "Vandaag bellen.", "Vandaag bellen."):
        plan(doctor, patient, message=message, once=once)
    assert sorted(Note.objects.values_list("text", flat=True)) == [
        "Blijf bewegen.",
        "Kom eerder terug.",
        "Morgen bellen.",
        "Vandaag bellen.",
    ]


def test_a_note_without_words_is_asked_again(doctor: Client, patient: Patient) -> None:
    assert "Write something first." in note(doctor, patient, "  ")
    assert not Note.objects.exists()


def test_the_mail_says_that_there_is_a_message_and_not_what_it_says(doctor: Client, patient: Patient) -> None:
    plan(doctor, patient, message="MRI toont een hernia.")
    (message,) = mail.outbox
    assert message.to == ["anna@example.nl"]
    assert VISIT in str(message.body)
    assert "MRI" not in f"{message.subject}{message.body}"
    assert Note.objects.get().shared


def test_a_mail_that_cannot_be_sent_is_said_and_the_message_stands(
    doctor: Client, as_patient: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert "could not be sent" in plan(doctor, patient, message="Tot woensdag.")
    assert "Tot woensdag." in as_patient.get(VISIT).content.decode()


def test_one_plan_holds_a_visit_a_treatment_and_a_message(
    doctor: Client, as_patient: Client, patient: Patient
) -> None:
    given = {
        "visit": "2026-12-02",
        "kind": "painkillers:nsaid",
        "on": "2026-11-18",
        "message": "Tot over twee weken.",
        "once": str(uuid4()),
    }
    for _again in range(2):
        page = plan(doctor, patient, **given)
    assert "The plan is saved." in page
    assert "Visit planned on 2 December 2026" in page
    assert Visit.objects.get().day == date(2026, 12, 2)
    done = Treatment.objects.get()
    assert (done.kind, done.painkiller) == (Care.PAINKILLERS, Painkiller.NSAID)
    assert Note.objects.count() == len(mail.outbox) == 1
    theirs = as_patient.get(VISIT).content.decode()
    assert "2 december 2026" in theirs
    assert "Tot over twee weken." in theirs


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Nothing is planned yet: fill in a visit, a treatment or a message."),
        ({"visit": "2026-11-17"}, "This date is over."),
        ({"visit": "ooit"}, "This is not a date."),
        ({"kind": "injection"}, "Fill in a date"),
        ({"kind": "injection", "on": "2026-11-19"}, "This date has yet to come."),
        ({"kind": "injection", "on": "2026-01-01"}, "before the leg pain began"),
        ({"on": "2026-11-18"}, "Choose the treatment of this date."),
        ({"kind": "magic", "on": "2026-11-18"}, "magic"),
    ],
)
def test_a_plan_that_says_nothing_or_cannot_be_is_said_and_nothing_is_written(
    doctor: Client, patient: Patient, fields: dict[str, str], sentence: str
) -> None:
    page = plan(doctor, patient, **fields)
    assert sentence in page
    assert "The plan is saved." not in page
    assert not Visit.objects.exists()
    assert not Treatment.objects.exists()


def test_a_plan_with_one_mistake_writes_none_of_it_and_keeps_the_words(
    doctor: Client, patient: Patient
) -> None:
    page = plan(doctor, patient, visit="2026-11-17", message="Tot ziens.")
    assert "Tot ziens." in page
    assert not Note.objects.exists()
    assert not mail.outbox


def test_todays_visit_took_place_once_and_its_questions_were_discussed(
    doctor: Client, neurologist: User, patient: Patient
) -> None:
    visits.ask(ladder.current(patient), text="Mag ik fietsen?", by=patient.user, now=OFFICE_HOURS)
    assert "Mag ik fietsen?" in read(doctor, patient)
    for _again in range(2):
        doctor.post(url("visit_today", patient))
    visit = Visit.objects.get()
    assert (visit.day, visit.held_by) == (TODAY, neurologist)
    assert Question.objects.get().discussed_at_visit == visit
    assert "Mag ik fietsen?" not in read(doctor, patient)


def planned(patient: Patient, days: int) -> Visit:
    episode, by = ladder.current(patient), patient.user
    return visits.plan(
        episode, day=TODAY + timedelta(days=days), clinic=patient.clinic, by=by, now=OFFICE_HOURS
    )


@pytest.mark.parametrize(("days", "is_held"), [(-1, True), (0, True), (1, False)])
def test_a_visit_that_is_still_to_come_cannot_have_taken_place(
    doctor: Client, patient: Patient, days: int, is_held: bool
) -> None:
    visit = planned(patient, days)
    doctor.post(url("hold_visit", patient, visit.pk))
    visit.refresh_from_db()
    assert bool(visit.held_at) is is_held


def test_a_visit_is_called_off(doctor: Client, as_patient: Client, patient: Patient) -> None:
    visit = planned(patient, 7)
    assert "25 november 2026" in as_patient.get(VISIT).content.decode()
    doctor.post(url("cancel_visit", patient, visit.pk))
    assert "25 november 2026" not in as_patient.get(VISIT).content.decode()
    assert "No visit is planned." in read(doctor, patient)


def test_a_visit_of_another_record_is_not_touched(
    doctor: Client, patient: Patient, stranger: Patient
) -> None:
    theirs = planned(stranger, 0)
    for name in ("hold_visit", "cancel_visit"):
        doctor.post(url(name, patient, theirs.pk))
    theirs.refresh_from_db()
    assert (theirs.held_at, theirs.cancelled_at) == (None, None)


@pytest.mark.parametrize("name", ["plan", "add_note", "visit_today", "add_treatment"])
def test_an_address_that_only_takes_answers_leads_back(doctor: Client, patient: Patient, name: str) -> None:
    answer = doctor.get(url(name, patient))
    assert answer["Location"].startswith(url("review", patient))
    assert not Visit.objects.exists()


def test_the_making_of_a_pdf_is_written_down(doctor: Client, neurologist: User, patient: Patient) -> None:
    doctor.get(url("review_pdf", patient))
    made = AccessRecord.objects.get()
    assert (made.user, made.patient, made.clinic, made.what) == (
        neurologist,
        patient,
        patient.clinic,
        "review as PDF",
    )
