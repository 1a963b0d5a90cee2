"""A patient of whom something is held in every table, with a marker in every text."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import CharField, JSONField, Model, TextField
from django.utils import timezone

from recovery.aftercare.models import Exercise, ExerciseDay, LoadDay, LoadStep, WeeklyAnswer
from recovery.alerts import contact
from recovery.alerts.models import Alert, Outcome
from recovery.alerts.models.second_line import SecondLine, Why
from recovery.episodes import ladder
from recovery.episodes.models import (
    Imaging,
    Note,
    Preparation,
    PromptDismissal,
    Question,
    Recovered,
    Returned,
    Treatment,
    Visit,
)
from recovery.erasure.holdings import HOLDINGS
from recovery.exchange.models import Upload
from recovery.journal.models import (
    Activity,
    Arrived,
    BodyMap,
    Filled,
    Medicine,
    Rhythm,
    Taken,
)
from recovery.people import access_log, letters
from recovery.people.models import (
    BreakGlass,
    Clinic,
    Invitation,
    Letter,
    Patient,
    Role,
    SignedIn,
    Transfer,
    User,
    What,
)
from recovery.reminders.models import Browser, Reminder
from tests.cast import accepted, flagged, log, make_clinic, make_user, quiet

MARKER = "geheim-van-anna"


def rows_everywhere(patient: Patient, clinic: Clinic, staff: User) -> None:
    """A row in every table."""
    _diary(patient)
    _told(patient, clinic, staff)
    _around(patient, clinic, staff)


def fill(patient: Patient, clinic: Clinic, staff: User) -> None:
    """A row in every table, and a marker in every text of this patient's: more than a page could read."""
    rows_everywhere(patient, clinic, staff)
    for holding in HOLDINGS:
        for row in holding.rows(patient):
            _mark(row)
    patient.refresh_from_db()


def _diary(patient: Patient) -> None:
    by, now, today = patient.user, timezone.now(), timezone.localdate()
    episode = ladder.current(patient)
    who = {"written_by": by, "written_at": now}
    log(patient, quiet(), day=today - timedelta(days=1))
    log(patient, quiet(leg_pain=5), day=today - timedelta(days=1))
    of_both: dict[str, Any] = {"patient": patient, "episode": episode, "day": today, **who}
    _twice(Filled, code="rmdq-24", version="1", answers=[], **of_both)
    _twice(BodyMap, marks=[], **of_both)
    _twice(WeeklyAnswer, episode=episode, day=today, answer="same", **who)
    medicine = _twice(Medicine, patient=patient, name="x", recorded_by=by, recorded_at=now)
    Taken.objects.create(medicine=medicine, day=today, told_by=by, told_at=now)
    step = _twice(
        LoadStep,
        patient=patient, kind="walking", what="x", amount="x", started_on=today, chosen_by=by, chosen_at=now,
    )  # fmt: skip
    LoadDay.objects.create(step=step, day=today, told_by=by, told_at=now)
    exercise = Exercise.objects.create(patient=patient, name="x", chosen_by=by, chosen_at=now)
    ExerciseDay.objects.create(exercise=exercise, day=today, told_by=by, told_at=now)
    Activity.objects.create(episode=episode, name="x", chosen_by=by, chosen_at=now)
    Rhythm.objects.create(patient=patient, every="week", since=today, because="chosen", set_by=by)
    Arrived.objects.create(
        id="11111111-1111-4111-8111-111111111111",
        patient=patient, day=today, answers={}, answered_at=now, received_at=now, sent_by=by, result={},
    )  # fmt: skip


def _twice(model: type[Model], **fields: Any) -> Any:
    first = model._default_manager.create(**fields)
    return model._default_manager.create(**fields, replaces=first)


