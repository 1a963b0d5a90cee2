"""Who reads along: shared, stopped, handed over, discharged; with the rows that tell it, and no alert lost."""

from datetime import datetime, timedelta

import pytest
import time_machine

from recovery import checkin, handover
from recovery.alerts import contact, ladder
from recovery.alerts.models import Alert, Delivery, Outcome
from recovery.episodes.models import Episode
from recovery.people import access, invitations, sharing
from recovery.people.models import Clinic, Letter, Patient, Sharing, Transfer, User
from tests.cast import OFFICE_HOURS, flagged, log, make_clinic, make_patient, make_staff

DAY = timedelta(days=1)

# The last day of reading after a discharge in OFFICE_HOURS: 16 December 2026, winter time.
LAST_MOMENT = datetime.fromisoformat("2026-12-16T23:59:59+01:00")
MIDNIGHT = LAST_MOMENT + timedelta(seconds=1)


@pytest.fixture
def south(db: None) -> Clinic:
    return make_clinic("Neurologie Zuid", "alarm@zuid.example")


def history(patient: Patient) -> list[tuple[str, str, str]]:
    return [(row.clinic.name.split()[1], row.change, row.how) for row in reversed(sharing.history(patient))]


def readers(patient: Patient, now: datetime) -> list[str]:
    """The clinics whose neurologists find this patient."""
    with time_machine.travel(now, tick=False):
        return [clinic.name for clinic in Clinic.objects.all() if patient in access.patients_of(clinic)]


def share(patient: Patient, clinic: Clinic, now: datetime = OFFICE_HOURS) -> None:
    handover.share(patient, clinic, under_treatment=True, how=Sharing.How.CODE, by=patient.user, now=now)


def reload(patient: Patient) -> Patient:
    return Patient.objects.get(pk=patient.pk)


# Sharing and stopping


def test_every_beginning_and_end_leaves_a_row(stranger: Patient, clinic: Clinic, south: Clinic) -> None:
    assert history(stranger) == []
    share(stranger, clinic)
    share(stranger, south, OFFICE_HOURS + DAY)
    handover.stop(stranger, by=stranger.user, now=OFFICE_HOURS + 2 * DAY)
    assert history(stranger) == [
        ("Noord", "began", "code"),
        ("Noord", "ended", "code"),
        ("Zuid", "began", "code"),
        ("Zuid", "ended", "details"),
    ]
    assert readers(stranger, OFFICE_HOURS + 3 * DAY) == []


def test_the_first_questions_leave_a_row(patient: Patient) -> None:
    assert history(patient) == [("Noord", "began", "start")]


def test_the_details_leave_a_row_only_when_who_reads_changes(patient: Patient, south: Clinic) -> None:
    onset = Episode.objects.get().onset
    checkin.change_details(patient, onset=onset, now=OFFICE_HOURS)
    assert len(history(patient)) == 1
    patient.clinic = south
    checkin.change_details(patient, onset=onset, now=OFFICE_HOURS)
    assert history(patient)[1:] == [("Noord", "ended", "details"), ("Zuid", "began", "details")]


def test_stopping_keeps_the_numbers_and_tells_nobody_of_a_red_flag(patient: Patient) -> None:
    handover.stop(patient, by=patient.user, now=OFFICE_HOURS)
    again = reload(patient)
    assert (again.clinic, again.shares_diary, again.under_treatment) == (patient.clinic, False, True)
    alert = log(again, flagged(), now=OFFICE_HOURS).alert
    assert alert
    assert alert.clinic is None
    assert not Delivery.objects.exists()


def test_somebody_with_a_diary_accepts_an_invitation_of_another_clinic(
    patient: Patient, south: Clinic, manager: User
) -> None:
    invitation, _token = invitations.invite(south, name="Anna", email="", by=manager, now=OFFICE_HOURS)
    for expected in (True, False):
        done = handover.accept_invitation(
            invitation, patient, under_treatment=False, by=patient.user, now=OFFICE_HOURS
        )
        assert done is expected
    assert history(patient)[1:] == [("Noord", "ended", "invitation"), ("Zuid", "began", "invitation")]
    assert not reload(patient).under_treatment


