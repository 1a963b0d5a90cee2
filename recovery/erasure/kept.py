"""What a clinic must keep of a patient who deleted the account: sealed, apart, for as long as the law asks.

A care provider keeps the medical file for 20 years after its last change (art. 7:454 BW, WGBO [L]). It is what the
clinic received and did: alerts, visits, notes, treatments it wrote down or confirmed, sheets that were sent to it, and
the word on which it read along. The diary that it could read was the patient's, and goes.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Model, Q, QuerySet
from django.utils import timezone

from recovery.alerts.models import Alert, AlertStep, Delivery
from recovery.episodes.models import (
    Episode,
    Imaging,
    Note,
    Preparation,
    PromptDismissal,
    Treatment,
    Visit,
)
from recovery.erasure.models import Kept
from recovery.erasure.rows import people_in, told
from recovery.people import staff
from recovery.people.models import Clinic, Invitation, Patient, Sharing, Transfer
from recovery.people.sealing import digests, seal, unseal

YEARS = 20

SEALED, MAIL, NAME = "erasure.Kept.sealed", "erasure.Kept.mail_digest", "erasure.Kept.name_digest"

# What says when something was done; what an invitation or an offer still waits for does not.
DONE = (
    "placed",
    "raised",
    "planned",
    "held",
    "cancelled",
    "written",
    "dismissed",
    "recorded",
    "confirmed",
    "withdrawn",
)
MOMENTS = {"at", "sent_at", "ended_at", *(f"{name}_at" for name in DONE)}

SECRETS = ("token_hash", "tries", "key", "target")


def keep(patient: Patient, *, now: datetime) -> None:
    """Write down for every clinic what it must keep of this patient. Belongs in the transaction that deletes."""
    for clinic in Clinic.objects.filter(is_elsewhere=False):
        care = _told(_care(patient, clinic, now))
        if care:
            _keep(patient, clinic, care, now=now)


def _keep(patient: Patient, clinic: Clinic, care: dict[str, list[dict[str, Any]]], *, now: datetime) -> None:
    user = patient.user
    record = {
        "person": {
            "name": user.name,
            "email": user.email,
            "birth_date": patient.birth_date.isoformat() if patient.birth_date else None,
            "phone": str(patient.phone),
        },
        **care,
        **_told(_word(patient, clinic)),
    }
    Kept.objects.create(
        clinic=clinic,
        patient=patient,
        sealed=seal(json.dumps(record, ensure_ascii=False), SEALED),
        mail_digest=digests(_alike(user.email), MAIL)[0],
        name_digest=digests(_alike(user.name), NAME)[0],
        made_at=now,
        kept_until=_years_after(_last_change(record, now)),
    )


def find(clinic: Clinic, text: str) -> list[Kept]:
    """What this clinic keeps of who had this address or this name."""
    wanted = _alike(text)
    by_mail, by_name = digests(wanted, MAIL), digests(wanted, NAME)
    found = Kept.objects.filter(clinic=clinic).filter(Q(mail_digest__in=by_mail) | Q(name_digest__in=by_name))
    return list(found.select_related("patient").order_by("made_at", "pk")) if wanted else []


def had_one_address(found: Iterable[Kept]) -> bool:
    """Whether all of these were of one address: somebody who came back, and left again."""
    return len({kept.mail_digest for kept in found}) == 1


def opened(kept: Kept) -> dict[str, Any]:
    """What was kept. `sealing.CannotOpen` without the key."""
    record: dict[str, Any] = json.loads(unseal(kept.sealed, SEALED))
    return record


def anew(sealed: str) -> dict[str, str]:
    """The columns of a row under the current key: the text, and by what it is found. `CannotOpen` without its key."""
    text = unseal(sealed, SEALED)
    person = json.loads(text)["person"]
    return {
        "sealed": seal(text, SEALED),
        "mail_digest": digests(_alike(person["email"]), MAIL)[0],
        "name_digest": digests(_alike(person["name"]), NAME)[0],
    }


def forget(*, today: date) -> int:
    """Remove what need not be kept any more; returns how many."""
    return Kept.objects.filter(kept_until__lt=today).delete()[0]


def _care(patient: Patient, clinic: Clinic, now: datetime) -> dict[str, QuerySet[Any]]:
    """What the clinic received and did."""
    told_to = Delivery.objects.filter(address__clinic=clinic, alert__patient=patient)
    alerts = Alert.objects.filter(Q(clinic=clinic) | Q(pk__in=told_to.values("alert")), patient=patient)
    by_staff = _by_staff(clinic, "recorded") | _by_staff(clinic, "confirmed") | _by_staff(clinic, "withdrawn")
    discharged = staff.done_by(clinic, "discharged_by", "discharged_on")
    return {
        "episodes": Episode.objects.filter(_by_staff(clinic, "placed") | discharged, patient=patient),
        "alerts": alerts,
        "steps": AlertStep.objects.filter(alert__in=alerts, at__lte=_read_until(patient, clinic, now)),
        "messages": told_to,
        "visits": Visit.objects.filter(episode__patient=patient, clinic=clinic),
        "notes": Note.objects.filter(episode__patient=patient, clinic=clinic),
        "dismissals": PromptDismissal.objects.filter(
            _by_staff(clinic, "dismissed"), episode__patient=patient
        ),
        "treatments": Treatment.objects.filter(
            by_staff | _by_staff(clinic, "ended"), episode__patient=patient
        ),
        "imaging": Imaging.objects.filter(by_staff, episode__patient=patient),
        "sheets": Preparation.objects.filter(episode__patient=patient, clinic=clinic),
    }


def _by_staff(clinic: Clinic, done: str) -> Q:
    """What somebody did who works at the clinic, or did then: to leave takes nothing out of the file."""
    return staff.done_by(clinic, f"{done}_by", f"{done}_at__date")


def _word(patient: Patient, clinic: Clinic) -> dict[str, QuerySet[Any]]:
    """On what ground it read: kept beside its care, and not by itself."""
    return {
        "sharing": Sharing.objects.filter(patient=patient, clinic=clinic),
        "transfers": Transfer.objects.filter(Q(of_clinic=clinic) | Q(to_clinic=clinic), patient=patient),
        "invitations": Invitation.objects.filter(accepted_by=patient, clinic=clinic),
    }


def _read_until(patient: Patient, clinic: Clinic, now: datetime) -> datetime:
    """When the clinic ceased to read: what another one did about an alert after that is not its own."""
    if patient.shares_diary and patient.clinic_id == clinic.pk:
        return now
    ended = Sharing.objects.filter(patient=patient, clinic=clinic, change=Sharing.Change.ENDED)
    return ended.aggregate(last=Max("at"))["last"] or now


def _told(every: dict[str, QuerySet[Any]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each kind, without the kinds of which there are none."""
    rows = {name: [_row(row) for row in _loaded(found)] for name, found in every.items()}
    return {name: found for name, found in rows.items() if found}


def _loaded(rows: QuerySet[Any]) -> Iterable[Model]:
    people = people_in(rows.model)
    return rows.select_related(*people).order_by("pk") if people else rows.order_by("pk")


def _row(row: Model) -> dict[str, Any]:
    return told(row, without=SECRETS)


def _last_change(record: dict[str, Any], now: datetime) -> date:
    """The day of the last thing in it that happened; today where none has a moment."""
    moments = [
        datetime.fromisoformat(value)
        for rows in record.values()
        if isinstance(rows, list)
        for row in rows
        for name, value in row.items()
        if value and name in MOMENTS
    ]
    return timezone.localdate(max((at for at in moments if at <= now), default=now))


def _years_after(day: date) -> date:
    """So many years later; a leap day becomes the first of March, so that nothing is kept a day too short."""
    try:
        return day.replace(year=day.year + YEARS)
    except ValueError:
        return date(day.year + YEARS, 3, 1)


def _alike(text: str) -> str:
    """An address or a name without what differs by who types it."""
    return " ".join(text.casefold().split())
