"""The life of an alert: ringing until contact, open until closed, each step once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from recovery import checkin
from recovery.alerts import contact
from recovery.alerts.models import Alert, AlertStep, Delivery, Outcome, Step
from recovery.clinical.course import TreatmentKind
from recovery.episodes import ladder as patient_ladder
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, make_staff

LATER = OFFICE_HOURS + timedelta(minutes=9)


@pytest.fixture
def alert(patient: Patient) -> Alert:
    found = log(patient, flagged(), now=OFFICE_HOURS).alert
    assert found
    return found


def close(alert: Alert, by: User) -> AlertStep:
    return contact.close(alert, outcome=Outcome.SEEN_TODAY, needed=True, note="", by=by, now=LATER)


def test_it_rings_until_the_patient_says_that_contact_was_made(alert: Alert, patient: Patient) -> None:
    assert contact.ringing_for(patient) == [alert]
    contact.say_contacted(patient, alerts=[alert.pk], by=patient.user, now=LATER)
    assert contact.ringing_for(patient) == []
    assert contact.open_for(patient) == [alert]


def test_saying_it_twice_is_saying_it_once(alert: Alert, patient: Patient) -> None:
    for _again in range(2):
        contact.say_contacted(patient, alerts=[alert.pk], by=patient.user, now=LATER)
    assert AlertStep.objects.get().at == LATER


def test_it_stops_ringing_when_the_clinic_closes_it(
    alert: Alert, patient: Patient, neurologist: User
) -> None:
    contact.take(alert, by=neurologist, now=LATER)
    assert contact.ringing_for(patient) == [alert]
    close(alert, neurologist)
    assert contact.ringing_for(patient) == contact.open_for(patient) == []


def test_without_a_clinic_contact_settles_it(stranger: Patient) -> None:
    own = log(stranger, flagged(), now=OFFICE_HOURS).alert
    assert own
    contact.say_contacted(stranger, alerts=[own.pk], by=stranger.user, now=LATER)
    assert contact.open_for(stranger) == []


def test_what_was_not_shown_rings_on(alert: Alert, patient: Patient) -> None:
    newer = log(patient, flagged("bladder", "saddle"), now=LATER).alert
    contact.say_contacted(patient, alerts=[alert.pk], by=patient.user, now=LATER)
    assert contact.ringing_for(patient) == [newer]


def test_nobody_answers_for_another(alert: Alert, patient: Patient, stranger: Patient) -> None:
    contact.say_contacted(stranger, alerts=[alert.pk], by=stranger.user, now=LATER)
    assert contact.ringing_for(patient) == [alert]


def test_when_the_clinic_reads_no_longer_contact_settles_it(alert: Alert, patient: Patient) -> None:
    contact.say_contacted(patient, alerts=[alert.pk], by=patient.user, now=LATER)
    assert contact.open_for(patient) == [alert]
    Patient.objects.update(shares_diary=False)
    assert contact.open_for(patient) == []
    assert not Alert.objects.get().is_open


def test_is_open_says_the_same_as_the_query(
    alert: Alert, patient: Patient, stranger: Patient, neurologist: User
) -> None:
    own = log(stranger, flagged(), now=OFFICE_HOURS).alert
    assert own
    for change in (
        lambda: contact.say_contacted(stranger, alerts=[own.pk], by=stranger.user, now=LATER),
        lambda: contact.say_contacted(patient, alerts=[alert.pk], by=patient.user, now=LATER),
        lambda: close(alert, neurologist),
    ):
        change()
        by_query = set(Alert.objects.open())
        assert {each for each in Alert.objects.all() if each.is_open} == by_query


def test_the_second_to_take_it_is_told_who_was_first(alert: Alert, clinic: Clinic, neurologist: User) -> None:
    contact.take(alert, by=neurologist, now=LATER)
    colleague = make_staff(clinic, "colleague@noord.example", name="dr. Tweede")
    with pytest.raises(contact.AlreadyDone) as refused:
        contact.take(alert, by=colleague, now=LATER + timedelta(minutes=1))
    assert (refused.value.step.by, refused.value.step.at) == (neurologist, LATER)


def test_a_closed_alert_cannot_be_taken_or_closed_again(alert: Alert, neurologist: User) -> None:
    close(alert, neurologist)
    with pytest.raises(contact.AlreadyDone):
        contact.take(alert, by=neurologist, now=LATER)
    with pytest.raises(contact.AlreadyDone):
        close(alert, neurologist)
    assert AlertStep.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_exactly_one_takes_it(alert: Alert, neurologist: User) -> None:
    def take(_n: int) -> bool:
        try:
            contact.take(alert, by=neurologist, now=LATER)
        except contact.AlreadyDone:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(take, range(5))) == [False] * 4 + [True]
    assert AlertStep.objects.count() == 1


def test_the_database_wants_an_outcome_with_closing_and_only_then(alert: Alert, neurologist: User) -> None:
    for step, outcome in ((Step.CLOSED, ""), (Step.TAKEN, "phoned")):
        with pytest.raises(IntegrityError), transaction.atomic():
            AlertStep.objects.create(alert=alert, step=step, outcome=outcome, by=neurologist, at=LATER)


def test_the_most_urgent_comes_first(patient: Patient) -> None:
    for sign, days in (("fever", 0), ("bladder", 1), ("unbearable", 2)):
        log(patient, flagged(sign), now=OFFICE_HOURS - timedelta(days=2 - days))
    found = [(alert.urgency, *alert.signs) for alert in contact.ringing_for(patient)]
    assert found == [("now", "bladder"), ("today", "unbearable"), ("today", "fever")]


def test_the_same_answers_that_have_become_more_urgent_are_a_new_alert(patient: Patient) -> None:
    told = flagged("weakness")
    first = log(patient, told, now=OFFICE_HOURS).alert
    on = OFFICE_HOURS.date() - timedelta(days=1)
    episode = patient_ladder.current(patient)
    checkin.record_treatment(episode, kind=TreatmentKind.OPERATION, on=on, by=patient.user, now=LATER)
    second = log(patient, told, now=LATER).alert
    assert first
    assert second
    assert (first.urgency, second.urgency) == ("today", "now")
    assert log(patient, told, now=LATER).alert == second


def test_the_same_answers_after_it_is_not_what_i_meant_are_meant_after_all(
    alert: Alert, patient: Patient
) -> None:
    contact.say_not_meant(patient, alerts=[alert.pk], by=patient.user, now=LATER)
    again = log(patient, flagged(), now=LATER).alert
    assert again
    assert again != alert
    assert Delivery.objects.filter(alert=again).exists()


def test_signs_of_two_days_that_are_now_together_are_told_as_now_and_never_withdrawn(
    patient: Patient,
) -> None:
    leak = log(patient, flagged("operation_leak"), now=OFFICE_HOURS - timedelta(days=1)).alert
    headache = log(patient, flagged("operation_headache"), now=OFFICE_HOURS).alert
    assert leak
    assert headache
    assert (leak.urgency, headache.urgency) == ("today", "now")
    contact.say_not_meant(patient, alerts=[leak.pk, headache.pk], by=patient.user, now=LATER)
    assert contact.ringing_for(patient) == [headache]


def test_a_sign_beside_one_that_was_closed_is_by_itself(patient: Patient, neurologist: User) -> None:
    leak = log(patient, flagged("operation_leak"), now=OFFICE_HOURS - timedelta(days=1)).alert
    assert leak
    close(leak, neurologist)
    headache = log(patient, flagged("operation_headache"), now=OFFICE_HOURS).alert
    assert headache
    assert headache.urgency == "today"