# To another clinic


@pytest.fixture
def offer(patient: Patient, neurologist: User, south: Clinic) -> Transfer:
    return handover.offer_transfer(patient, to=south, by=neurologist, now=OFFICE_HOURS)


def test_until_the_patient_answers_the_old_clinic_reads(offer: Transfer, patient: Patient) -> None:
    assert readers(patient, OFFICE_HOURS + DAY) == ["Neurologie Noord"]
    assert Letter.objects.get().kind == Letter.Kind.TRANSFER


def test_on_yes_the_new_clinic_reads_the_whole_history_and_the_old_one_does_not(
    offer: Transfer, patient: Patient
) -> None:
    log(patient, flagged(), now=OFFICE_HOURS - 3 * DAY)
    handover.answer_transfer(offer, patient, accepted=True, by=patient.user, now=OFFICE_HOURS)
    assert readers(patient, OFFICE_HOURS) == ["Neurologie Zuid"]
    assert history(patient)[1:] == [("Noord", "ended", "transfer"), ("Zuid", "began", "transfer")]
    assert {d.address.target for d in Delivery.objects.all()} == {"alarm@noord.example", "alarm@zuid.example"}


def test_on_no_nothing_changes(offer: Transfer, patient: Patient) -> None:
    handover.answer_transfer(offer, patient, accepted=False, by=patient.user, now=OFFICE_HOURS)
    assert readers(patient, OFFICE_HOURS) == ["Neurologie Noord"]
    assert len(history(patient)) == 1


def test_an_offer_that_was_taken_back_cannot_be_accepted(
    offer: Transfer, patient: Patient, neurologist: User
) -> None:
    handover.take_back_transfer(patient, by=neurologist, now=OFFICE_HOURS)
    with pytest.raises(sharing.NotReadingError):
        handover.answer_transfer(offer, patient, accepted=True, by=patient.user, now=OFFICE_HOURS)
    assert readers(patient, OFFICE_HOURS) == ["Neurologie Noord"]


def test_stopping_overtakes_an_offer(offer: Transfer, patient: Patient) -> None:
    handover.stop(patient, by=patient.user, now=OFFICE_HOURS)
    with pytest.raises(sharing.NotReadingError):
        handover.answer_transfer(offer, patient, accepted=True, by=patient.user, now=OFFICE_HOURS)
    assert readers(patient, OFFICE_HOURS) == []


def test_there_is_one_offer_at_a_time_and_never_to_itself(
    offer: Transfer, patient: Patient, neurologist: User, south: Clinic, clinic: Clinic
) -> None:
    with pytest.raises(sharing.TransferOpenError):
        handover.offer_transfer(patient, to=south, by=neurologist, now=OFFICE_HOURS)
    with pytest.raises(sharing.NotReadingError):
        handover.offer_transfer(patient, to=clinic, by=neurologist, now=OFFICE_HOURS)


# Discharge


@pytest.fixture
def discharged(patient: Patient, neurologist: User) -> Patient:
    handover.discharge(patient, by=neurologist, now=OFFICE_HOURS)
    return reload(patient)


def test_from_the_discharge_on_the_patient_is_not_under_treatment(
    discharged: Patient, neurologist: User
) -> None:
    assert not discharged.under_treatment
    episode = Episode.objects.get()
    assert (episode.discharged_on, episode.discharged_by) == (OFFICE_HOURS.date(), neurologist)
    assert Letter.objects.get().kind == Letter.Kind.DISCHARGED


@pytest.mark.parametrize("with_a_worker", [True, False])
def test_the_clinic_reads_to_the_last_midnight_and_no_longer(
    discharged: Patient, with_a_worker: bool
) -> None:
    for now, expected in ((LAST_MOMENT, ["Neurologie Noord"]), (MIDNIGHT, [])):
        if with_a_worker:
            handover.end_what_is_over(now=now)
        assert readers(discharged, now) == expected
        assert bool(discharged.read_by(now.date())) == bool(expected)


