"""Inviting: a sheet with a code to scan, what waits, the code of the clinic, a whole list with a dry run."""

import re
from collections.abc import Callable

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from recovery.people import invitations
from recovery.people.models import Clinic, Invitation, Letter, User
from tests.cast import OFFICE_HOURS, make_patient, make_staff

INVITE = reverse("clinic:invite")
LIST = reverse("clinic:guests")
SEND = reverse("clinic:send_guests")
GOOD = "naam;e-mail;geboortedatum\r\nJan Dál;jan@example.nl;17-05-1980\r\nKim;Kim@example.nl;\r\n"


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def as_manager(manager: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(manager)


def upload(client: Client, data: bytes | str) -> str:
    content = data if isinstance(data, bytes) else data.encode()
    return client.post(LIST, {"file": SimpleUploadedFile("lijst.csv", content)}).content.decode()


def packed(page: str) -> str:
    found = re.search(r'name="list" value="([^"]+)"', page)
    assert found, page
    return found[1]


# The sheet


def test_a_sheet_has_the_code_the_address_and_whom_to_phone(as_neurologist: Client) -> None:
    page = as_neurologist.post(
        INVITE, {"name": "Jan Dal", "birth_date": "17-05-1980"}, follow=True
    ).content.decode()
    link = re.search(r'sheet-link">(http://testserver/invitation/[\w-]+/)<', page)
    assert link
    for told in (
        "<svg",
        "Neurologie Noord nodigt u uit",
        "2 december 2026",
        "088",
        "niet dag en nacht gelezen",
        "112",
    ):
        assert told in page
    assert "1980" not in page
    assert not mail.outbox
    assert Client().get(link[1]).status_code == 200
    assert as_neurologist.get(reverse("clinic:invited")).status_code == 302


def test_the_code_on_the_sheet_is_the_address(
    as_neurologist: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr("tracker.clinic.invite.sheet.qr_code", lambda link: drawn.append(link) or "")
    page = as_neurologist.post(INVITE, {"name": "Jan Dal"}, follow=True).content.decode()
    assert f'sheet-link">{drawn[0]}<' in page


# What waits


def invited(clinic: Clinic, by: User) -> tuple[Invitation, str]:
    return invitations.invite(clinic, name="Jan Dal", email="", by=by, now=OFFICE_HOURS)


def test_an_invitation_is_withdrawn(as_manager: Client, manager: User, clinic: Clinic) -> None:
    invitation, token = invited(clinic, manager)
    assert "Jan Dal" in as_manager.get(INVITE).content.decode()
    assert (
        "is ingetrokken"
        in as_manager.post(reverse("clinic:withdraw", args=[invitation.pk]), follow=True).content.decode()
    )
    assert Client().get(reverse("invitation", args=[token])).status_code == 404
    again = as_manager.post(reverse("clinic:withdraw", args=[invitation.pk]), follow=True).content.decode()
    assert "intussen gebruikt of ingetrokken" in again


def test_a_new_link_is_shown_once_and_ends_the_old_one(
    as_manager: Client, manager: User, clinic: Clinic
) -> None:
    invitation, token = invited(clinic, manager)
    page = as_manager.post(reverse("clinic:new_link", args=[invitation.pk]), follow=True).content.decode()
    link = re.search(r"http://testserver(/invitation/[\w-]+/)", page)
    assert link
    assert Client().get(link[1]).status_code == 200
    assert Client().get(reverse("invitation", args=[token])).status_code == 404


@pytest.mark.parametrize("name", ["clinic:withdraw", "clinic:new_link"])
def test_another_clinic_does_not_find_it(
    name: str, manager: User, clinic: Clinic, other_neurologist: User, as_user: Callable[[User], Client]
) -> None:
    invitation, token = invited(clinic, manager)
    assert as_user(other_neurologist).post(reverse(name, args=[invitation.pk])).status_code == 404
    assert invitations.find(token, now=OFFICE_HOURS)


# The code


def test_only_the_manager_makes_a_code(
    as_neurologist: Client, manager: User, as_user: Callable[[User], Client]
) -> None:
    assert as_neurologist.post(reverse("clinic:renew_code")).status_code == 404
    as_user(manager).post(reverse("clinic:renew_code"))
    code = Clinic.objects.get().code
    assert code
    assert f"{code[:4]}-{code[4:]}" in as_neurologist.get(INVITE).content.decode()


# A whole list


def test_a_dry_run_sends_nothing_and_the_button_invites_everybody_once(as_manager: Client) -> None:
    page = upload(as_manager, GOOD)
    assert "2 mensen om uit te nodigen" in page
    assert not Invitation.objects.exists()
    for expected in ("2 mensen zijn uitgenodigd", "0 mensen zijn uitgenodigd"):
        answer = as_manager.post(SEND, {"list": packed(page)}, follow=True)
        assert expected in answer.content.decode()
    assert Invitation.objects.count() == 2
    assert not mail.outbox
    assert "Niemand in dit bestand is nieuw" in upload(as_manager, GOOD)


def test_a_worker_sends_the_mails_with_links_that_work(as_manager: Client) -> None:
    as_manager.post(SEND, {"list": packed(upload(as_manager, GOOD))})
    for _again in range(2):
        call_command("work", "--once")
    assert sorted(message.to[0] for message in mail.outbox) == ["jan@example.nl", "kim@example.nl"]
    for message in mail.outbox:
        link = re.search(r"http://testserver(/invitation/[\w-]+/)", str(message.body))
        assert link
        assert Client().get(link[1]).status_code == 200


def test_a_mail_of_a_withdrawn_invitation_is_not_sent(as_manager: Client) -> None:
    as_manager.post(SEND, {"list": packed(upload(as_manager, GOOD))})
    for invitation in Invitation.objects.all():
        as_manager.post(reverse("clinic:withdraw", args=[invitation.pk]))
    call_command("work", "--once")
    assert not mail.outbox
    assert not Letter.objects.pending().exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_what_spreadsheets_write_is_read(as_manager: Client, encoding: str) -> None:
    as_manager.post(SEND, {"list": packed(upload(as_manager, GOOD.encode(encoding)))})
    assert sorted(Invitation.objects.values_list("name", flat=True)) == ["Jan Dál", "Kim"]


def test_commas_and_english_columns_are_read_too(as_manager: Client) -> None:
    page = upload(as_manager, 'Email,Name,Birth date\njan@example.nl,"Dal, Jan",1980-05-17\n')
    as_manager.post(SEND, {"list": packed(page)})
    assert Invitation.objects.get().name == "Dal, Jan"


def test_every_bad_line_is_named_with_what_to_do_and_nothing_can_be_sent(as_manager: Client) -> None:
    rows = [
        "naam;e-mail;geboortedatum",
        "Jan;jan@example.nl;17-05-1980",
        ";leeg@example.nl;",
        "Kim;geen adres;",
        "Loes;loes@example.nl;31-31-1980",
        "Mia;JAN@example.nl;",
        "",
        "Noor;noor@@example.nl;",
        "Olaf;;",
        "Piet;piet@example.nl;17-05-2980",
    ]
    page = upload(as_manager, "\n".join(rows))
    for lines, what in (
        ("3", "Vul de naam van de patiënt in."),
        ("4, 8", "Dit is geen e-mailadres."),
        ("5", "Dit is geen datum."),
        ("6", "staat al op regel 2"),
        ("9", "Vul een e-mailadres in."),
        ("10", "Kijk het jaar van deze geboortedatum na."),
    ):
        assert re.search(rf"Regel {lines}</dt><dd>[^<]*{what}", page), (lines, what)
    assert '<section class="error-summary" role="alert"' in page
    assert 'name="list"' not in page


def test_who_is_invited_or_a_patient_already_is_named_and_left_out(
    as_manager: Client, manager: User, clinic: Clinic
) -> None:
    make_patient(clinic, "jan@example.nl")
    invitations.invite(clinic, name="Kim", email="kim@example.nl", by=manager, now=OFFICE_HOURS)
    page = upload(as_manager, GOOD + "Loes;loes@example.nl;\r\n")
    assert "1 persoon om uit te nodigen" in page
    assert "niet nog eens: regel 3" in page
    assert "Zij delen al een dagboek met Neurologie Noord: regel 2" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Dit bestand is leeg"),
        (b"\n\n", "Dit bestand is leeg"),
        (b"naam;e-mail\n", "Onder de namen van de kolommen staat niemand"),
        (b"Jan;jan@example.nl\n", "Er ontbreekt: name, email"),
        (b"naam\nJan\n", "Er ontbreekt: email"),
        (b"\x00\x01\x02\x03", "niet te lezen"),
        (b"naam;e-mail\n" + b"Jan;jan@example.nl\n" * 1001, "staan 1001 mensen"),
        (b"x" * 1_000_001, "groter dan 1 MB"),
    ],
)
def test_a_file_that_is_no_list_says_why(as_manager: Client, data: bytes, sentence: str) -> None:
    page = upload(as_manager, data)
    assert sentence in page
    assert "error-summary" in page


