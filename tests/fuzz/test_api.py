"""The API and what the site's own scripts ask, put to docs/openapi.json: what it allows, and what it forbids."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bench.openapi import TARGET, description, written
from recovery.people import tokens
from recovery.people.models import Clinic, User
from tests.browser.pages import ANNEKE, record
from tests.fuzz import bystander
from tests.fuzz.bystander import NAME, Bystander
from tests.fuzz.conftest import Complaints
from tests.fuzz.nonsense import tries, values
from tests.fuzz.site import Attempt, client_of

FEW = 3


def test_the_description_is_as_the_tables_say() -> None:
    assert TARGET.read_text(encoding="utf-8") == written(), "run `make openapi`"


def test_every_address_for_a_machine_is_described() -> None:
    """A new one in the URL map has to be written down."""
    routes = {
        route.replace("<str:key>", "{id}").replace("<str:language>", "{language}") for route in _routes()
    }
    assert routes == set(description()["paths"])


def _routes() -> set[str]:
    found = set()
    for pattern in get_resolver().url_patterns:
        within = getattr(pattern, "url_patterns", None) or [pattern]
        prefix = str(pattern.pattern) if hasattr(pattern, "url_patterns") else ""
        found |= {f"/{prefix}{one.pattern}" for one in within if not hasattr(one, "url_patterns")}
    ours = ("/fhir/", "/app/queue", "/app/snapshot", "/app/tables", "/health")
    return {route for route in found if route.startswith(ours)} - {"/fhir/", "/fhir/<path:rest>"}


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The server closes its connection after a request; here it is the test's."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def token(kees: Bystander) -> str:
    """A token of the demo's clinic."""
    clinic = Clinic.objects.get(name__contains="demo")
    return tokens.make(clinic, name="fuzz", by=User.objects.earliest("pk"), now=timezone.now())[1]


def test_the_api_keeps_to_its_description(kees: Bystander, complaints: Complaints, token: str) -> None:
    """As somebody with a token, and in the session of a patient: what is described, and what is not."""
    schemathesis = pytest.importorskip("schemathesis")
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

    schemathesis.deserializer("application/fhir+json")(lambda _context, answer: json.loads(answer.content))
    schema = schemathesis.openapi.from_dict(description())
    schema.app = get_wsgi_application()
    session = client_of(ANNEKE).cookies["session"].value
    judged = [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
        checks.ignored_auth,
    ]

    def try_one(case: Any) -> None:
        complaints.heard.clear()
        door = (
            {"Authorization": f"Bearer {token}"} if "fhir" in case.path else {"Cookie": f"session={session}"}
        )
        headers = {"Accept-Encoding": "identity", **door}
        with transaction.atomic(), bystander.writing() as wrote:
            answer = case.call(headers=headers)
            # 503 is what that page is for.
            checked = judged[1:] if case.path == "/health/" else judged
            case.validate_response(answer, checks=checked, headers=headers)
            transaction.set_rollback(True)
        assert not complaints.heard
        assert NAME.encode() not in answer.content
        wrote.check()

    for found in schema.get_all_operations():
        operation = found.ok()
        cases = operation.as_strategy(
            generation_mode=schemathesis.GenerationMode.POSITIVE
        ) | operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)
        tries(FEW)(given(case=cases)(try_one))()


# --- what an item of the queue may hold


def anything(kees: Bystander) -> st.SearchStrategy[Any]:
    """JSON of any kind, with the texts that hurt in it."""
    texts = values(kees.ids).map(
        lambda raw: raw.decode("utf-8", "surrogatepass" if raw.isascii() else "replace")
    )
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | texts
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
        max_leaves=8,
    )


def test_whatever_a_phone_sends_is_taken_in_or_refused(kees: Bystander, complaints: Complaints) -> None:
    attempt = Attempt(client_of(ANNEKE), kees, complaints)
    ref = str(record(ANNEKE).ref)
    names = st.sampled_from(
        ("signs", "note", "leg_pain", "limitation", "back_pain", "feeling", "sleep", "marks", "x")
    )
    some = anything(kees)
    items = st.fixed_dictionaries(
        {
            "record": st.just(ref) | st.sampled_from(kees.ids),
            "id": some,
            "day": st.sampled_from(("2026-11-18", "2026-11-17")) | some,
        },
        optional={"answers": st.dictionaries(names, some) | some, "answered_at": some},
    )

    @tries(20 * FEW)
    @given(items | some)
    def try_it(item: Any) -> None:
        sent = json.dumps(item).encode()
        answer = attempt.send("POST", "/app/queue/", sent, "application/json")
        assert answer.status_code in {200, 409}

    try_it()


def test_a_token_opens_its_own_clinic_alone(kees: Bystander, token: str) -> None:
    client = Client(headers={"Authorization": f"Bearer {token}"})
    for kind in ("Patient", "Observation", "QuestionnaireResponse", "Flag"):
        for key in kees.ids:
            assert client.get(f"/fhir/{kind}/{key}").status_code == 404
    for ref in (one for one in kees.ids if len(one) == 36):
        assert NAME not in client.get(f"/fhir/Patient?_id={ref}").content.decode()
