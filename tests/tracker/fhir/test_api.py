"""What a clinic's systems can read, and what they cannot."""

from collections.abc import Callable
from datetime import datetime, timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from recovery.alerts import contact
from recovery.clinical.questionnaires import GLOBAL_EFFECT, ROLAND_MORRIS, Questionnaire
from recovery.episodes import ladder
from recovery.exchange.fhir import bundle
from recovery.exchange.fhir.diary import day_id
from recovery.exchange.records import dossier_of
from recovery.journal import diary as journal
from recovery.journal import questionnaires as sheets
from recovery.journal.models import Entry, Filled
from recovery.people import access_log, tokens
from recovery.people.models import AccessRecord, Patient, User
from tests.cast import flagged, log, make_patient, quiet
from tests.tracker.fhir.conftest import System

TODAY = timezone.localdate


def write(patient: Patient, days: int = 3) -> None:
    """A quiet diary of some days until today."""
    for back in range(days):
        day = TODAY() - timedelta(days=back)
        log(patient, quiet(back), day=day, now=timezone.now())


def fill_in(
    patient: Patient,
    *,
    questionnaire: Questionnaire = ROLAND_MORRIS,
    ticked: int = 1,
    now: datetime | None = None,
) -> Filled:
    """A questionnaire whose first items were ticked, or whose first answer was given."""
    answers = {item.code: int(rank < ticked) for rank, item in enumerate(questionnaire.items)}
    if not questionnaire.is_ticked:
        answers = {item.code: item.choices[0].value for item in questionnaire.items}
    episode, at = ladder.current(patient), now or timezone.now()
    return sheets.fill_in(episode, questionnaire, answers=answers, by=patient.user, now=at).filled


def test_a_patient_is_read_as_fhir(system: System, patient: Patient) -> None:
    told = system.read(f"Patient/{patient.ref}")
    assert told["name"] == [{"text": "Anna Bos"}]
    assert told["id"] == str(patient.ref)


def test_patients_are_found_by_identifier_birth_date_and_name(system: System, patient: Patient) -> None:
    patient.birth_date = TODAY().replace(year=1980, month=5, day=17)
    patient.save()
    other = make_patient(patient.clinic, "kees@example.nl", name="Kees Dal")
    mine = [str(patient.ref)]
    value = system.read(f"Patient/{patient.ref}")["identifier"][0]
    for query in (
        f"identifier={value['system']}|{value['value']}",
        f"identifier={patient.ref}",
        "birthdate=1980-05-17",
        "birthdate=1980",
        "birthdate=ge1980-05&birthdate=lt1980-06",
        "name=anna",
        f"_id={patient.ref}",
    ):
        assert [one["id"] for one in system.found(f"Patient?{query}")] == mine, query
    assert {one["id"] for one in system.found("Patient")} == {str(patient.ref), str(other.ref)}
    for query in ("identifier=urn:bsn|1", "identifier=1", "birthdate=gt1980", "name=zzz", "_id=x"):
        assert system.found(f"Patient?{query}") == [], query


def test_a_day_is_five_observations_with_ids_that_can_be_read(system: System, patient: Patient) -> None:
    log(patient, quiet(7), now=timezone.now())
    found = system.found(f"Observation?patient={patient.ref}")
    values = {one["id"].rsplit(".", 1)[1]: one.get("valueInteger") for one in found}
    assert values == {"limitation": 7, "leg-pain": 7, "back-pain": 2, "feeling": None, "strength": None}
    for one in found:
        assert system.read(f"Observation/{one['id']}") == one


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("date={1}", [1]),
        ("date=eq{1}", [1]),
        ("date=ge{1}", [0, 1]),
        ("date=gt{1}", [0]),
        ("date=le{1}", [1, 2]),
        ("date=lt{1}", [2]),
        ("date=ge{2}&date=lt{0}", [1, 2]),
        ("date=gt{0}", []),
    ],
)
def test_dates_are_searched_with_their_prefix(
    system: System, patient: Patient, query: str, expected: list[int]
) -> None:
    write(patient)
    days = [TODAY() - timedelta(days=back) for back in range(3)]
    address = f"patient=Patient/{patient.ref}&{query.format(*days)}"
    responses = system.found(f"QuestionnaireResponse?{address}")
    assert [one["id"] for one in responses] == [day_id(patient.ref, days[n], "diary") for n in expected]
    observed = {one["effectiveDateTime"] for one in system.found(f"Observation?{address}")}
    assert observed == {days[n].isoformat() for n in expected}


