"""What is written of who looks, and what that may never stand in the way of. Every page there is: see matrix/."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from recovery.alerts.models import Alert
from recovery.people import access, break_glass
from recovery.people.access_log import Reader
from recovery.people.models import AccessRecord, Patient, Role, User
from tests.cast import GP, accepted, flagged, log, make_user, posted
from tracker.acting import PAGES, Reach
from tracker.looking import WHAT, address_of

WHY = "Ligt hier op de spoed, kan zelf niets vertellen."


@pytest.fixture
def alert(patient: Patient) -> Alert:
    done = log(patient, flagged(note="geheim van Anna"), now=timezone.now())
    assert done.alert
    return done.alert


@pytest.fixture
def karin(patient: Patient) -> User:
    user = make_user("karin@example.nl", "Karin de Wit")
    accepted(patient, user)
    return user


@pytest.fixture
def _no_room(db: None) -> None:
    """From here on no row can be added to the log, as on a full disk."""
    refuse = {
        "sqlite": [
            "CREATE TRIGGER no_room BEFORE INSERT ON people_accessrecord BEGIN SELECT RAISE(ABORT, 'full'); END"
        ],
        "postgresql": [
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$",
            "CREATE TRIGGER no_room BEFORE INSERT ON people_accessrecord EXECUTE FUNCTION no_room()",
        ],
    }
    with connection.cursor() as cursor:
        for statement in refuse[connection.vendor]:
            cursor.execute(statement)


def break_in(neurologist: User, patient: Patient) -> None:
    reader = Reader(Role.NEUROLOGIST, access.clinic_read_by(neurologist), user=neurologist)
    assert break_glass.open_record(reader, email=patient.user.email, reason=WHY, now=timezone.now())


# --- the words of it


def of_one_record(patterns: list[URLPattern | URLResolver], inside: bool = False) -> Iterator[str]:
    """The names of the clinic's pages about one patient."""
    for pattern in patterns:
        here = inside or "<uuid:ref>" in str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from of_one_record(pattern.url_patterns, here)
        elif here:
            yield f"clinic:{pattern.name}"


def test_every_page_about_one_patient_has_a_name_in_the_log() -> None:
    clinic = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "clinic")
    lent = {name for name, reach in PAGES.items() if reach is not Reach.ALONE}
    assert {*of_one_record(clinic.url_patterns), *lent} == set(WHAT)


# --- what is written


def test_what_is_sent_is_in_the_log_as_written(as_neurologist: Client, patient: Patient) -> None:
    as_neurologist.post(reverse("clinic:add_note", args=[patient.ref]), {"text": "Gebeld."})
    row = AccessRecord.objects.get()
    assert (row.what, row.wrote, row.patient, row.address) == ("notes", True, patient, "127.0.0.1")


def test_an_address_that_leads_elsewhere_shows_nothing_and_is_no_row(
    as_neurologist: Client, patient: Patient
) -> None:
    assert as_neurologist.get(reverse("clinic:plan", args=[patient.ref])).status_code == 302
    assert not AccessRecord.objects.exists()


def test_a_proxy_who_writes_is_in_the_log_as_such(
    as_user: Callable[[User], Client], karin: User, patient: Patient
) -> None:
    today = reverse("patient:day", args=[timezone.localdate()])
    as_user(karin).post(f"/for/{patient.ref}{today}", posted())
    row = AccessRecord.objects.get()
    assert (row.user, row.role, row.ground, row.what, row.wrote) == (karin, "proxy", "lent", "days", True)


def test_the_patient_leaves_no_row(as_patient: Client, alert: Alert) -> None:
    for name in ("patient:today", "patient:course", "patient:urgent", "patient:access_log"):
        as_patient.get(reverse(name))
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(("trusted", "address"), [(0, "10.0.0.9"), (1, "198.51.100.2"), (2, "203.0.113.7")])
def test_from_where_is_what_the_trusted_proxies_say(trusted: int, address: str) -> None:
    """Whatever a client puts before it is not believed."""
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.9", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.7, 198.51.100.2"}
    )
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=trusted):
        assert address_of(request) == address


def test_from_nowhere_is_nowhere() -> None:
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="")) is None


