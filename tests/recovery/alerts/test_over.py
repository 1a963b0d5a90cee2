"""Which alerts are over: the steps decide, an index finds them, and the two can never disagree to anybody's harm."""

from contextlib import suppress
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from recovery.alerts import contact, health
from recovery.alerts.models import Alert, AlertStep, Outcome, Step
from recovery.clinical.signs import Urgency
from recovery.people import access
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS

LATER = OFFICE_HOURS + timedelta(minutes=9)
STEPS = (Step.CONTACTED, Step.NOT_MEANT, Step.TAKEN, Step.CLOSED, Step.NOT_REACHED)

pytestmark = pytest.mark.django_db


def raised(patient: Patient, urgency: Urgency = Urgency.TODAY) -> Alert:
    return Alert.objects.create(
        patient=patient,
        clinic=patient.clinic,
        urgency=urgency,
        stored_findings=[],
        answers={},
        rules_version="1",
        raised_by=patient.user,
        raised_at=OFFICE_HOURS,
    )


def step_made(alert: Alert, step: Step, by: User) -> None:
    """As the site does it."""
    shown: list[UUID] = [alert.pk]
    match step:
        case Step.CONTACTED:
            contact.say_contacted(alert.patient, alerts=shown, by=by, now=LATER)
        case Step.NOT_MEANT:
            contact.say_not_meant(alert.patient, alerts=shown, by=by, now=LATER)
        case Step.NOT_REACHED:
            contact.say_not_reached(alert.patient, alerts=shown, tried="desk", by=by, now=LATER)
        case Step.TAKEN:
            contact.take(alert, by=by, now=LATER)
        case Step.CLOSED:
            contact.close(alert, outcome=Outcome.PHONED, needed=True, note="", by=by, now=LATER)


def agrees(alert: Alert) -> bool:
    """Whether the column, the query and the steps say the same."""
    found = Alert.objects.get(pk=alert.pk)
    is_listed = Alert.objects.not_over().filter(pk=alert.pk).exists()
    return found.is_over == (found.over_at is not None) == (not is_listed)


@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize(("first", "second"), list(product(STEPS, STEPS)))
def test_whatever_happens_to_it_the_column_says_what_the_steps_say(
    patient: Patient, neurologist: User, urgency: Urgency, first: Step, second: Step
) -> None:
    alert = raised(patient, urgency)
    assert agrees(alert)
    for step in (first, second):
        with suppress(contact.AlreadyDone):
            step_made(Alert.objects.get(pk=alert.pk), step, neurologist)
        assert agrees(alert)
    assert not Alert.objects.astray().exists()


def test_without_the_column_the_steps_still_say_that_it_is_over(patient: Patient, neurologist: User) -> None:
    alert = raised(patient)
    step_made(alert, Step.CLOSED, neurologist)
    Alert.objects.update(over_at=None)
    assert not Alert.objects.not_over().exists()
    assert (Alert.objects.mark_over(), Alert.objects.get().over_at) == (1, LATER)


def test_it_is_never_marked_without_a_step_that_ends_it(patient: Patient, neurologist: User) -> None:
    alert = raised(patient, Urgency.NOW)
    for step in (Step.TAKEN, Step.NOT_MEANT):
        AlertStep.objects.create(alert=alert, step=step, by=neurologist, at=LATER)
    assert (Alert.objects.mark_over(), Alert.objects.not_over().count()) == (0, 1)


def test_one_marked_by_hand_without_a_step_is_found_by_a_thorough_look(patient: Patient) -> None:
    raised(patient)
    health.beat(now=OFFICE_HOURS)
    assert health.health(now=OFFICE_HOURS, thorough=True).problems() == []
    Alert.objects.update(over_at=LATER)
    (problem,) = health.health(now=OFFICE_HOURS, thorough=True).problems()
    assert problem.startswith("1 alerts count as over though nobody closed them")


def test_what_is_open_is_found_by_the_index_of_what_is_not_over(clinic: Clinic, patient: Patient) -> None:
    alerts = [
        Alert(
            patient=patient,
            urgency=Urgency.TODAY,
            stored_findings=[],
            answers={},
            rules_version="1",
            raised_by=patient.user,
            raised_at=OFFICE_HOURS,
            over_at=LATER,
        )
        for _number in range(1000)
    ]
    Alert.objects.bulk_create(alerts)
    raised(patient)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = Alert.objects.open().of_any(access.patients_of(clinic)).explain()
    assert "alert_not_over" in plan


def test_who_has_nothing_open_is_asked_for_once_and_quickly(
    patient: Patient, neurologist: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    step_made(raised(patient), Step.CLOSED, neurologist)
    with django_assert_num_queries(1) as asked:
        assert contact.open_for(patient) == []
    assert "alertstep" not in asked[0]["sql"]
    again = raised(patient)
    assert contact.open_for(patient) == contact.ringing_for(patient) == [again]