def test_a_day_is_searched_by_when_it_was_written_too(system: System, patient: Patient) -> None:
    write(patient)
    assert len(system.found(f"QuestionnaireResponse?subject={patient.ref}&authored={TODAY()}")) == 3
    assert system.found(f"QuestionnaireResponse?subject={patient.ref}&authored=lt{TODAY()}") == []


@pytest.mark.parametrize(("kind", "per_day"), [("Observation", 5), ("QuestionnaireResponse", 1)])
@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 200])
def test_pages_hold_everything_once(
    system: System, patient: Patient, kind: str, per_day: int, count: int
) -> None:
    other = make_patient(patient.clinic, "kees@example.nl", name="Kees Dal")
    for one in (patient, other):
        write(one)
    pages = system.pages(f"{kind}?patient={patient.ref},{other.ref}&_count={count}")
    ids = [one["id"] for page in pages for one in page]
    assert len(ids) == len(set(ids)) == 2 * 3 * per_day
    assert [len(page) for page in pages[:-1]] == [count] * (len(pages) - 1)


def test_an_entry_that_comes_in_between_makes_nothing_skip(system: System, patient: Patient) -> None:
    write(patient)
    before = {one["id"] for one in system.found(f"Observation?patient={patient.ref}")}
    newer = make_patient(patient.clinic, "kees@example.nl", name="Kees Dal")
    address = f"Observation?patient={patient.ref},{newer.ref}&_count=2"
    pages = system.pages(address, between=lambda: log(newer, quiet(), now=timezone.now()))
    assert before <= {one["id"] for page in pages for one in page}


def test_partly_filled_days_are_paged_without_empty_pages(system: System, patient: Patient) -> None:
    for back, answers in enumerate(
        (
            quiet(limitation=None, back_pain=None, feeling="", strength=""),
            flagged(limitation=None, leg_pain=None, back_pain=None, feeling="", strength=""),
            quiet(leg_pain=3),
        )
    ):
        log(patient, answers, day=TODAY() - timedelta(days=back), now=timezone.now())
    pages = system.pages(f"Observation?patient={patient.ref}&_count=1")
    assert [len(page) for page in pages] == [1] * 6


def test_alerts_are_flags_with_what_was_done(system: System, patient: Patient, neurologist: User) -> None:
    raised = log(patient, flagged(), now=timezone.now()).alert
    assert raised
    (flag,) = system.found(f"Flag?patient={patient.ref}")
    assert (flag["status"], flag["id"]) == ("active", str(raised.pk))
    assert system.found("Flag") == [flag]
    assert system.found(f"Flag?date=lt{TODAY()}") == []
    contact.close(raised, outcome="mri", note="", needed=True, by=neurologist, now=timezone.now())
    assert system.read(f"Flag/{raised.pk}")["status"] == "inactive"


def test_flags_are_paged_once_each(system: System, patient: Patient) -> None:
    for n in range(3):
        one = make_patient(patient.clinic, f"p{n}@example.nl")
        log(one, flagged(), now=timezone.now() - timedelta(minutes=n))
    pages = system.pages("Flag?_count=1")
    assert [len(page) for page in pages] == [1, 1, 1]
    assert len({page[0]["id"] for page in pages}) == 3


def test_what_is_not_the_clinics_does_not_exist(system: System, patient: Patient, stranger: Patient) -> None:
    private = make_patient(patient.clinic, "priva@example.nl", name="Pim Alleen", shares_diary=False)
    for other in (stranger, private):
        alert = log(other, flagged(), now=timezone.now()).alert
        assert alert
        ids = {
            "Patient": other.ref,
            "Observation": day_id(other.ref, TODAY(), "leg_pain"),
            "QuestionnaireResponse": day_id(other.ref, TODAY(), "diary"),
            "Flag": alert.pk,
        }
        for kind, key in ids.items():
            assert system.ask(f"{kind}/{key}")[0] == 404
            by = "_id" if kind == "Patient" else "patient"
            assert system.found(f"{kind}?{by}={other.ref}") == []
    assert system.found("Flag") == []
    assert {one["id"] for one in system.found("Patient")} == {str(patient.ref)}