# --- when it cannot be written


@pytest.mark.usefixtures("_no_room")
def test_a_record_is_not_shown_to_staff_when_that_cannot_be_written(
    as_neurologist: Client, patient: Patient, alert: Alert
) -> None:
    pages = ("clinic:review", "clinic:episode", "clinic:review_pdf", "clinic:export_record")
    for url in [reverse("clinic:caseload"), *(reverse(name, args=[patient.ref]) for name in pages)]:
        answer = as_neurologist.get(url)
        assert answer.status_code == 503
        assert "Anna" not in answer.content.decode()
        assert reverse("clinic:alerts") in answer.content.decode()


@pytest.mark.usefixtures("_no_room")
def test_nothing_is_written_in_a_record_when_that_cannot_be_logged(
    as_neurologist: Client, patient: Patient
) -> None:
    url = reverse("clinic:status", args=[patient.ref])
    assert as_neurologist.post(url, {"under_treatment": "no"}).status_code == 503
    patient.refresh_from_db()
    assert patient.under_treatment


@pytest.mark.usefixtures("_no_room")
def test_an_open_alert_and_whom_to_phone_are_shown_all_the_same(
    as_neurologist: Client, patient: Patient, alert: Alert, caplog: pytest.LogCaptureFixture
) -> None:
    Patient.objects.filter(pk=patient.pk).update(phone="+31612345678")
    page = as_neurologist.get(reverse("clinic:alerts")).content.decode()
    assert "Anna Bos" in page
    assert "tel:+31612345678" in page
    assert f"alerts of patients {patient.pk}" in caplog.text
    assert "Anna" not in caplog.text
    as_neurologist.post(reverse("clinic:take", args=[alert.pk]))
    assert Alert.objects.get(pk=alert.pk).is_taken


@pytest.mark.usefixtures("_no_room")
def test_a_proxy_gets_the_number_whatever_page_they_asked_for(
    as_user: Callable[[User], Client], karin: User, patient: Patient
) -> None:
    Patient.objects.filter(pk=patient.pk).update(under_treatment=False)
    client = as_user(karin)
    for path in ("/today/", "/course/", "/phone/"):
        assert f"tel:{GP}" in client.get(f"/for/{patient.ref}{path}").content.decode()
    assert client.get(f"/for/{patient.ref}/course/").status_code == 503
    assert client.get(f"/for/{patient.ref}/phone/").status_code == 200
    assert client.get(reverse("diaries")).status_code == 200


@pytest.mark.usefixtures("_no_room")
def test_a_red_flag_that_a_proxy_reports_is_saved_and_rings(
    as_user: Callable[[User], Client], karin: User, patient: Patient
) -> None:
    client, today = as_user(karin), reverse("patient:day", args=[timezone.localdate()])
    answer = client.post(f"/for/{patient.ref}{today}", posted(none_new=None, signs=["bladder"]), follow=True)
    assert Alert.objects.filter(patient=patient).exists()
    assert answer.status_code == 200
    assert "tel:" in answer.content.decode()


# --- in an emergency


def test_a_broken_glass_is_read_only_for_some_pages_and_some_hours(
    as_user: Callable[[User], Client], other_neurologist: User, patient: Patient
) -> None:
    client, review = as_user(other_neurologist), reverse("clinic:review", args=[patient.ref])
    assert client.get(review).status_code == 404
    break_in(other_neurologist, patient)
    page = client.get(review)
    assert page.status_code == 200
    assert "reads-only" in page.content.decode()
    assert reverse("clinic:review_pdf", args=[patient.ref]) not in page.content.decode()
    for name in ("clinic:review_pdf", "clinic:export_diary", "clinic:export_record", "clinic:leave"):
        assert client.get(reverse(name, args=[patient.ref])).status_code == 404
    for name in ("clinic:add_note", "clinic:status", "clinic:plan", "clinic:discharge"):
        assert client.post(reverse(name, args=[patient.ref]), {"text": "x"}).status_code == 404
    assert set(AccessRecord.objects.values_list("ground", "what")) == {
        ("emergency", "emergency"),
        ("emergency", "review"),
    }
    break_glass.BreakGlass.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert client.get(review).status_code == 404
