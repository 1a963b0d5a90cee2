"""What the phone of a patient knows of that patient, so that it phones the right number without a connection."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from recovery import aftermath, checkin
from recovery.alerts import contact, decisions
from recovery.clinical.aftercare import Return
from recovery.clinical.contact import Role
from recovery.clinical.course import TreatmentKind
from recovery.clinical.scores import Side
from recovery.clinical.signs import Sign, Urgency
from recovery.episodes import ladder
from recovery.people import access
from recovery.people.models import ClosedDay, Patient, User
from tests.cast import DESK, EMERGENCY, GP, NIGHT, OFFICE_HOURS, flagged, log
from tracker.app.own import own_tables

TODAY = OFFICE_HOURS.date()


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


def own(patient: Patient) -> dict[str, Any]:
    record = access.own_record(patient.user)
    assert record
    made = own_tables(record, ladder.current(record), OFFICE_HOURS)
    assert json.loads(json.dumps(made)) == made
    return made


def test_it_holds_every_line_as_it_is_read_and_dialled(patient: Patient) -> None:
    lines = {line["role"]: line for line in own(patient)["lines"]}
    assert set(lines) == set(Role) - {Role.AMBULANCE}
    desk = lines[Role.DESK]
    assert (desk["number"], desk["shown"], desk["href"]) == (DESK, "088 320 3900", f"tel:{DESK}")
    assert desk["abroad"] == {"shown": "+31 88 320 3900", "href": f"tel:{DESK}"}
    assert desk["name"] == "Neurologie Noord"
    assert lines[Role.GP]["number"] == GP


def test_a_number_that_cannot_be_right_is_said_to_be_so(patient: Patient) -> None:
    Patient.objects.update(gp_phone="12")
    line = next(line for line in own(patient)["lines"] if line["role"] == Role.GP)
    assert line["broken"]
    assert line["abroad"] is None


def test_under_treatment_it_has_the_hours_the_closed_days_and_the_words_of_the_clinic(
    patient: Patient,
) -> None:
    clinic = patient.clinic
    assert clinic
    clinic.monday_opens = clinic.monday_closes = None
    clinic.told_nl = "Kom langs."
    clinic.save()
    ClosedDay.objects.create(clinic=clinic, day=date(2027, 3, 3))
    made = own(patient)
    assert made["under_treatment"]
    assert made["week"] == [None, *[["08:00:00", "17:00:00"]] * 4, None, None]
    assert made["told"] == {"nl": "Kom langs."}
    assert {"2026-12-25", "2027-03-03", "2027-12-25"} <= set(made["closed_days"])
    assert "2027-05-05" not in made["closed_days"]
    assert made["years"] == [2026, 2027]


def test_without_treatment_it_has_those_of_gps(patient: Patient) -> None:
    Patient.objects.update(under_treatment=False)
    made = own(patient)
    assert not made["under_treatment"]
    assert made["week"] == [["08:00:00", "17:00:00"]] * 5 + [None] * 2
    assert "2027-05-05" in made["closed_days"]
    assert made["told"] == {}


def test_under_treatment_without_a_clinic_is_not_under_treatment_here(stranger: Patient) -> None:
    Patient.objects.update(under_treatment=True)
    assert not own(stranger)["under_treatment"]


def test_it_knows_treatments_and_what_the_clinic_decided(patient: Patient, manager: User) -> None:
    checkin.record_treatment(
        ladder.current(patient),
        kind=TreatmentKind.OPERATION,
        on=TODAY - timedelta(days=3),
        by=patient.user,
        now=OFFICE_HOURS,
    )
    assert patient.clinic
    decisions.decide(
        patient.clinic,
        sign=Sign.WEAKNESS,
        urgency=Urgency.NOW,
        signed_by="dr. Haan",
        signed_on=TODAY,
        by=manager,
        now=OFFICE_HOURS,
    )
    Patient.objects.update(baseline_bladder="old", cancer_history="no")
    made = own(patient)
    assert made["treatments"] == [{"kind": "operation", "date": "2026-11-15"}]
    assert made["policy"] == {"weakness": "now"}
    assert made["old_complaints"] == ["bladder"]
    assert made["cancer_history"] == "no"


def test_it_knows_an_injection_of_the_episode_before(patient: Patient) -> None:
    injected = TODAY - timedelta(days=14)
    old = ladder.current(patient)
    checkin.record_treatment(
        old, kind=TreatmentKind.INJECTION, on=injected, by=patient.user, now=OFFICE_HOURS
    )
    told = aftermath.Back(Return.NEW, TODAY - timedelta(days=2), Side.RIGHT)
    aftermath.come_back(old, told, by=patient.user, now=OFFICE_HOURS)
    assert own(patient)["treatments"] == [{"kind": "injection", "date": injected.isoformat()}]


def test_cancer_that_was_not_answered_is_unknown(patient: Patient) -> None:
    assert own(patient)["cancer_history"] == "unknown"


def test_who_is_told_is_who_reads_along(patient: Patient) -> None:
    assert own(patient)["reads_along"] == "Neurologie Noord"
    Patient.objects.update(shares_diary=False)
    assert own(patient)["reads_along"] is None


def test_what_is_open_is_known_with_what_was_tried(patient: Patient) -> None:
    assert own(patient)["open"] is None
    alert = log(patient, flagged("fever", "bladder"), now=OFFICE_HOURS).alert
    assert alert
    contact.say_not_reached(patient, alerts=[alert.pk], tried="desk", by=patient.user, now=OFFICE_HOURS)
    made = own(patient)["open"]
    assert (made["signs"], made["urgency"]) == (["bladder", "fever"], "now")
    assert made["tried"] == [{"role": "desk", "at": "2026-11-18T09:00:00+00:00"}]
    assert (made["contacted_at"], made["doubted"], made["messaged"]) == (None, False, True)


def test_after_contact_it_says_when(patient: Patient) -> None:
    alert = log(patient, flagged(), now=OFFICE_HOURS).alert
    assert alert
    contact.say_contacted(patient, alerts=[alert.pk], by=patient.user, now=OFFICE_HOURS)
    assert own(patient)["open"]["contacted_at"] == "2026-11-18T09:00:00+00:00"


def test_the_emergency_department_is_there_at_night_as_well(patient: Patient) -> None:
    record = access.own_record(patient.user)
    assert record
    made = own_tables(record, ladder.current(record), NIGHT)
    assert EMERGENCY in {line["number"] for line in made["lines"]}


def test_it_asks_the_database_no_more_as_the_clinic_closes_more_often(
    patient: Patient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert patient.clinic
    ClosedDay.objects.bulk_create(
        ClosedDay(clinic=patient.clinic, day=TODAY + timedelta(days=n)) for n in range(40)
    )
    record, episode = access.own_record(patient.user), ladder.current(patient)
    assert record
    with django_assert_num_queries(3):
        own_tables(record, episode, OFFICE_HOURS)