def test_a_day_that_was_taken_back_is_gone(system: System, patient: Patient) -> None:
    entry = log(patient, quiet(), now=timezone.now()).entry
    key = day_id(patient.ref, TODAY(), "diary")
    journal.remove(entry, by=patient.user, now=timezone.now())
    status, told = system.ask(f"QuestionnaireResponse/{key}")
    assert (status, told["issue"][0]["code"]) == (410, "deleted")
    assert AccessRecord.objects.filter(patient=patient).count() == 1
    assert system.found(f"QuestionnaireResponse?patient={patient.ref}") == []


# --- the token


def test_without_a_token_that_is_in_use_nothing_is_read(system: System, patient: Patient) -> None:
    tokens.revoke(system.token, by=system.token.made_by, now=timezone.now())
    wrong = (
        "",
        "Basic YTpi",
        "Bearer",
        "Bearer ",
        "Bearer no-such",
        f"Bearer {system.secret}",
        "Bearer \xff",
    )
    for told in wrong:
        answer = Client().get("/fhir/Patient", headers={"Authorization": told})
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert answer.json()["resourceType"] == "OperationOutcome"
    assert not AccessRecord.objects.exists()


def test_being_signed_in_is_no_token(as_neurologist: Client, as_patient: Client, patient: Patient) -> None:
    for client in (as_neurologist, as_patient):
        assert client.get(f"/fhir/Patient/{patient.ref}").status_code == 401


def test_a_questionnaire_is_a_response_as_it_stands(system: System, patient: Patient) -> None:
    fill_in(patient, ticked=3)
    told = fill_in(patient, ticked=5)
    [found] = system.found(f"QuestionnaireResponse?patient={patient.ref}")
    assert found["id"] == f"{patient.ref.hex}.{TODAY():%Y%m%d}.q-rmdq-24"
    assert (found["status"], found["questionnaire"].rsplit("/", 1)[1]) == ("amended", "rmdq-24|1")
    assert [one["valueDecimal"] for one in found["extension"] if "valueDecimal" in one] == [told.score]
    assert system.read(f"QuestionnaireResponse/{found['id']}") == found
    assert {(row.what, row.patient_id) for row in AccessRecord.objects.all()} == {
        ("fhir QuestionnaireResponse", patient.pk)
    }
    assert system.ask(f"QuestionnaireResponse/{found['id']}.0")[0] == 404
    assert system.ask(f"Observation/{found['id']}")[0] == 404


def test_a_questionnaire_has_the_same_resource_in_the_document(system: System, patient: Patient) -> None:
    fill_in(patient)
    [found] = system.found(f"QuestionnaireResponse?patient={patient.ref}")
    written = [entry["resource"] for entry in bundle(dossier_of(patient))["entry"]]
    [same] = [one for one in written if one["id"] == found["id"]]
    assert {**same, "subject": None, "author": None} == {**found, "subject": None, "author": None}


@pytest.mark.parametrize("count", [1, 2, 3, 200])
def test_days_and_questionnaires_are_paged_together_once_each(
    system: System, patient: Patient, count: int
) -> None:
    other = make_patient(patient.clinic, "kees@example.nl")
    for one in (patient, other):
        write(one)
        for back, questionnaire in ((0, ROLAND_MORRIS), (0, GLOBAL_EFFECT), (1, ROLAND_MORRIS)):
            fill_in(one, questionnaire=questionnaire, now=timezone.now() - timedelta(days=back))
    address = f"QuestionnaireResponse?patient={patient.ref},{other.ref}&_count={count}"
    pages = [[one["id"] for one in page] for page in system.pages(address)]
    assert [len(page) for page in pages[:-1]] == [min(count, 12)] * (len(pages) - 1)
    ids = [one for page in pages for one in page]
    assert len(ids) == len(set(ids)) == 12
    assert ids == [one["id"] for one in system.found(address.replace(f"_count={count}", "_count=200"))]