def test_the_end_of_reading_leaves_one_row(discharged: Patient) -> None:
    assert handover.end_what_is_over(now=LAST_MOMENT) == 0
    assert handover.end_what_is_over(now=MIDNIGHT) == 1
    assert handover.end_what_is_over(now=MIDNIGHT) == 0
    assert history(discharged)[1:] == [("Noord", "ended", "discharge")]
    assert reload(discharged).clinic is not None


def test_a_red_flag_before_the_end_reaches_the_clinic_and_one_after_it_does_not(discharged: Patient) -> None:
    before = log(discharged, flagged("fever"), now=LAST_MOMENT).alert
    assert before
    assert Delivery.objects.filter(alert=before).exists()


def test_a_red_flag_after_the_end_goes_to_the_patient_only(discharged: Patient) -> None:
    after = log(discharged, flagged(), now=MIDNIGHT).alert
    assert after
    assert after.clinic is None
    ladder.climb(now=MIDNIGHT + DAY)
    assert not Delivery.objects.exists()
    assert handover.end_what_is_over(now=MIDNIGHT + DAY) == 1


@pytest.mark.parametrize("with_a_worker", [True, False])
def test_an_alert_that_is_open_at_the_end_keeps_the_diary_open_until_it_is_closed(
    discharged: Patient, neurologist: User, with_a_worker: bool
) -> None:
    alert = log(discharged, flagged(), now=LAST_MOMENT).alert
    assert alert
    if with_a_worker:
        handover.end_what_is_over(now=MIDNIGHT)
    assert readers(discharged, MIDNIGHT + 3 * DAY) == ["Neurologie Noord"]
    closed_at = MIDNIGHT + 3 * DAY
    contact.close(alert, outcome=Outcome.PHONED, needed=True, note="", by=neurologist, now=closed_at)
    assert handover.end_what_is_over(now=closed_at) == 0
    assert readers(discharged, closed_at) == ["Neurologie Noord"]
    assert readers(discharged, closed_at + DAY) == []
    assert handover.end_what_is_over(now=closed_at + DAY) == 1


def test_an_alert_that_was_there_before_the_worker_looked_keeps_it_open_too(discharged: Patient) -> None:
    log(discharged, flagged(), now=LAST_MOMENT)
    Patient.objects.update(reads_for_alert=False)
    handover.end_what_is_over(now=LAST_MOMENT)
    assert readers(discharged, MIDNIGHT) == ["Neurologie Noord"]


def test_no_discharge_while_an_alert_is_open(patient: Patient, neurologist: User) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    with pytest.raises(handover.OpenAlertError):
        handover.discharge(patient, by=neurologist, now=OFFICE_HOURS)
    assert reload(patient).under_treatment
    assert Episode.objects.get().discharged_on is None


def test_a_discharge_is_done_once_and_ends_an_offer(
    offer: Transfer, patient: Patient, neurologist: User, south: Clinic
) -> None:
    handover.discharge(patient, by=neurologist, now=OFFICE_HOURS)
    assert sharing.open_transfer(patient) is None
    with pytest.raises(handover.NotDischargedError):
        handover.discharge(patient, by=neurologist, now=OFFICE_HOURS)
    with pytest.raises(handover.NotDischargedError):
        handover.offer_transfer(patient, to=south, by=neurologist, now=OFFICE_HOURS)


def test_a_discharge_can_be_undone_while_the_clinic_reads(discharged: Patient) -> None:
    handover.readmit(discharged, now=LAST_MOMENT)
    again = reload(discharged)
    assert (again.under_treatment, again.reads_until) == (True, None)
    assert Episode.objects.get().discharged_on is None
    assert readers(discharged, MIDNIGHT + 99 * DAY) == ["Neurologie Noord"]


def test_after_the_end_a_discharge_is_not_undone_by_the_clinic(discharged: Patient) -> None:
    with pytest.raises(sharing.NotReadingError):
        handover.readmit(discharged, now=MIDNIGHT)
    assert Episode.objects.get().discharged_on is not None


