"""The shared cast and small builders: a patient, her neurologist, a stranger."""

import re
import time
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery import checkin
from recovery.alerts import addresses, ladder
from recovery.alerts.models import Address, ChannelKind, Shift, Until
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline
from recovery.clinical.scores import Side
from recovery.journal.answers import Answers
from recovery.people import proxies
from recovery.people.models import Clinic, Membership, Patient, Proxy, User

# A Wednesday in office hours, in winter time: 10:00 in Amsterdam.
OFFICE_HOURS = datetime.fromisoformat("2026-11-18T10:00:00+01:00")
NIGHT = datetime.fromisoformat("2026-11-18T22:00:00+01:00")

DESK = "+31883203900"
EMERGENCY = "+31883203300"
GP = "+31201234567"
GP_OUT_OF_HOURS = "+31301234567"
PASSWORD = "een-lang-wachtwoord-8"
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def patient_called(name: str) -> Patient:
    """The first patient of this name, or whose name begins with it: sealed, it is not a thing to ask the database."""
    patients = Patient.objects.select_related("user", "clinic").order_by("pk")
    return next(patient for patient in patients if patient.user.name.startswith(name))


def make_user(email: str, name: str = "") -> User:
    return User.objects.create_user(email, PASSWORD, name=name)


def make_clinic(
    name: str = "Neurologie Noord", alert_email: str = "alarm@noord.example", **fields: Any
) -> Clinic:
    given = {
        "desk_phone": DESK,
        "emergency_phone": EMERGENCY,
        "gp_out_of_hours_phone": GP_OUT_OF_HOURS,
    }
    clinic = Clinic.objects.create(name=name, **given | fields)
    if alert_email:
        tell(clinic, alert_email)
    return clinic


def tell(clinic: Clinic, target: str, *, after_minutes: int = 0, **fields: Any) -> Address:
    """An address of the clinic, on a rung of its ladder, both in office hours and outside."""
    address = addresses.add(clinic, **{"kind": ChannelKind.EMAIL, "name": target, "target": target} | fields)
    ladder.add_rung(clinic, shifts=Shift, after_minutes=after_minutes, until=Until.TAKEN, address=address)
    return address


def make_staff(clinic: Clinic, email: str, role: str = "neurologist", name: str = "dr. Haan") -> User:
    user = make_user(email, name)
    Membership.objects.create(user=user, clinic=clinic, role=role)
    TOTP.activate(user, APP_SECRET)
    return user


def app_code(at: float | None = None) -> str:
    """What the app of staff shows now, or `at` so many seconds since 1970."""
    return format_hotp_value(hotp_value(APP_SECRET, int(at or time.time()) // 30))


def fill_in_code(client: Client) -> HttpResponse:
    """Prove the address with which was just registered: the code of the last mail, on the page that asks for it."""
    code = re.search(r"^[A-Z0-9]{3,}(-[A-Z0-9]{3,})?$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code, mail.outbox[-1].body
    return client.post(reverse("account_email_verification_sent"), {"code": code[0]})


def make_patient(
    clinic: Clinic | None = None,
    email: str = "anna@example.nl",
    *,
    name: str = "Anna Bos",
    onset_days_ago: int = 60,
    now: datetime | None = None,
    **fields: Any,
) -> Patient:
    """A patient with a diary; shares it with `clinic` when there is one."""
    now = now or timezone.now()
    given = {
        "clinic": clinic,
        "shares_diary": clinic is not None,
        "under_treatment": clinic is not None,
        "gp_phone": GP,
        **{f"baseline_{sign.value}": Baseline.NONE for sign in BASELINE_SIGNS},
    }
    user = make_user(email, name)
    patient = Patient(user=user, **given | fields)
    told = checkin.Start(
        onset=timezone.localdate(now) - timedelta(days=onset_days_ago),
        side=Side.LEFT,
        baselines=dict.fromkeys(BASELINE_SIGNS, Baseline.NONE),
    )
    checkin.start(patient, told, invitation=None, by=user, now=now)
    return patient


def quiet(leg_pain: int = 4, **fields: Any) -> Answers:
    """The answers of a day without a sign."""
    given = {
        "limitation": leg_pain,
        "leg_pain": leg_pain,
        "back_pain": 2,
        "feeling": "normal",
        "strength": "normal",
        "signs": (),
    }
    return Answers(**given | fields)


def flagged(*signs: str, **fields: Any) -> Answers:
    """The answers of a day with signs."""
    return quiet(**{"signs": signs or ("bladder",)} | fields)


def log(
    patient: Patient, answers: Answers, *, day: date | None = None, now: datetime | None = None
) -> checkin.CheckIn:
    """Log a day as the patient would; without `now` in the evening of that day."""
    day = day or timezone.localdate(now)
    now = now or timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=20)
    return checkin.check_in(patient, day=day, answers=answers, by=patient.user, now=now)


def posted(**fields: Any) -> dict[str, Any]:
    """The day form as a browser sends it: a quiet day, unless told otherwise; `None` leaves a field out."""
    given = {
        "limitation": "4",
        "leg_pain": "5",
        "back_pain": "2",
        "feeling": "normal",
        "strength": "normal",
        "none_new": "on",
    }
    return {name: value for name, value in (given | fields).items() if value is not None}


def accepted(patient: Patient, user: User, *, may_write: bool = True, name: str = "Karin") -> Proxy:
    """Somebody who may read, or write, for a patient: asked and accepted."""
    now = timezone.now()
    proxy = proxies.invite(
        patient, name=name, email=user.email, may_write=may_write, by=patient.user, now=now
    )
    assert proxies.accept(proxy, by=user, now=now)
    proxy.refresh_from_db()
    return proxy
