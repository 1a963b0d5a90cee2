"""A clinic's decisions about the table: signed, kept as history, and never about a row of the leaflet."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from recovery.alerts import decisions
from recovery.alerts.models.decision import Decision
from recovery.clinical.policy import STANDARD
from recovery.clinical.signs import RULE_OF, RULES_VERSION, Sign, Urgency
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, make_clinic, make_patient, make_staff, quiet

TODAY = OFFICE_HOURS.date()
LEAFLET = [sign for sign in Sign if RULE_OF[sign].fixed]


def decide(clinic: Clinic, by: User, sign: Sign = Sign.WEAKNESS, **fields: object) -> Decision:
    given = {
        "urgency": Urgency.DAYS,
        "signed_by": "dr. A. de Haan, neuroloog",
        "signed_on": TODAY,
        "now": OFFICE_HOURS,
    }
    return decisions.decide(clinic, sign=sign, by=by, **given | fields)  # type: ignore[arg-type]


def test_without_a_decision_or_a_clinic_the_table_holds(clinic: Clinic) -> None:
    assert decisions.policy_of(clinic) == STANDARD
    assert decisions.policy_of(None) == STANDARD


def test_the_latest_decision_holds_and_the_earlier_ones_are_kept(clinic: Clinic, manager: User) -> None:
    decide(clinic, manager, urgency=Urgency.DAYS)
    decide(clinic, manager, urgency=Urgency.NOW, signed_on=TODAY - timedelta(days=9), note="na overleg")
    assert decisions.policy_of(clinic).urgency_of(Sign.WEAKNESS) is Urgency.NOW
    assert [row.urgency for row in decisions.history(clinic)] == ["now", "days"]
    assert decisions.history(clinic, Sign.FALL) == []


def test_a_clock_that_was_set_back_does_not_bring_an_earlier_decision_back(
    clinic: Clinic, manager: User
) -> None:
    decide(clinic, manager, urgency=Urgency.DAYS)
    decide(clinic, manager, urgency=Urgency.NOW, now=OFFICE_HOURS - timedelta(hours=1))
    assert decisions.policy_of(clinic).urgency_of(Sign.WEAKNESS) is Urgency.NOW


def test_a_decision_keeps_who_signed_for_which_version_and_who_wrote_it_down(
    clinic: Clinic, manager: User
) -> None:
    row = decide(clinic, manager)
    row.refresh_from_db()
    assert (row.signed_by, row.signed_on, row.by, row.at) == (
        "dr. A. de Haan, neuroloog",
        TODAY,
        manager,
        OFFICE_HOURS,
    )
    assert row.rule_version == RULE_OF[Sign.WEAKNESS].version
    assert row.holds_for_this_version


def test_a_signature_for_an_earlier_version_is_known_as_such_and_its_urgency_holds(
    clinic: Clinic, manager: User
) -> None:
    row = decide(clinic, manager)
    Decision.objects.filter(pk=row.pk).update(rule_version="2026.1")
    row.refresh_from_db()
    assert RULES_VERSION != "2026.1"
    assert not row.holds_for_this_version
    assert decisions.policy_of(clinic).urgency_of(Sign.WEAKNESS) is Urgency.DAYS


@pytest.mark.parametrize("sign", LEAFLET)
@pytest.mark.parametrize("urgency", Urgency)
def test_a_row_of_the_leaflet_is_never_decided_not_even_to_sign_it(
    clinic: Clinic, manager: User, sign: Sign, urgency: Urgency
) -> None:
    with pytest.raises(decisions.NotForAClinic, match=sign):
        decide(clinic, manager, sign, urgency=urgency)
    assert not Decision.objects.exists()


def test_112_can_be_signed_and_not_put_off(clinic: Clinic, manager: User) -> None:
    with pytest.raises(decisions.NotForAClinic):
        decide(clinic, manager, Sign.COLLAPSE, urgency=Urgency.TODAY)
    assert decide(clinic, manager, Sign.COLLAPSE, urgency=Urgency.NOW).pk


@pytest.mark.parametrize(
    "wrong",
    [{"sign": "bladder"}, {"sign": ""}, {"urgency": "never"}, {"signed_by": ""}, {"rule_version": ""}],
)
def test_the_database_refuses_what_can_never_be_decided(
    clinic: Clinic, manager: User, wrong: dict[str, str]
) -> None:
    row = {
        "clinic": clinic,
        "sign": "weakness",
        "urgency": "days",
        "signed_by": "dr. Haan",
        "signed_on": TODAY,
        "rule_version": "2026.2",
        "by": manager,
        "at": OFFICE_HOURS,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**row | wrong)  # type: ignore[misc]


def test_a_decision_holds_at_its_own_clinic_only(clinic: Clinic, manager: User) -> None:
    decide(clinic, manager)
    other = make_clinic("Neurologie Zuid")
    assert decisions.policy_of(other) == STANDARD
    assert decisions.history(other) == []


@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once_both_leave_a_row() -> None:
    clinic = make_clinic()
    managers = [make_staff(clinic, f"{n}@noord.example", "manager") for n in range(2)]

    def sign(manager: User) -> None:
        try:
            decide(clinic, manager, signed_by=manager.email)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        list(pool.map(sign, managers))
    assert {row.signed_by for row in decisions.history(clinic)} == {"0@noord.example", "1@noord.example"}


# What it does to a patient.


def test_an_alert_is_as_urgent_as_the_clinic_decided(clinic: Clinic, manager: User, patient: Patient) -> None:
    decide(clinic, manager, Sign.SEXUAL, urgency=Urgency.TODAY)
    alert = log(patient, flagged("sexual"), now=OFFICE_HOURS).alert
    assert alert
    assert alert.urgency == Urgency.TODAY
    assert [finding.urgency for finding in alert.findings] == [Urgency.TODAY]


def test_it_holds_for_a_patient_of_the_clinic_whose_diary_it_does_not_read(
    clinic: Clinic, manager: User
) -> None:
    decide(clinic, manager, Sign.FALL, urgency=Urgency.NOW)
    private = make_patient(clinic, shares_diary=False)
    alert = log(private, flagged("fall"), now=OFFICE_HOURS).alert
    assert alert
    assert alert.urgency == Urgency.NOW


def test_it_holds_for_the_answer_about_strength_too(clinic: Clinic, manager: User, patient: Patient) -> None:
    decide(clinic, manager, Sign.WEAKNESS, urgency=Urgency.NOW)
    alert = log(patient, quiet(strength="worse"), now=OFFICE_HOURS).alert
    assert alert
    assert alert.urgency == Urgency.NOW


def test_a_patient_of_no_clinic_keeps_the_table(clinic: Clinic, manager: User, stranger: Patient) -> None:
    decide(clinic, manager, Sign.SEXUAL, urgency=Urgency.DAYS)
    alert = log(stranger, flagged("sexual"), now=OFFICE_HOURS).alert
    assert alert
    assert alert.urgency == Urgency.NOW


def test_a_decision_about_a_sign_that_is_not_known_here_holds_up_no_alert(
    clinic: Clinic, patient: Patient, manager: User
) -> None:
    signed = {"signed_by": "dr. Haan", "signed_on": OFFICE_HOURS.date(), "rule_version": "2031.1"}
    Decision.objects.create(
        clinic=clinic, sign="of_a_later_release", urgency="days", by=manager, at=OFFICE_HOURS, **signed
    )
    assert decisions.policy_of(clinic).decided == {}
    assert log(patient, flagged(), now=OFFICE_HOURS).alert
