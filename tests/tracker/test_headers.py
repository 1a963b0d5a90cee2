"""The headers of what the walk of the matrix does not reach: files, faults, other hosts; and what production adds."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from recovery.people.models import Patient, User
from tests.cast import PASSWORD
from tests.tracker.matrix.headers import faults_of
from tests.tracker.test_settings import NEEDED
from tracker import headers
from tracker.told_once import DiaryStorage

ROOT = Path(__file__).parents[2]


@pytest.mark.django_db
@pytest.mark.parametrize("file", ["site.css", "site.js", "icon.svg", "app/worker.js", "nothing.css"])
def test_a_file_has_them(file: str) -> None:
    answer = Client().get(f"/static/{file}")
    answer.close()
    assert not [fault for fault in faults_of(answer) if not fault.startswith("it may be stored")]


@pytest.mark.django_db
def test_a_fault_has_them(as_patient: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    as_patient.raise_request_exception = False
    monkeypatch.setattr("tracker.patient.days.days_page", lambda *_args: 1 / 0)
    answer = as_patient.get("/course/days/")
    assert answer.status_code == 500
    assert not faults_of(answer)


@pytest.mark.django_db
def test_a_refused_form_has_them(patient: Patient) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(patient.user)
    answer = client.post("/visit/", {"text": "x"})
    assert answer.status_code == 403
    assert not faults_of(answer)


@pytest.mark.django_db
def test_too_many_attempts_have_them() -> None:
    for _attempt in range(6):
        answer = Client().post(reverse("account_reset_password"), {"email": "a@b.nl"})
    assert answer.status_code == 429
    assert not faults_of(answer)


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), [("/today", 301), ("/nothing/", 404), ("/today/?page=\0", 302)])
def test_an_address_that_is_not_quite_one_has_them(path: str, status: int) -> None:
    answer = Client().get(path)
    assert answer.status_code in {status, 302}
    assert not faults_of(answer)


@pytest.mark.parametrize("secure", [False, True])
def test_a_request_for_another_host_has_them(secure: bool, settings: Any) -> None:
    """Refused by the first that asks for the host, before most of the others had their turn."""
    settings.SECURE_SSL_REDIRECT = not secure
    answer = Client(raise_request_exception=False).get("/", headers={"host": "elders.example"}, secure=secure)
    assert answer.status_code == 400
    assert not faults_of(answer)


@pytest.mark.django_db
def test_a_cookie_that_chooses_the_language_is_told_to_caches() -> None:
    """Of what a browser may keep: by its address alone it would be in the language of whoever came before."""
    for name in ("manifest", "offline"):
        answer = Client().get(reverse(name))
        assert answer["Cache-Control"] == "no-cache"
        assert "Cookie" in answer.get("Vary", ""), name


def test_what_a_page_does_not_use_a_browser_does_not_lend() -> None:
    told = dict(headers.ALWAYS)["Permissions-Policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()"} <= set(told)
    lent = [each for each in told if not each.endswith("=()")]
    assert lent == ["publickey-credentials-create=(self)", "publickey-credentials-get=(self)"]


def test_nothing_is_named_that_chromium_does_not_know() -> None:
    """It would say so on the console of every page."""
    assert "bluetooth" not in headers.UNUSED


def test_a_view_may_say_more_strictly_what_it_is() -> None:
    told = HttpResponse(headers={"Cross-Origin-Resource-Policy": "same-site", "Cache-Control": "no-cache"})
    answer = headers.StrictHeadersMiddleware(lambda _request: told)(RequestFactory().get("/"))
    assert answer["Cross-Origin-Resource-Policy"] == "same-site"
    assert answer["Cache-Control"] == "no-cache"


def test_in_production_cookies_are_of_this_host_over_tls() -> None:
    asked = (
        "import json; from tracker import settings as s;"
        "print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.LANGUAGE_COOKIE_SECURE, s.LANGUAGE_COOKIE_NAME, s.COOKIE_PREFIX, s.SECURE_HSTS_SECONDS,"
        " s.SECURE_SSL_REDIRECT]))"
    )
    given = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}} | NEEDED
    ran = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=given, capture_output=True, check=True)
    year = 365 * 24 * 3600
    named = ["__Host-session", "__Host-csrftoken", True, True, True, "__Host-language", "__Host-", year, True]
    assert json.loads(ran.stdout) == named


@pytest.mark.django_db
def test_in_production_every_cookie_is_one_that_only_this_host_can_set(
    patient: Patient, settings: Any
) -> None:
    """As a browser asks of that prefix: Secure, for the whole of the site, and for no other host."""
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        setattr(settings, f"{name}_COOKIE_SECURE", True)
    settings.COOKIE_PREFIX = "__Host-"
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrftoken"
    settings.LANGUAGE_COOKIE_NAME = "__Host-language"
    client = Client()
    client.post(reverse("account_login"), {"login": patient.user.email, "password": PASSWORD}, secure=True)
    client.post(reverse("display"), {"scheme": "dark", "size": "large"}, secure=True)
    client.post(reverse("language"), {"language": "en"}, secure=True)
    client.get(reverse("account_change_password"), secure=True)
    kept, _session = DiaryStorage.storage_classes
    told_once = kept(RequestFactory().get("/"))
    told_once.add(20, "opgeslagen")
    told_once.update(answer := HttpResponse())
    every = {**client.cookies, **answer.cookies}
    named = ("session", "csrftoken", "language", "scheme", "text_size", "messages")
    assert set(every) == {f"__Host-{name}" for name in named}
    for name, told in every.items():
        assert (told["secure"], told["path"], told["domain"]) == (True, "/", ""), name


@pytest.mark.parametrize("path", ["/fhir/metadata", "/fhir/Patient?_id=1", "/fhir/x"])
def test_a_system_that_asks_in_clear_is_refused_where_a_browser_is_sent_on(path: str, settings: Any) -> None:
    """Sent on, it would work, and its token go over the network in clear at every call."""
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get(path, headers={"authorization": "Bearer x"})
    assert answer.status_code == 403
    assert "Location" not in answer
    assert answer["Content-Type"] == "application/fhir+json"
    assert answer.json()["issue"][0]["code"] == "security"
    assert not faults_of(answer)
    assert Client().get("/phone/")["Location"] == "https://testserver/phone/"


@pytest.mark.django_db
def test_over_tls_a_browser_is_told_to_stay_there(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 3600
    answer = Client().get("/static/site.css", secure=True)
    answer.close()
    assert answer["Strict-Transport-Security"].startswith("max-age=3600")


@pytest.mark.django_db
def test_the_cookies_of_a_sign_in_are_for_the_server_alone(
    as_user: Callable[[User], Client], patient: Patient
) -> None:
    page = as_user(patient.user).get("/today/")
    assert settings.CSRF_COOKIE_HTTPONLY
    assert not faults_of(page)


def test_the_web_server_does_not_say_what_it_is() -> None:
    from gunicorn.http import wsgi

    from tracker import gunicorn

    assert gunicorn.worker_class
    assert "gunicorn" not in wsgi.SERVER
