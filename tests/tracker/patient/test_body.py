"""The body picture by the patient: a mark that is a sign rings, a mark near it asks first, and nothing is lost."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from recovery import checkin
from recovery.alerts import contact
from recovery.alerts.models import Alert, Outcome
from recovery.clinical import wording
from recovery.clinical.body import ALL_MARKS, SADDLE, SENSATIONS, Sensation
from recovery.clinical.red_flags import Baseline
from recovery.clinical.signs import Sign
from recovery.episodes import ladder
from recovery.journal import body_maps, diary
from recovery.journal.models import BodyMap, Entry, EntryVersion
from recovery.people.models import Patient, User
from tests.cast import DESK, log, make_patient, quiet
from tracker.answers import told
from tracker.body import letter, picture, shapes

BODY = reverse("patient:body")
URGENT = reverse("patient:urgent")


@pytest.fixture
def anna(as_patient: Client) -> Client:
    """Anna, who reads English."""
    as_patient.cookies["language"] = "en"
    return as_patient


def send(client: Client, *marks: str, **fields: object) -> object:
    return client.post(BODY, {"marks": list(marks)} | fields)


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_a_leg_is_marked_and_shown_again(anna: Client, patient: Patient) -> None:
    assert send(anna, "calf_left:pain", "sole_left:numb").url == BODY  # type: ignore[attr-defined]
    page = text(anna.get(BODY))
    assert "Left calf: pain" in page
    assert (
        'value="sole_left:numb" data-place="sole_left" data-sensation="numb" data-asks="left" checked' in page
    )
    assert not Alert.objects.exists()


@pytest.mark.parametrize("place", SADDLE)
@pytest.mark.parametrize("felt", ["numb", "tingling"])
def test_no_feeling_in_the_saddle_area_rings_at_once(
    anna: Client, patient: Patient, place: str, felt: str
) -> None:
    assert send(anna, f"{place}:{felt}", none_new="on").url == URGENT  # type: ignore[attr-defined]
    alert = Alert.objects.get()
    assert alert.signs == {Sign.SADDLE}
    assert alert.answers == {"body": [[place, felt]], "signs": ["saddle"]}
    assert Entry.objects.get().signs == ["saddle"]
    assert BodyMap.objects.get().marks == [[place, felt]]


def test_the_alert_shows_what_was_marked(patient: Patient) -> None:
    with translation.override("en"):
        lines = told({"body": [["anus", "numb"], ["calf_left", "pain"]], "signs": ["saddle"]})
    assert [(line.label, line.value) for line in lines[:2]] == [
        ("Around the anus", "numb"),
        ("Left calf", "pain"),
    ]
    assert lines[2].label == "Safety signs"


def test_the_clinic_reads_the_marks_beside_the_alert(
    anna: Client, patient: Patient, as_neurologist: Client
) -> None:
    send(anna, "genitals:numb")
    as_neurologist.cookies["language"] = "en"
    page = text(as_neurologist.get(reverse("clinic:review", args=[patient.ref])))
    assert "Genitals and groin" in page


def test_a_day_that_said_none_says_the_sign_from_then_on(anna: Client, patient: Patient) -> None:
    log(patient, quiet(), day=timezone.localdate(), now=timezone.now())
    send(anna, "anus:tingling")
    entry = Entry.objects.get()
    assert (entry.signs, entry.leg_pain) == (["saddle"], 4)
    assert EntryVersion.objects.get().answers["signs"] == []


def test_the_same_picture_twice_rings_once(anna: Client, patient: Patient) -> None:
    send(anna, "anus:numb")
    send(anna, "anus:numb")
    assert Alert.objects.count() == BodyMap.objects.count() == 1


def test_an_alert_of_before_silences_no_picture(anna: Client, patient: Patient, neurologist: User) -> None:
    send(anna, "anus:numb")
    alert = Alert.objects.get()
    contact.close(alert, outcome=Outcome.MISTAKE, needed=False, note="", by=neurologist, now=timezone.now())
    assert send(anna, "anus:numb").url == URGENT  # type: ignore[attr-defined]
    assert Alert.objects.count() == 2


@pytest.mark.parametrize("place", SADDLE)
def test_pain_alone_in_the_saddle_area_asks_first_and_shows_the_number(
    anna: Client, patient: Patient, place: str
) -> None:
    answer = send(anna, f"{place}:pain", "calf_left:pain")
    page = text(answer)
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert DESK in page.replace(" ", "") or "tel:" in page
    assert wording.ANSWER_FIRST in page
    assert page.index("phone-now") < page.index("<h1>")
    assert f'value="{place}:pain"' in page
    assert not BodyMap.objects.exists()
    assert send(anna, f"{place}:pain", none_new="on").url == BODY  # type: ignore[attr-defined]
    assert not Alert.objects.exists()
    assert BodyMap.objects.count() == 1


def test_a_sign_that_is_ticked_there_rings(anna: Client, patient: Patient) -> None:
    assert send(anna, "buttock_left:pain", signs=["bladder"]).url == URGENT  # type: ignore[attr-defined]
    assert Alert.objects.get().answers == {"body": [["buttock_left", "pain"]], "signs": ["bladder"]}


def test_an_old_complaint_asks_and_rings_only_when_it_is_different(anna: Client, patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(baseline_saddle=Baseline.OLD)
    assert wording.ANSWER_FIRST in text(send(anna, "anus:numb"))
    assert not BodyMap.objects.exists()
    send(anna, "anus:numb", none_new="on")
    assert BodyMap.objects.count() == 1
    assert not Alert.objects.exists()
    send(anna, "anus:numb", "calf_left:pain", signs=["saddle"])
    assert Alert.objects.get().signs == {Sign.SADDLE}


def test_both_legs_ring_too(anna: Client, patient: Patient) -> None:
    assert send(anna, "calf_left:pain", "knee_right:pain").url == URGENT  # type: ignore[attr-defined]
    assert Alert.objects.get().signs == {Sign.BOTH_LEGS}


def test_both_legs_from_the_beginning_ask(anna: Client, patient: Patient) -> None:
    episode = ladder.current(patient)
    type(episode).objects.filter(pk=episode.pk).update(side="both")
    assert wording.ANSWER_FIRST in text(send(anna, "calf_left:pain", "knee_right:pain"))
    assert not Alert.objects.exists()


def test_nothing_marked_is_said_not_assumed(anna: Client, patient: Patient) -> None:
    assert "Mark a place" in text(send(anna))
    assert send(anna, nothing="on").url == BODY  # type: ignore[attr-defined]
    assert BodyMap.objects.get().marks == []
    assert "Untick what is not so" in text(send(anna, "calf_left:pain", nothing="on"))


def test_a_sign_counts_whatever_else_was_said(anna: Client, patient: Patient) -> None:
    send(anna, "anus:numb", "wing_left:pain", nothing="on", none_new="on")
    assert Alert.objects.get().signs == {Sign.SADDLE}


def test_a_fault_in_the_alert_saves_nothing(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(contact, "raise_alert", fail)
    marks = [mark for mark in ALL_MARKS if mark.code == "anus:numb"]
    with pytest.raises(RuntimeError):
        checkin.mark_body(patient, marks=marks, by=patient.user, now=timezone.now())
    assert not BodyMap.objects.exists()
    assert diary.entries_of(ladder.current(patient)) == []


def test_nobody_sees_anothers_picture(anna: Client, patient: Patient) -> None:
    other = make_patient(None, "otto@example.nl")
    body_maps.write(ladder.current(other), marks=ALL_MARKS[:1], by=other.user, now=timezone.now())
    assert "Your last pictures" not in text(anna.get(BODY))


def test_every_place_is_drawn() -> None:
    drawn = {shape.place for shape in shapes()}
    assert drawn == {mark.place for mark in ALL_MARKS}
    assert len(picture(ALL_MARKS, every=True).shapes) == len(shapes())


def test_the_letters_differ_and_the_picture_is_told_in_words() -> None:
    with translation.override("en"):
        assert len({letter(sensation) for sensation in Sensation}) == len(SENSATIONS)
        assert picture(ALL_MARKS[:2]).description == "Lower back, left: pain, numb"
        assert picture([]).description == "Nothing marked."
