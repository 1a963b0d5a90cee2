"""What the form of a day asks: what applies on that day, and again what was left open."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery import checkin
from recovery.alerts.models import Alert
from recovery.clinical.course import TreatmentKind
from recovery.clinical.signs import RULES, Sign, When
from recovery.episodes import ladder
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, make_patient, posted
from tests.tracker.patient.test_start import START, details
from tests.tracker.test_pages import started

TODAY = OFFICE_HOURS.date()
TODAY_PAGE = reverse("patient:today")
DETAILS = reverse("patient:details")
EVERYBODY = [rule.sign for rule in RULES if rule.when is When.ALWAYS and not rule.retired]


def asked_of(when: When) -> set[Sign]:
    return {rule.sign for rule in RULES if rule.when is when}


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def as_patient(patient: Patient, as_user: Callable[[User], Client]) -> Client:
    client = as_user(patient.user)
    client.cookies["language"] = "en"
    return client


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def form(client: Client, day: date = TODAY) -> str:
    return text(client, reverse("patient:day", args=[day]))


def boxes(page: str) -> list[str]:
    return re.findall(r'name="signs" value="(\w+)"', page)


def treat(patient: Patient, kind: TreatmentKind, days_ago: int) -> None:
    on = TODAY - timedelta(days=days_ago)
    checkin.record_treatment(ladder.current(patient), kind=kind, on=on, by=patient.user, now=OFFICE_HOURS)


def test_the_daily_form_asks_what_is_asked_of_everybody_and_pain_with_cancer_when_unknown(
    as_patient: Client,
) -> None:
    assert set(boxes(form(as_patient))) == {*EVERYBODY, Sign.CANCER_PAIN}
    assert 'class="safety-after"' not in form(as_patient)


def test_who_never_had_cancer_is_not_asked_about_it(as_patient: Client, clinic: Clinic) -> None:
    as_patient.post(DETAILS, details(clinic, cancer_history="no"))
    assert boxes(form(as_patient)) == EVERYBODY


@pytest.mark.parametrize(
    ("kind", "when", "days", "heading"),
    [
        (TreatmentKind.INJECTION, When.AFTER_INJECTION, 28, "Since your injection:"),
        (TreatmentKind.OPERATION, When.AFTER_OPERATION, 42, "Since your operation:"),
    ],
)
def test_after_a_treatment_its_own_signs_are_asked_for_some_weeks(
    as_patient: Client, patient: Patient, kind: TreatmentKind, when: When, days: int, heading: str
) -> None:
    treat(patient, kind, days)
    page = form(as_patient)
    assert set(boxes(page)) == {*EVERYBODY, Sign.CANCER_PAIN, *asked_of(when)}
    assert page.index('value="weight_loss"') < page.index(heading) < page.index('name="none_new"')
    with time_machine.travel(OFFICE_HOURS + timedelta(days=1), tick=False):
        assert not asked_of(when) & set(boxes(form(as_patient, TODAY + timedelta(days=1))))


def test_a_day_before_the_treatment_is_asked_as_it_was_then(as_patient: Client, patient: Patient) -> None:
    treat(patient, TreatmentKind.OPERATION, 1)
    assert Sign.COLLAPSE in boxes(form(as_patient, TODAY - timedelta(days=1)))
    assert Sign.COLLAPSE not in boxes(form(as_patient, TODAY - timedelta(days=2)))


@pytest.mark.parametrize("sign", [Sign.COLLAPSE, Sign.INJECTION_FEVER, Sign.CANCER])
def test_a_sign_from_a_page_of_before_counts_and_is_saved(as_patient: Client, sign: Sign) -> None:
    assert sign not in boxes(form(as_patient))
    answer = as_patient.post(reverse("patient:day", args=[TODAY]), {"signs": [sign]})
    assert answer["Location"] == reverse("patient:urgent")
    assert Entry.objects.get().signs == [sign]


def test_a_correction_shows_a_sign_that_is_not_asked_any_more(as_patient: Client, patient: Patient) -> None:
    log(patient, flagged("cancer"), now=OFFICE_HOURS)
    page = form(as_patient)
    assert 'value="cancer" checked' in page
    assert boxes(page).count("cancer") == 1


def test_new_weakness_after_an_operation_is_told_to_phone_now(as_patient: Client, patient: Patient) -> None:
    treat(patient, TreatmentKind.OPERATION, 5)
    page = as_patient.post(
        reverse("patient:day", args=[TODAY]), posted(strength="worse"), follow=True
    ).content.decode()
    assert "Phone now. This may be an emergency." in page
    refused = as_patient.post(reverse("patient:day", args=[TODAY]), posted(strength="worse", leg_pain="11"))
    assert "Phone now. This may be an emergency." in refused.content.decode()


def test_signs_of_different_days_are_told_together(as_patient: Client) -> None:
    as_patient.post(reverse("patient:day", args=[TODAY - timedelta(days=1)]), {"signs": ["weight_loss"]})
    assert "Phone within a few days" in text(as_patient, reverse("patient:urgent"))
    as_patient.post(reverse("patient:day", args=[TODAY]), {"signs": ["fever"]})
    assert "Phone now" in text(as_patient, reverse("patient:urgent"))


def test_a_clinics_lowered_urgency_is_not_undone_on_the_urgent_page(
    as_patient: Client, clinic: Clinic, manager: User, as_user: Callable[[User], Client]
) -> None:
    decision = {"urgency": "days", "signed_by": "dr. Haan", "signed_on": "2026-11-01"}
    as_user(manager).post(reverse("clinic:rule", args=["sexual"]), decision)
    as_patient.post(reverse("patient:day", args=[TODAY]), {"signs": ["sexual"]})
    assert "Phone within a few days" in text(as_patient, reverse("patient:urgent"))
    refused = as_patient.post(reverse("patient:day", args=[TODAY]), posted(signs=["sexual"], leg_pain="11"))
    assert "Phone within a few days" in refused.content.decode()


def test_the_words_of_a_retired_sign_are_still_said(as_patient: Client, patient: Patient) -> None:
    log(patient, flagged("cancer"), now=OFFICE_HOURS)
    assert "I have or had cancer and have new pain" in text(as_patient, reverse("patient:urgent"))


# Asked again.


def test_the_question_about_cancer_is_open_until_it_is_answered(as_patient: Client, clinic: Clinic) -> None:
    link = f"{DETAILS}#div_id_cancer_history"
    page = text(as_patient, TODAY_PAGE)
    assert page.index('class="call"') < page.index(link)
    assert 'id="div_id_cancer_history"' in text(as_patient, DETAILS)
    as_patient.post(DETAILS, details(clinic))
    assert link in text(as_patient, TODAY_PAGE)
    as_patient.post(DETAILS, details(clinic, cancer_history="unknown"))
    assert link not in text(as_patient, TODAY_PAGE)


def test_who_would_rather_not_say_is_asked_about_pain_as_if_it_were_so(
    as_patient: Client, clinic: Clinic
) -> None:
    as_patient.post(DETAILS, details(clinic, cancer_history="unknown"))
    assert Sign.CANCER_PAIN in boxes(form(as_patient))


def test_a_page_that_does_not_ask_takes_no_answer_back(
    as_patient: Client, patient: Patient, clinic: Clinic
) -> None:
    as_patient.post(DETAILS, details(clinic, cancer_history="yes"))
    as_patient.post(DETAILS, details(clinic, name="Anna de Vries"))
    patient.refresh_from_db()
    assert patient.cancer_history == "yes"
    assert 'name="cancer_history" value="yes" checked' in text(as_patient, DETAILS)


@pytest.mark.parametrize("answer", ["yes", "no", "unknown"])
def test_the_first_questions_ask_about_cancer(
    db: None, as_user: Callable[[User], Client], answer: str
) -> None:
    newcomer = as_user(User.objects.create_user("nieuw@example.nl"))
    assert 'name="cancer_history"' in text(newcomer, START)
    newcomer.post(START, started(under_treatment="no", shares_diary="no", cancer_history=answer))
    assert Patient.objects.get().cancer_history == answer


def test_a_day_with_a_sign_and_open_questions_is_called_partly_filled_in(as_patient: Client) -> None:
    day = reverse("patient:day", args=[TODAY])
    as_patient.post(day, {"signs": ["fever"], "leg_pain": "7"})
    page = text(as_patient, TODAY_PAGE)
    assert page.index('class="banner"') < page.index("Part of today is not filled in.")
    assert f'<a href="{day}">Fill in the rest</a>' in page
    as_patient.post(day, posted(none_new=None, signs=["fever"]))
    assert "Part of today" not in text(as_patient, TODAY_PAGE)
    assert Alert.objects.count() == 2


def test_an_earlier_day_that_is_partly_filled_in_says_so_too(as_patient: Client) -> None:
    yesterday = reverse("patient:day", args=[TODAY - timedelta(days=1)])
    as_patient.post(yesterday, {"signs": ["fever"]})
    page = text(as_patient, TODAY_PAGE)
    assert f'<a href="{yesterday}">fill in the rest' in page
    assert "Part of today" not in page


@pytest.mark.parametrize("left_out", ["limitation", "leg_pain", "back_pain", "feeling", "strength"])
def test_each_question_that_is_left_open_is_asked_again(as_patient: Client, left_out: str) -> None:
    day = reverse("patient:day", args=[TODAY])
    as_patient.post(day, posted(none_new=None, signs=["fever"], **{left_out: None}))
    assert "Part of today is not filled in." in text(as_patient, TODAY_PAGE)


def test_a_whole_day_asks_for_nothing(as_user: Callable[[User], Client], clinic: Clinic) -> None:
    client = as_user(make_patient(clinic, "heel@example.nl", cancer_history="no").user)
    client.cookies["language"] = "en"
    client.post(reverse("patient:day", args=[TODAY]), posted())
    page = text(client, TODAY_PAGE)
    assert "Part of today" not in page
    assert "still open" not in page
