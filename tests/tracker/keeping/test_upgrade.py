"""A database of the first release, with rows in every table it had, becomes one of today, and nothing is lost."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from recovery.alerts.models import Alert, Delivery
from recovery.journal.models import Entry, EntryVersion
from recovery.people.models import Clinic, Invitation, Membership, Patient, User
from recovery.trends.models import Assessment, Overview
from tests.cast import APP_SECRET
from tests.tracker.keeping.test_rehearsal import sent
from tracker.keeping import backup, places, restore, rows

ROOMS = ("people", "episodes", "journal", "alerts", "trends")
FIRST = [*((room, "0001_initial") for room in ROOMS), ("sessions", "0001_initial")]
DAYS = 40

# What a day said before it was corrected, as it was kept then.
ANSWERED = {
    "limitation": None,
    "leg_pain": 10,
    "back_pain": 2,
    "feeling": "less",
    "strength": "normal",
    "signs": [],
    "sleep": "hardly",
    "painkillers": True,
    "worse_on_coughing": None,
    "note": "é ≥ 8",
}

# A page, the way to another page, or nothing to read there; never "not found" and never an error.
OPENS = (200, 302, 405)


class First:
    """The tables of the first release, in a place of their own, and rows as they were written then."""

    def __init__(self) -> None:
        executor = MigrationExecutor(connections["default"])
        executor.migrate(
            [*FIRST, *(leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] == "account")]
        )
        self.apps = MigrationExecutor(connections["default"]).loader.project_state(FIRST).apps
        self.now = timezone.now()

    def add(self, room: str, model: str, **fields: Any) -> Any:
        return self.apps.get_model(room, model).objects.create(**fields)

    def user(self, email: str, name: str) -> Any:
        return self.add(
            "people", "User", email=email, name=name, password=make_password("een-lang-wachtwoord-8")
        )

    def fill(self) -> None:
        """A clinic with its staff, a patient who keeps a diary, and one who was invited."""
        clinic = self.add(
            "people", "Clinic", name="Noord", desk_phone="+31883203900", alert_email="alarm@noord.nl"
        )
        doctor = self.user("haan@noord.example", "dr. Haan")
        for role in ("neurologist", "manager"):
            self.add("people", "Membership", user=doctor, clinic=clinic, role=role)
        self.add(
            "people",
            "Invitation",
            clinic=clinic,
            name="Bram",
            email="bram@example.nl",
            token_hash="0" * 64,
            invited_by=doctor,
            expires_at=self.now + timedelta(days=7),
        )
        self.diary(self.patient(clinic), clinic, doctor)

    def patient(self, clinic: Any) -> Any:
        return self.add(
            "people",
            "Patient",
            user=self.user("anna@example.nl", "Anna Bos"),
            clinic=clinic,
            shares_diary=True,
            birth_date="1980-05-17",
            under_treatment=True,
            gp_phone="+31201234567",
            **{f"baseline_{sign}": "none" for sign in ("bladder", "bowel", "saddle")},
        )

    def diary(self, patient: Any, clinic: Any, doctor: Any) -> None:
        today = timezone.localdate(self.now)
        onset = today - timedelta(days=DAYS)
        episode = self.add("episodes", "Episode", patient=patient, onset=onset, side="left")
        self.add("episodes", "Treatment", episode=episode, kind="injection", date=today, recorded_by=doctor)
        for day in range(DAYS):
            self.day(patient, episode, onset + timedelta(days=day), score=9 - day // 8)
        self.add(
            "journal",
            "EntryVersion",
            patient=patient,
            day=onset,
            answers=ANSWERED,
            written_at=self.now,
            change="corrected",
            changed_at=self.now,
            changed_by=patient.user,
        )
        self.add(
            "trends",
            "Assessment",
            patient=patient,
            episode=episode,
            as_of=today,
            made_at=self.now,
            model_version="1",
            standing="on_course",
            reason_text="Leg pain went down.",
            reason_values={"week": 5},
            entries=DAYS,
        )
        self.alerts(patient, clinic, doctor)

    def day(self, patient: Any, episode: Any, day: Any, *, score: int) -> None:
        self.add(
            "journal",
            "Entry",
            patient=patient,
            episode=episode,
            day=day,
            limitation=score,
            leg_pain=score,
            back_pain=2,
            feeling="normal",
            strength="normal",
            signs=[],
            note="Gewandeld.",
            written_at=self.now,
            written_by=patient.user,
        )

    def alerts(self, patient: Any, clinic: Any, doctor: Any) -> None:
        """One that was sent and closed, and one that nobody heard of yet."""
        told = {
            "patient": patient,
            "clinic": clinic,
            "urgency": "now",
            "stored_findings": [{"sign": "saddle", "urgency": "now", "because": "ticked"}],
            "answers": ANSWERED | {"signs": ["saddle"]},
            "rules_version": "2026.1",
            "raised_by": patient.user,
            "raised_at": self.now,
        }
        closed, owed = self.add("alerts", "Alert", **told), self.add("alerts", "Alert", **told)
        by = {"by": doctor, "at": self.now}
        self.add("alerts", "AlertStep", alert=closed, step="closed", outcome="phoned", **by)
        message = {"address": "alarm@noord.nl", "owed_at": self.now}
        self.add("alerts", "Delivery", alert=closed, key=uuid4(), sent_at=self.now, **message)
        self.add("alerts", "Delivery", alert=owed, key=uuid4(), **message)


def a_backup_of_the_first_release(site: Path) -> backup.Made:
    place = places.beside()
    try:
        with places.inside(place):
            first = First()
            first.fill()
            return backup.back_up(site / "backups", to=[], keep=1, now=timezone.now())
    finally:
        place.drop()


def pages(room: str) -> list[str]:
    """The addresses of a part of the site that take no argument."""
    names = [name for name in get_resolver().namespace_dict[room][1].reverse_dict if isinstance(name, str)]
    found = []
    for name in sorted(names):
        with suppress(NoReverseMatch):
            found.append(reverse(f"{room}:{name}"))
    assert len(found) > 5
    return found


def test_a_backup_of_the_first_release_becomes_a_database_of_today(
    site: Path, as_user: Callable[[User], Client], caplog: pytest.LogCaptureFixture
) -> None:
    made = a_backup_of_the_first_release(site)
    of_then = {table: count for table, count in made.tally.counts.items() if table.split("_")[0] in ROOMS}
    assert all(of_then.values()), "a row in every table of then"

    done = restore.restore(made.path, keys=[], over=places.name(), now=timezone.now())

    assert sorted(rows.applied()) == sorted(MigrationExecutor(connections["default"]).loader.disk_migrations)
    now = {table.name: rows.number(table) for table in rows.tables(rows.applied())}
    assert {table: now[table] for table in of_then} == of_then
    assert (Entry.objects.count(), EntryVersion.objects.get().answers) == (DAYS, ANSWERED)
    assert Overview.objects.get().last_entry == Entry.objects.latest("day").day
    assert Assessment.objects.get().standing == "on_course"
    patient, clinic = Patient.objects.get(), Clinic.objects.get()
    assert (str(patient), patient.user.check_password("een-lang-wachtwoord-8")) == ("Anna Bos", True)
    assert (str(patient.birth_date), str(patient.gp_phone)) == ("1980-05-17", "+31201234567")
    assert set(Membership.objects.values_list("clinic", "role")) == {
        (clinic.pk, "neurologist"),
        (clinic.pk, "manager"),
    }
    assert Invitation.objects.get().email == "bram@example.nl"

    owed = Alert.objects.not_over().get()
    assert done.owed == 1
    assert set(sent().values()) == {1}
    assert Delivery.objects.get(alert=owed).sent_at

    neurologist = User.objects.get(email="haan@noord.example")
    TOTP.activate(neurologist, APP_SECRET)
    anna, doctor = as_user(patient.user), as_user(neurologist)
    for address in pages("patient"):
        assert anna.get(address).status_code in OPENS, address
    about_her = (reverse("clinic:review", args=[patient.ref]), reverse("clinic:alert", args=[owed.pk]))
    for address in [*pages("clinic"), *about_her]:
        assert doctor.get(address).status_code in OPENS, address
    assert "Anna Bos" in doctor.get(reverse("clinic:caseload")).content.decode()
    assert not [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="each step copies whole tables: half a minute")
@pytest.mark.django_db(transaction=True)
def test_the_newest_migrations_go_back_and_forth() -> None:
    """What the documents promise of a step back: the tables of the version before, and those of now again."""
    loader = MigrationExecutor(connections["default"]).loader
    newest = [leaf for leaf in loader.graph.leaf_nodes() if leaf[0] in ROOMS]
    parents = [parent.key for leaf in newest for parent in loader.graph.node_map[leaf].parents]
    before = [parent for parent in parents if parent[0] in ROOMS and parent[1] != "0001_initial"]
    assert len(before) >= len(ROOMS) - 1
    try:
        for parent in before:
            MigrationExecutor(connections["default"]).migrate([parent])
        assert not set(newest) <= set(rows.applied())
    finally:
        MigrationExecutor(connections["default"]).migrate(loader.graph.leaf_nodes())
    assert set(newest) <= set(rows.applied())
