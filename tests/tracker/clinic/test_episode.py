"""The clinic's page about the episode: where, what was found and done, confirmed or withdrawn, and what to consider."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from recovery import checkin, handover
from recovery.alerts.models import Alert
from recovery.clinical.care import CARES, Care, ImagingKind, Painkiller
from recovery.clinical.reading import read
from recovery.episodes import imaging, ladder, visits
from recovery.episodes.models import Imaging, PromptDismissal, Treatment
from recovery.journal import diary
from recovery.people.models import Clinic, Patient, User
from recovery.trends import assess
from recovery.trends.models import Assessment
from tests.cast import OFFICE_HOURS, flagged, log, make_staff, quiet
from tracker.clinic.episode.presenters import episode_card, prompts_card

TODAY = OFFICE_HOURS.date()
ON = (TODAY - timedelta(days=9)).isoformat()


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def as_neurologist(neurologist: User, as_user: Callable[[User], Client]) -> Client:
    client = as_user(neurologist)
    client.cookies["language"] = "en"
    return client


def address(patient: Patient, name: str, *args: object) -> str:
    return reverse(f"clinic:{name}", args=[patient.ref, *args])


def page(client: Client, patient: Patient) -> str:
    return client.get(address(patient, "episode")).content.decode()


def tell(patient: Patient, kind: Care = Care.PHYSIOTHERAPY, on: date = TODAY) -> Treatment:
    return checkin.record_treatment(
        ladder.current(patient), kind=kind, on=on, by=patient.user, now=OFFICE_HOURS
    )


def stalled(patient: Patient) -> None:
    """Forty days of the same pain; at two months after onset that is no clear improvement."""
    for back in range(40, -1, -1):
        log(patient, quiet(leg_pain=7), day=TODAY - timedelta(days=back))


def fading(patient: Patient, *, weaker_back: int) -> None:
    """Four weeks in which the pain falls in the last, and the strength on one day."""
    for back in range(27, -1, -1):
        strength = "worse" if back == weaker_back else "normal"
        log(
            patient,
            quiet(leg_pain=3 if back < 7 else 7, strength=strength),
            day=TODAY - timedelta(days=back),
        )


def test_level_and_side_are_saved_with_who_set_them(as_neurologist: Client, patient: Patient) -> None:
    url = address(patient, "place")
    text = as_neurologist.post(url, {"level": "L5-S1", "side": "right"}, follow=True).content.decode()
    assert "Level and side are saved." in text
    assert '<option value="L5-S1" selected>' in text
    assert "Set by dr. Haan, 18 November 2026, 10:00" in text
    assert ladder.current(patient).side == "right"
    refused = as_neurologist.post(url, {"level": "C5-C6", "side": ""})
    assert "Choose one of the answers." in refused.content.decode()
    assert as_neurologist.get(url)["Location"] == address(patient, "episode")
    assert ladder.current(patient).level == "L5-S1"


def test_a_page_of_before_a_discharge_does_not_send_the_patient_back_to_the_clinic(
    as_neurologist: Client, neurologist: User, patient: Patient
) -> None:
    handover.discharge(patient, by=neurologist, now=timezone.now())
    answer = as_neurologist.post(address(patient, "status"), {"under_treatment": "yes"})
    assert answer["Location"] == reverse("clinic:leave", args=[patient.ref])
    patient.refresh_from_db()
    assert not patient.under_treatment


def test_the_status_is_saved(as_neurologist: Client, patient: Patient) -> None:
    url = address(patient, "status")
    assert "Choose yes or no." in as_neurologist.post(url, {}).content.decode()
    assert (
        "The status is saved."
        in as_neurologist.post(url, {"under_treatment": "no"}, follow=True).content.decode()
    )
    patient.refresh_from_db()
    assert not patient.under_treatment
    assert as_neurologist.get(url)["Location"] == address(patient, "episode")


@pytest.mark.parametrize("kind", [care for care in Care if care is not Care.PAINKILLERS])
def test_what_the_clinic_adds_is_confirmed_by_that(
    as_neurologist: Client, patient: Patient, neurologist: User, kind: Care
) -> None:
    text = as_neurologist.post(address(patient, "add_care", kind), {"on": ON}, follow=True).content.decode()
    assert f"{CARES[kind]}: written down." in text
    assert "Written down by you" in text
    assert "Not confirmed" not in text
    assert Treatment.objects.get().confirmed_by == neurologist


@pytest.mark.parametrize("what", [*Care, "imaging"])
@pytest.mark.parametrize("on", ["2026-11-19", "2026-01-01", "", "x"])
def test_a_wrong_date_is_refused(as_neurologist: Client, patient: Patient, what: str, on: str) -> None:
    data = {"on": on, "painkiller": "other", "kind": "ct"}
    assert "error-summary" in as_neurologist.post(address(patient, "add_care", what), data).content.decode()
    assert not Treatment.objects.exists()
    assert not Imaging.objects.exists()


@pytest.mark.parametrize("what", ["visit", "nonsense"])
def test_what_is_not_added_here_has_no_page(as_neurologist: Client, patient: Patient, what: str) -> None:
    assert as_neurologist.get(address(patient, "add_care", what)).status_code == 404


def test_what_the_patient_wrote_is_confirmed_once(
    as_neurologist: Client, as_user: Callable[[User], Client], clinic: Clinic, patient: Patient
) -> None:
    url = address(patient, "confirm_care", "treatment", tell(patient).pk)
    assert "Not confirmed by the clinic yet" in page(as_neurologist, patient)
    assert as_neurologist.get(url)["Location"] == address(patient, "episode")
    assert Treatment.objects.get().waits
    text = as_neurologist.post(url, follow=True).content.decode()
    assert "Confirmed by you, 18 November 2026, 10:00" in text
    assert url not in text
    second = as_user(make_staff(clinic, "tweede@noord.example", name="dr. Tweede"))
    second.cookies["language"] = "en"
    assert "Somebody confirmed or withdrew this before you." in second.post(url, follow=True).content.decode()
    assert str(Treatment.objects.get().confirmed_by) == "dr. Haan"


def test_a_treatment_written_down_by_mistake_is_withdrawn_and_the_course_judged_again(
    as_neurologist: Client, patient: Patient
) -> None:
    as_neurologist.post(
        reverse("clinic:add_treatment", args=[patient.ref]), {"kind": "operation", "on": "2026-11-18"}
    )
    assert Assessment.objects.latest("pk").standing == "treated"
    url = address(patient, "withdraw_care", "treatment", Treatment.objects.get().pk)
    assert "It was a mistake" in as_neurologist.get(url).content.decode()
    text = as_neurologist.post(url, follow=True).content.decode()
    assert "Withdrawn by you, 18 November 2026, 10:00" in text
    assert Assessment.objects.latest("pk").standing == "too_early"
    assert Treatment.objects.count() == 1
    assert "Somebody withdrew this before you." in as_neurologist.post(url, follow=True).content.decode()
    assert as_neurologist.get(url)["Location"] == address(patient, "episode")


def test_a_picture_is_added_confirmed_and_withdrawn(as_neurologist: Client, patient: Patient) -> None:
    picture = imaging.record(
        ladder.current(patient),
        kind=ImagingKind.XRAY,
        on=TODAY,
        finding="",
        by=patient.user,
        now=OFFICE_HOURS,
    )
    as_neurologist.post(address(patient, "confirm_care", "picture", picture.pk))
    as_neurologist.post(
        address(patient, "add_care", "imaging"), {"kind": "mri", "on": ON, "finding": "HNP <L5>"}
    )
    assert "HNP &lt;L5&gt;" in page(as_neurologist, patient)
    assert not Imaging.objects.filter(confirmed_at=None).exists()
    as_neurologist.post(address(patient, "withdraw_care", "picture", picture.pk))
    assert [one.kind for one in Imaging.objects.standing()] == ["mri"]


def test_stopping_is_written_down(as_neurologist: Client, patient: Patient) -> None:
    treatment = tell(patient, on=TODAY - timedelta(days=9))
    url = address(patient, "end_care", treatment.pk)
    assert "before it began" in as_neurologist.post(url, {"until": "2026-11-01"}).content.decode()
    text = as_neurologist.post(url, {"until": "2026-11-18"}, follow=True).content.decode()
    assert "9 November 2026 to 18 November 2026" in text
    assert "End written down by you" in text
    assert as_neurologist.get(url)["Location"] == address(patient, "episode")


def test_what_belongs_to_another_patient_is_not_found(
    as_neurologist: Client, patient: Patient, stranger: Patient
) -> None:
    theirs = tell(stranger)
    for url in (
        address(patient, "confirm_care", "treatment", theirs.pk),
        address(patient, "confirm_care", "nonsense", theirs.pk),
        address(patient, "withdraw_care", "treatment", theirs.pk),
        address(patient, "end_care", theirs.pk),
        address(patient, "end_care", 10**30),
    ):
        assert as_neurologist.post(url, {"until": "2026-11-18"}).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.confirmed_at, theirs.withdrawn_at, theirs.until) == (None, None, None)


def test_visits_are_told(as_neurologist: Client, patient: Patient, neurologist: User) -> None:
    episode = ladder.current(patient)
    for day in (TODAY, TODAY + timedelta(days=14)):
        visits.plan(episode, day=day, clinic=patient.clinic, by=neurologist, now=OFFICE_HOURS)
    visits.hold(visits.visits_of(episode)[0], by=neurologist, now=OFFICE_HOURS)
    text = page(as_neurologist, patient)
    assert "18 November 2026, held" in text
    assert "2 December 2026, planned" in text


# The prompts


def test_a_prompt_stands_with_its_basis_and_is_set_aside_with_a_reason(
    as_neurologist: Client, patient: Patient
) -> None:
    stalled(patient)
    text = page(as_neurologist, patient)
    assert "No clear improvement." in text
    assert "8 weeks after the onset leg pain is around 7 of 10" in text
    assert "NHG: no clear improvement 6 to 8 weeks" in text
    url = address(patient, "dismiss_prompt", "no_improvement")
    assert url in text
    assert "Write down why." in as_neurologist.post(url, {"reason": " "}).content.decode()
    assert not PromptDismissal.objects.exists()
    text = as_neurologist.post(url, {"reason": "MRI is aangevraagd"}, follow=True).content.decode()
    assert url not in text
    assert "No clear improvement: “MRI is aangevraagd” (dr. Haan, 18 November 2026, 10:00)" in text
    assert as_neurologist.get(url)["Location"] == address(patient, "episode")


@pytest.mark.parametrize("code", ["weaker", "nonsense"])
def test_a_prompt_that_is_not_there_is_not_set_aside(
    as_neurologist: Client, patient: Patient, code: str
) -> None:
    text = as_neurologist.post(
        address(patient, "dismiss_prompt", code), {"reason": "daarom"}, follow=True
    ).content.decode()
    assert "This has changed since you read it." in text
    assert not PromptDismissal.objects.exists()


def test_setting_weakness_aside_silences_no_later_fall_and_no_alert(
    as_neurologist: Client, patient: Patient
) -> None:
    fading(patient, weaker_back=5)
    text = page(as_neurologist, patient)
    about = re.findall(r'name="about" value="([^"]+)"', text)
    assert about == [(TODAY - timedelta(days=5)).isoformat()]
    url = address(patient, "dismiss_prompt", "weaker")
    as_neurologist.post(url, {"reason": "MRC 5, stabiel", "about": about[0]})
    assert url not in page(as_neurologist, patient)
    assert Alert.objects.ringing().count() == 1
    log(patient, quiet(leg_pain=3, strength="worse"), now=OFFICE_HOURS)
    assert Alert.objects.ringing().count() == 2
    assert url in page(as_neurologist, patient)
    as_neurologist.post(url, {"reason": "oude pagina", "about": about[0]})
    assert url in page(as_neurologist, patient)
    assert PromptDismissal.objects.count() == 1


def test_an_open_alert_stands_on_the_review_whatever_the_prompts(
    as_neurologist: Client, patient: Patient
) -> None:
    fading(patient, weaker_back=0)
    episode = ladder.current(patient)
    course = assess.course_of(episode, diary.entries_of(episode))
    found = prompts_card(episode, course, read(course, TODAY))
    assert found
    assert [row.code for row in found.rows] == ["weaker"]
    review = as_neurologist.get(address(patient, "review")).content.decode()
    assert "the answer about strength" in review


def test_a_fault_in_the_model_hides_the_prompts_alone(
    as_neurologist: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError

    tell(patient)
    monkeypatch.setattr("recovery.trends.assess.course_of", broken)
    text = page(as_neurologist, patient)
    assert "through a fault of ours" in text
    assert "Physiotherapy" in text


# For the review page


def test_the_card_says_what_stands_and_what_waits(patient: Patient, neurologist: User) -> None:
    tell(patient)
    tell(patient, Care.REFERRAL)
    gone = tell(patient, Care.OPERATION)
    checkin.withdraw(gone, by=neurologist, now=OFFICE_HOURS)
    episode = ladder.current(patient)
    imaging.record(episode, kind=ImagingKind.MRI, on=TODAY, finding="HNP", by=neurologist, now=OFFICE_HOURS)
    with translation.override("en"):
        card = episode_card(episode, reader=neurologist)
        text = render_to_string("clinic/episode_card.html", {"episode_card": card})
    assert card.waiting == 2
    assert "2 things that the patient wrote down wait" in text
    assert "MRI, 18 November 2026: HNP" in text
    assert "Operation" not in text
    assert address(patient, "episode") in text


def test_queries_do_not_grow_with_what_was_told(
    as_neurologist: Client, patient: Patient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tell(patient)
    page(as_neurologist, patient)
    with django_assert_num_queries(25) as few:
        page(as_neurologist, patient)
    for painkiller in Painkiller:
        checkin.record_treatment(
            ladder.current(patient),
            kind=Care.PAINKILLERS,
            painkiller=painkiller,
            on=TODAY,
            by=patient.user,
            now=OFFICE_HOURS,
        )
    log(patient, flagged(), now=OFFICE_HOURS)
    with django_assert_num_queries(len(few)):
        page(as_neurologist, patient)