def test_questionnaires_are_found_by_their_day_and_only_where_they_are_the_clinics(
    system: System, patient: Patient, stranger: Patient
) -> None:
    fill_in(patient, now=timezone.now() - timedelta(days=2))
    fill_in(stranger)
    found = f"QuestionnaireResponse?patient={patient.ref},{stranger.ref}"
    assert len(system.found(found)) == 1
    assert system.found(f"{found}&date=ge{TODAY()}") == []
    assert system.found(f"{found}&authored=ge{TODAY()}") == []
    assert len(system.found(f"{found}&date={TODAY() - timedelta(days=2)}")) == 1
    name = f"QuestionnaireResponse/{stranger.ref.hex}.{TODAY():%Y%m%d}.q-rmdq-24"
    assert system.ask(name)[0] == 404


def test_a_questionnaire_of_elsewhere_is_read_by_an_id_that_fits(system: System, patient: Patient) -> None:
    told = fill_in(patient)
    Filled.objects.filter(pk=told.pk).update(code="Ein_langer/Name für einen Fragebogen")
    [found] = system.found(f"QuestionnaireResponse?patient={patient.ref}")
    assert system.read(f"QuestionnaireResponse/{found['id']}") == found


# --- the log


def test_every_reading_is_in_the_log_a_row_a_patient(system: System, patient: Patient) -> None:
    other = make_patient(patient.clinic, "kees@example.nl", name="Kees Dal")
    for one in (patient, other):
        write(one)
    system.read(f"Observation?patient={patient.ref},{other.ref}")
    rows = AccessRecord.objects.all()
    assert {row.patient_id for row in rows} == {patient.pk, other.pk}
    assert {(row.what, row.token, row.user, row.clinic) for row in rows} == {
        ("fhir Observation", system.token, None, patient.clinic)
    }


def test_that_there_was_nothing_is_in_the_log_too(system: System, patient: Patient) -> None:
    assert system.found(f"Observation?patient={patient.ref}") == []
    assert AccessRecord.objects.get().patient is None


def test_what_cannot_be_logged_is_not_given(system: System, patient: Patient) -> None:
    with patch.object(access_log.AccessRecord.objects, "bulk_create", side_effect=OperationalError):
        status, told = system.ask(f"Patient/{patient.ref}")
    assert status == 503
    assert "Anna" not in str(told)


def test_a_fault_of_ours_is_an_outcome_without_data(system: System, patient: Patient) -> None:
    log(patient, quiet(), now=timezone.now())
    Entry.objects.update(feeling="odd")
    status, told = system.ask(f"Observation?patient={patient.ref}")
    assert (status, told["resourceType"]) == (500, "OperationOutcome")
    assert "odd" not in str(told)