def test_a_thousand_people_are_one_page_of_less_than_100_kb(as_manager: Client) -> None:
    rows = "".join(f"Jan Klaassen {n};jan.klaassen{n}@example.nl;17-05-1980\n" for n in range(1000))
    page = upload(as_manager, "naam;e-mail;geboortedatum\n" + rows)
    assert len(page) < 100_000
    as_manager.post(SEND, {"list": packed(page)})
    assert Invitation.objects.count() == Letter.objects.count() == 1000
    bad = upload(as_manager, "naam;e-mail\n" + "".join(f";adres {n}\n" for n in range(1000)))
    assert len(bad) < 100_000


def test_a_list_of_another_clinic_or_made_up_is_refused(
    as_manager: Client, other_neurologist: User, as_user: Callable[[User], Client]
) -> None:
    made = packed(upload(as_manager, GOOD))
    for client, value in ((as_user(other_neurologist), made), (as_manager, "made up"), (as_manager, "")):
        assert "Deze lijst is te oud" in client.post(SEND, {"list": value}, follow=True).content.decode()
    assert not Invitation.objects.exists()


def test_the_list_of_invitations_asks_the_same_however_long_it_is(
    as_manager: Client, manager: User, clinic: Clinic, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    make_staff(clinic, "second@noord.example")
    guests = [invitations.Guest(f"Jan {n}", f"jan{n}@example.nl") for n in range(40)]
    invitations.invite_all(clinic, guests, by=manager, now=OFFICE_HOURS)
    with django_assert_max_num_queries(19):  # type: ignore[attr-defined]
        as_manager.get(INVITE)
