"""Deleting an account: everything that names the person goes, no alert is lost, and what others keep stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from recovery import checkin
from recovery.alerts import contact, delivery, ladder
from recovery.alerts.models import Alert, Delivery
from recovery.episodes.models import Episode
from recovery.erasure import erase
from recovery.erasure.holdings import HOLDINGS
from recovery.erasure.models import Erased, Kept
from recovery.journal.models import Entry
from recovery.people import access, letters, proxies
from recovery.people.models import AccessRecord, Clinic, Letter, Patient, Proxy, User
from recovery.reminders import asking
from tests.cast import accepted, flagged, log, make_patient, make_user, quiet
from tests.recovery.erasure.everything import MARKER, fill, texts_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(patient: Patient, clinic: Clinic, neurologist: User) -> Patient:
    fill(patient, clinic, neurologist)
    return patient


def delete(user: User) -> bool:
    return erase.erase(user, now=timezone.now())


def test_the_patient_of_these_tests_has_something_in_every_table(full: Patient) -> None:
    assert [holding.name for holding in HOLDINGS if not holding.rows(full).exists()] == []
    marked = {text.split(".")[1] for text in texts_with(MARKER)}
    assert len(marked) >= 25


def test_afterwards_no_row_and_no_text_names_the_person(full: Patient) -> None:
    Patient.objects.filter(pk=full.pk).update(
        birth_date=timezone.localdate(), phone="+31612345678", gp_phone="+31612345678"
    )
    assert delete(full.user)
    assert texts_with(MARKER) == []
    assert texts_with("+31612345678") == []
    assert [holding.name for holding in HOLDINGS if not holding.stays and holding.rows(full).exists()] == []
    emptied = Patient.objects.select_related("user").get(pk=full.pk)
    assert (emptied.birth_date, emptied.clinic, emptied.doctor, emptied.shares_diary) == (
        None,
        None,
        None,
        False,
    )
    assert emptied.user.name == ""
    assert emptied.user.email.endswith("@deleted.invalid")
    assert not emptied.user.is_active
    assert not emptied.user.has_usable_password()


def test_who_looked_at_it_stays_in_the_log(full: Patient, neurologist: User) -> None:
    before = AccessRecord.objects.count()
    delete(full.user)
    assert AccessRecord.objects.filter(patient=full, user=neurologist).exists()
    assert AccessRecord.objects.count() == before


def test_deleting_twice_changes_nothing(patient: Patient) -> None:
    assert delete(patient.user)
    address = User.objects.get(pk=patient.user_id).email
    assert not delete(patient.user)
    assert User.objects.get(pk=patient.user_id).email == address


def test_while_an_alert_is_open_nothing_is_deleted(patient: Patient, neurologist: User) -> None:
    log(patient, flagged())
    with pytest.raises(erase.OpenAlertError):
        delete(patient.user)
    assert Alert.objects.open().filter(patient=patient).exists()
    assert Delivery.objects.pending().exists()
    assert Entry.objects.filter(patient=patient).exists()
    assert not Erased.objects.exists()


def test_where_no_clinic_reads_an_alert_waits_for_the_word_of_the_patient(stranger: Patient) -> None:
    log(stranger, flagged())
    with pytest.raises(erase.OpenAlertError):
        delete(stranger.user)
    alerts = [alert.pk for alert in contact.ringing_for(stranger)]
    contact.say_contacted(stranger, alerts=alerts, by=stranger.user, now=timezone.now())
    assert delete(stranger.user)


def test_staff_cannot_be_deleted(neurologist: User) -> None:
    with pytest.raises(erase.StaffError):
        delete(neurologist)
    assert User.objects.get(pk=neurologist.pk).is_active


def test_who_only_helps_is_deleted_and_helps_no_more(patient: Patient) -> None:
    karin = make_user("karin@example.nl", "Karin de Wit")
    accepted(patient, karin, name="Karin")
    entry = checkin.check_in(
        patient, day=timezone.localdate(), answers=quiet(), by=karin, now=timezone.now()
    ).entry
    assert delete(karin)
    assert access.proxied_by(karin, patient.ref) is None
    assert proxies.standing_of(patient) == []
    assert texts_with("Karin") == []
    assert texts_with("karin@example.nl") == []
    entry.refresh_from_db()
    assert entry.written_by_id == karin.pk
    assert Proxy.objects.get().name == erase.NO_NAME


def test_a_patient_who_helps_others_is_gone_from_their_diaries_too(
    patient: Patient, stranger: Patient
) -> None:
    accepted(stranger, patient.user, name="Anna Bos")
    assert delete(patient.user)
    assert texts_with("Anna Bos") == []
    assert texts_with("anna@example.nl") == []


def test_others_lose_nothing(full: Patient, stranger: Patient) -> None:
    log(stranger, quiet())
    delete(full.user)
    assert Entry.objects.filter(patient=stranger).count() == 1
    assert User.objects.get(pk=stranger.user_id).name == "Piet Vreemd"
    assert Episode.objects.filter(patient=stranger).exists()


def test_the_same_address_can_begin_again(patient: Patient, clinic: Clinic) -> None:
    delete(patient.user)
    anew = make_patient(clinic)
    assert anew.user.email == "anna@example.nl"
    assert anew.pk != patient.pk
    assert delete(anew.user)


def test_the_worker_goes_on_past_a_deleted_patient(full: Patient, clinic: Clinic, stranger: Patient) -> None:
    delete(full.user)
    now = timezone.now()
    ladder.climb(now=now)
    asking.owe_due(now)
    sent: list[object] = []
    delivery.deliver_owed(sent.append)
    letters.send_owed(lambda one: bool(sent.append(one)) or True)
    assert sent == []
    assert not Letter.objects.filter(patient=full).exists()


def test_a_letter_that_goes_while_it_is_claimed_ends_no_round(patient: Patient, stranger: Patient) -> None:
    now = timezone.now()
    letters.owe(patient, Letter.Kind.TRANSFER, now=now)
    letters.owe(stranger, Letter.Kind.TRANSFER, now=now + timedelta(seconds=1))
    sent: list[Letter] = []

    def send(letter: Letter) -> bool:
        if letter.patient_id == patient.pk:
            delete(patient.user)
        sent.append(letter)
        return True

    letters.send_owed(send, clock=lambda: now + timedelta(minutes=1))
    assert [letter.patient_id for letter in sent] == [patient.pk, stranger.pk]


def test_a_letter_that_is_gone_before_it_is_read_ends_no_round(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters.owe(patient, Letter.Kind.TRANSFER, now=timezone.now())
    claim = letters._claim

    def claim_and_delete(pk: int, now: object) -> bool:
        found = claim(pk, now)  # type: ignore[arg-type]
        Letter.objects.all().delete()
        return found

    monkeypatch.setattr(letters, "_claim", claim_and_delete)
    assert letters.send_owed(lambda letter: True) == 0


def test_a_delivery_that_is_gone_before_it_is_read_ends_no_sweep(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    log(patient, flagged())
    claim = delivery._claim

    def claim_and_delete(pk: int, now: object) -> bool:
        found = claim(pk, now)  # type: ignore[arg-type]
        Delivery.objects.all().delete()
        return found

    monkeypatch.setattr(delivery, "_claim", claim_and_delete)
    assert delivery.deliver_owed(lambda one: None) == 0


def test_what_a_request_wrote_that_overlapped_is_removed_afterwards(patient: Patient) -> None:
    before = Patient.objects.get(pk=patient.pk)
    episode = Episode.objects.get(patient=patient)
    delete(patient.user)
    episode.save(force_insert=True)
    Entry.objects.create(
        patient=before, episode=episode, day=timezone.localdate(), note="laat", written_by=before.user,
        written_at=timezone.now(),
    )  # fmt: skip
    assert erase.again(now=timezone.now()) == 1
    assert not Entry.objects.filter(patient=before).exists()
    assert erase.again(now=timezone.now()) == 0


def test_without_care_by_a_clinic_nothing_is_kept(stranger: Patient) -> None:
    delete(stranger.user)
    assert not Kept.objects.exists()
