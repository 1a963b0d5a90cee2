"""The cast of the matrix, once for a module."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.tracker.matrix.cast import Cast, make_cast, undone


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """Made in a transaction that is taken back when the module is done."""
    with django_db_blocker.unblock(), undone():
        yield make_cast()