def test_who_shares_again_after_a_discharge_is_read_without_an_end(
    discharged: Patient, clinic: Clinic
) -> None:
    share(discharged, clinic, MIDNIGHT + DAY)
    assert readers(discharged, MIDNIGHT + 99 * DAY) == ["Neurologie Noord"]
    assert history(discharged)[1:] == [("Noord", "ended", "discharge"), ("Noord", "began", "code")]
    assert Episode.objects.get().discharged_on is None


def test_the_days_are_the_clinics_own_setting(patient: Patient, neurologist: User) -> None:
    Clinic.objects.update(reads_after_discharge_days=0)
    handover.discharge(reload(patient), by=neurologist, now=OFFICE_HOURS)
    assert readers(patient, OFFICE_HOURS) == ["Neurologie Noord"]
    assert readers(patient, OFFICE_HOURS + DAY) == []


def test_saving_details_on_an_old_page_takes_no_discharge_back(patient: Patient, neurologist: User) -> None:
    old = reload(patient)
    handover.discharge(patient, by=neurologist, now=OFFICE_HOURS)
    checkin.change_details(old, onset=Episode.objects.get().onset, now=OFFICE_HOURS)
    assert reload(patient).reads_until is not None


def test_other_patients_are_left_alone(discharged: Patient, clinic: Clinic) -> None:
    other = make_patient(clinic, "kees@example.nl")
    handover.end_what_is_over(now=MIDNIGHT)
    assert readers(other, MIDNIGHT) == ["Neurologie Noord"]
    assert Alert.objects.count() == 0


def test_an_alert_of_a_page_from_before_the_discharge_is_read_to_its_end(
    patient: Patient, neurologist: User
) -> None:
    """With no worker at hand: the clinic reads on past the last day all the same."""
    before = reload(patient)
    handover.discharge(patient, by=neurologist, now=OFFICE_HOURS)
    log(before, flagged(), day=OFFICE_HOURS.date(), now=OFFICE_HOURS)
    assert readers(patient, MIDNIGHT) == ["Neurologie Noord"]


def test_what_somebody_had_in_hand_rings_anew_when_their_work_ends(
    patient: Patient, clinic: Clinic, neurologist: User, manager: User
) -> None:
    alert = log(patient, flagged(), now=OFFICE_HOURS).alert
    assert alert
    contact.take(alert, by=neurologist, now=OFFICE_HOURS)
    handover.end_work(neurologist.memberships.get(), by=manager, now=OFFICE_HOURS + DAY)
    alert = Alert.objects.get()
    assert not alert.is_taken
    assert alert.rings_since == OFFICE_HOURS + DAY
    assert [row.owed_at for row in Delivery.objects.order_by("owed_at")] == [OFFICE_HOURS, OFFICE_HOURS + DAY]


def test_what_a_colleague_has_in_hand_or_closed_stays_when_somebodys_work_ends(
    patient: Patient, clinic: Clinic, neurologist: User, manager: User
) -> None:
    colleague = make_staff(clinic, "bos@noord.example")
    theirs, done = (log(patient, flagged(leg_pain=pain), now=OFFICE_HOURS).alert for pain in (3, 4))
    assert theirs
    assert done
    contact.take(theirs, by=colleague, now=OFFICE_HOURS)
    contact.take(done, by=neurologist, now=OFFICE_HOURS)
    contact.close(done, outcome=Outcome.PHONED, needed=True, note="", by=neurologist, now=OFFICE_HOURS)
    owed = Delivery.objects.count()
    handover.end_work(neurologist.memberships.get(), by=manager, now=OFFICE_HOURS + DAY)
    assert Alert.objects.get(pk=theirs.pk).is_taken
    assert Delivery.objects.count() == owed


def test_of_who_stopped_sharing_nothing_rings_anew(
    patient: Patient, clinic: Clinic, neurologist: User, manager: User
) -> None:
    alert = log(patient, flagged(), now=OFFICE_HOURS).alert
    assert alert
    contact.take(alert, by=neurologist, now=OFFICE_HOURS)
    handover.stop(patient, by=patient.user, now=OFFICE_HOURS)
    handover.end_work(neurologist.memberships.get(), by=manager, now=OFFICE_HOURS + DAY)
    assert Delivery.objects.count() == 1
