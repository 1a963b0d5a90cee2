"""What is a patient's own and changes whom they phone or what they are asked: for the phone of that patient alone."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from recovery.alerts import contact, decisions
from recovery.alerts.models import Alert, Step
from recovery.clinical.contact import AMSTERDAM, GP_WEEK, Line
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.people.holidays import closed_days, gp_closed_days
from recovery.people.models import Clinic, Patient
from recovery.people.phones import lines_of
from tracker.app.tables import week
from tracker.phones import from_abroad, phone
from tracker.urgent import call_about

# The closed days that a phone knows: those of this year and so many more. A day beyond them counts as closed [P].
YEARS_AHEAD = 1


def own_tables(patient: Patient, episode: Episode, now: datetime) -> dict[str, Any]:
    """Everything that `static/app/` needs besides the tables, as of `now` (aware), in no language.

    Needs the patient's clinic and its closed days loaded, as `access.own_record` does.
    """
    clinic = patient.clinic if patient.under_treatment else None
    reading = patient.read_by(now.astimezone(AMSTERDAM).date())
    return {
        "made_at": now.isoformat(),
        "lines": [line_as_data(line) for line in lines_of(patient)],
        "under_treatment": clinic is not None,
        "week": week(clinic.week if clinic else GP_WEEK),
        **_closed(clinic, now.astimezone(AMSTERDAM).year),
        "told": clinic.told if clinic else {},
        "policy": {
            sign.value: urgency.value for sign, urgency in decisions.policy_of(patient.clinic).decided.items()
        },
        "treatments": [
            {"kind": treated.kind.value, "date": treated.date.isoformat()}
            for treated in ladder.treatments_ever(episode)
        ],
        "cancer_history": patient.has_had_cancer.value,
        "old_complaints": sorted(sign.value for sign in patient.old_complaints),
        "onset": episode.onset.isoformat(),
        "reads_along": reading.name if reading else None,
        "open": _open(contact.open_for(patient), reading, now=now),
    }


def line_as_data(line: Line) -> dict[str, Any]:
    """A line with its number as it is read and dialled, here and from another country."""
    shown, abroad = phone(line), from_abroad(line)
    return asdict(line) | {
        "role": line.role.value,
        "shown": shown.number,
        "href": shown.href,
        "abroad": {"shown": abroad.number, "href": abroad.href} if abroad else None,
    }


def _closed(clinic: Clinic | None, year: int) -> dict[str, Any]:
    """The days on which the office that matters is closed, and the years of which they are known."""
    years = range(year, year + 1 + YEARS_AHEAD)
    days = [day for each in years for day in (closed_days(clinic, each) if clinic else gp_closed_days(each))]
    return {"closed_days": sorted(day.isoformat() for day in days), "years": list(years)}


def _open(alerts: Sequence[Alert], reading: Clinic | None, *, now: datetime) -> dict[str, Any] | None:
    """What is open together, as the urgent page takes it; `None` when nothing is."""
    call = call_about(alerts, now=now)
    if call is None:
        return None
    return {
        "signs": sorted(sign.value for sign in call.signs),
        "urgency": call.urgency.value,
        "contacted_at": call.contacted_at.isoformat() if call.contacted_at else None,
        "doubted": bool(call.ringing) and call.doubted.issuperset(call.ringing),
        "tried": [
            {"role": step.tried, "at": step.at.isoformat()}
            for alert in alerts
            if alert.pk in call.ringing
            for step in alert.steps.all()
            if step.step == Step.NOT_REACHED and step.tried
        ],
        "messaged": reading is not None and reading.pk in call.told,
    }
