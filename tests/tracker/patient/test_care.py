"""My treatment: what was done, by whose word, added and taken back with one thumb."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from recovery import checkin
from recovery.clinical.care import CARES, Care, ImagingKind, Painkiller
from recovery.clinical.signs import Sign
from recovery.episodes import imaging, ladder, telling, visits
from recovery.episodes.models import Imaging, Treatment, Visit
from recovery.people.models import Patient, User
from tests.cast import OFFICE_HOURS

CARE = reverse("patient:care")
TODAY = OFFICE_HOURS.date()
ON = (TODAY - timedelta(days=9)).isoformat()


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def as_patient(patient: Patient, as_user: Callable[[User], Client]) -> Client:
    client = as_user(patient.user)
    client.cookies["language"] = "en"
    return client


def add(client: Client, what: str, **fields: str) -> str:
    return client.post(reverse("patient:add_care", args=[what]), fields, follow=True).content.decode()


def page(client: Client) -> str:
    return client.get(CARE).content.decode()


def tell(patient: Patient, by: User, kind: Care = Care.PHYSIOTHERAPY) -> Treatment:
    return checkin.record_treatment(
        ladder.current(patient), kind=kind, on=TODAY - timedelta(days=9), by=by, now=OFFICE_HOURS
    )


def test_every_step_and_the_pictures_and_the_next_visit_have_their_place(as_patient: Client) -> None:
    text = page(as_patient)
    assert "Nothing written down yet." in text
    added_here = [care for care in Care if care is not Care.PAINKILLERS]
    for title in (*(CARES[care] for care in added_here), "Picture of the back"):
        assert f'<span class="visually-hidden">Add: </span>{title}</a>' in text
    for what in (*added_here, "imaging", "visit"):
        assert reverse("patient:add_care", args=[what]) in text


def test_painkillers_are_typed_in_one_place_the_list_of_medicines(as_patient: Client) -> None:
    text = page(as_patient)
    assert f'href="{reverse("patient:add_care", args=[Care.PAINKILLERS])}"' not in text
    assert f'href="{reverse("patient:medicines")}"' in text


@pytest.mark.parametrize("kind", [care for care in Care if care is not Care.PAINKILLERS])
def test_a_step_is_written_down_and_waits_for_the_clinic(as_patient: Client, kind: Care) -> None:
    text = add(as_patient, kind, on=ON)
    assert f"{CARES[kind]}: written down." in text
    assert "9 November 2026" in text
    assert "Written down by you, 18 November 2026, 10:00" in text
    assert "Not confirmed by the clinic yet" in text


def test_painkillers_have_a_class_and_may_have_ended(as_patient: Client) -> None:
    assert "Choose one of the answers." in add(as_patient, "painkillers", on=ON)
    text = add(as_patient, "painkillers", on=ON, until=TODAY.isoformat(), painkiller="nsaid")
    assert "Painkillers: Anti-inflammatory" in text
    assert "9 November 2026 to 18 November 2026" in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"on": "2026-11-19"}, "What is planned has not happened yet"),
        ({"on": "2026-09-01"}, "before the leg pain began"),
        ({"on": "0001-01-01"}, "before the leg pain began"),
        ({"on": "9999-12-31"}, "has yet to come"),
        ({"on": ""}, "Fill in a date"),
        ({"on": "morgen"}, "This is not a date"),
    ],
)
@pytest.mark.parametrize("what", [*Care, "imaging"])
def test_a_date_outside_the_episode_so_far_is_refused_and_says_why(
    as_patient: Client, what: str, fields: dict[str, str], sentence: str
) -> None:
    text = add(as_patient, what, **{"painkiller": "nsaid", "kind": "mri"} | fields)
    assert sentence in text
    assert "error-summary" in text
    assert not Treatment.objects.exists()
    assert not Imaging.objects.exists()


def test_an_end_before_the_beginning_is_refused(as_patient: Client) -> None:
    text = add(as_patient, "physiotherapy", on=ON, until="2026-11-08")
    assert "This date is before it began." in text
    assert not Treatment.objects.exists()


@pytest.mark.parametrize("what", ["nonsense", "treatment", "physiotherapy2"])
def test_what_cannot_be_added_has_no_page(as_patient: Client, what: str) -> None:
    assert as_patient.get(reverse("patient:add_care", args=[what])).status_code == 404


@pytest.mark.parametrize(
    ("kind", "sign"), [(Care.OPERATION, Sign.COLLAPSE), (Care.INJECTION, Sign.INJECTION_FEVER)]
)
def test_the_next_day_asks_what_is_asked_after_it(as_patient: Client, kind: Care, sign: Sign) -> None:
    assert "also asks about signs" in add(as_patient, kind, on=TODAY.isoformat())
    day = TODAY + timedelta(days=1)
    with time_machine.travel(OFFICE_HOURS + timedelta(days=1), tick=False):
        form = as_patient.get(reverse("patient:day", args=[day])).content.decode()
    assert f'value="{sign}"' in form


def test_a_picture_is_written_down_with_what_was_seen(as_patient: Client) -> None:
    text = add(as_patient, "imaging", kind="mri", on=ON, finding="hernia <L5>")
    assert "hernia &lt;L5&gt;" in text
    assert "Picture of the back: written down." in text


def test_who_told_it_and_who_confirmed_it_is_said(
    as_patient: Client, patient: Patient, neurologist: User
) -> None:
    tell(patient, neurologist, Care.REFERRAL)
    assert "Written down by dr. Haan, 18 November 2026, 10:00" in page(as_patient)
    assert "Confirmed by" not in page(as_patient)
    telling.confirm(tell(patient, patient.user), by=neurologist, now=OFFICE_HOURS)
    assert "Confirmed by dr. Haan, 18 November 2026, 10:00" in page(as_patient)


def test_nobody_is_waited_for_where_no_clinic_reads_along(
    stranger: Patient, as_user: Callable[[User], Client]
) -> None:
    tell(stranger, stranger.user)
    client = as_user(stranger.user)
    client.cookies["language"] = "en"
    assert "Written down by you" in page(client)
    assert "Not confirmed" not in page(client)


def test_stopping_is_written_down_once(as_patient: Client, patient: Patient) -> None:
    treatment = tell(patient, patient.user)
    url = reverse("patient:end_care", args=[treatment.pk])
    assert url in page(as_patient)
    assert "This date is before it began." in as_patient.post(url, {"until": "2026-11-08"}).content.decode()
    assert "has yet to come" in as_patient.post(url, {"until": "2026-11-19"}).content.decode()
    text = as_patient.post(url, {"until": "2026-11-12"}, follow=True).content.decode()
    assert "9 November 2026 to 12 November 2026" in text
    assert "End written down by you" in text
    assert url not in text
    assert as_patient.post(url, {"until": "2026-11-13"})["Location"] == CARE
    treatment.refresh_from_db()
    assert treatment.until == TODAY - timedelta(days=6)


def test_a_mistake_is_taken_back_after_asking(as_patient: Client, patient: Patient) -> None:
    treatment = tell(patient, patient.user, Care.OPERATION)
    url = reverse("patient:withdraw_care", args=["treatment", treatment.pk])
    assert url in page(as_patient)
    assert "Was this a mistake?" in as_patient.get(url).content.decode()
    assert ladder.treatments_of(treatment.episode) == [treatment]
    text = as_patient.post(url, follow=True).content.decode()
    assert "Operation: taken back." in text
    assert "Taken back, because it was wrong" in text
    assert ladder.treatments_of(treatment.episode) == []
    assert as_patient.get(url)["Location"] == CARE


def test_what_is_confirmed_or_of_the_clinic_is_not_taken_back(
    as_patient: Client, patient: Patient, neurologist: User
) -> None:
    confirmed = tell(patient, patient.user)
    telling.confirm(confirmed, by=neurologist, now=OFFICE_HOURS)
    for treatment in (confirmed, tell(patient, neurologist, Care.INJECTION)):
        url = reverse("patient:withdraw_care", args=["treatment", treatment.pk])
        assert url not in page(as_patient)
        assert as_patient.get(url)["Location"] == CARE
        assert (
            "not taken back. Is it wrong? Tell your clinic."
            in as_patient.post(url, follow=True).content.decode()
        )
    assert not Treatment.objects.exclude(withdrawn_at=None).exists()


def test_nobody_reaches_what_another_patient_wrote(as_patient: Client, stranger: Patient) -> None:
    treatment = tell(stranger, stranger.user)
    visit = visits.plan(ladder.current(stranger), day=TODAY, clinic=None, by=stranger.user, now=OFFICE_HOURS)
    for url in (
        reverse("patient:withdraw_care", args=["treatment", treatment.pk]),
        reverse("patient:withdraw_care", args=["picture", treatment.pk]),
        reverse("patient:withdraw_care", args=["nonsense", treatment.pk]),
        reverse("patient:withdraw_care", args=["treatment", 10**30]),
        reverse("patient:end_care", args=[treatment.pk]),
        reverse("patient:cancel_visit", args=[visit.pk]),
    ):
        assert as_patient.get(url).status_code == as_patient.post(url, {"until": ON}).status_code == 404
    treatment.refresh_from_db()
    assert not treatment.is_withdrawn
    assert Visit.objects.standing().count() == 1


def test_a_visit_is_planned_and_called_off(as_patient: Client, patient: Patient) -> None:
    text = add(as_patient, "visit", day="2026-12-01")
    assert "Tuesday 1 December" in text
    assert "Planned by you" in text
    visit = Visit.objects.get()
    assert visit.clinic == patient.clinic
    url = reverse("patient:cancel_visit", args=[visit.pk])
    assert as_patient.get(url)["Location"] == CARE
    assert Visit.objects.standing().exists()
    assert "no longer in your diary" in as_patient.post(url, follow=True).content.decode()
    assert not Visit.objects.standing().exists()


def test_a_visit_of_the_clinic_is_shown_and_not_called_off(
    as_patient: Client, patient: Patient, neurologist: User
) -> None:
    visit = visits.plan(
        ladder.current(patient), day=TODAY, clinic=patient.clinic, by=neurologist, now=OFFICE_HOURS
    )
    url = reverse("patient:cancel_visit", args=[visit.pk])
    assert "Planned by the clinic" in page(as_patient)
    assert url not in page(as_patient)
    assert as_patient.post(url).status_code == 404


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2026-11-17", "This day is over"), ("2029-01-01", "too far away"), ("", "Fill in a date")],
)
def test_a_visit_lies_ahead_and_not_too_far(as_patient: Client, day: str, sentence: str) -> None:
    assert sentence in add(as_patient, "visit", day=day)
    assert not Visit.objects.exists()


def test_the_onset_is_not_moved_past_what_was_told(as_patient: Client, patient: Patient) -> None:
    tell(patient, patient.user)
    form = as_patient.get(reverse("patient:details")).content.decode()
    data = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    text = as_patient.post(
        reverse("patient:details"), data | {"onset": TODAY.isoformat()}, follow=True
    ).content.decode()
    assert "error-summary" in text
    assert ladder.current(patient).onset < TODAY - timedelta(days=9)


def test_queries_do_not_grow_with_what_was_told(
    as_patient: Client, patient: Patient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tell(patient, patient.user)
    as_patient.get(CARE)
    with django_assert_num_queries(14) as few:
        as_patient.get(CARE)
    episode = ladder.current(patient)
    for painkiller in Painkiller:
        checkin.record_treatment(
            episode,
            kind=Care.PAINKILLERS,
            painkiller=painkiller,
            on=TODAY,
            by=patient.user,
            now=OFFICE_HOURS,
        )
    for kind in ImagingKind:
        imaging.record(episode, kind=kind, on=TODAY, finding="", by=patient.user, now=OFFICE_HOURS)
    with django_assert_num_queries(len(few)):
        as_patient.get(CARE)
