"""One command makes a clinic that works: numbers, a ladder of two, and a manager who can come in."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from recovery.alerts.health import with_one_line
from recovery.alerts.models import Address, Rung
from recovery.people import access
from recovery.people.models import Clinic, Joining, User
from tests.cast import DESK, EMERGENCY, PASSWORD

pytestmark = pytest.mark.django_db

GIVEN = {
    "--desk-phone": "088 320 39 00",
    "--emergency-phone": EMERGENCY,
    "--manager": "Post@Noord.example",
    "--manager-name": "M. Post",
    "--alert-email": "alarm@noord.example",
    "--second-alert-email": "dienst@noord.example",
}


def create(*more: str, **changed: str) -> str:
    given = GIVEN | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    out = StringIO()
    call_command(
        "create_clinic",
        "Neurologie Noord",
        *(word for pair in given.items() for word in pair),
        *more,
        stdout=out,
    )
    return out.getvalue()


def test_it_makes_the_clinic_its_ladder_and_a_manager_who_can_come_in() -> None:
    told = create()
    clinic = Clinic.objects.get()
    assert (str(clinic.desk_phone), str(clinic.emergency_phone)) == (DESK, EMERGENCY)
    assert not with_one_line().exists()
    assert set(Rung.objects.values_list("after_minutes", flat=True)) == {0, 15}
    assert "/work/" not in told
    path = re.search(r"/work/[^/\s]+/", str(mail.outbox[-1].body))
    assert path
    Client().post(path[0], {"password": PASSWORD})
    assert access.clinic_managed_by(User.objects.get_by_natural_key("post@noord.example")) == clinic


def test_the_link_is_printed_on_wish() -> None:
    assert "/work/" in create("--print-link")
    assert not mail.outbox


def test_the_link_is_printed_when_no_mail_leaves(settings: object) -> None:
    settings.EMAIL_BACKEND = "tests.tracker.management.test_create_clinic.Refusing"  # type: ignore[attr-defined]
    assert "/work/" in create()


class Refusing:
    """A mail server that is not there."""

    def __init__(self, **_options: object) -> None:
        pass

    def send_messages(self, _messages: object) -> int:
        raise ConnectionRefusedError


def test_again_makes_nothing_twice_and_gives_another_link() -> None:
    first, second = create("--print-link"), create("--print-link")
    assert first != second
    assert (Clinic.objects.count(), Address.objects.count(), Rung.objects.count()) == (1, 2, 4)
    assert Joining.objects.filter(ended_at=None).count() == 1


def test_of_a_clinic_that_is_there_it_says_where_its_alerts_go_and_not_what_was_typed_now() -> None:
    assert "go to alarm@noord.example and then dienst@noord.example." in create()
    again = create(alert_email="anders@noord.example")
    assert "go to alarm@noord.example and then dienst@noord.example." in again
    Rung.objects.all().delete()
    assert "NOBODY" in create()


def test_a_clinic_with_a_manager_is_left_alone() -> None:
    path = re.search(r"/work/[^/\s]+/", create("--print-link"))
    assert path
    Client().post(path[0], {"password": PASSWORD})
    with pytest.raises(CommandError, match="has a manager"):
        create()
    assert Joining.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"manager": "post"}, "post"),
        ({"desk_phone": "12"}, "12"),
        ({"second_alert_email": "ALARM@noord.example"}, "no second line"),
        ({"manager_name": " "}, "need a name"),
    ],
)
def test_what_is_wrong_makes_nothing(changed: dict[str, str], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        create(**changed)
    assert not Clinic.objects.exists()


def test_a_fault_halfway_leaves_no_half_clinic(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("recovery.people.staff.ask", broken)
    with pytest.raises(RuntimeError):
        create()
    assert not Clinic.objects.exists()
    assert not Address.objects.exists()
