"""A record out, into an empty database, and out again: the same. Into an own record: nothing twice, nothing lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from recovery import checkin, handover
from recovery.alerts import contact
from recovery.alerts import ladder as climbing
from recovery.alerts.models import Alert, AlertStep, Delivery, Outcome
from recovery.clinical import body
from recovery.clinical.aftercare import Return
from recovery.clinical.care import Care
from recovery.clinical.questionnaires import ROLAND_MORRIS
from recovery.clinical.questionnaires.definition import TICKED
from recovery.episodes import ladder, notes, visits
from recovery.episodes.models import Episode, Note, Treatment
from recovery.exchange import arrivals
from recovery.exchange.arrivals import Reason, Refused, names
from recovery.exchange.dossier import (
    Author,
    DoneTold,
    Dossier,
    EntryTold,
    EpisodeTold,
    FilledTold,
    ReturnedTold,
    Signed,
    StepTold,
    TreatmentTold,
    VisitTold,
)
from recovery.exchange.records import dossier_of, dossiers
from recovery.journal.models import Activity, Entry, Filled, Medicine
from recovery.journal.questionnaires import filled_of, versions_of
from recovery.people import access
from recovery.people.models import Clinic, Patient, Proxy, Sharing, User
from recovery.trends import assess
from tests.cast import OFFICE_HOURS, flagged, log, make_patient, make_staff, quiet, tell
from tests.recovery.exchange import dossiers as arbitrary
from tracker.questionnaires import of_code

LATER = datetime(2028, 1, 1, 12, tzinfo=UTC)


class _Undo(Exception):
    pass


@contextmanager
def an_empty_database() -> Iterator[None]:
    """Whatever is written inside is gone afterwards, so that every example finds nothing."""
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


def storable(told: Dossier) -> Dossier:
    """As the tables can hold it: a patient has no second name, a day one visit, an answered question its visit."""
    person = replace(told.person, email=told.person.email or "anna@example.nl")
    named = _each(told, Author, _somebody)
    rows = [_episode(one, rank) for rank, one in enumerate(named.episodes)]
    moved = {one.onset: row.onset for one, row in zip(named.episodes, rows, strict=True)}
    back = _each(
        tuple(rows),
        ReturnedTold,
        lambda one: replace(one, new_onset=moved[one.new_onset]) if one.new_onset else one,
    )
    return replace(named, person=person, episodes=back)


def _somebody(author: Author) -> Author:
    """Whoever wrote for a patient elsewhere is known here by their name alone."""
    return replace(author, name="" if author.is_patient else author.name, is_proxy=False)


def _episode(told: EpisodeTold, rank: int) -> EpisodeTold:
    dated = (told.entries, told.filled, told.body, told.weekly, told.recovered, told.returned)
    onset = min([told.onset, *(one.day for kind in dated for one in kind)])
    planned = _one_a_day(told.visits)
    days = {visit.day for visit in planned}
    return replace(
        told,
        onset=onset - timedelta(days=1 - rank),
        visits=planned,
        entries=tuple(_unanswered(entry) for entry in told.entries),
        questions=tuple(
            question if question.discussed_on in days else replace(question, discussed_on=None)
            for question in told.questions
        ),
    )


def _one_a_day(told: tuple[VisitTold, ...]) -> tuple[VisitTold, ...]:
    by_day = {visit.day: visit for visit in told}
    return tuple(
        replace(visit, cancelled=None if visit.held else visit.cancelled) for visit in by_day.values()
    )


def _unanswered(told: EntryTold) -> EntryTold:
    """Some days without an answer to the safety question."""
    return replace(told, signs=None) if told.day.day % 3 == 0 else told


def _each(value: Any, kind: type, change: Callable[[Any], Any]) -> Any:
    """A value with every `kind` in it changed."""
    if isinstance(value, kind):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each(one, kind, change) for one in value)
    if hasattr(value, "__dataclass_fields__"):
        parts = {name: _each(getattr(value, name), kind, change) for name in value.__dataclass_fields__}
        return replace(value, **parts)
    return value


def in_order(told: Dossier) -> Dossier:
    """Episodes by onset, as they are read."""
    return replace(told, episodes=tuple(sorted(told.episodes, key=lambda one: one.onset)))


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(arbitrary.dossiers().map(storable))
def test_out_and_into_an_empty_database_and_out_again_is_the_same(told: Dossier) -> None:
    with an_empty_database():
        patient = arrivals.start(told, now=LATER)
        assert dossier_of(Patient.objects.select_related("user").get(pk=patient.pk)) == in_order(told)


@pytest.mark.django_db
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(arbitrary.dossiers().map(storable))
def test_the_same_again_adds_nothing(told: Dossier) -> None:
    with an_empty_database():
        patient = arrivals.start(told, now=LATER)
        again = arrivals.add(patient, told, now=LATER)
        assert (again.days.new, again.days.different, again.others) == ((), (), 0)


def full_record(clinic: Clinic, neurologist: User) -> Patient:
    """Somebody of whom there is one of everything."""
    patient = make_patient(clinic, now=OFFICE_HOURS, phone="+31612345678", birth_date=date(1980, 3, 1))
    episode, now = ladder.current(patient), OFFICE_HOURS
    log(patient, quiet(5), day=now.date(), now=now)
    log(patient, quiet(4, note="=2+2"), day=now.date(), now=now)
    done = log(patient, flagged(), day=now.date() - timedelta(days=1), now=now)
    assert done.alert
    contact.take(done.alert, by=neurologist, now=now)
    contact.close(done.alert, outcome=Outcome.MRI, needed=True, note="", by=neurologist, now=now)
    Treatment.objects.create(
        episode=episode,
        kind="injection",
        date=now.date(),
        recorded_by=patient.user,
        recorded_at=now,
        confirmed_by=neurologist,
        confirmed_at=now,
    )
    visit = visits.plan(episode, day=now.date(), clinic=clinic, by=neurologist, now=now)
    visits.ask(episode, text="Mag ik fietsen?", by=patient.user, now=now)
    visits.hold(visit, by=neurologist, now=now)
    notes.write(episode, clinic=clinic, text="Gedeeld", shared=True, by=neurologist, now=now)
    notes.write(episode, clinic=clinic, text="Voor onszelf", shared=False, by=neurologist, now=now)
    return patient


def test_a_record_takes_the_same_queries_however_many_there_are(clinic: Clinic, neurologist: User) -> None:
    full_record(clinic, neurologist)
    counts = []
    for number in (1, 3):
        while Patient.objects.count() < number:
            log(make_patient(clinic, f"p{Patient.objects.count()}@example.nl"), quiet())
        patients = list(access.patients_of(clinic))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(dossiers(patients)) == number
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_note_that_is_not_shared_stays_where_it_is(clinic: Clinic, neurologist: User) -> None:
    told = dossier_of(full_record(clinic, neurologist))
    assert [note.text for note in told.episodes[0].notes] == ["Gedeeld"]


def test_who_wrote_in_another_place_cannot_sign_in_and_is_nobody_who_works_here(
    clinic: Clinic, neurologist: User
) -> None:
    told = elsewhere(dossier_of(full_record(clinic, neurologist)))
    arrivals.start(told, now=OFFICE_HOURS)
    author = next(user for user in User.objects.all() if user.email.endswith(names.ELSEWHERE))
    assert (author.name, author.is_active, author.has_usable_password()) == ("dr. Haan", False, False)
    assert author != neurologist


def elsewhere(told: Dossier, email: str = "new@example.nl") -> Dossier:
    """The record as another installation would hand it over, of somebody who is not here."""
    alerts = tuple(replace(alert, id=uuid4()) for alert in told.alerts)
    episodes = tuple(
        replace(one, notes=tuple(replace(note, ref=uuid4(), clinic="Zuid") for note in one.notes))
        for one in told.episodes
    )
    person = replace(told.person, ref=uuid4(), email=email)
    return replace(told, person=person, episodes=episodes, alerts=alerts)


def test_a_clinic_that_is_not_here_is_offered_to_nobody(clinic: Clinic, neurologist: User) -> None:
    arrivals.start(elsewhere(dossier_of(full_record(clinic, neurologist))), now=OFFICE_HOURS)
    assert Clinic.objects.get(name="Zuid").is_elsewhere
    assert list(access.clinics()) == [clinic]


def test_a_new_record_is_read_by_nobody_until_its_patient_says_so(clinic: Clinic, neurologist: User) -> None:
    patient = arrivals.start(elsewhere(dossier_of(full_record(clinic, neurologist))), now=OFFICE_HOURS)
    assert patient.reading_clinic is None
    assert not patient.user.has_usable_password()


def test_a_known_address_or_record_is_refused(patient: Patient) -> None:
    told = dossier_of(patient)
    assert _refused(told) is Reason.EMAIL_KNOWN
    other = replace(told, person=replace(told.person, email="other@example.nl"))
    assert _refused(other) is Reason.RECORD_KNOWN
    nobody = replace(told, person=replace(told.person, email=""))
    assert _refused(nobody) is Reason.NOBODY


def _refused(told: Dossier) -> Reason:
    with pytest.raises(Refused) as refused:
        arrivals.start(told, now=OFFICE_HOURS)
    return refused.value.reason


def test_what_was_taken_back_here_comes_back_once(clinic: Clinic, neurologist: User) -> None:
    patient = full_record(clinic, neurologist)
    told = dossier_of(patient)
    Entry.objects.filter(day=OFFICE_HOURS.date()).delete()
    added = arrivals.add(patient, told, now=OFFICE_HOURS)
    assert added.days.new == (OFFICE_HOURS.date(),)
    assert dossier_of(patient) == told


def test_a_day_that_differs_is_named_and_left_alone(patient: Patient) -> None:
    log(patient, quiet(4), day=OFFICE_HOURS.date(), now=OFFICE_HOURS)
    told = dossier_of(patient)
    log(patient, quiet(9), day=OFFICE_HOURS.date(), now=OFFICE_HOURS)
    added = arrivals.add(patient, told, now=OFFICE_HOURS)
    assert added.days.different == (OFFICE_HOURS.date(),)
    assert Entry.objects.get().leg_pain == 9


def test_one_day_outside_the_episode_and_nothing_is_brought_in(clinic: Clinic, neurologist: User) -> None:
    own = make_patient(None, "own@example.nl", onset_days_ago=0, now=OFFICE_HOURS)
    told = elsewhere(dossier_of(full_record(clinic, neurologist)))
    with pytest.raises(Refused) as refused:
        arrivals.add(own, told, now=OFFICE_HOURS)
    assert refused.value.reason is Reason.BEFORE_ONSET
    assert not Entry.objects.filter(patient=own).exists()
    assert not Treatment.objects.filter(episode__patient=own).exists()
    assert not Clinic.objects.filter(name="Zuid").exists()


def test_what_a_patient_brings_in_is_their_word_and_not_confirmed(clinic: Clinic, neurologist: User) -> None:
    own = make_patient(clinic, "own@example.nl", now=OFFICE_HOURS)
    told = elsewhere(dossier_of(full_record(clinic, neurologist)))
    arrivals.add(own, told, now=OFFICE_HOURS)
    assert Treatment.objects.get(episode__patient=own).confirmed_at is None


def test_a_note_of_a_clinic_that_is_here_cannot_be_brought_in_by_a_patient(
    clinic: Clinic, neurologist: User
) -> None:
    own = make_patient(clinic, "own@example.nl", now=OFFICE_HOURS)
    told = elsewhere(dossier_of(full_record(clinic, neurologist)))
    forged = tuple(
        replace(one, notes=tuple(replace(note, clinic=clinic.name) for note in one.notes))
        for one in told.episodes
    )
    added = arrivals.add(own, replace(told, episodes=forged), now=OFFICE_HOURS)
    assert added.left_out == (clinic.name,)
    assert not Note.objects.filter(episode__patient=own).exists()


def test_the_alert_of_another_record_is_refused(patient: Patient, stranger: Patient) -> None:
    log(patient, flagged())
    told = dossier_of(patient)
    stolen = replace(dossier_of(stranger), alerts=told.alerts)
    with pytest.raises(Refused) as refused:
        arrivals.add(stranger, stolen, now=datetime.now(UTC))
    assert refused.value.reason is Reason.OF_ANOTHER


def test_the_record_of_somebody_born_on_another_day_is_refused(clinic: Clinic, neurologist: User) -> None:
    own = make_patient(None, "own@example.nl", birth_date=date(1980, 5, 1), now=OFFICE_HOURS)
    told = elsewhere(dossier_of(full_record(clinic, neurologist)))
    of_another = replace(told, person=replace(told.person, birth_date=date(1981, 5, 1)))
    with pytest.raises(Refused) as refused:
        arrivals.add(own, of_another, now=OFFICE_HOURS)
    assert refused.value.reason is Reason.OF_ANOTHER
    assert not Entry.objects.filter(patient=own).exists()
    of_nobody = replace(told, person=replace(told.person, birth_date=None))
    assert arrivals.add(own, of_nobody, now=OFFICE_HOURS).days.new


def test_an_alert_that_is_yet_to_come_is_refused(clinic: Clinic) -> None:
    told = with_an_alert(clinic)
    own = make_patient(None, "own@example.nl", now=OFFICE_HOURS)
    later = tuple(
        replace(one, raised=replace(one.raised, at=OFFICE_HOURS + timedelta(days=1))) for one in told.alerts
    )
    with pytest.raises(Refused) as refused:
        arrivals.add(own, replace(told, alerts=later), now=OFFICE_HOURS)
    assert refused.value.reason is Reason.FUTURE
    assert not Alert.objects.filter(patient=own).exists()


def with_an_alert(clinic: Clinic) -> Dossier:
    """The record of somebody elsewhere with an alert that nobody closed."""
    other = make_patient(clinic, "other@example.nl", now=OFFICE_HOURS)
    log(other, flagged(), day=OFFICE_HOURS.date(), now=OFFICE_HOURS)
    return elsewhere(dossier_of(other))


def test_an_open_alert_is_open_here_too_and_rings_the_patient(clinic: Clinic) -> None:
    patient = arrivals.start(with_an_alert(clinic), now=OFFICE_HOURS)
    assert [alert.is_open for alert in contact.open_for(patient)] == [True]
    assert contact.ringing_for(patient)
    assert not Delivery.objects.filter(alert__patient=patient).exists()


def test_a_clinic_that_reads_along_is_owed_an_open_alert_once(clinic: Clinic) -> None:
    own = make_patient(clinic, "own@example.nl", now=OFFICE_HOURS)
    told = with_an_alert(clinic)
    arrivals.add(own, told, now=OFFICE_HOURS)
    arrivals.add(own, told, now=OFFICE_HOURS)
    assert Delivery.objects.filter(alert__patient=own).count() == 1


def handed_over(patient: Patient, south: User, by: User) -> None:
    """An alert that one clinic took, and after it, once the patient went there, another."""
    alert = log(patient, flagged(), day=OFFICE_HOURS.date(), now=OFFICE_HOURS).alert
    assert alert
    contact.take(alert, by=by, now=OFFICE_HOURS)
    clinic = access.clinic_read_by(south)
    assert clinic
    handover.share(
        patient, clinic, under_treatment=True, how=Sharing.How.CODE, by=patient.user, now=OFFICE_HOURS
    )
    contact.take(contact.open_for(patient)[0], by=south, now=OFFICE_HOURS)


def test_an_alert_that_was_passed_on_and_taken_again_comes_back_as_it_was(
    patient: Patient, neurologist: User, other_neurologist: User
) -> None:
    handed_over(patient, other_neurologist, neurologist)
    told = elsewhere(dossier_of(patient))
    there = arrivals.start(
        replace(told, person=replace(told.person, email="new@example.nl")), now=OFFICE_HOURS
    )
    assert dossier_of(there).alerts == told.alerts
    (alert,) = contact.open_for(there)
    assert [(step.step, step.turn) for step in alert.steps.all()] == [
        ("taken", 0),
        ("passed_on", 1),
        ("taken", 1),
    ]


def test_who_took_an_alert_in_another_place_does_not_stop_the_ladder_here(
    clinic: Clinic, neurologist: User
) -> None:
    tell(clinic, "achterwacht@noord.example", after_minutes=30)
    own = make_patient(clinic, "own@example.nl", now=OFFICE_HOURS)
    other = make_patient(None, "other@example.nl", now=OFFICE_HOURS)
    raised = log(other, flagged(), day=OFFICE_HOURS.date(), now=OFFICE_HOURS).alert
    assert raised
    contact.take(raised, by=neurologist, now=OFFICE_HOURS)
    told = elsewhere(dossier_of(other))
    for _twice in range(2):
        arrivals.add(own, told, now=OFFICE_HOURS)
    (alert,) = contact.open_for(own)
    assert not alert.is_taken
    assert Delivery.objects.filter(alert=alert).count() == 1
    climbing.climb(now=OFFICE_HOURS + timedelta(minutes=30))
    assert Delivery.objects.filter(alert=alert).count() == 2


@pytest.mark.parametrize(
    ("days", "reason"), [(1, Reason.FUTURE), (-61, Reason.BEFORE_ONSET), (-10_000, Reason.BEFORE_ONSET)]
)
def test_a_treatment_outside_the_episode_is_refused_as_on_the_page(
    patient: Patient, days: int, reason: Reason
) -> None:
    now, told = datetime.now(UTC), dossier_of(patient)
    day = timezone.localdate(now) + timedelta(days=days)
    operation = TreatmentTold(
        Care.OPERATION, None, day, None, Signed(Author(is_patient=True), now), None, None
    )
    (episode,) = told.episodes
    with pytest.raises(Refused) as refused:
        arrivals.add(patient, replace(told, episodes=(replace(episode, treatments=(operation,)),)), now=now)
    assert refused.value.reason is reason
    assert not Treatment.objects.exists()


def test_an_alert_that_is_over_is_history_and_tells_nobody(clinic: Clinic, neurologist: User) -> None:
    own = make_patient(clinic, "own@example.nl", now=OFFICE_HOURS)
    told = elsewhere(dossier_of(full_record(clinic, neurologist)))
    arrivals.add(own, told, now=OFFICE_HOURS)
    assert Alert.objects.get(patient=own).is_over
    assert not contact.open_for(own)
    assert not Delivery.objects.filter(alert__patient=own).exists()
    assert AlertStep.objects.filter(alert__patient=own).count() == 2


def test_a_day_with_a_red_flag_raises_no_alert_but_silences_the_trend(clinic: Clinic) -> None:
    own = make_patient(clinic, "own@example.nl", now=OFFICE_HOURS)
    told = with_an_alert(clinic)
    arrivals.add(own, replace(told, alerts=()), now=OFFICE_HOURS)
    assert not Alert.objects.filter(patient=own).exists()
    episode = ladder.current(own)
    course = assess.course_of(episode, list(Entry.objects.of(episode)))
    assert course.flagged_on == {OFFICE_HOURS.date()}


@pytest.mark.parametrize(
    "change",
    [
        {"note": "x" * 2001},
        {"signs": ("no_such_sign",)},
        {"leg_pain": 11},
        {"limitation": 10**12},
    ],
)
def test_what_a_form_would_refuse_is_refused(clinic: Clinic, change: dict[str, Any]) -> None:
    own = make_patient(clinic, "own@example.nl", now=OFFICE_HOURS)
    told = with_an_alert(clinic)
    first = told.episodes[0]
    wrong = replace(first, entries=tuple(replace(entry, **change) for entry in first.entries))
    with pytest.raises(Refused) as refused:
        arrivals.add(own, replace(told, episodes=(wrong,)), now=OFFICE_HOURS)
    assert refused.value.reason is Reason.NOT_VALID


def test_answers_that_are_none_are_refused(clinic: Clinic) -> None:
    told = with_an_alert(clinic)
    wrong = tuple(replace(alert, answers={"leg_pain": 3}) for alert in told.alerts)
    with pytest.raises(Refused):
        arrivals.start(replace(told, alerts=wrong), now=OFFICE_HOURS)
    assert not Patient.objects.filter(user__email="new@example.nl").exists()


def test_staff_of_the_same_name_is_not_taken_for_the_author(clinic: Clinic) -> None:
    make_staff(clinic, "haan2@noord.example")
    told = with_an_alert(clinic)
    by = Author(is_patient=False, name="dr. Haan")
    alerts = tuple(replace(alert, raised=replace(alert.raised, by=by)) for alert in told.alerts)
    patient = arrivals.start(replace(told, alerts=alerts), now=OFFICE_HOURS)
    assert not Alert.objects.get(patient=patient).raised_by.is_active


# --- questionnaires


def with_sheets(*sheets: FilledTold) -> Dossier:
    """A record of elsewhere with these questionnaires."""
    told = elsewhere(dossier_of(make_patient(None, "other@example.nl", now=OFFICE_HOURS)))
    return replace(told, episodes=(replace(told.episodes[0], filled=sheets),))


def sheet(**changes: Any) -> FilledTold:
    answers = tuple((item.code, TICKED) for item in ROLAND_MORRIS.items)
    told = FilledTold(
        code=ROLAND_MORRIS.code,
        version=ROLAND_MORRIS.version,
        day=OFFICE_HOURS.date(),
        answers=answers,
        score=24.0,
        written=Signed(Author(is_patient=True), OFFICE_HOURS),
    )
    return replace(told, **changes)


def test_a_score_is_counted_here_and_not_believed(db: None) -> None:
    arrivals.start(with_sheets(sheet(score=3.0)), now=OFFICE_HOURS)
    assert Filled.objects.get().score == 24


def test_the_answers_of_a_known_questionnaire_stand_in_its_order(db: None) -> None:
    arrivals.start(with_sheets(sheet(answers=sheet().answers[::-1])), now=OFFICE_HOURS)
    assert Filled.objects.get().told == sheet().answers


def test_a_questionnaire_that_is_not_known_keeps_its_score_and_is_named(patient: Patient) -> None:
    strange = (sheet(version="9", score=3.0), sheet(code="other", version="2", score=None))
    added = arrivals.add(patient, with_sheets(*strange), now=OFFICE_HOURS)
    assert added.unknown == ("rmdq-24 9", "other 2")
    assert {row.score for row in Filled.objects.all()} == {3.0, None}
    assert not of_code(filled_of(ladder.current(patient)), ROLAND_MORRIS)


@pytest.mark.parametrize(
    "wrong",
    [
        (sheet(answers=sheet().answers[:-1]),),
        (sheet(answers=((sheet().answers[0][0], 7), *sheet().answers[1:])),),
        (sheet(answers=(*sheet().answers, sheet().answers[0])),),
        (sheet(code=""),),
        (sheet(code="x" * 41),),
        (sheet(turn=1),),
        (sheet(replaced=True),),
        (sheet(), sheet(turn=1)),
        (sheet(), sheet()),
        (sheet(replaced=True), sheet(turn=10**9)),
        (sheet(day=OFFICE_HOURS.date() + timedelta(days=1)),),
        (sheet(day=date(1999, 1, 1)),),
    ],
)
def test_a_questionnaire_that_cannot_be_is_refused(db: None, wrong: tuple[FilledTold, ...]) -> None:
    told = with_sheets(*wrong)
    with pytest.raises(Refused):
        arrivals.start(told, now=OFFICE_HOURS)
    assert not Filled.objects.exists()


def test_what_a_questionnaire_said_before_comes_along(db: None) -> None:
    told = with_sheets(sheet(replaced=True), sheet(turn=1))
    patient = arrivals.start(told, now=OFFICE_HOURS)
    [standing] = filled_of(ladder.current(patient))
    assert standing.replaces == versions_of(standing)[0]


def test_a_day_on_which_one_is_there_stays_as_it_is(patient: Patient) -> None:
    arrivals.add(patient, with_sheets(sheet()), now=OFFICE_HOURS)
    other = with_sheets_of("again@example.nl", sheet(replaced=True), sheet(turn=1))
    assert arrivals.add(patient, other, now=OFFICE_HOURS).others == 0
    assert Filled.objects.count() == 1


def with_sheets_of(email: str, *sheets: FilledTold) -> Dossier:
    told = elsewhere(dossier_of(make_patient(None, email, now=OFFICE_HOURS)))
    return replace(told, episodes=(replace(told.episodes[0], filled=sheets),))


# --- passed on


def test_an_alert_that_two_clinics_took_comes_in_with_both(clinic: Clinic, neurologist: User) -> None:
    by = Signed(Author(is_patient=False, name="dr. Haan"), OFFICE_HOURS)
    told = taken_elsewhere(clinic, StepTold("passed_on", by, "", None, "", "", turn=1), taken(1))
    patient = arrivals.start(told, now=OFFICE_HOURS)
    assert [(step.step, step.turn) for step in AlertStep.objects.filter(alert__patient=patient)] == [
        ("taken", 0),
        ("passed_on", 1),
        ("taken", 1),
    ]


def taken(turn: int = 0) -> StepTold:
    by = Signed(Author(is_patient=False, name="dr. Haan"), OFFICE_HOURS)
    return StepTold("taken", by, "", None, "", "", turn=turn)


def taken_elsewhere(clinic: Clinic, *steps: StepTold) -> Dossier:
    told = with_an_alert(clinic)
    return replace(told, alerts=tuple(replace(alert, steps=(taken(), *steps)) for alert in told.alerts))


def test_whoever_took_an_alert_elsewhere_does_not_silence_the_clinic_here(clinic: Clinic) -> None:
    own = make_patient(clinic, "own@example.nl", now=OFFICE_HOURS)
    told = taken_elsewhere(clinic)
    arrivals.add(own, told, now=OFFICE_HOURS)
    [alert] = contact.open_for(own)
    assert not alert.is_taken
    assert Delivery.objects.filter(alert=alert).count() == 1
    arrivals.add(own, told, now=OFFICE_HOURS)
    assert AlertStep.objects.filter(alert=alert).count() == 2


def test_a_turn_that_never_came_is_refused(clinic: Clinic) -> None:
    with pytest.raises(Refused):
        arrivals.start(taken_elsewhere(clinic, taken(2)), now=OFFICE_HOURS)


# --- placed


def test_where_a_hernia_lies_is_not_signed_for_by_a_patients_own_file(patient: Patient) -> None:
    by = Signed(Author(is_patient=False, name="dr. Haan"), OFFICE_HOURS)
    told = with_sheets()
    current = replace(told.episodes[0], placed=by)
    past = replace(current, onset=date(2020, 1, 1), ended_on=date(2020, 6, 1))
    arrivals.add(patient, replace(told, episodes=(past, current)), now=OFFICE_HOURS)
    assert not Episode.objects.filter(patient=patient).exclude(placed_at=None).exists()
    made = arrivals.start(replace(told, episodes=(past, current)), now=OFFICE_HOURS)
    placed = Episode.objects.filter(patient=made).select_related("placed_by")
    assert [str(one.placed_by) for one in placed] == ["dr. Haan"] * 2


def with_everything_beside(clinic: Clinic) -> Patient:
    """Somebody with a medicine and an own activity."""
    patient = make_patient(clinic, now=OFFICE_HOURS)
    who = {"recorded_by": patient.user, "recorded_at": OFFICE_HOURS}
    Medicine.objects.create(patient=patient, name="Naproxen", **who)
    chosen = {"chosen_by": patient.user, "chosen_at": OFFICE_HOURS}
    Activity.objects.create(episode=ladder.current(patient), name="Naar de winkel", **chosen)
    return patient


@pytest.mark.parametrize("kind", ["medicines", "activities"])
def test_a_medicine_or_activity_of_another_record_is_refused(
    clinic: Clinic, stranger: Patient, kind: str
) -> None:
    told, own = dossier_of(with_everything_beside(clinic)), dossier_of(stranger)
    episode = replace(own.episodes[0], activities=told.episodes[0].activities)
    stolen = {
        "medicines": replace(own, medicines=told.medicines),
        "activities": replace(own, episodes=(episode,)),
    }
    with pytest.raises(Refused) as refused:
        arrivals.add(stranger, stolen[kind], now=OFFICE_HOURS)
    assert refused.value.reason is Reason.OF_ANOTHER
    assert Medicine.objects.filter(patient=stranger).count() == 0


def test_a_medicine_is_not_taken_on_a_day_to_come(clinic: Clinic) -> None:
    patient = with_everything_beside(clinic)
    told = dossier_of(patient)
    tomorrow = DoneTold(OFFICE_HOURS.date() + timedelta(days=1), told.medicines[0].recorded, None)
    taken = replace(told, medicines=(replace(told.medicines[0], taken=(tomorrow,)),))
    with pytest.raises(Refused) as refused:
        arrivals.add(patient, taken, now=OFFICE_HOURS)
    assert refused.value.reason is Reason.FUTURE


def test_a_new_episode_that_is_not_in_the_file_is_refused(patient: Patient) -> None:
    told = dossier_of(patient)
    by = Signed(Author(is_patient=True), OFFICE_HOURS)
    lost = ReturnedTold(OFFICE_HOURS.date(), Return.NEW, by, OFFICE_HOURS.date() - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        arrivals.add(
            patient, replace(told, episodes=(replace(told.episodes[0], returned=(lost,)),)), now=OFFICE_HOURS
        )
    assert refused.value.reason is Reason.NOT_VALID


def test_who_wrote_for_a_patient_is_told_as_their_proxy(clinic: Clinic) -> None:
    patient, karin = (
        make_patient(clinic, now=OFFICE_HOURS),
        User.objects.create_user("k@example.nl", name="Karin"),
    )
    Proxy.objects.create(
        patient=patient,
        user=karin,
        name="Karin",
        email=karin.email,
        may_write=True,
        invited_by=patient.user,
        expires_at=OFFICE_HOURS,
        accepted_at=OFFICE_HOURS,
    )
    log(patient, quiet(), day=OFFICE_HOURS.date(), now=OFFICE_HOURS)
    Entry.objects.update(written_by=karin)
    told = dossier_of(patient).episodes[0].entries[0].written.by
    assert told == Author(is_patient=False, name="Karin", is_proxy=True)


def test_an_alert_of_a_body_picture_and_one_with_own_activities_come_back_whole(clinic: Clinic) -> None:
    patient = with_everything_beside(clinic)
    told = dossier_of(patient)
    checkin.mark_body(patient, marks=body.marks_of(["anus:numb"]), by=patient.user, now=OFFICE_HOURS)
    scores = {str(told.episodes[0].activities[0].ref): 8}
    log(patient, flagged(activities=scores), day=OFFICE_HOURS.date() - timedelta(days=1), now=OFFICE_HOURS)
    record = elsewhere(dossier_of(patient))
    moved = {one.ref: uuid4() for one in told.episodes[0].activities}
    episodes = tuple(
        replace(
            one,
            activities=tuple(replace(each, ref=moved[each.ref]) for each in one.activities),
            entries=tuple(replace(entry, activities=()) for entry in one.entries),
        )
        for one in record.episodes
    )
    record = replace(
        record, episodes=episodes, medicines=tuple(replace(one, ref=uuid4()) for one in record.medicines)
    )
    arrived = arrivals.start(record, now=OFFICE_HOURS)
    answers = [one.answers for one in Alert.objects.filter(patient=arrived).order_by("raised_at", "day")]
    assert {"body" in one for one in answers} == {True, False}
    assert ["Naar de winkel"] in [list(one.get("activity_names", {}).values()) for one in answers]
