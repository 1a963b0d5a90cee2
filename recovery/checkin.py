"""The story of saving a day, and of the first day of all.

One transaction: the entry, what the rules find in it, the alert and its owed deliveries. It commits, and
a worker sends what is owed. Only then is the trend touched, so that a fault there takes nothing back.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from recovery.alerts import contact, decisions
from recovery.alerts.models import Alert
from recovery.clinical import body, red_flags
from recovery.clinical.care import ENDS_THE_COURSE, Care, DiscLevel, Painkiller
from recovery.clinical.course import Reading, TreatmentKind
from recovery.clinical.red_flags import Baseline
from recovery.clinical.scores import Side
from recovery.clinical.signs import Sign
from recovery.episodes import ladder, telling
from recovery.episodes.models import Episode, Imaging, Treatment
from recovery.journal import activities, body_maps, diary
from recovery.journal.answers import UNANSWERED, Answers
from recovery.journal.models import Arrived, BodyMap, Entry
from recovery.people import details, invitations, sharing
from recovery.people.models import Invitation, Patient, Sharing, User
from recovery.trends import assess

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What came of saving a day.

    The entry, what writing it did, the alert if a sign was found, and where the course stands now, which is
    `None` only when the trend could not be worked out.
    """

    entry: Entry
    change: diary.Change
    alert: Alert | None
    reading: Reading | None


def check_in(
    patient: Patient,
    *,
    day: date,
    answers: Answers,
    by: User,
    now: datetime,
    episode: Episode | None = None,
    phone_id: UUID | None = None,
) -> CheckIn:
    """Save a day. `diary.NotThisDay` when it cannot be written; then nothing is.

    `episode` is the one that the day belongs to, where it was asked for already. `phone_id` is the id that a phone
    gave to these answers, under which it sends them again if it never hears that they came.
    """
    episode = episode or ladder.on_day(patient, day)
    episode.patient = patient  # with its clinic, as it was handed in
    with transaction.atomic():
        written = diary.write(episode, day=day, answers=answers, by=by, now=now)
        alert = raise_for(patient, episode, day=day, answers=written.entry.answers(), by=by, now=now)
        if phone_id:
            _note_that_it_came(patient, phone_id, day=day, answers=answers, by=by, now=now)
    return CheckIn(written.entry, written.change, alert, judge(episode, now=now))


def ring(episode: Episode, *, day: date, answers: Answers, by: User, now: datetime) -> Alert | None:
    """The alert of a day that is not saved: a sign waits for no other answer. Sent twice it is one alert."""
    patient = episode.patient  # with its clinic, as it was handed in
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=patient.pk)
        return raise_for(patient, episode, day=day, answers=answers, by=by, now=now)


def _note_that_it_came(
    patient: Patient, phone_id: UUID, *, day: date, answers: Answers, by: User, now: datetime
) -> None:
    """The phone may not hear of it, and send it again: by its id it is known then."""
    Arrived.objects.get_or_create(
        id=phone_id,
        defaults={
            "patient": patient,
            "day": day,
            "answers": as_stored(answers),
            "answered_at": now,
            "received_at": now,
            "sent_by": by,
            "result": {"status": "taken"},
        },
    )


@dataclass(frozen=True, slots=True)
class Marked:
    """What came of marking the body: the picture, what writing it did, and the alert if a sign was found."""

    body_map: BodyMap
    change: diary.Change
    alert: Alert | None


def old_in_the_body(patient: Patient, episode: Episode) -> frozenset[Sign]:
    """The signs that a picture of the body says nothing new about: told when the diary or the episode began."""
    both = {Sign.BOTH_LEGS} if episode.side == Side.BOTH else set[Sign]()
    return patient.old_complaints | both


