"""Who finds a fault is told where to report it, where the installation names somebody."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tracker.security_txt import HOLDS_FOR


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("veilig@noord.example", "mailto:veilig@noord.example"),
        ("https://noord.example/melden", "https://noord.example/melden"),
    ],
)
def test_it_names_who_is_written_to(contact: str, shown: str, settings: Any, db: None) -> None:
    settings.SECURITY_CONTACT = contact
    answer = Client().get("/.well-known/security.txt")
    told = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert told["Contact"] == shown
    ends = datetime.fromisoformat(told["Expires"])
    assert timedelta() < ends - timezone.now() <= HOLDS_FOR < timedelta(days=365)


def test_without_anybody_there_is_no_such_page(settings: Any, db: None) -> None:
    settings.SECURITY_CONTACT = ""
    assert Client().get(reverse("security_txt")).status_code == 404
