"""Preparing the demo: only as a demo, only on a port that is free, and never twice."""

import socket
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from recovery.demo.stories import STORIES
from recovery.people.models import Clinic, Patient


def test_it_refuses_where_this_is_no_demo() -> None:
    with pytest.raises(CommandError, match="Set DEMO=1"):
        call_command("prepare_demo")


def test_a_port_that_is_taken_is_said_with_what_to_do(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(CommandError, match="make run PORT=8123"):
            call_command("prepare_demo", "--port", str(other.getsockname()[1]))


@pytest.mark.django_db
def test_a_second_time_keeps_what_is_there(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    for told in (True, False):
        out = StringIO()
        call_command("prepare_demo", "--port", port, "--crowd", "3", stdout=out)
        assert ("Writing the demo's stories" in out.getvalue()) is told
        assert "neuroloog@demo.example" in out.getvalue()
    assert Clinic.objects.count() == 1
    assert Patient.objects.count() == len(STORIES) + 3
