"""The queue of a phone comes in: signed in as its owner, an item at a time, never lost, never another's."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.alerts.models import Alert
from recovery.clinical.signs import Sign
from recovery.journal.models import Arrived, Entry
from recovery.people.models import Patient, User
from tests.cast import flagged, log, posted, quiet

QUEUE, SNAPSHOT = reverse("app_queue"), reverse("app_snapshot")


def item(patient: Patient, **fields: Any) -> dict[str, Any]:
    given = {
        "id": str(uuid4()),
        "record": str(patient.ref),
        "day": timezone.localdate().isoformat(),
        "answers": posted(),
        "answered_at": (timezone.now() - timedelta(minutes=30)).isoformat(),
        "language": "nl",
    }
    return given | fields


def send(client: Client, sent: Any) -> Any:
    answer = client.post(QUEUE, json.dumps(sent), content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_day_comes_in_and_twice_is_once(as_patient: Client, patient: Patient) -> None:
    sent = item(patient)
    first = send(as_patient, sent)
    assert (first["status"], first["alert"], first["to"]) == ("taken", False, "")
    assert send(as_patient, sent) == first
    assert Entry.objects.get().leg_pain == 5
    assert Arrived.objects.count() == 1


def test_a_red_flag_leads_to_the_urgent_page_while_it_rings(as_patient: Client, patient: Patient) -> None:
    sent = item(patient, answers={"signs": ["bladder"]})
    assert send(as_patient, sent)["to"] == reverse("patient:urgent")
    as_patient.post(reverse("patient:contacted"), {"alert": str(Alert.objects.get().pk)})
    assert send(as_patient, sent)["to"] == ""


@pytest.mark.parametrize(
    "nonsense",
    [
        {"day": "tomorrow"},
        {"day": None},
        {"answered_at": "yesterday"},
        {"answered_at": "2026-11-18T10:00:00"},
        {"answered_at": 5},
        {"id": "no id"},
        {"answers": {"signs": ["bladder"], "limitation": "eleven"}},
        {"answers": {"signs": ["bladder", "no_such_sign"]}},
        {"answers": {"signs": ["bladder"], "note": "x" * 3000}},
        {"answers": {"signs": ["bladder"], "note": {"a": [1]}, "sleep": None}},
        {"answers": {"signs": ["bladder"], "note": "half an emoji \ud83d, and \0"}},
        {"answers": {"signs": ["bladder"], "limitation": float("nan"), "leg_pain": float("inf")}},
        {"answers": {"signs": ["bladder"], "deep": [[[[[[["deeper"]]]]]]]}},
        {"answered_at": "0001-01-01T00:00:00+14:00"},
        {"answered_at": "9999-12-31T23:59:59-12:00"},
        {"day": "0001-01-01"},
        {"day": "9999-12-31"},
        {"id": "\ud83d"},
    ],
)
def test_a_red_flag_rings_whatever_else_is_wrong(
    as_patient: Client, patient: Patient, nonsense: dict[str, Any]
) -> None:
    sent = item(patient, answers={"signs": ["bladder"]}) | nonsense
    assert send(as_patient, sent)["alert"]
    assert send(as_patient, sent)["alert"]
    assert Sign.BLADDER in Alert.objects.get().signs
    assert Arrived.objects.count() == 1


@pytest.mark.parametrize("sent", [{"answers": None}, {"answers": [1]}, {"answers": {}}])
def test_what_cannot_be_read_is_kept_and_said(
    as_patient: Client, patient: Patient, sent: dict[str, Any]
) -> None:
    assert send(as_patient, item(patient) | sent)["status"] == "not_understood"
    assert Arrived.objects.count() == 1
    assert not Entry.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{", '{"record": 5}'])
def test_what_names_no_record_is_nobodys(as_patient: Client, body: str) -> None:
    answer = as_patient.post(QUEUE, body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (409, {"status": "other_record"})


def test_an_item_of_somebody_else_is_refused(as_patient: Client, stranger: Patient) -> None:
    sent = item(stranger, answers={"signs": ["bladder"]})
    answer = as_patient.post(QUEUE, json.dumps(sent), content_type="application/json")
    assert answer.status_code == 409
    assert not Arrived.objects.exists()
    assert not Alert.objects.exists()


@pytest.mark.parametrize("url", [QUEUE, SNAPSHOT])
def test_who_is_signed_out_is_told_so(client: Client, patient: Patient, url: str) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer.json()) == (401, {"status": "signed_out"})


@pytest.mark.parametrize("url", [QUEUE, SNAPSHOT])
def test_who_has_no_diary_has_no_queue(
    neurologist: User, as_user: Callable[[User], Client], url: str
) -> None:
    assert as_user(neurologist).get(url).status_code == 403


def test_a_page_of_another_site_cannot_send(patient: Patient) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(patient.user)
    sent = json.dumps(item(patient))
    assert client.post(QUEUE, sent, content_type="application/json").status_code == 403
    me = client.get(QUEUE).json()
    assert me["record"] == str(patient.ref)
    headers = {"X-CSRFToken": me["csrf"]}
    assert client.post(QUEUE, sent, content_type="application/json", headers=headers).status_code == 200


def test_the_form_online_carries_the_id_so_that_a_retry_is_taken_once(
    as_patient: Client, patient: Patient
) -> None:
    sent = item(patient, answers={"signs": ["bladder"]})
    day = reverse("patient:day", args=[timezone.localdate()])
    as_patient.post(day, {"signs": ["bladder"], "phone_id": sent["id"]})
    assert send(as_patient, sent)["status"] == "taken"
    assert Entry.objects.count() == Alert.objects.count() == 1


def test_an_id_that_is_none_takes_no_day_away(as_patient: Client, patient: Patient) -> None:
    day = reverse("patient:day", args=[timezone.localdate()])
    assert as_patient.post(day, posted(phone_id="nonsense")).status_code == 302
    assert Entry.objects.count() == 1
    assert not Arrived.objects.exists()


def test_the_snapshot_has_what_the_phone_needs(as_patient: Client, patient: Patient) -> None:
    log(patient, quiet(leg_pain=6), now=timezone.now())
    kept = as_patient.get(SNAPSHOT).json()
    today = timezone.localdate().isoformat()
    assert kept["record"] == str(patient.ref)
    assert kept["own"]["lines"]
    assert kept["days"][today]["leg_pain"] == 6
    assert kept["dates"][today]
    assert "<svg" in kept["course"]["chart"]
    assert kept["course"]["standing"]


def test_beside_an_open_flag_the_snapshot_has_no_standing(as_patient: Client, patient: Patient) -> None:
    log(patient, flagged(), now=timezone.now())
    course = as_patient.get(SNAPSHOT).json()["course"]
    assert course["standing"] == []
    assert course["still_open"]


def test_both_answers_of_a_day_are_shown(as_patient: Client, patient: Patient) -> None:
    log(patient, quiet(leg_pain=8), now=timezone.now())
    assert send(as_patient, item(patient))["status"] == "kept_older"
    page = as_patient.get(reverse("day_versions", args=[timezone.localdate()])).content.decode()
    assert page.count("<dt>Beenpijn</dt>") == 2


def test_the_clinic_sees_when_it_was_answered(
    as_patient: Client, as_neurologist: Client, patient: Patient
) -> None:
    send(as_patient, item(patient, answers={"signs": ["bladder"]}))
    url = reverse("clinic:alert", args=[Alert.objects.get().pk])
    page = as_neurologist.get(url, follow=True).content.decode()
    assert 'class="came-later"' in page
    assert 'class="came-later"' in as_patient.get(reverse("patient:urgent")).content.decode()