def mark_body(
    patient: Patient,
    *,
    marks: Sequence[body.Mark],
    by: User,
    now: datetime,
    answered: Collection[Sign] = (),
    episode: Episode | None = None,
) -> Marked:
    """Save what is felt today. `answered` are the signs that were ticked in the safety question beside it.

    A mark that is a sign rings by itself, answered or not, unless it is an old complaint. The day in the diary says
    those signs as well, in the same transaction, so that it never says "none" beside a picture that says otherwise.
    """
    episode = episode or Episode.objects.current(patient)
    episode.patient = patient  # with its clinic, as it was handed in
    signs = body.new_signs(marks, answered, old=old_in_the_body(patient, episode))
    with transaction.atomic():
        written = body_maps.write(episode, marks=marks, by=by, now=now)
        alert = None
        if signs:
            _tell_the_day(episode, signs, by=by, now=now)
            alert = _raise_for_marks(patient, written.body_map, signs, by=by, now=now)
    if signs:
        judge(episode, now=now)
    return Marked(written.body_map, written.change, alert)


def _tell_the_day(episode: Episode, signs: frozenset[Sign], *, by: User, now: datetime) -> None:
    """Add signs to the day of today; where it was not filled in, it is from now on, in part."""
    today = timezone.localdate(now)
    entry = Entry.objects.filter(patient_id=episode.patient_id, day=today).first()
    answers = _with_signs(entry, signs)
    if entry is None or entry.answers() != answers:
        diary.write(episode, day=today, answers=answers, by=by, now=now)


def _with_signs(entry: Entry | None, signs: Collection[Sign]) -> Answers:
    """What a day says, and these signs beside it."""
    said = entry.answers() if entry else UNANSWERED
    told = {*(said.signs or ()), *(sign.value for sign in signs)}
    return replace(said, signs=tuple(sign.value for sign in Sign if sign.value in told))


def _raise_for_marks(
    patient: Patient, body_map: BodyMap, signs: frozenset[Sign], *, by: User, now: datetime
) -> Alert:
    """The alert keeps the marks, and the signs that they are or that were ticked beside them."""
    findings = body.find(
        signs,
        circumstances=ladder.circumstances_on(body_map.episode, body_map.day),
        policy=decisions.policy_of(patient.clinic),
    )
    told = [sign.value for sign in Sign if sign in signs]
    answers = {"body": body_map.marks, "signs": told}
    return contact.raise_alert(patient, findings=findings, answers=answers, day=body_map.day, by=by, now=now)


def report(patient: Patient, *, signs: Collection[Sign], by: User, now: datetime) -> CheckIn:
    """Report signs outside the form of a day: they are written with today, beside what it says, and ring as ever.

    `ValueError` without a sign: that there is none says nothing of the day.
    """
    if not signs:
        raise ValueError("nothing to report")
    day = timezone.localdate(now)
    entry = diary.entry_on(Episode.objects.current(patient), day)
    return check_in(patient, day=day, answers=_with_signs(entry, signs), by=by, now=now)


def take_back(entry: Entry, *, by: User, now: datetime) -> None:
    """Remove a day. An alert that it raised stays."""
    with transaction.atomic():
        diary.remove(entry, by=by, now=now)
    judge(entry.episode, now=now)


def record_treatment(
    episode: Episode,
    *,
    kind: Care | TreatmentKind,
    on: date,
    by: User,
    now: datetime,
    painkiller: Painkiller | None = None,
    until: date | None = None,
) -> Treatment:
    """Write down a step of the ladder; from an injection or operation on the course is no longer spontaneous.

    So it is from the patient's own word on, confirmed or not: the questions of after it are asked at once.
    `telling.NotThisDate` outside the episode so far; then nothing is written.
    """
    treatment = ladder.record_treatment(
        episode, kind=kind, on=on, by=by, now=now, painkiller=painkiller, until=until
    )
    if treatment.kind in ENDS_THE_COURSE:
        judge(episode, now=now)
    return treatment


def withdraw(told: Treatment | Imaging, *, by: User, now: datetime) -> bool:
    """Say that a treatment or picture was a mistake: it is kept, counts no more, and the course is judged again.

    False when this one may not, or it was withdrawn before. An alert that was raised stays, whatever it rested on.
    """
    if not telling.withdraw(told, by=by, now=now):
        return False
    if told.kind in ENDS_THE_COURSE:
        judge(told.episode, now=now)
    return True


