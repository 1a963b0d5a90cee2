"""Attacks with a name, each tried."""

import csv
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.people.models import Patient, User
from tests.cast import PASSWORD, log, make_user, quiet

HTML = '<img src=x onerror="alert(1)"><a href="javascript:alert(1)">hier</a>'


# --- going elsewhere

ELSEWHERE = (
    *(
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
    ),
    *(
        "javascript:alert(1)",
        "data:text/html,x",
        " //evil.example",
        "/\t/evil.example",
        "http:///evil.example",
    ),
)


@pytest.mark.parametrize("told", ELSEWHERE)
def test_no_next_leads_to_another_site(
    told: str, patient: Patient, as_user: Callable[[User], Client]
) -> None:
    client = as_user(patient.user)
    signing_in = {"login": patient.user.email, "password": PASSWORD, "next": told}
    for answer in (
        client.post("/display/", {"scheme": "dark", "size": "normal", "next": told}),
        client.post("/language/", {"language": "en", "next": told}),
        client.post("/language/", {"language": "en"}, HTTP_REFERER=told),
        Client().post("/account/login/", signing_in),
        client.post(f"/account/logout/?next={told}"),
    ):
        to = answer.get("Location", "/")
        assert not urlsplit(to).netloc
        assert not to.startswith(("//", "/\\", "\\", "javascript", "data"))


def test_a_mail_names_the_site_and_not_the_host_of_the_request(patient: Patient, settings: Any) -> None:
    """Somebody asks for a reset with another host: the link in the mail would lead there."""
    settings.ALLOWED_HOSTS = ["testserver"]
    told = {"email": patient.user.email}
    assert Client().post("/account/password/reset/", told, HTTP_HOST="evil.example").status_code == 400
    assert not mail.outbox
    Client().post("/account/password/reset/", told, HTTP_X_FORWARDED_HOST="evil.example")
    assert mail.outbox
    assert "evil.example" not in mail.outbox[0].body


# --- into a mail


@pytest.mark.parametrize("name", ["Anna\r\nBcc: iemand@example.nl", "Anna\nSubject: x", HTML, "Anna\u2028x"])
def test_a_name_adds_nothing_to_a_mail(name: str, as_neurologist: Client) -> None:
    told = {"name": name, "email": "nieuw@example.nl"}
    as_neurologist.post(reverse("clinic:invite"), told)
    for sent in mail.outbox:
        message = sent.message()
        assert message["To"] == "nieuw@example.nl"
        assert "iemand@example.nl" not in str(message.items())
        assert "\n" not in str(message["Subject"])
        assert not sent.alternatives if hasattr(sent, "alternatives") else True


@pytest.mark.parametrize(
    "address", ["a@example.nl\nBcc: b@example.nl", "a@example.nl,b@example.nl", "<a@example.nl> b@example.nl"]
)
def test_an_address_is_one_address(address: str, as_neurologist: Client) -> None:
    as_neurologist.post(reverse("clinic:invite"), {"name": "Anna", "email": address})
    assert not mail.outbox


# --- into a file


@pytest.mark.parametrize("note", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", '=HYPERLINK("http://x")'])
def test_a_note_is_no_formula_in_a_spreadsheet(note: str, patient: Patient, as_neurologist: Client) -> None:
    log(patient, quiet(note=note), now=timezone.now())
    file = as_neurologist.get(reverse("clinic:export_diary", args=[patient.ref])).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(file))
    assert row["note"].startswith("'")


def test_a_pdf_runs_nothing(patient: Patient, as_neurologist: Client) -> None:
    log(patient, quiet(note=") Tj /JavaScript (app.alert(1)) /OpenAction << >> (" + HTML), now=timezone.now())
    answer = as_neurologist.get(reverse("clinic:review_pdf", args=[patient.ref]))
    assert answer.status_code == 200
    assert b"/JavaScript" not in answer.content
    assert b"/OpenAction <<" not in answer.content


# --- into a page


