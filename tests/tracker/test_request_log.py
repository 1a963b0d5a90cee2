"""A line a request: an id, a route and how long it took; never a path, never a name."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from recovery.people.models import Patient
from tracker import error_count, logs


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    """What production would write down, as it would write it."""
    written: list[dict[str, Any]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(json.loads(self.format(record)))

    handler = Keep()
    handler.setFormatter(logs.Json())
    handler.addFilter(logs.WithId())
    logger = logging.getLogger("tracker.request_log")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(before)


def test_a_line_names_the_route_and_not_the_path(as_patient: Client, lines: list[dict[str, Any]]) -> None:
    answer = as_patient.get(reverse("invitation", args=["geheim-token"]))
    (line,) = lines
    assert {"method": "GET", "route": "invitation", "status": 404}.items() <= line.items()
    assert line["request_id"] == answer["X-Request-ID"]
    assert line["milliseconds"] >= 0
    assert "geheim" not in json.dumps(line)
    assert "anna" not in json.dumps(line).lower()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "is_taken"),
    [
        ("0123456789abcdef" * 2, True),
        ("8c1e6d1e-3b5a-4f0e-9d0c-0123456789ab", True),
        ("anneke.de.vries-heeft-pijn", False),
        ("short", False),
        ("a b\n" * 8, False),
    ],
)
def test_an_id_of_the_proxy_is_kept_when_it_looks_like_one(asked: str, is_taken: bool) -> None:
    answer = Client().get(reverse("phone"), headers={"x-request-id": asked})
    assert (answer["X-Request-ID"] == asked) is is_taken
    assert logs.WELL_FORMED.fullmatch(answer["X-Request-ID"])


@pytest.mark.django_db
def test_each_request_has_an_id_of_its_own() -> None:
    first, second = (Client().get(reverse("phone"))["X-Request-ID"] for _ in range(2))
    assert first != second


def test_a_thread_of_the_worker_has_an_id_of_its_own() -> None:
    found: list[str] = []
    threads = [Thread(target=lambda: found.extend([logs.current(), logs.current()])) for _ in range(2)]
    for thread in threads:
        thread.start()
        thread.join()
    assert found[0] == found[1] != found[2] == found[3]


def test_a_request_that_django_hands_along_is_not_written() -> None:
    record = logging.makeLogRecord({"msg": "Not Found", "request": "GET /invitation/geheim/", "name": "x"})
    logs.WithId().filter(record)
    assert "geheim" not in logs.Json().format(record)


def test_a_fault_is_counted_over_all_processes(
    as_patient: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError

    settings.VAR_DIR = tmp_path
    as_patient.get(reverse("patient:today"))
    assert error_count.total() == 0
    monkeypatch.setattr("recovery.episodes.ladder.current", broken)
    as_patient.raise_request_exception = False
    as_patient.get(reverse("patient:today"))
    as_patient.get(reverse("patient:today"))
    assert error_count.total() == 2


def test_a_fault_that_cannot_be_counted_is_no_second_fault(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "gone"
    error_count.add()
    assert error_count.total() == 0


def test_a_patient_is_named_in_no_line(
    as_patient: Client, patient: Patient, lines: list[dict[str, Any]]
) -> None:
    as_patient.get(reverse("patient:today"))
    assert str(patient.ref) not in json.dumps(lines)
    assert patient.user.email not in json.dumps(lines)
