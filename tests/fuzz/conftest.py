"""The demo's people, with a bystander; told once, and every try taken back."""

import logging
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.db import transaction
from pytest_django import DjangoDbBlocker

from recovery.demo import load
from tests.browser.pages import beside_the_demo
from tests.fuzz import bystander
from tests.fuzz.bystander import Bystander

NOW = datetime.fromisoformat("2026-11-18T21:00:00+01:00")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The demo is told once, so those who look at it stay together."""
    for item in items:
        if "tests/fuzz/" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("fuzz"))
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="package")
def kees(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Bystander]:
    """The demo on its evening, and Kees who has nothing to do with anybody in it."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        load.load(NOW)
        beside_the_demo(NOW)
        yield bystander.make()
        transaction.set_rollback(True)


class Complaints(logging.Handler):
    """What our own code says went wrong while it kept the page going."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        told = f"{record.getMessage()}: {record.exc_info[1]!r}" if record.exc_info else record.getMessage()
        self.heard.append(told[:300])


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    handler = Complaints()
    ours = [logging.getLogger(name) for name in ("recovery", "tracker")]
    for logger in ours:
        logger.addHandler(handler)
    yield handler
    for logger in ours:
        logger.removeHandler(handler)
