"""A database of the last release, with alerts that were told and alerts that are owed, after this release."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from recovery.alerts import contact, decisions, health
from recovery.alerts.delivery import deliver_owed
from recovery.alerts.models import Address, Alert, Delivery, Outcome, Rung
from recovery.people.models import Clinic, User
from tests.cast import OFFICE_HOURS

BEFORE = (("alerts", "0001_initial"), ("people", "0002_clinic_starting_share"))
OWED_AT = OFFICE_HOURS - timedelta(minutes=5)


class Before:
    """The last release: its tables, and builders for what is in them."""

    def __init__(self) -> None:
        MigrationExecutor(connection).migrate(list(BEFORE))
        self.model = MigrationExecutor(connection).loader.project_state(list(BEFORE)).apps.get_model
        self.numbers = count()

    def clinic(self, name: str, alert_email: str = "") -> Any:
        hours = {"opens": time(9), "closes": time(16)}
        return self.model("people", "Clinic").objects.create(name=name, alert_email=alert_email, **hours)

    def patient(self, clinic: Any) -> Any:
        user = self.model("people", "User").objects.create(email=f"{next(self.numbers)}@example.nl")
        baselines = {f"baseline_{sign}": "none" for sign in ("bladder", "bowel", "saddle")}
        return self.model("people", "Patient").objects.create(
            user=user, clinic=clinic, shares_diary=bool(clinic), under_treatment=True, **baselines
        )

    def delivery(self, to: str, *, clinic: Any, now_at: Any, **fields: Any) -> None:
        """A message `to` about an alert of `clinic`, of a patient who is at the clinic `now_at`."""
        patient = self.patient(now_at)
        alert = self.model("alerts", "Alert").objects.create(
            patient=patient,
            clinic=clinic,
            urgency="days",
            stored_findings=[{"sign": "cancer", "urgency": "days", "because": "ticked"}],
            answers={"signs": ["cancer"]},
            rules_version="2026.1",
            raised_by=patient.user,
            raised_at=OWED_AT,
        )
        self.model("alerts", "Delivery").objects.create(
            alert=alert, address=to, key=uuid4(), owed_at=OWED_AT, **fields
        )


def forward() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def before(transactional_db: None) -> Iterator[Before]:
    """The tables of before; afterwards those of now, whatever went wrong."""
    try:
        yield Before()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM alerts_delivery")
        forward()


def sent(at: datetime) -> Counter[str]:
    """What a worker sends: how many messages each target gets."""
    got: Counter[str] = Counter()
    deliver_owed(lambda delivery: got.update([delivery.address.target]), clock=lambda: at)
    return got


def test_what_was_owed_is_sent_what_was_sent_is_not_and_every_clinic_has_its_ladder(before: Before) -> None:
    noord, zuid = before.clinic("Noord", "alarm@noord.example"), before.clinic("Zuid", "alarm@zuid.example")
    before.clinic("Zonder")
    failed = {"attempts": 7, "failure": "OSError: down", "not_before": OFFICE_HOURS + timedelta(minutes=9)}
    before.delivery("alarm@noord.example", clinic=noord, now_at=noord, sent_at=OWED_AT)
    before.delivery("alarm@noord.example", clinic=noord, now_at=noord, **failed)
    before.delivery("oud@noord.example", clinic=noord, now_at=noord)
    before.delivery("alarm@zuid.example", clinic=noord, now_at=zuid)
    before.delivery("alarm@zuid.example", clinic=None, now_at=None)
    before.delivery("ouder@noord.example", clinic=None, now_at=None)
    forward()

    owners = {(address.target, address.clinic.name) for address in Address.objects.exclude(clinic=None)}
    assert owners == {
        ("alarm@noord.example", "Noord"),
        ("oud@noord.example", "Noord"),
        ("ouder@noord.example", "Noord"),
        ("alarm@zuid.example", "Zuid"),
    }
    in_use = Address.objects.filter(retired_at=None).values_list("target", flat=True)
    assert sorted(in_use) == ["alarm@noord.example", "alarm@zuid.example"]
    rungs = {(rung.shift, rung.after_minutes, rung.until, rung.address.target) for rung in Rung.objects.all()}
    assert rungs == {(shift, 0, "taken", to) for shift in ("office", "outside") for to in in_use}

    assert health.health(now=OFFICE_HOURS).owed == 5
    assert sent(OFFICE_HOURS) == {
        "alarm@noord.example": 1,
        "oud@noord.example": 1,
        "alarm@zuid.example": 1,
    }
    # Of a patient who shares with nobody a message would lead nowhere.
    assert Counter(delivery.state for delivery in Delivery.objects.all()) == {"sent": 4, "dropped": 2}

    alert, user = Alert.objects.filter(clinic__name="Noord")[0], User.objects.all()[0]
    assert alert.signs == {"cancer"}
    contact.take(alert, by=user, now=OFFICE_HOURS)
    contact.close(alert, outcome=Outcome.PHONED, needed=True, note="", by=user, now=OFFICE_HOURS)
    clinic = Clinic.objects.get(name="Noord")
    assert (clinic.friday_opens, clinic.friday_closes, clinic.saturday_opens) == (time(9), time(16), None)
    assert decisions.latest(clinic) == {}


BEFORE_OVER = [("alerts", "0006_passed_on"), ("people", "0009_clinic_elsewhere")]


def test_what_was_over_before_stays_over_and_what_was_open_stays_open(transactional_db: None) -> None:
    told = [("today", "closed"), ("today", "not_meant"), ("now", "not_meant"), ("now", "taken"), ("days", "")]
    try:
        MigrationExecutor(connection).migrate(BEFORE_OVER)
        model = MigrationExecutor(connection).loader.project_state(BEFORE_OVER).apps.get_model
        user = model("people", "User").objects.create(email="somebody@example.nl")
        baselines = {f"baseline_{sign}": "none" for sign in ("bladder", "bowel", "saddle")}
        patient = model("people", "Patient").objects.create(
            user=user, shares_diary=False, under_treatment=True, **baselines
        )
        for urgency, step in told:
            alert = model("alerts", "Alert").objects.create(
                patient=patient,
                urgency=urgency,
                stored_findings=[],
                answers={"step": step},
                rules_version="2026.1",
                raised_by=user,
                raised_at=OWED_AT,
            )
            if step:
                outcome = "phoned" if step == "closed" else ""
                model("alerts", "AlertStep").objects.create(
                    alert=alert, step=step, outcome=outcome, by=user, at=OFFICE_HOURS
                )
    finally:
        forward()
    over = Alert.objects.exclude(over_at=None)
    assert [(alert.urgency, alert.answers["step"], alert.over_at) for alert in over.order_by("answers")] == [
        ("today", "closed", OFFICE_HOURS),
        ("today", "not_meant", OFFICE_HOURS),
    ]
    assert Alert.objects.not_over().count() == 3
    assert not Alert.objects.astray().exists()
