"""What a phone keeps of the site: nothing about anybody, in every language, in a version that changes with it."""

import json

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from recovery.clinical.signs import RULES
from recovery.people.models import Patient
from tracker.app import shell


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_shell_is_the_same_for_everybody(as_patient: Client, language: str) -> None:
    url = reverse("offline_in", args=[language])
    own, anybody = as_patient.get(url), Client().get(url)
    assert own.content == anybody.content
    assert f'<html lang="{language}">' in own.content.decode()
    assert own["Cache-Control"] == "no-cache"


def test_a_language_that_is_not_offered_is_no_page(client: Client, db: None) -> None:
    assert client.get("/offline/xx/").status_code == 404


def test_every_sign_is_asked_whatever_the_circumstances() -> None:
    page = shell.shell("nl")
    for rule in RULES:
        if not rule.retired:
            assert f'value="{rule.sign.value}"' in page


def test_the_worker_is_asked_for_again_each_time_and_names_its_files(client: Client, db: None) -> None:
    answer = client.get("/sw.js")
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Service-Worker-Allowed"] == "/"
    first = answer.content.decode().splitlines()[0]
    app = json.loads(first.removeprefix("self.APP = ").removesuffix(";"))
    for url in (*app["shells"].values(), *app["fresh"]):
        assert client.get(url).status_code == 200, url
    for url in app["files"]:
        assert finders.find(url.removeprefix("/static/")), url


def test_the_worker_keeps_no_page_about_a_patient(client: Client, db: None) -> None:
    app = shell._app()
    public = {reverse("offline_in", args=[code]) for code in app["shells"]}
    assert set(app["shells"].values()) == public
    assert all(url.startswith("/static/") for url in app["files"])


def test_the_version_changes_with_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    before = shell._app.__wrapped__()["version"]
    monkeypatch.setattr(shell, "BACKFILL_DAYS", 4)
    assert shell._app.__wrapped__()["version"] != before


@pytest.mark.parametrize(("language", "name"), [("nl", "nl"), ("en", "en")])
def test_the_manifest_is_in_the_language_that_was_chosen(
    client: Client, db: None, language: str, name: str
) -> None:
    client.cookies["language"] = language
    made = client.get(reverse("manifest")).json()
    assert made["lang"] == name
    assert {icon["purpose"] for icon in made["icons"]} == {"any", "maskable"}
    for icon in made["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_a_page_of_a_patient_names_the_record_and_one_of_the_clinic_names_nobody(
    as_patient: Client, as_neurologist: Client, patient: Patient
) -> None:
    page = as_patient.get(reverse("patient:today")).content.decode()
    assert f'data-record="{patient.ref}"' in page
    assert "app/phone.js" in page
    desk = as_neurologist.get(reverse("clinic:caseload")).content.decode()
    assert "data-nobody" in desk  # it only clears what somebody else left on the phone
    assert "data-record" not in desk
