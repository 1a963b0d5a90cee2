"""Who the patient is; of a pseudonymised one, nothing."""

import json
from dataclasses import replace
from uuid import uuid4

from recovery.exchange.dossier import Person
from recovery.exchange.fhir.node import Node
from recovery.exchange.fhir.patient import patient, read_patient
from tests.fhir_r4 import wrong
from tests.recovery.exchange.fhir.anna import ANNA


def pseudonymised() -> Person:
    empty = {"name": "", "email": "", "phone": "", "gp_name": "", "gp_phone": "", "gp_out_of_hours_phone": ""}
    return replace(ANNA.person, ref=uuid4(), birth_date=None, **empty)


def test_a_patient_has_name_birth_date_and_our_identifier() -> None:
    told = patient(ANNA.person)
    assert told["name"] == [{"text": "Anna Bos"}]
    assert told["birthDate"] == "1980-05-17"
    assert told["identifier"][0]["value"] == str(ANNA.person.ref)


def test_a_pseudonymised_patient_has_no_element_that_identifies() -> None:
    told = patient(pseudonymised())
    identifying = {"identifier", "name", "telecom", "birthDate", "address", "photo", "contact"}
    assert identifying.isdisjoint(told)
    assert "generalPractitioner" not in told
    assert "Anna" not in json.dumps(told)
    assert "+31" not in json.dumps(told)
    assert wrong(told) == []


def test_a_pseudonymised_patient_is_read_back() -> None:
    person = pseudonymised()
    assert read_patient(Node(patient(person), "Patient")) == person
