"""Whatever goes wrong: a page, its status, and a number to phone."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from recovery.alerts.models import Alert
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Patient, User
from tests.cast import NIGHT, OFFICE_HOURS, flagged, log, make_clinic, posted
from tracker import errors, last_known

TODAY = reverse("patient:today")
DAY = reverse("patient:day", args=[OFFICE_HOURS.date()])
OWN_NUMBER = 'class="call" href="tel:+31883203900"'
NUMBERS_OF_THE_CLINIC = ("tel:+31883203900", "tel:+31883203300")
THE_RULE = ("Bel direct.", "Phone at once.", 'href="tel:112"', 'href="/phone/">Nu bellen')

Breaking = Callable[[], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    last_known.forget()


def refuse(*_args: Any) -> None:
    """A database that answers no query."""
    raise OperationalError("could not connect to server")


def full_disk(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """A database that can be read and not written."""
    if sql.startswith(("INSERT", "UPDATE", "DELETE")):
        raise OperationalError("database or disk is full")
    return execute(sql, *rest)


def broken(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError


def failing(client: Client, url: str) -> str:
    """The error page behind an address."""
    client.raise_request_exception = False
    answer = client.get(url)
    assert answer.status_code in {500, 503}
    return answer.content.decode()


def test_a_fault_of_ours_shows_a_patient_their_own_number(
    as_patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recovery.episodes.ladder.current", broken)
    page = failing(as_patient, TODAY)
    assert OWN_NUMBER in page
    for words in THE_RULE:
        assert words in page
    with time_machine.travel(NIGHT, tick=False):
        assert 'class="call" href="tel:+31883203300"' in failing(as_patient, TODAY)


def test_the_danger_comes_first(as_patient: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recovery.episodes.ladder.current", broken)
    page = failing(as_patient, TODAY)
    assert page.index("Bel direct.") < page.index(OWN_NUMBER)


def test_a_fault_before_the_patient_was_asked_for_still_shows_their_number(
    as_patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recovery.people.access.clinic_read_by", broken)
    assert OWN_NUMBER in failing(as_patient, reverse("home"))


def test_a_fault_shows_a_neurologist_the_numbers_and_no_patient(
    as_neurologist: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_known.refresh()
    monkeypatch.setattr("recovery.caseload.page_of", broken)
    page = failing(as_neurologist, reverse("clinic:caseload"))
    assert "Anna" not in page
    for number in NUMBERS_OF_THE_CLINIC:
        assert number in page


def test_without_a_database_the_last_known_numbers_and_hours_are_shown(as_patient: Client) -> None:
    last_known.refresh()
    with connection.execute_wrapper(refuse):
        page = failing(as_patient, TODAY)
    for words in (*NUMBERS_OF_THE_CLINIC, "Neurologie Noord", "Maandag t/m vrijdag 08:00–17:00", *THE_RULE):
        assert words in page


def test_without_a_database_and_without_a_memory_the_rule_is_left(as_patient: Client) -> None:
    with connection.execute_wrapper(refuse):
        page = failing(as_patient, TODAY)
    for words in THE_RULE:
        assert words in page
    assert 'class="call"' not in page
    assert "Neurologie Noord" not in page


@pytest.mark.parametrize("url", ["/", "/phone/", "/today/", "/urgent/", "/clinic/", "/account/login/"])
def test_without_a_database_every_page_has_a_number(as_patient: Client, url: str) -> None:
    last_known.refresh()
    as_patient.raise_request_exception = False
    with connection.execute_wrapper(refuse):
        answer = as_patient.get(url)
    assert answer.status_code == 503
    assert "tel:+31883203300" in answer.content.decode()


def test_a_database_that_has_just_failed_is_not_asked_again(as_patient: Client) -> None:
    asked = []

    def count(_execute: object, sql: str, *_rest: object) -> None:
        asked.append(sql)
        raise OperationalError

    with connection.execute_wrapper(count):
        failing(as_patient, TODAY)
    assert len(asked) == 1


def test_a_page_that_cannot_be_made_leaves_112(as_patient: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recovery.episodes.ladder.current", broken)
    monkeypatch.setattr(errors, "render_to_string", broken)
    page = failing(as_patient, TODAY)
    assert page == errors.LAST_WORDS
    assert page.count("tel:112") == 2


def test_a_style_sheet_that_is_not_there_takes_no_number_away(
    as_patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_name: str) -> str:
        raise ValueError

    monkeypatch.setattr("recovery.episodes.ladder.current", broken)
    monkeypatch.setattr(errors, "static", unknown)
    page = failing(as_patient, TODAY)
    assert OWN_NUMBER in page
    assert "stylesheet" not in page


# What is remembered


def test_a_process_that_begins_reads_the_numbers(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    last_known.prime()
    assert [known.clinic for known in last_known.lines()] == ["Neurologie Noord"]


def test_a_process_begins_without_a_database_too(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    with connection.execute_wrapper(refuse):
        last_known.prime()
    assert last_known.lines() == []


def test_a_page_of_a_patient_brings_the_memory_up_to_date(as_patient: Client) -> None:
    last_known.refresh()
    Clinic.objects.update(desk_phone="+31301112233")
    as_patient.get(TODAY)
    with connection.execute_wrapper(refuse):
        assert "tel:+31301112233" in failing(Client(), "/phone/")


def test_the_memory_holds_nothing_about_a_patient(as_patient: Client) -> None:
    as_patient.get(TODAY)
    assert "201234567" not in repr(last_known.lines())
    assert "Anna" not in repr(last_known.lines())


@pytest.mark.django_db
def test_a_clinic_that_is_gone_is_not_remembered_for_visitors() -> None:
    clinic = make_clinic(alert_email="")
    last_known.refresh()
    clinic.delete()
    assert "Neurologie Noord" not in Client().get("/phone/").content.decode()


# A database that cannot be written


@pytest.mark.parametrize("answers", [{"signs": ["bladder"], "note": "bewaar dit"}])
def test_a_day_that_a_full_disk_refuses_shows_the_number_and_keeps_what_was_typed(
    as_patient: Client, answers: dict[str, Any]
) -> None:
    with connection.execute_wrapper(full_disk):
        answer = as_patient.post(DAY, posted(none_new=None, **answers))
    page = answer.content.decode()
    assert answer.status_code == 503  # so that a phone that keeps the diary keeps the day
    assert page.index(OWN_NUMBER) < page.index("<form method")
    assert "Bel nu. Dit kan spoed zijn." in page
    assert "Uw antwoorden zijn nog niet opgeslagen" in page
    assert "Wacht even en sla het opnieuw op" in page
    assert "bewaar dit" in page
    assert not Entry.objects.exists()
    assert not Alert.objects.exists()


@pytest.mark.parametrize("url", ["/urgent/", "/phone/", "/today/"])
def test_a_page_with_the_number_does_not_need_a_disk_with_room(
    as_patient: Client, patient: Patient, url: str
) -> None:
    """The first page of the day also renews the session, which cannot be saved."""
    log(patient, flagged(), now=OFFICE_HOURS)
    with connection.execute_wrapper(full_disk):
        answer = as_patient.get(url)
    assert answer.status_code == 200
    assert "tel:+31883203900" in answer.content.decode()


# The other errors


@pytest.mark.django_db
def test_a_page_that_is_not_there_shows_whom_to_phone() -> None:
    answer = Client().get("/nowhere/")
    assert answer.status_code == 404
    assert PHONE_NOW in answer.content.decode()


@pytest.mark.django_db
def test_a_form_from_a_page_that_is_too_old_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Deze pagina stond te lang open" in page
    assert PHONE_NOW in page


@pytest.mark.django_db
def test_a_request_that_cannot_be_read_gets_a_page_like_the_others() -> None:
    answer = Client().get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert PHONE_NOW in page
    assert '<html lang="nl">' in page
    assert "Dit dagboek wordt niet dag en nacht gelezen" in page


def test_a_form_that_cannot_be_read_shows_a_patient_their_own_number(as_patient: Client) -> None:
    too_long = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    answer = as_patient.post(DAY, posted(none_new=None, signs=["bladder"], note=too_long))
    too_much = as_patient.post(DAY, {f"field{number}": "1" for number in range(1100)})
    for refused in (answer, too_much):
        assert refused.status_code == 400
        assert OWN_NUMBER in refused.content.decode()


def test_what_may_not_be_seen_gets_a_page_like_the_others(
    as_patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.exceptions import PermissionDenied

    def forbid(*_args: object) -> None:
        raise PermissionDenied

    monkeypatch.setattr("recovery.episodes.ladder.current", forbid)
    answer = as_patient.get(TODAY)
    assert answer.status_code == 403
    assert PHONE_NOW in answer.content.decode()


PHONE_NOW = 'href="/phone/">Nu bellen</a>'


def test_somebody_who_works_at_a_clinic_finds_the_numbers_too(
    as_user: Callable[[User], Client], manager: User
) -> None:
    assert "tel:+31883203300" in as_user(manager).get("/phone/").content.decode()


# Every error page: a number, both ways of knowing it, and a code for who is phoned about it


def refused(client: Client, status: int, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An answer of the site with this status, as a browser gets it."""
    from django.core.exceptions import BadRequest, PermissionDenied

    raised = {400: BadRequest, 403: PermissionDenied, 500: RuntimeError, 503: OperationalError}
    if error := raised.get(status):

        def stop(*_args: object) -> None:
            raise error

        monkeypatch.setattr("tracker.pages.details.choose_language", stop)
        client.raise_request_exception = False
        return client.post(reverse("language"), {"language": "nl"}, headers={"accept": "text/html"})
    url = {404: "/nowhere/", 405: reverse("phone")}[status]
    return client.generic("POST" if status == 405 else "GET", url, headers={"accept": "text/html"})


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 503])
def test_every_error_shows_a_patient_their_own_number_and_a_code(
    status: int, as_patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_known.refresh()  # what is left when the database is not there, and is not asked again
    answer = refused(as_patient, status, monkeypatch)
    page = answer.content.decode()
    assert answer.status_code == status
    assert "tel:+31883203900" in page
    assert "tel:112" in page
    assert f"<code>{answer['X-Request-ID']}</code>" in page


@pytest.mark.parametrize("status", [404, 405])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_error_shows_a_visitor_the_numbers_of_the_clinics(
    status: int, language: str, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_known.refresh()
    visitor = Client(headers={"accept-language": language})
    visitor.cookies["language"] = language
    page = refused(visitor, status, monkeypatch).content.decode()
    for number in NUMBERS_OF_THE_CLINIC:
        assert number in page
    assert f'<html lang="{language}"' in page


def test_a_page_of_error_that_fails_itself_leaves_the_numbers(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_known.refresh()
    monkeypatch.setattr(errors, "render", broken)
    visitor = Client(raise_request_exception=False)
    answer = visitor.get("/nowhere/")
    assert answer.status_code == 500
    assert NUMBERS_OF_THE_CLINIC[0] in answer.content.decode()


def test_what_is_too_large_gets_a_page_too(as_patient: Client, rf: Any) -> None:
    from django.http import HttpResponse

    request = rf.post("/my-data/bring-in/", headers={"accept": "text/html"})
    answer = errors.EmptyErrorMiddleware(lambda _request: HttpResponse(status=413))(request)
    assert answer.status_code == 413
    assert "tel:112" in answer.content.decode()


def test_what_a_script_asked_in_a_wrong_way_gets_no_page(as_patient: Client) -> None:
    answer = as_patient.post(reverse("phone"), headers={"accept": "application/json"})
    assert (answer.status_code, answer.content) == (405, b"")


def test_the_allowed_ways_are_still_told(as_patient: Client) -> None:
    answer = as_patient.post(reverse("phone"), headers={"accept": "text/html"})
    assert answer["Allow"] == "GET, HEAD"


def test_the_page_for_when_nothing_answers_has_every_number(
    clinic: Clinic, settings: Any, tmp_path: Any
) -> None:
    from django.core.management import call_command

    settings.VAR_DIR = tmp_path
    call_command("write_outage_page")
    page = (tmp_path / "outage" / "outage.html").read_text()
    for words in (*NUMBERS_OF_THE_CLINIC, *THE_RULE):
        assert words in page
    assert "stylesheet" not in page
    assert "helpdesk" not in page