def test_what_somebody_writes_is_text_on_a_page(patient: Patient, as_neurologist: Client) -> None:
    User.objects.filter(pk=patient.user_id).update(name=HTML)
    log(patient, quiet(note=HTML), now=timezone.now())
    for url in (
        reverse("clinic:caseload"),
        reverse("clinic:review", args=[patient.ref]),
        f"/clinic/?q={HTML}",
    ):
        page = as_neurologist.get(url).content.decode()
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page


# --- around the page

PAGES = (
    "/",
    "/phone/",
    "/account/login/",
    "/health/",
    "/fhir/metadata",
    "/fhir/Patient",
    "/sw.js",
    "/x/",
    "/today/",
)


@pytest.mark.parametrize("url", PAGES)
def test_every_response_is_framed_by_nobody_and_taken_for_what_it_is(url: str, db: None) -> None:
    answer = Client().get(url)
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert all(part in policy for part in ("frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"))
    assert "unsafe" not in policy
    assert "Access-Control-Allow-Origin" not in answer
    if answer.content and answer["Content-Type"].startswith("text/"):
        assert "charset=utf-8" in answer["Content-Type"]


def test_no_page_of_somebody_is_kept_by_a_cache_that_is_told_it_is_a_file(
    patient: Patient, as_user: Callable[[User], Client]
) -> None:
    """Cache deception: an address that ends like a file and answers with a page."""
    client = as_user(patient.user)
    for url in (
        "/today/x.css",
        "/today/%2e%2e/x.js",
        "/my-data/x.png",
        f"/for/{patient.ref}/today/x.css",
        "/course/.css",
    ):
        assert client.get(url).status_code == 404
    for url in ("/today/", "/course/", "/my-data/record.json", "/app/queue/", "/app/snapshot/"):
        assert "no-store" in client.get(url)["Cache-Control"]


def test_json_of_a_record_is_an_object(as_patient: Client) -> None:
    """An array could once be read by a script of another site."""
    for url in ("/app/queue/", "/app/snapshot/", "/my-data/record.json"):
        assert as_patient.get(url).content.lstrip().startswith(b"{")


def test_files_are_downloaded_and_not_shown(as_patient: Client) -> None:
    for url in ("/my-data/diary.csv", "/my-data/record.json"):
        assert as_patient.get(url)["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "PROPFIND"])
def test_methods_that_nothing_uses_are_refused(method: str, as_patient: Client) -> None:
    for url in ("/today/", "/fhir/Patient", "/health/"):
        assert as_patient.generic(method, url).status_code in {405, 401, 404}


@pytest.mark.parametrize(
    "path", ["/static/", "/static/../manage.py", "/static/%2e%2e/%2e%2e/etc/passwd", "/.git/config"]
)
def test_no_file_but_those_by_name(path: str, db: None) -> None:
    assert Client().get(path).status_code == 404


def test_a_form_from_elsewhere_is_refused_everywhere(patient: Patient) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(patient.user)
    for url in (
        "/display/",
        "/today/",
        "/sharing/stop/",
        "/app/queue/",
        "/account/logout/",
        "/my-data/bring-in/",
    ):
        assert client.post(url).status_code in {403, 405}


def test_cookies_are_for_this_site_alone(patient: Patient) -> None:
    client = Client()
    client.get("/account/login/")
    client.post("/account/login/", {"login": patient.user.email, "password": PASSWORD})
    session = client.cookies["session"]
    assert session["httponly"]
    assert {morsel["samesite"] for morsel in client.cookies.values()} == {"Lax"}


def test_an_account_is_not_taken_over_by_a_field_too_many(as_patient: Client, patient: Patient) -> None:
    other = make_user("iemand@example.nl")
    taken = {
        "user": other.pk,
        "user_id": other.pk,
        "pk": 1,
        "id": 1,
        "is_staff": "on",
        "clinic": 1,
        "email": "x@x.nl",
    }
    as_patient.post(reverse("patient:details"), {"name": "Anna", **taken})
    patient.refresh_from_db()
    assert patient.user.email == "anna@example.nl"
    assert not User.objects.filter(email="x@x.nl").exists()
