"""The story of saving a day: the entry, the alert and its deliveries in one transaction, the trend afterwards."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from recovery import checkin
from recovery.alerts.models import Alert, Delivery
from recovery.clinical.care import Care, DiscLevel
from recovery.clinical.course import TreatmentKind
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline
from recovery.clinical.scores import Side
from recovery.clinical.signs import Sign, Urgency, When
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.journal import diary
from recovery.journal.models import Entry, EntryVersion
from recovery.people.models import Clinic, Patient, User
from recovery.trends import assess
from recovery.trends.models import Assessment
from tests.cast import OFFICE_HOURS, flagged, log, make_patient, make_user, quiet

TODAY = OFFICE_HOURS.date()


def test_a_quiet_day_is_kept_and_assessed_and_rings_nothing(patient: Patient) -> None:
    done = log(patient, quiet(), now=OFFICE_HOURS)
    assert done.alert is None
    assert Entry.objects.get().answers() == quiet()
    assert Assessment.objects.get().standing == "too_early"


@pytest.mark.parametrize("sign", list(Sign))
def test_any_single_sign_raises_an_alert_with_the_answers_and_owes_a_delivery(
    patient: Patient, sign: Sign
) -> None:
    alert = log(patient, flagged(sign.value, note="sinds vanochtend"), now=OFFICE_HOURS).alert
    assert alert
    alert.refresh_from_db()
    assert alert.signs == {sign}
    assert alert.answers["signs"] == [sign.value]
    assert alert.answers["note"] == "sinds vanochtend"
    assert alert.rules_version
    assert [delivery.address.target for delivery in alert.deliveries.all()] == ["alarm@noord.example"]


def test_falling_strength_raises_an_alert_though_none_was_ticked(patient: Patient) -> None:
    alert = log(patient, quiet(leg_pain=1, strength="worse"), now=OFFICE_HOURS).alert
    assert alert
    assert alert.signs == {Sign.WEAKNESS}


def test_a_fault_in_the_trend_takes_no_alert_back(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(assess, "assess", broken)
    assert log(patient, flagged(), now=OFFICE_HOURS).alert
    assert Alert.objects.count() == Delivery.objects.count() == Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_entry_alert_and_delivery_are_written_together_or_not_at_all(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_fields: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(Delivery.objects, "bulk_create", broken)
    with pytest.raises(DatabaseError):
        log(patient, flagged(), now=OFFICE_HOURS)
    assert Entry.objects.count() == Alert.objects.count() == 0


def test_correcting_an_entry_does_not_take_its_alert_back(patient: Patient) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    assert log(patient, quiet(), now=OFFICE_HOURS + timedelta(minutes=5)).alert is None
    assert Alert.objects.ringing().count() == 1
    assert EntryVersion.objects.get().answers["signs"] == ["bladder"]


def test_removing_an_entry_does_not_take_its_alert_back(patient: Patient) -> None:
    done = log(patient, flagged(), now=OFFICE_HOURS)
    checkin.take_back(done.entry, by=patient.user, now=OFFICE_HOURS)
    assert not Entry.objects.exists()
    assert Alert.objects.ringing().count() == 1
    assert EntryVersion.objects.get().change == "removed"


def test_the_same_day_sent_twice_is_one_entry_and_one_alert(patient: Patient) -> None:
    first = log(patient, flagged(), now=OFFICE_HOURS)
    second = log(patient, flagged(), now=OFFICE_HOURS)
    assert second.change is diary.Change.SAME
    assert second.alert == first.alert
    assert Entry.objects.count() == Alert.objects.count() == Delivery.objects.count() == 1


def test_a_correction_with_another_sign_is_a_new_alert(patient: Patient) -> None:
    log(patient, flagged("fever"), now=OFFICE_HOURS)
    alert = log(patient, flagged("fever", "bladder"), now=OFFICE_HOURS).alert
    assert alert
    assert alert.urgency == Urgency.NOW
    assert Alert.objects.count() == 2


def test_an_earlier_alert_silences_no_new_one(patient: Patient) -> None:
    log(patient, flagged(), now=OFFICE_HOURS - timedelta(days=1))
    log(patient, flagged(), now=OFFICE_HOURS)
    assert Alert.objects.count() == Delivery.objects.count() == 2


def test_without_a_clinic_an_alert_is_raised_and_nothing_is_owed(stranger: Patient) -> None:
    assert log(stranger, flagged(), now=OFFICE_HOURS).alert
    assert not Delivery.objects.exists()


def test_a_clinic_that_may_not_read_gets_no_message(clinic: Clinic) -> None:
    private = make_patient(clinic, shares_diary=False)
    alert = log(private, flagged(), now=OFFICE_HOURS).alert
    assert alert
    assert alert.clinic is None
    assert not Delivery.objects.exists()


def test_an_injection_is_kept_and_assessed(patient: Patient) -> None:
    episode = ladder.current(patient)
    for _again in range(2):
        checkin.record_treatment(
            episode, kind=TreatmentKind.INJECTION, on=TODAY, by=patient.user, now=OFFICE_HOURS
        )  # type: ignore[arg-type]
    assert [treatment.kind for treatment in ladder.treatments_of(episode)] == ["injection"]
    latest = Assessment.objects.latest("pk")
    assert latest.standing == "treated"
    assert latest.reason.values["treated_on"] == TODAY.isoformat()


def test_an_operation_by_the_patients_own_word_counts_until_it_is_withdrawn(
    patient: Patient, neurologist: User
) -> None:
    episode = ladder.current(patient)
    told = checkin.record_treatment(episode, kind=Care.OPERATION, on=TODAY, by=patient.user, now=OFFICE_HOURS)
    assert told.waits
    assert When.AFTER_OPERATION in ladder.circumstances_on(episode, TODAY + timedelta(days=1))
    assert Assessment.objects.latest("pk").standing == "treated"
    assert checkin.withdraw(told, by=neurologist, now=OFFICE_HOURS)
    assert When.AFTER_OPERATION not in ladder.circumstances_on(episode, TODAY)
    assert Assessment.objects.latest("pk").standing == "too_early"
    assert Assessment.objects.count() == 2
    assert not checkin.withdraw(told, by=neurologist, now=OFFICE_HOURS)
    assert Assessment.objects.count() == 2


def test_withdrawing_an_operation_takes_no_alert_back(patient: Patient) -> None:
    episode = ladder.current(patient)
    told = checkin.record_treatment(episode, kind=Care.OPERATION, on=TODAY, by=patient.user, now=OFFICE_HOURS)
    assert log(patient, flagged("operation_wound"), now=OFFICE_HOURS).alert
    assert checkin.withdraw(told, by=patient.user, now=OFFICE_HOURS)
    assert Alert.objects.ringing().count() == 1


@pytest.mark.parametrize("kind", [Care.PAINKILLERS, Care.PHYSIOTHERAPY, Care.REFERRAL])
def test_what_does_not_end_the_course_judges_nothing_again(patient: Patient, kind: Care) -> None:
    told = checkin.record_treatment(
        ladder.current(patient), kind=kind, on=TODAY, by=patient.user, now=OFFICE_HOURS
    )
    assert checkin.withdraw(told, by=patient.user, now=OFFICE_HOURS)
    assert not Assessment.objects.exists()


def test_a_fault_in_the_trend_takes_no_treatment_back(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(assess, "assess", broken)
    episode = ladder.current(patient)
    told = checkin.record_treatment(episode, kind=Care.INJECTION, on=TODAY, by=patient.user, now=OFFICE_HOURS)
    assert ladder.treatments_of(episode) == [told]
    assert checkin.withdraw(told, by=patient.user, now=OFFICE_HOURS)
    assert ladder.treatments_of(episode) == []


def test_the_side_is_corrected_and_the_course_judged_again(patient: Patient, neurologist: User) -> None:
    episode = ladder.current(patient)
    checkin.place(episode, level=DiscLevel.L4_L5, side=Side.RIGHT, by=neurologist, now=OFFICE_HOURS)
    assert (episode.level, episode.side) == ("L4-L5", "right")
    assert Assessment.objects.count() == 1


def start_as(baseline: Baseline, side: Side = Side.LEFT) -> Alert | None:
    user = make_user("nieuw@example.nl")
    patient = Patient(user=user, under_treatment=False)
    told = checkin.Start(TODAY, side, dict.fromkeys(BASELINE_SIGNS, Baseline.NONE) | {Sign.BLADDER: baseline})
    return checkin.start(patient, told, invitation=None, by=user, now=timezone.now())


@pytest.mark.django_db
def test_a_complaint_that_began_with_the_hernia_is_an_alert_at_once() -> None:
    alert = start_as(Baseline.NEW)
    assert alert
    assert (alert.signs, alert.day) == ({Sign.BLADDER}, None)


@pytest.mark.django_db
def test_an_old_complaint_is_no_alert() -> None:
    assert start_as(Baseline.OLD) is None
    assert Patient.objects.get().user.email == "nieuw@example.nl"


@pytest.mark.django_db
def test_pain_in_both_legs_is_an_alert_at_once() -> None:
    alert = start_as(Baseline.NONE, Side.BOTH)
    assert alert
    assert alert.signs == {Sign.BOTH_LEGS}


def test_a_diary_is_started_once(patient: Patient) -> None:
    again = Patient(user=patient.user, under_treatment=False)
    told = checkin.Start(TODAY, Side.LEFT, dict.fromkeys(BASELINE_SIGNS, Baseline.NONE))
    with pytest.raises(checkin.AlreadyStarted):
        checkin.start(again, told, invitation=None, by=patient.user, now=timezone.now())
    assert Episode.objects.count() == 1