@pytest.mark.parametrize(
    ("address", "queries"),
    [("Observation?patient={}", 4), ("QuestionnaireResponse?patient={}", 5), ("Patient", 4), ("Flag", 6)],
)
def test_as_many_queries_for_many_as_for_one(
    system: System,
    patient: Patient,
    address: str,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """The token, its count, what is read (with its steps and by whom), the log."""
    system.read("metadata")
    system.read("Patient")
    everybody = [patient]
    for n in range(4):
        alert = log(everybody[-1], flagged(), now=timezone.now()).alert
        assert alert
        contact.say_contacted(everybody[-1], alerts=[alert.pk], by=everybody[-1].user, now=timezone.now())
        write(everybody[-1], days=1 + n)
        fill_in(everybody[-1])
        with django_assert_num_queries(queries):
            system.read(address.format(",".join(str(one.ref) for one in everybody)))
        everybody.append(make_patient(patient.clinic, f"p{n}@example.nl"))


# --- what is asked wrongly

REF = UUID("7d3a0f5e-43a9-4c6e-9d53-2f1f6d6a7b01")
NO_SUCH = (
    "",
    "Practitioner",
    "Patient/",
    "Patient/1",
    "Patient/x%00y",
    f"Patient/{REF}",
    f"Patient/{REF.hex}",
    "Observation/1.2.3",
    "Observation/..%2f..",
    f"Observation/{REF.hex}.20260230.leg-pain",
    f"Observation/{REF.hex}.20260228.elbow",
    f"Observation/{REF.hex}.99990101.leg-pain",
    f"QuestionnaireResponse/{REF.hex}.20260228.leg-pain",
    f"QuestionnaireResponse/{REF.hex}.20260228.q-rmdq-24",
    f"QuestionnaireResponse/{REF.hex}.20260228.q-",
    "Flag/%F0%9F%98%80",
    "Patient/1/_history/2",
    "Observation/_search",
)
MISTAKEN = (
    "Observation",
    "Observation?patient=",
    f"Observation?patient={REF}&patient={REF}",
    "Observation?patient=" + ",".join([str(REF)] * 51),
    f"Observation?patient={REF}&nonsense=1",
    f"Observation?patient={REF}&date=yesterday",
    f"Observation?patient={REF}&date=ne2026-01-01",
    f"Observation?patient={REF}&date=ap2026",
    f"Observation?patient={REF}&date=2026-02-30",
    f"Observation?patient={REF}&date=9999-12-31",
    f"Observation?patient={REF}&date=0000",
    f"Observation?patient={REF}&date=2026-13",
    f"Observation?patient={REF}&date=2026-00",
    f"Observation?patient={REF}&date=",
    f"Observation?patient={REF}&date=٢٠٢٦",
    f"Observation?patient={REF}&_count=0",
    f"Observation?patient={REF}&_count=-1",
    f"Observation?patient={REF}&_count=many",
    f"Observation?patient={REF}&_cursor=x",
    f"Observation?patient={REF}&_cursor=W10=",
    f"Observation?patient={REF}&_cursor=IlxuIg==",
    f"Observation?patient={REF}&_cursor=WyIyMDI2LTAxLTAxIiwgIngiLCAibGVnX3BhaW4iXQ==",
    f"Observation?patient={REF}&_cursor=%00",
    f"QuestionnaireResponse?patient={REF}&_cursor=WyIyMDI2LTAxLTAxIiwgIjdkM2EiXQ==",
    "Patient?name=%00",
    "Patient?name=",
    "Flag?_cursor=WyIyMDI2LTAxLTAxIiwgIngiXQ==",
    "Patient?" + "&".join(f"x{n}=1" for n in range(2000)),
)


@pytest.mark.parametrize("path", NO_SUCH)
def test_what_is_not_there_is_404_in_fhir(system: System, path: str) -> None:
    status, told = system.ask(path)
    assert (status, told["resourceType"]) == (404, "OperationOutcome")


@pytest.mark.parametrize("path", MISTAKEN)
def test_what_is_asked_wrongly_is_400_in_fhir(system: System, path: str) -> None:
    status, told = system.ask(path)
    assert (status, told["resourceType"]) == (400, "OperationOutcome")
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_is_written(system: System, patient: Patient, method: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    for path in ("Patient", f"Patient/{patient.ref}", "metadata", "anything"):
        ask: Callable[..., object] = getattr(strict, method)
        answer = ask(f"/fhir/{path}", headers={"Authorization": f"Bearer {system.secret}"})
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD"
        assert answer.json()["resourceType"] == "OperationOutcome"


def test_xml_is_not_to_be_had(system: System, patient: Patient) -> None:
    assert system.ask("Patient", Accept="application/fhir+xml")[0] == 406
    assert system.ask("Patient?_format=xml")[0] == 406
    assert system.ask("metadata", Accept="text/html")[0] == 406
    for wished in ("application/json", "application/fhir+json; fhirVersion=4.0", "text/html, */*;q=0.1"):
        assert system.ask("Patient", Accept=wished)[0] == 200
    assert system.ask("Patient?_format=json", Accept="text/html")[0] == 200


def test_the_statement_needs_no_token_and_says_what_there_is(db: None) -> None:
    answer = Client().get("/fhir/metadata")
    told = answer.json()
    assert (answer.status_code, told["fhirVersion"]) == (200, "4.0.1")
    kinds = {one["type"] for one in told["rest"][0]["resource"]}
    assert kinds == {"Patient", "Observation", "QuestionnaireResponse", "Flag"}


def test_the_statement_is_valid(system: System) -> None:
    assert system.read("metadata")["kind"] == "instance"


def test_no_answer_names_a_row_of_the_database(system: System, patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(gp_name="")
    log(patient, quiet(), now=timezone.now())
    told = str(system.read(f"QuestionnaireResponse?patient={patient.ref}"))
    assert f"'{patient.pk}'" not in told
    assert "user" not in told
