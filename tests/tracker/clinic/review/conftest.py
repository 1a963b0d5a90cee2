"""A diary to review, in English."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS, log, quiet

TODAY = OFFICE_HOURS.date()
BETTER = [8, 8, 7, 8, 8, 7, 8, 7, 7, 6, 7, 6, 6, 5, 6, 5, 5, 4, 5, 4, 4, 3, 4, 3, 3, 4, 3, 3, 3, 2, 3]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def diary(patient: Patient) -> None:
    """A month of leg pain that goes from 8 to 3."""
    for back, score in enumerate(reversed(BETTER)):
        log(patient, quiet(leg_pain=score), day=TODAY - timedelta(days=back))


@pytest.fixture
def doctor(as_neurologist: Client) -> Client:
    """Her neurologist, who reads English."""
    as_neurologist.cookies["language"] = "en"
    return as_neurologist


def url(name: str, patient: Patient, *args: object) -> str:
    return reverse(f"clinic:{name}", args=[patient.ref, *args])


def read(client: Client, patient: Patient, **asked: str) -> str:
    """The review as one line of text."""
    answer = client.get(url("review", patient), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())