def _told(patient: Patient, clinic: Clinic, staff: User) -> None:
    """What was told of the hernia, and by the clinic; an alert that the clinic closed."""
    by, now, today = patient.user, timezone.now(), timezone.localdate()
    episode = ladder.current(patient)
    Treatment.objects.create(
        episode=episode, kind="injection", date=today, recorded_by=by, confirmed_by=staff, confirmed_at=now
    )
    Imaging.objects.create(episode=episode, kind="mri", date=today, finding="x", recorded_by=staff)
    Visit.objects.create(episode=episode, clinic=clinic, day=today, planned_by=staff)
    Question.objects.create(episode=episode, text="x", asked_by=by)
    for shared in (True, False):
        _twice(Note, episode=episode, clinic=clinic, text="x", shared=shared, written_by=staff)
    Preparation.objects.create(
        episode=episode, matters="x", written_by=by, clinic=clinic, sent_at=now, sheet={"x": "x"}
    )
    PromptDismissal.objects.create(episode=episode, prompt="x", reason="x", dismissed_by=staff)
    Recovered.objects.create(episode=episode, day=today, effect=1, said_by=by, said_at=now)
    Returned.objects.create(episode=episode, day=today, kind="flare", said_by=by, said_at=now)
    log(patient, flagged())
    close(patient, staff)


def close(patient: Patient, staff: User) -> None:
    """The clinic closes whatever is open."""
    for alert in contact.open_for(patient):
        contact.close(alert, outcome=Outcome.PHONED, needed=True, note=MARKER, by=staff, now=timezone.now())


def _around(patient: Patient, clinic: Clinic, staff: User) -> None:
    """Who was let in, what was sent, and what waits."""
    by, now = patient.user, timezone.now()
    accepted(patient, make_user("karin@example.nl", "Karin"))
    Transfer.objects.create(
        patient=patient, of_clinic=clinic, to_clinic=make_clinic("Elders", ""), offered_by=staff
    )
    letters.owe(patient, Letter.Kind.TRANSFER, now=now)
    invitation = Invitation.objects.create(
        clinic=clinic, name="x", email="x@example.nl", invited_by=staff, expires_at=now,
        accepted_by=patient, accepted_at=now, birth_date=timezone.localdate(),
    )  # fmt: skip
    Letter.objects.create(kind=Letter.Kind.INVITATION, invitation=invitation, owed_at=now)
    Reminder.objects.create(patient=patient)
    Browser.objects.create(
        patient=patient, endpoint="https://push.example/x", public_key="k", secret="s", allowed_by=by
    )
    Upload.objects.create(patient=patient, kind="diary", name="x", text="x", at=now)
    reader = access_log.Reader(Role.NEUROLOGIST, clinic, user=staff)
    access_log.record(reader, what=What.REVIEW, now=now, patient=patient)
    SignedIn.objects.create(user=by, session_key="x", device="x", began_at=now, seen_at=now)
    for alert in Alert.objects.filter(patient=patient)[:1]:
        SecondLine.objects.create(
            alert=alert, clinic=clinic, target="x@beheer.example", why=Why.UNTOLD, owed_at=now
        )
    BreakGlass.objects.create(patient=patient, user=staff, clinic=clinic, reason="x", at=now, until=now)


# What holds a code or a key, in which a marker cannot stand; and what the log of others says.
CODES = {
    "tried",
    "token_hash",
    "language",
    "consent_version",
    "consent_language",
    "password",
    "what",
    "ref",
    "key",
}
NUMBERS = {"phone", "gp_phone", "gp_out_of_hours_phone", "target"}


def _mark(row: Model) -> None:
    for field in row._meta.concrete_fields:
        if field.name in CODES | NUMBERS or field.choices or (field.unique and field.name != "email"):
            continue
        if isinstance(field, JSONField):
            setattr(row, field.name, {"x": [MARKER]})
        elif field.name == "email":
            setattr(row, field.name, f"{MARKER}-{row.pk}@example.nl")
        elif isinstance(field, CharField | TextField):
            setattr(row, field.name, MARKER[: field.max_length or len(MARKER)])
    type(row)._base_manager.filter(pk=row.pk).update(
        **{
            field.name: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not field.primary_key
        }
    )


def texts_with(marker: str) -> list[str]:
    """Every text of every table in which a marker stands: `table.column`."""
    found = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField | JSONField):
                values = model._base_manager.values_list(field.name, flat=True)
                if any(marker in str(value) for value in values):
                    found.append(f"{model._meta.label}.{field.name}")
    return found
