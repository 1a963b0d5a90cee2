"""The pages of emergency access, the mails, and the log taken out as a file."""

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.people import letters
from recovery.people.models import AccessRecord, BreakGlass, Clinic, Patient, User
from tests.cast import make_staff
from tracker.post import send

WHY = "Ligt hier op de spoed, kan zelf niets vertellen."
PAGE = "/clinic/emergency/"


@pytest.fixture
def as_manager(manager: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(manager)


def ask(client: Client, email: str, **fields: str) -> str:
    """The page after asking."""
    told = {"email": email, "reason": WHY, "known": "on"} | fields
    return client.post(PAGE, told, follow=True).content.decode()


def test_a_reason_and_a_tick_come_before_anybody_is_looked_up(
    as_neurologist: Client, stranger: Patient
) -> None:
    for missing in ({"reason": "spoed"}, {"reason": ""}, {"known": ""}):
        assert "Piet Vreemd" not in ask(as_neurologist, stranger.user.email, **missing)
    assert not AccessRecord.objects.exists()
    assert not BreakGlass.objects.exists()


def test_from_asking_to_what_the_patient_and_the_manager_read(
    as_neurologist: Client, as_manager: Client, as_user: Callable[[User], Client], stranger: Patient
) -> None:
    assert "Piet Vreemd" in ask(as_neurologist, stranger.user.email)
    opened = as_manager.get(reverse("clinic:glasses")).content.decode()
    for word in ("Piet Vreemd", "dr. Haan", WHY):
        assert word in opened
    theirs = as_user(stranger.user).get(reverse("patient:access_log")).content.decode()
    assert theirs.index(WHY) < theirs.index("M. Post")
    glass = BreakGlass.objects.get()
    as_manager.post(reverse("clinic:review_glass", args=[glass.pk]))
    glass.refresh_from_db()
    assert glass.reviewed_by
    assert glass.reviewed_by.name == "M. Post"


def test_nobody_is_found_by_less_than_the_whole_address(as_neurologist: Client, stranger: Patient) -> None:
    for email in ("strange@example.nl", "niemand@x.nl", "%@example.nl"):
        assert "Piet" not in ask(as_neurologist, email)
    assert not BreakGlass.objects.exists()


def test_after_five_tries_the_page_says_so(as_neurologist: Client, stranger: Patient) -> None:
    for _try in range(5):
        ask(as_neurologist, "niemand@x.nl")
    told = {"email": stranger.user.email, "reason": WHY, "known": "on"}
    assert as_neurologist.post(PAGE, told).status_code == 429
    assert not BreakGlass.objects.exists()


def test_only_a_neurologist_opens_and_only_the_manager_of_the_clinic_looks_at_it(
    as_neurologist: Client, as_manager: Client, as_user: Callable[[User], Client], stranger: Patient
) -> None:
    ask(as_neurologist, stranger.user.email)
    glass, other = BreakGlass.objects.get(), Clinic.objects.create(name="Zuid")
    elsewhere = as_user(make_staff(other, "m@zuid.example", "manager"))
    looked = reverse("clinic:review_glass", args=[glass.pk])
    assert as_manager.get(PAGE).status_code == 404
    assert as_neurologist.get(reverse("clinic:glasses")).status_code == 404
    assert as_neurologist.post(looked).status_code == 404
    assert elsewhere.post(looked).status_code == 404
    assert "Piet" not in elsewhere.get(reverse("clinic:glasses")).content.decode()


def test_the_mails_go_to_the_patient_and_to_every_manager_and_hold_no_reason(
    as_neurologist: Client, manager: User, stranger: Patient
) -> None:
    ask(as_neurologist, stranger.user.email)
    assert letters.send_owed(send) == 2
    assert [message.to for message in mail.outbox] == [[stranger.user.email], [manager.email]]
    for message in mail.outbox:
        assert WHY not in message.body
    assert "Piet" not in mail.outbox[1].body


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def test_the_manager_takes_the_log_out_with_names_and_that_is_in_it_afterwards(
    as_neurologist: Client, as_manager: Client, patient: Patient
) -> None:
    as_neurologist.get(reverse("clinic:review", args=[patient.ref]))
    today = timezone.localdate()
    period = {"first": str(today), "last": str(today)}
    answer = as_manager.get(reverse("clinic:export_access_log"), period)
    (row,) = rows(b"".join(answer.streaming_content).decode())  # type: ignore[arg-type]
    assert (row["who"], row["patient"], row["what"], row["address"]) == (
        "dr. Haan",
        "Anna Bos",
        "review",
        "127.0.0.1",
    )
    last = AccessRecord.objects.latest("pk")
    assert (last.what, last.patient, last.ground) == ("access log exported", patient, "oversight")
    assert as_manager.get(reverse("clinic:export_access_log"), {"first": "x"}).status_code == 200
    assert as_neurologist.get(reverse("clinic:export_access_log"), period).status_code == 404


def test_the_operator_takes_it_out_without_names(
    as_neurologist: Client, patient: Patient, clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    as_neurologist.get(reverse("clinic:review", args=[patient.ref]))
    today = str(timezone.localdate())
    call_command("export_access_log", "--clinic", clinic.name, "--from", today, "--to", today)
    text = capsys.readouterr().out
    (row,) = rows(text)
    assert (row["record"], row["patient"]) == (str(patient.ref), "")
    assert "Anna" not in text
    assert "Haan" not in text
