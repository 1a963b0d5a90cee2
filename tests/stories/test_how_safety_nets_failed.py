"""The ways in which such safety nets failed elsewhere: clinical facts, the end of section 4. One test for each."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from recovery.alerts.models import Alert, Delivery
from recovery.clinical.signs import RULES, Sign, Urgency
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Patient, User
from tests.cast import (
    DESK,
    EMERGENCY,
    GP,
    GP_OUT_OF_HOURS,
    NIGHT,
    OFFICE_HOURS,
    flagged,
    log,
    make_patient,
    posted,
    quiet,
)
from tests.tracker.patient.test_start import START
from tests.tracker.test_pages import started

URGENT = reverse("patient:urgent")
COURSE = reverse("patient:course")
PATIENT_PAGES = ["patient:today", "patient:course", "patient:details", "phone"]

EACH_SIGN = pytest.mark.parametrize("sign", [rule.sign for rule in RULES])
NOW_SIGNS = [rule.sign for rule in RULES if rule.urgency is Urgency.NOW]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OFFICE_HOURS, tick=False) as traveller:
        yield traveller


def in_english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def anna(as_patient: Client) -> Client:
    return in_english(as_patient)


def address(day: date | None = None) -> str:
    return reverse("patient:day", args=[day or OFFICE_HOURS.date()])


def save(client: Client, day: date | None = None, **fields: object) -> str:
    """Post a day as a browser does, to the page where it ends."""
    answer = client.post(address(day), posted(**fields), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def tick(client: Client, *signs: str, day: date | None = None) -> str:
    return save(client, day, none_new=None, signs=list(signs))


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def big_number(page: str) -> str:
    """The one big number of a page, as it is dialled."""
    found = re.search(r'class="call" href="tel:([^"]+)"', page)
    assert found, "no number to phone"
    return found[1]


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


# Requiring two signs.


@EACH_SIGN
def test_one_sign_is_enough(anna: Client, sign: Sign) -> None:
    page = tick(anna, sign)
    assert "urgent-head" in page
    assert big_number(page) in {DESK, "112"}
    assert Alert.objects.get().signs == {sign}


# Asking only about incontinence and not about slowness.


def test_slowness_is_asked_before_loss(anna: Client) -> None:
    page = text(anna, address())
    bladder = page[page.index('value="bladder"') :]
    assert bladder.index("slow to start") < bladder.index("leaking") < bladder.index("</label>")
    bowel = page[page.index('value="bowel"') :]
    assert bowel.index("delayed") < bowel.index("lose it") < bowel.index("</label>")


# Putting "cannot urinate" in a slower tier.


@pytest.mark.parametrize("moment", [OFFICE_HOURS, NIGHT])
def test_cannot_urinate_is_phoned_now(anna: Client, clock: time_machine.Traveller, moment: datetime) -> None:
    clock.move_to(moment)
    question = text(anna, address())
    bladder = question[question.index('value="bladder"') :]
    assert bladder.index("not able to") < bladder.index("</label>")
    assert "Phone now. This may be an emergency." in tick(anna, "bladder")


def test_no_clinic_can_put_it_in_a_slower_tier(
    anna: Client, manager: User, as_user: Callable[[User], Client]
) -> None:
    decision = {"urgency": "days", "signed_by": "dr. Haan", "signed_on": "2026-11-01"}
    page = reverse("clinic:rule", args=["bladder"])
    assert as_user(manager).post(page, decision).status_code == 404
    assert "Phone now." in tick(anna, "bladder")


# Sending to the wrong number.


@pytest.mark.parametrize(
    ("treated", "moment", "number"),
    [
        (True, OFFICE_HOURS, DESK),
        (True, NIGHT, EMERGENCY),
        (False, OFFICE_HOURS, GP),
        (False, NIGHT, GP_OUT_OF_HOURS),
    ],
)
def test_the_number_is_that_of_this_patient_at_this_moment(
    as_user: Callable[[User], Client],
    clinic: Clinic,
    clock: time_machine.Traveller,
    treated: bool,
    moment: datetime,
    number: str,
) -> None:
    clock.move_to(moment)
    client = in_english(as_user(make_patient(clinic, under_treatment=treated).user))
    assert big_number(tick(client, "saddle")) == number


def test_the_number_of_the_page_is_that_of_when_it_is_opened(
    anna: Client, clock: time_machine.Traveller
) -> None:
    assert big_number(tick(anna, "saddle")) == DESK
    clock.move_to(NIGHT)
    assert big_number(text(anna, URGENT)) == EMERGENCY


# A skipped question read as "no".


def test_a_skipped_safety_question_is_asked_again(anna: Client) -> None:
    page = save(anna, none_new=None)
    assert 'href="#div_id_signs"' in page
    assert not Entry.objects.exists()


def test_a_skipped_question_about_cancer_is_not_read_as_no(anna: Client, patient: Patient) -> None:
    assert patient.cancer_history == ""
    assert 'value="cancer_pain"' in text(anna, address())
    assert "#div_id_cancer_history" in text(anna, reverse("patient:today"))


def test_what_was_skipped_beside_a_sign_is_asked_again(anna: Client) -> None:
    anna.post(address(), {"signs": ["fever"]})
    assert (Entry.objects.get().leg_pain, Entry.objects.get().strength) == (None, "")
    assert "Part of today is not filled in." in text(anna, reverse("patient:today"))


# A snooze or an earlier alert silencing a new one.


def test_an_earlier_alert_silences_no_new_one(anna: Client) -> None:
    yesterday = OFFICE_HOURS.date() - timedelta(days=1)
    tick(anna, "bladder", day=yesterday)
    anna.post(reverse("patient:contacted"), {"alert": [Alert.objects.get().pk]})
    assert 'class="banner"' not in text(anna, COURSE)
    assert "Phone now." in tick(anna, "bladder")
    assert 'class="banner"' in text(anna, COURSE)
    assert (Alert.objects.count(), Delivery.objects.count()) == (2, 2)


# Editing or deleting an entry clearing the alert.


def test_editing_the_day_does_not_clear_the_alert(anna: Client) -> None:
    tick(anna, "bladder")
    save(anna)
    assert Entry.objects.get().signs == []
    assert big_number(text(anna, URGENT)) == DESK
    assert 'class="banner"' in text(anna, COURSE)


def test_deleting_the_day_does_not_clear_the_alert(anna: Client) -> None:
    tick(anna, "bladder")
    anna.post(reverse("patient:remove", args=[OFFICE_HOURS.date()]))
    assert not Entry.objects.exists()
    assert big_number(text(anna, URGENT)) == DESK
    assert 'class="banner"' in text(anna, COURSE)


# Praise for less pain while strength falls.


def test_less_pain_is_not_praised_while_strength_falls(anna: Client, patient: Patient) -> None:
    """A nerve that dies hurts less."""
    today = OFFICE_HOURS.date()
    for back in range(40, 0, -1):
        log(patient, quiet(leg_pain=min(8, back // 4)), day=today - timedelta(days=back))
    assert "standing-open" not in text(anna, COURSE)
    assert re.search(r"standing-(on_course|recovered)", text(anna, COURSE))
    page = save(anna, leg_pain="0", strength="worse")
    assert "urgent-head" in page
    course = text(anna, COURSE)
    assert "standing-open" in course
    assert not re.search(r"standing-(on_course|recovered)", course)


# Midnight.


@pytest.mark.parametrize("moment", ["2026-11-18T23:59:59+01:00", "2026-11-19T00:00:00+01:00"])
def test_at_midnight_a_sign_is_saved_on_its_day_and_the_number_is_that_of_the_night(
    anna: Client, clock: time_machine.Traveller, moment: str
) -> None:
    now = at(moment)
    clock.move_to(now)
    assert big_number(tick(anna, "bladder", day=now.date())) == EMERGENCY
    assert Alert.objects.get().day == now.date()


def test_a_form_opened_before_midnight_and_sent_after_it_is_not_lost(
    anna: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(at("2026-11-18T23:59:00+01:00"))
    opened = address(date(2026, 11, 18))
    anna.get(opened)
    clock.move_to(at("2026-11-19T00:01:00+01:00"))
    page = anna.post(opened, {"signs": ["bladder"]}, follow=True).content.decode()
    assert big_number(page) == EMERGENCY
    assert Alert.objects.get().day == date(2026, 11, 18)


# Summer time.


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        ("2026-03-27T07:59:00+01:00", EMERGENCY),
        ("2026-03-27T08:00:00+01:00", DESK),
        ("2026-03-29T02:30:00+01:00", EMERGENCY),  # the hour that does not exist
        ("2026-03-30T07:59:00+02:00", EMERGENCY),
        ("2026-03-30T08:00:00+02:00", DESK),
        ("2026-10-25T02:30:00+02:00", EMERGENCY),  # the hour that comes twice
        ("2026-10-25T02:30:00+01:00", EMERGENCY),
        ("2026-10-26T07:59:00+01:00", EMERGENCY),
        ("2026-10-26T08:00:00+01:00", DESK),
    ],
)
def test_the_clock_going_forward_or_back_moves_no_office_hours(
    as_user: Callable[[User], Client], clinic: Clinic, clock: time_machine.Traveller, moment: str, number: str
) -> None:
    now = at(moment)
    clock.move_to(now)
    client = in_english(as_user(make_patient(clinic, now=now).user))
    assert big_number(tick(client, "bladder", day=now.date())) == number


# Holidays.


@pytest.mark.parametrize(
    "holiday",
    [
        "2026-01-01",
        "2026-04-05",
        "2026-04-06",
        "2026-04-27",
        "2026-05-14",
        "2026-05-25",
        "2026-12-25",
        "2027-04-27",
        "2031-04-26",
    ],
)
def test_on_a_holiday_at_noon_the_number_is_that_of_the_night(
    as_user: Callable[[User], Client], clinic: Clinic, clock: time_machine.Traveller, holiday: str
) -> None:
    now = at(f"{holiday}T12:00:00+00:00")
    clock.move_to(now)
    client = in_english(as_user(make_patient(clinic, now=now).user))
    assert big_number(tick(client, "bladder", day=now.date())) == EMERGENCY


# An empty phone number.


def test_without_the_right_number_every_number_there_is_is_shown_and_112(
    as_user: Callable[[User], Client], clinic: Clinic
) -> None:
    clinic.desk_phone = ""
    clinic.save()
    page = tick(in_english(as_user(make_patient(clinic).user)), "bladder")
    for number in (EMERGENCY, GP, GP_OUT_OF_HOURS, "112"):
        assert f'href="tel:{number}"' in page
    assert big_number(page) == EMERGENCY


def test_without_any_number_it_is_112(as_user: Callable[[User], Client], db: None) -> None:
    page = tick(in_english(as_user(make_patient(None, gp_phone="").user)), "bladder")
    assert big_number(page) == "112"


# No network or no JavaScript.


# What makes a page nicer, or keeps it on the phone; every page works without them.
COMFORTS = ("site", "app/store", "app/phone")


def test_no_script_is_needed_to_log_a_sign_and_to_find_the_number(anna: Client) -> None:
    """Plain posts and links: no handler, no field that a script must fill, no button that only a script presses."""
    for page in (text(anna, address()), tick(anna, "bladder"), text(anna, COURSE)):
        scripts = re.findall(r"<script[^>]*>", page)
        assert set(scripts) <= {f'<script src="/static/{name}.js" defer>' for name in COMFORTS}
        assert not re.search(r'\son\w+="|javascript:|<noscript', page)
    form = text(anna, address())
    assert re.search(
        r'<form method="post" novalidate[^>]*>.*?<button class="btn btn-primary', form, re.DOTALL
    )


def test_the_number_needs_no_second_request(anna: Client) -> None:
    """Without network no page comes at all, which is for later; a page that came has its numbers in it."""
    tick(anna, "bladder")
    for name in PATIENT_PAGES:
        page = text(anna, reverse(name))
        assert f'href="tel:{DESK}"' in page, name
    page = text(anna, URGENT)
    assert not re.search(r"<(iframe|object|embed)|data-src|hx-get", page)
    assert 'href="tel:112"' in page


# A complaint that is old.


def newcomer(as_user: Callable[[User], Client]) -> Client:
    return in_english(as_user(User.objects.create_user("nieuw@example.nl")))


def start(client: Client, **fields: str) -> str:
    data = started(under_treatment="no", shares_diary="no", baseline_saddle="none") | fields
    return client.post(START, data, follow=True).content.decode()


@pytest.mark.parametrize("sign", ["bladder", "bowel", "saddle"])
def test_an_old_complaint_is_asked_once_and_then_as_new_or_different(
    as_user: Callable[[User], Client], db: None, sign: str
) -> None:
    client = newcomer(as_user)
    start(client, **{f"baseline_{sign}": "old"})
    assert not Alert.objects.exists()
    assert client.get(START).status_code == 302
    assert "baseline_" not in text(client, reverse("patient:details"))
    form = text(client, address())
    assert form.count("You had this before.") == 1
    assert form.index(f'value="{sign}"') < form.index("You had this before.")
    assert "Phone now." in tick(client, sign)


@pytest.mark.parametrize("sign", ["bladder", "bowel", "saddle"])
def test_unsure_whether_it_is_old_counts_as_new(
    as_user: Callable[[User], Client], db: None, sign: str
) -> None:
    client = newcomer(as_user)
    page = text(client, START)
    new = page[page.index(f'name="baseline_{sign}" value="new"') :]
    assert "I am not sure" in new[: new.index("</label>")]
    assert "urgent-head" in start(client, **{f"baseline_{sign}": "new"})
    assert Alert.objects.get().signs == {Sign(sign)}


def test_a_baseline_that_was_not_answered_is_not_read_as_none(
    as_user: Callable[[User], Client], db: None
) -> None:
    page = start(newcomer(as_user), baseline_bowel="")
    assert 'href="#div_id_baseline_bowel"' in page
    assert not Patient.objects.exists()


# An inbox nobody watches.


def test_the_app_tells_the_patient_to_phone_before_anything_is_sent(anna: Client, clinic: Clinic) -> None:
    page = tick(anna, "bladder")
    assert big_number(page) == DESK
    assert mail.outbox == []
    assert Delivery.objects.get().sent_at is None
    assert "Do not wait for that: phone yourself." in page


def test_every_page_says_that_nobody_reads_the_diary_day_and_night(
    anna: Client, as_neurologist: Client, manager: User, as_user: Callable[[User], Client]
) -> None:
    says = "Nobody reads this diary day and night."
    tick(anna, "bladder")
    for name in (*PATIENT_PAGES, "patient:urgent"):
        assert says in text(anna, reverse(name)), name
    assert says in text(anna, address())
    assert says in text(in_english(as_neurologist), reverse("clinic:caseload"))
    assert says in text(in_english(as_user(manager)), reverse("clinic:rules"))
    for name in ("home", "phone", "account_login", "account_signup"):
        assert says in text(in_english(Client()), reverse(name)), name


def test_a_fault_of_ours_still_tells_whom_to_phone(anna: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise OperationalError

    monkeypatch.setattr("recovery.journal.diary.write", broken)
    answer = anna.post(address(), posted(none_new=None, signs=["bladder"]))
    assert answer.status_code == 503
    assert big_number(answer.content.decode()) == DESK


def test_what_a_clinician_closed_does_not_come_back_and_a_new_sign_does(
    anna: Client, patient: Patient, as_neurologist: Client
) -> None:
    alert = log(patient, flagged(), now=OFFICE_HOURS).alert
    assert alert
    closed = {f"{alert.pk}-outcome": "seen_today", f"{alert.pk}-needed": "yes"}
    as_neurologist.post(reverse("clinic:close", args=[alert.pk]), closed)
    assert 'class="banner"' not in text(anna, COURSE)
    assert "Phone now." in tick(anna, "bladder", "fever")
