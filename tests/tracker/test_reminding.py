"""A reminder as a mail: needed until the last moment, without health data, and easy to stop."""

import re
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.aftercare.models import WeeklyAnswer
from recovery.clinical.aftercare import Weekly
from recovery.clinical.rhythm import Because, Every
from recovery.episodes import ladder
from recovery.journal import rhythm
from recovery.people import letters
from recovery.people.models import Clinic, Letter, Patient
from recovery.reminders import asking, wishes
from recovery.reminders.wishes import Wish
from tests.cast import OFFICE_HOURS, flagged, log, make_patient, quiet
from tracker import errands, reminding
from tracker.post import send

EVENING = OFFICE_HOURS.replace(hour=19)
TODAY = OFFICE_HOURS.date()


def work(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        errands.run()


def at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def wants(patient: Patient) -> None:
    wishes.choose(patient, Wish(), now=OFFICE_HOURS - timedelta(days=90))


def owed(kind: Letter.Kind, patient: Patient) -> Letter:
    letters.owe_about(kind, {patient.pk: TODAY}, now=EVENING)
    return Letter.objects.get()


def test_the_mail_is_about_the_diary_and_nothing_else(patient: Patient) -> None:
    wants(patient)
    log(patient, quiet(leg_pain=7, note="slecht geslapen"), day=TODAY - timedelta(days=1))
    patient.user.language = "en"
    patient.user.save()
    work(EVENING)
    (message,) = mail.outbox
    assert message.subject == "Time for your diary"
    assert message.to == ["anna@example.nl"]
    body = str(message.body)
    links = re.findall(r"http://\S+", body)
    assert [link.split("testserver")[1].split("pause/")[0] for link in links] == [
        "/phone/",
        "/today/",
        "/reminders/",
    ]
    assert message.extra_headers["List-Unsubscribe"] == f"<{links[2]}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for word in ("hernia", "pain", "streak", "well done", "missed", "days in a row", "slecht"):
        assert word not in body.lower()


def test_the_question_after_a_silence_begins_with_what_cannot_wait(patient: Patient) -> None:
    for back in range(4, 8):
        log(patient, quiet(), day=TODAY - timedelta(days=back))
    patient.user.language = "en"
    patient.user.save()
    work(EVENING)
    work(EVENING + timedelta(days=1))
    (message,) = mail.outbox
    body = str(message.body)
    assert (
        body.index("phone now, day or night") < body.index("/phone/") < body.index("Is everything all right?")
    )


def test_who_wrote_between_owing_and_sending_gets_none(patient: Patient) -> None:
    wants(patient)
    asking.owe_due(EVENING)
    log(patient, quiet(), day=TODAY, now=EVENING)
    work(EVENING + timedelta(minutes=1))
    assert (len(mail.outbox), Letter.objects.get().dropped_at is not None) == (0, True)


def test_it_is_never_sent_the_day_after(patient: Patient) -> None:
    wants(patient)
    asking.owe_due(EVENING)
    midnight = EVENING.replace(hour=0) + timedelta(days=1)
    work(midnight)
    assert (len(mail.outbox), Letter.objects.get().dropped_at) == (0, midnight)


def test_after_an_outage_it_is_sent_the_same_day_and_once(patient: Patient) -> None:
    wants(patient)
    work(EVENING + timedelta(hours=4, minutes=50))
    work(EVENING + timedelta(hours=4, minutes=55))
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("kind", [Letter.Kind.REMINDER, Letter.Kind.WEEKLY, Letter.Kind.SILENCE])
def test_beside_an_open_alert_nothing_is_sent(patient: Patient, kind: Letter.Kind) -> None:
    wants(patient)
    log(patient, flagged(), day=TODAY - timedelta(days=9))
    assert reminding.send(owed(kind, patient), now=EVENING) is False
    assert mail.outbox == []


@pytest.mark.parametrize("days_before", [0, 3])
def test_a_weekly_answer_makes_the_weekly_mail_needless(patient: Patient, days_before: int) -> None:
    wants(patient)
    since = OFFICE_HOURS - timedelta(days=14)
    rhythm.choose(patient, Every.WEEK, because=Because.CHOSEN, by=patient.user, now=since)
    WeeklyAnswer.objects.create(
        episode=ladder.current(patient),
        day=TODAY - timedelta(days=days_before),
        answer=next(iter(Weekly)),
        written_by=patient.user,
        written_at=OFFICE_HOURS,
    )
    work(EVENING)
    assert mail.outbox == []


def test_the_weekly_mail_is_sent_when_nothing_was_answered(patient: Patient) -> None:
    wants(patient)
    since = OFFICE_HOURS - timedelta(days=14)
    rhythm.choose(patient, Every.WEEK, because=Because.CHOSEN, by=patient.user, now=since)
    work(EVENING)
    assert Letter.objects.get(sent_at__isnull=False).kind == Letter.Kind.WEEKLY


def test_a_fault_in_finding_who_is_due_holds_up_no_letter(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(now: datetime) -> int:
        raise RuntimeError("broken")

    monkeypatch.setattr(asking, "owe_due", broken)
    ladder.current(patient).__class__.objects.update(discharged_on=TODAY, discharged_by=patient.user)
    letters.owe(patient, Letter.Kind.DISCHARGED, now=EVENING)
    work(EVENING)
    assert len(mail.outbox) == 1
    assert "nobody could be owed a reminder" in caplog.text


def test_a_month_of_evenings_is_a_mail_for_every_day_not_written(patient: Patient) -> None:
    """Over the change to winter time; the worker looks at noon, at the time itself and late in the evening."""
    wishes.choose(patient, Wish(asks_after_silence=False), now=OFFICE_HOURS - timedelta(days=90))
    first = datetime.fromisoformat("2026-10-10T12:00:00+02:00").date()
    written = {0, 1, 5, 6, 7, 13, 14, 15, 16, 20, 28}
    for n in range(30):
        day = first + timedelta(days=n)
        if n in written:
            log(patient, quiet(), day=day, now=at(day, 18))
        for hour in (12, 19, 23):
            work(at(day, hour))
    sent = Letter.objects.filter(sent_at__isnull=False)
    assert len(mail.outbox) == sent.count() == 30 - len(written)
    assert set(sent.values_list("about", flat=True)) == {
        first + timedelta(days=n) for n in range(30) if n not in written
    }


# --- what else is owed goes first


def test_ten_thousand_reminders_hold_up_no_invitation(clinic: Clinic, patient: Patient) -> None:
    """Of a flood at eight o'clock a few go out before what is owed meanwhile."""
    crowd = [make_patient(clinic, f"m{n}@example.nl") for n in range(40)]
    letters.owe_about(Letter.Kind.REMINDER, {one.pk: TODAY for one in crowd}, now=EVENING)
    sent: list[str] = []

    def slow(letter: Letter) -> bool:
        sent.append(letter.kind)
        if len(sent) == 3:
            letters.owe(patient, Letter.Kind.DISCHARGED, now=EVENING)
        return True

    assert letters.send_owed(slow, clock=lambda: EVENING) == 41
    assert sent.index(Letter.Kind.DISCHARGED) == letters.A_FEW_REMINDERS


def test_a_round_ends_so_that_the_next_can_look_again(clinic: Clinic) -> None:
    crowd = [make_patient(clinic, f"m{n}@example.nl") for n in range(30)]
    letters.owe_about(Letter.Kind.REMINDER, {one.pk: TODAY for one in crowd}, now=EVENING)
    assert letters.send_owed(lambda letter: True, clock=lambda: EVENING, at_most=20) == 20
    assert Letter.objects.pending().count() == 10


def test_what_is_tried_later_does_not_count_as_a_mail_server_that_is_down(clinic: Clinic) -> None:
    crowd = [make_patient(clinic, f"m{n}@example.nl") for n in range(4)]
    letters.owe_about(Letter.Kind.REMINDER, {one.pk: TODAY for one in crowd}, now=EVENING)

    def first_three_later(letter: Letter) -> bool:
        if letter.patient_id != crowd[3].pk:
            raise letters.TryLater
        return True

    assert letters.send_owed(first_three_later, clock=lambda: EVENING) == 1
    assert Letter.objects.pending().count() == 3


def test_without_a_mail_address_it_is_needless_and_no_fault_of_the_mail_server(patient: Patient) -> None:
    wants(patient)
    patient.user.email = ""
    patient.user.save()
    assert reminding.send(owed(Letter.Kind.REMINDER, patient), now=EVENING) is False


@pytest.mark.parametrize(("weeks_ago", "is_sent"), [(7, True), (9, False)])
def test_the_weekly_mail_ends_when_nobody_waits_for_an_answer(
    patient: Patient, weeks_ago: int, is_sent: bool
) -> None:
    long_ago = EVENING - timedelta(days=300)
    wishes.choose(patient, Wish(), now=long_ago)
    Patient.objects.update(created_at=long_ago)
    rhythm.choose(patient, Every.WEEK, because=Because.CHOSEN, by=patient.user, now=long_ago)
    WeeklyAnswer.objects.create(
        episode=ladder.current(patient),
        day=TODAY - timedelta(weeks=weeks_ago),
        answer=Weekly.SAME,
        written_by=patient.user,
        written_at=long_ago,
    )
    letter = owed(Letter.Kind.WEEKLY, patient)
    letter.patient = Patient.objects.select_related("user", "clinic").get()
    assert reminding.send(letter, now=EVENING) is is_sent


# --- the link to pause


@pytest.fixture
def link(patient: Patient) -> str:
    return reverse("pause_reminders", args=[reminding.pause_token(patient)])


def test_looking_at_the_link_changes_nothing_and_tells_nothing(patient: Patient, link: str) -> None:
    wants(patient)
    page = Client().get(link).content.decode()
    assert "Geen" in page or "No reminders" in page
    assert "Anna" not in page
    wish = wishes.wish_of(patient)
    assert wish
    assert (wish.is_on, wish.paused_until) == (True, None)


def test_one_tap_pauses_for_a_week(patient: Patient, link: str) -> None:
    wants(patient)
    with time_machine.travel(OFFICE_HOURS, tick=False):
        reverse_link = reverse("pause_reminders", args=[reminding.pause_token(patient)])
        assert Client().post(reverse_link, {"for": "week"}).status_code == 200
    wish = wishes.wish_of(patient)
    assert wish
    assert (wish.is_on, wish.paused_until) == (True, TODAY + timedelta(days=7))


@pytest.mark.parametrize(
    "told", [{"for": "off"}, {"List-Unsubscribe": "One-Click"}], ids=["tap", "mail program"]
)
def test_for_good_ends_the_question_after_a_silence_as_well(
    patient: Patient, link: str, told: dict[str, str]
) -> None:
    Client(enforce_csrf_checks=True).post(link, told)
    wish = wishes.wish_of(patient)
    assert wish
    assert (wish.is_on, wish.asks_after_silence) == (False, False)


def test_the_link_lets_nobody_in(patient: Patient, link: str) -> None:
    client = Client()
    client.post(link, {"for": "off"})
    assert client.get(reverse("patient:reminders")).status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("change", ["forged", "other salt", "old"])
def test_a_link_that_was_not_made_here_or_is_old_does_nothing(patient: Patient, change: str) -> None:
    wants(patient)
    match change:
        case "forged":
            token = patient.ref.hex + ":abc:def"
        case "other salt":
            token = signing.TimestampSigner(salt="other").sign(patient.ref.hex)
        case _:
            with time_machine.travel(OFFICE_HOURS, tick=False):
                token = reminding.pause_token(patient)
    with time_machine.travel(OFFICE_HOURS + reminding.LINK_LASTS + timedelta(days=1), tick=False):
        answer = Client().post(reverse("pause_reminders", args=[token]), {"for": "off"})
    wish = wishes.wish_of(patient)
    assert wish
    assert (answer.status_code, wish.is_on) == (404, True)


def test_the_link_is_bounded(patient: Patient, link: str) -> None:
    statuses = [Client().post(link, {"for": "off"}).status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]


def test_it_goes_out_by_the_same_post_as_every_letter(patient: Patient) -> None:
    wants(patient)
    with time_machine.travel(EVENING, tick=False):
        assert send(owed(Letter.Kind.REMINDER, patient)) is True
    assert len(mail.outbox) == 1
