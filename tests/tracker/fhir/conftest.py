"""A clinic's system that reads."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from recovery.people import tokens
from recovery.people.models import ApiToken, User
from tests.fhir_r4 import wrong


@dataclass(frozen=True)
class System:
    """Reads with a token; every answer has to be FHIR."""

    token: ApiToken
    secret: str

    def ask(self, path: str, **headers: str) -> tuple[int, dict[str, Any]]:
        address = path if path.startswith("http") else f"/fhir/{path}"
        sent = {"Authorization": f"Bearer {self.secret}"} | headers
        answer = Client().get(address.removeprefix("http://testserver"), headers=sent)
        assert answer["Content-Type"] == "application/fhir+json"
        told = json.loads(answer.content)
        assert wrong({**told, "entry": []} if told.get("type") == "searchset" else told) == []
        for entry in told.get("entry", []):
            assert wrong(entry["resource"]) == []
        return answer.status_code, told

    def read(self, path: str, **headers: str) -> dict[str, Any]:
        status, told = self.ask(path, **headers)
        assert status == 200, told
        return told

    def found(self, path: str) -> list[dict[str, Any]]:
        """The resources of one page."""
        return [entry["resource"] for entry in self.read(path).get("entry", [])]

    def pages(self, path: str, between: Callable[[], object] = lambda: None) -> list[list[dict[str, Any]]]:
        """Every page, with something happening between each."""
        told = self.read(path)
        pages = [[entry["resource"] for entry in told.get("entry", [])]]
        while address := next((one["url"] for one in told["link"] if one["relation"] == "next"), None):
            between()
            told = self.read(address)
            pages.append([entry["resource"] for entry in told.get("entry", [])])
        return pages


@pytest.fixture
def system(manager: User) -> System:
    clinic = manager.memberships.get().clinic
    return System(*tokens.make(clinic, name="EPD", by=manager, now=timezone.now()))
