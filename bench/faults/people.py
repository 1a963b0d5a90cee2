"""The clinics and patients of a scenario, each patient signed in. Written in bulk where there are thousands."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from recovery import checkin
from recovery.alerts import addresses, ladder
from recovery.alerts.models import Address, Alert, ChannelKind, Shift, Until
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline
from recovery.clinical.scores import BACKFILL_DAYS, Side
from recovery.clinical.signs import Sign
from recovery.episodes.models import Episode
from recovery.journal.answers import Answers
from recovery.people.models import Clinic, Patient, User

DESK = "+31883203900"
EMERGENCY = "+31883203300"
ONSET_DAYS = 60
OPEN_DAYS = BACKFILL_DAYS + 1
BATCH = 500


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A patient and the cookie of their session."""

    patient: Patient
    session: str


def make_clinic(name: str) -> Clinic:
    """A clinic with both its numbers, and nobody who is told of anything yet."""
    return Clinic.objects.create(name=name, desk_phone=DESK, emergency_phone=EMERGENCY)


def tell(clinic: Clinic, kind: ChannelKind, target: str, *, after_minutes: int = 0) -> Address:
    """An address on a rung of both ladders."""
    address = addresses.add(clinic, kind=kind, name=f"{kind} {target}"[:80], target=target)
    ladder.add_rung(clinic, shifts=Shift, after_minutes=after_minutes, until=Until.TAKEN, address=address)
    return address


def patients_of(clinic: Clinic, number: int) -> list[Patient]:
    """So many patients whose diary the clinic reads."""
    users = User.objects.bulk_create(
        (
            User(email=f"{n}.{clinic.pk}@patient.example", name=f"Patient {n}", password="!")
            for n in range(number)
        ),
        batch_size=BATCH,
    )
    patients = Patient.objects.bulk_create((_patient(user, clinic) for user in users), batch_size=BATCH)
    onset = timezone.localdate() - timedelta(days=ONSET_DAYS)
    Episode.objects.bulk_create(
        (Episode(patient=patient, onset=onset, side=Side.LEFT) for patient in patients), batch_size=BATCH
    )
    return patients


def _patient(user: User, clinic: Clinic) -> Patient:
    baselines: dict[str, Any] = {f"baseline_{sign.value}": Baseline.NONE for sign in BASELINE_SIGNS}
    return Patient(user=user, clinic=clinic, shares_diary=True, under_treatment=True, **baselines)


def signed_in(patients: Iterable[Patient]) -> list[SignedIn]:
    """A session for each, as signing in makes it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    expires = timezone.now() + timedelta(days=1)
    made = [SignedIn(patient, secrets.token_hex(16)) for patient in patients]
    Session.objects.bulk_create(
        (
            Session(
                session_key=one.session,
                session_data=store.encode(_session(one.patient.user)),
                expire_date=expires,
            )
            for one in made
        ),
        batch_size=BATCH,
    )
    return made


def _session(user: User) -> dict[str, str]:
    return {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }


def open_days() -> list[date]:
    """The days that can be written, today first."""
    return [timezone.localdate() - timedelta(days=back) for back in range(OPEN_DAYS)]


def raise_alerts(patients: Sequence[Patient], *, ago: timedelta = timedelta()) -> list[Alert]:
    """A red flag of each, saved through the service so long ago."""
    now: datetime = timezone.now() - ago
    scores: dict[str, Any] = {"limitation": 3, "leg_pain": 4, "back_pain": 2}
    answers = Answers(feeling="normal", strength="normal", signs=(Sign.BLADDER.value,), **scores)
    done = [
        checkin.check_in(patient, day=timezone.localdate(now), answers=answers, by=patient.user, now=now)
        for patient in patients
    ]
    return [one.alert for one in done if one.alert]