def place(episode: Episode, *, level: DiscLevel | None, side: Side, by: User, now: datetime) -> None:
    """The clinic says where the hernia is. The standing looks at the side, so it is judged again."""
    ladder.place(episode, level=level, side=side, by=by, now=now)
    episode.refresh_from_db(fields=["level", "side", "placed_by", "placed_at"])
    judge(episode, now=now)


def change_details(patient: Patient, *, onset: date, now: datetime) -> None:
    """Save changed details and the onset of the episode, which the standing rests on.

    A clinic that begins to read along is owed a message about every alert that is open.
    """
    episode = Episode.objects.current(patient)
    with transaction.atomic():
        before = sharing.hold(patient, now=now)
        details.save(patient)
        ladder.correct_onset(episode, onset)
        became = sharing.follow(patient, before=before, how=Sharing.How.DETAILS, by=patient.user, now=now)
        if became.began:
            ladder.undo_discharge(episode)
            contact.pass_on(patient, became.began, by=patient.user, now=now)
    episode.refresh_from_db()
    judge(episode, now=now)


@dataclass(frozen=True, slots=True)
class Start:
    """What a patient tells once: onset, side, and which complaints are older than the hernia."""

    onset: date
    side: Side
    baselines: dict[Sign, Baseline]


class AlreadyStarted(Exception):
    """This user has a diary already, or the invitation was used meanwhile."""


@transaction.atomic
def start(
    patient: Patient, told: Start, *, invitation: Invitation | None, by: User, now: datetime
) -> Alert | None:
    """Open the diary of `patient` (not saved yet) and the first episode.

    A complaint that began with the hernia raises an alert in the same transaction. `AlreadyStarted` when
    the user has a diary, or when the invitation is used up; then nothing is written.
    """
    User.objects.select_for_update().get(pk=by.pk)
    if Patient.objects.filter(user=by).exists():
        raise AlreadyStarted
    details.save(patient)
    how = Sharing.How.INVITATION if invitation else Sharing.How.START
    sharing.began_with(patient, how=how, by=by, now=now)
    if invitation and not invitations.accept(invitation, patient=patient, now=now):
        raise AlreadyStarted
    Episode.objects.create(patient=patient, onset=told.onset, side=told.side)
    policy = decisions.policy_of(patient.clinic)
    findings = red_flags.find_in_baseline(told.baselines, told.side, policy=policy)
    if not findings:
        return None
    answers = {"baseline": dict(told.baselines), "side": told.side}
    return contact.raise_alert(patient, findings=findings, answers=answers, day=None, by=by, now=now)


def raise_for(
    patient: Patient,
    episode: Episode,
    *,
    day: date,
    answers: Answers,
    by: User,
    now: datetime,
    answered_at: datetime | None = None,
    unknown: tuple[str, ...] = (),
) -> Alert | None:
    """The alert that the answers of a day raise, whatever else is wrong with them.

    `unknown` are signs that these rules do not have, `answered_at` when it was answered, if that was earlier.
    """
    episode.patient = patient  # with its clinic, as it was handed in
    findings = red_flags.find(
        answers.on(day),
        circumstances=ladder.circumstances_on(episode, day),
        policy=decisions.policy_of(patient.clinic),
    )
    if not findings and not unknown:
        return None
    return contact.raise_alert(
        patient,
        findings=findings,
        answers=_kept(answers),
        day=day,
        by=by,
        now=now,
        answered_at=answered_at,
        unknown=unknown,
    )


def _kept(answers: Answers) -> dict[str, Any]:
    """The answers of a day as an alert keeps them, readable by themselves: own activities with their words."""
    named = activities.names_in(answers.activities) if answers.activities else {}
    return as_stored(answers) | ({"activity_names": named} if named else {})


def as_stored(answers: Answers) -> dict[str, Any]:
    """Answers as a row keeps them."""
    return asdict(answers) | {"signs": None if answers.signs is None else list(answers.signs)}


def judge(episode: Episode, *, now: datetime) -> Reading | None:
    """The trend comes last and may fail: the day is saved and the alert is out."""
    try:
        return assess.assess(episode, as_of=timezone.localdate(now), now=now)
    except Exception:
        logger.exception("no assessment for episode %s", episode.pk)
        return None
