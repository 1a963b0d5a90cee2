"""Tell the stories to the service itself: every day goes in through `checkin`, as a patient's would."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from recovery import checkin
from recovery.alerts import addresses, contact
from recovery.alerts import ladder as ladder_of
from recovery.alerts.models import Alert, ChannelKind, Delivery, Outcome, Shift, Until
from recovery.clinical.circumstances import CancerHistory
from recovery.clinical.questionnaires import BY_CODE
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline
from recovery.clinical.rhythm import Because, Every
from recovery.demo import crowd as others
from recovery.demo.days import MISSED, answers_at, evening
from recovery.demo.stories import CLINIC, MANAGER, NEUROLOGIST, PASSWORD, STORIES, Answered, Done, Story
from recovery.episodes import imaging, ladder, telling, visits
from recovery.journal import questionnaires, rhythm
from recovery.journal.answers import Answers
from recovery.people import access, doctors
from recovery.people.models import Clinic, Membership, Patient, User
from recovery.reminders import wishes
from recovery.reminders.wishes import Wish

# The leaflet's numbers [L]; the others are placeholders.
DESK = "+31883203900"
EMERGENCY = "+31883203300"
GP = "+31201234567"
GP_OUT_OF_HOURS = "+31301234567"
OWN_PHONE = "+31612345678"

# The visits of the first people of the stories: so many days from today.
VISITS = (16, 3, 1, 9, 23)


def is_loaded() -> bool:
    """Whether the demo is in this database."""
    return User.objects.filter(email=NEUROLOGIST[0]).exists()


@transaction.atomic
def load(now: datetime, *, crowd: int = 0) -> None:
    """Write the clinic, its staff, every story and a `crowd` beside them, dated relative to `now` (aware)."""
    password = make_password(PASSWORD)
    clinic = Clinic.objects.create(
        name=CLINIC,
        desk_phone=DESK,
        emergency_phone=EMERGENCY,
        gp_out_of_hours_phone=GP_OUT_OF_HOURS,
    )
    _build_ladder(clinic)
    neurologist = _user(*NEUROLOGIST, password)
    Membership.objects.create(user=neurologist, clinic=clinic, role=Membership.Role.NEUROLOGIST)
    Membership.objects.create(user=_user(*MANAGER, password), clinic=clinic, role=Membership.Role.MANAGER)
    for story in STORIES:
        patient = _start(story, clinic, password, now)
        _tell(story, patient, now)
        _treat(story, patient, neurologist, now)
        _fill_in(story, patient, now)
        _answer(story, patient, neurologist)
        _remind(story, patient, now)
    others.add(clinic, crowd, password=password, by=neurologist, now=now)
    _plan(clinic, neurologist, now)


def _remind(story: Story, patient: Patient, now: datetime) -> None:
    if story.reminded_at:
        wishes.choose(patient, Wish(at=story.reminded_at), now=now)
    if story.weekly_since_days_ago is not None:
        then = now - timedelta(days=story.weekly_since_days_ago)
        rhythm.choose(patient, Every.WEEK, because=Because.CHOSEN, by=patient.user, now=then)


def _plan(clinic: Clinic, neurologist: User, now: datetime) -> None:
    """The people of the stories are the neurologist's; some of them come within a week, some later."""
    told = [story.email for story in STORIES]
    patients = access.patients_of(clinic).filter(user__email__in=told).order_by("user__email")
    doctors.assign(clinic, [patient.ref for patient in patients], doctor=neurologist)
    for patient, days in zip(patients, VISITS, strict=False):
        day = timezone.localdate(now) + timedelta(days=days)
        visits.plan(ladder.current(patient), day=day, clinic=clinic, by=neurologist, now=now)


def _build_ladder(clinic: Clinic) -> None:
    """The desk at once; after a quarter of an hour the neurologist on call, who gets a reminder after four hours."""
    desk = addresses.add(clinic, kind=ChannelKind.EMAIL, name="Poli Neurologie", target="alarm@demo.example")
    on_call = addresses.add(
        clinic, kind=ChannelKind.EMAIL, name="Dienstdoende neuroloog", target="dienst@demo.example"
    )
    for minutes, until, address in (
        (0, Until.TAKEN, desk),
        (15, Until.TAKEN, on_call),
        (240, Until.CLOSED, on_call),
    ):
        ladder_of.add_rung(clinic, shifts=Shift, after_minutes=minutes, until=until, address=address)
    ladder_of.add_rung(clinic, shifts=[Shift.OUTSIDE], after_minutes=0, until=Until.TAKEN, address=on_call)


def _user(email: str, name: str, password: str) -> User:
    return User.objects.create(email=email, name=name, password=password)


def _start(story: Story, clinic: Clinic, password: str, now: datetime) -> Patient:
    user = _user(story.email, story.name, password)
    patient = Patient(
        user=user,
        clinic=clinic,
        shares_diary=True,
        birth_date=story.born,
        phone=OWN_PHONE,
        under_treatment=story.under_treatment,
        cancer_history=CancerHistory.NO,
        gp_phone=GP,
        **{f"baseline_{sign.value}": Baseline.NONE for sign in BASELINE_SIGNS},
    )
    told = checkin.Start(
        onset=timezone.localdate(now) - timedelta(days=story.onset_days_ago),
        side=story.side,
        baselines=dict.fromkeys(BASELINE_SIGNS, Baseline.NONE),
    )
    checkin.start(patient, told, invitation=None, by=user, now=now)
    return patient


def _tell(story: Story, patient: Patient, now: datetime) -> None:
    today = timezone.localdate(now)
    for days_ago, answers in _days(story):
        day = today - timedelta(days=days_ago)
        checkin.check_in(patient, day=day, answers=answers, by=patient.user, now=evening(day, now))


def _days(story: Story) -> Iterator[tuple[int, Answers]]:
    """Days ago and what was answered, the oldest first."""
    chance = Random(story.email)  # noqa: S311 - scatter for invented people, the same every time
    first = story.silent_days + story.diary_days - 1
    for days_ago in range(first, story.silent_days - 1, -1):
        told = story.flag and story.flag.days_ago == days_ago
        if chance.random() < MISSED and not told and days_ago != first:
            continue
        sign = story.flag.sign if story.flag and told else None
        note = story.notes.get(days_ago, "")
        yield days_ago, answers_at(_level(story, first - days_ago), chance, sign=sign, note=note)


def _level(story: Story, day: int) -> float:
    """Leg pain on a day of the diary, between the levels of its week and the next."""
    week, part = divmod(day / 7, 1)
    before = story.levels[min(int(week), len(story.levels) - 1)]
    after = story.levels[min(int(week) + 1, len(story.levels) - 1)]
    return before + (after - before) * part


def _treat(story: Story, patient: Patient, neurologist: User, now: datetime) -> None:
    if story.treatment:
        kind, days_ago = story.treatment
        on = timezone.localdate(now) - timedelta(days=days_ago)
        checkin.record_treatment(ladder.current(patient), kind=kind, on=on, by=neurologist, now=now)
    _find(story, patient, neurologist, now)
    for done in story.done:
        _do(done, patient, neurologist, now)


def _find(story: Story, patient: Patient, neurologist: User, now: datetime) -> None:
    """Where the hernia is, and the picture it was seen on."""
    episode, today = ladder.current(patient), timezone.localdate(now)
    if story.level:
        ladder.place(episode, level=story.level, side=story.side, by=neurologist, now=now)
    if picture := story.picture:
        on = today - timedelta(days=picture.days_ago)
        imaging.record(
            episode, kind=picture.kind, on=on, finding=picture.finding, by=neurologist, now=evening(on, now)
        )


def _do(done: Done, patient: Patient, neurologist: User, now: datetime) -> None:
    """A step of the ladder, from its day until its end, if it has ended."""
    today = timezone.localdate(now)
    on = today - timedelta(days=done.days_ago)
    treatment = checkin.record_treatment(
        ladder.current(patient),
        kind=done.care,
        on=on,
        by=patient.user if done.by_patient else neurologist,
        now=evening(on, now),
        painkiller=done.painkiller,
    )
    if done.until_days_ago is not None:
        until = today - timedelta(days=done.until_days_ago)
        ladder.end(treatment, until=until, by=treatment.recorded_by, now=evening(until, now))
    if done.confirmed:
        telling.confirm(treatment, by=neurologist, now=now)


def _fill_in(story: Story, patient: Patient, now: datetime) -> None:
    """The same sentences first every time, so that a score that falls shows which went."""
    for sheet in story.sheets:
        questionnaire, on = BY_CODE[sheet.code], timezone.localdate(now) - timedelta(days=sheet.days_ago)
        answers = {item.code: sheet.score for item in questionnaire.items}
        if questionnaire.is_ticked:
            order = Random(story.email).sample(list(answers), len(answers))  # noqa: S311 - invented people
            answers = questionnaire.finished(frozenset(order[: sheet.score]))
        questionnaires.fill_in(
            ladder.current(patient),
            questionnaire,
            answers=answers,
            by=patient.user,
            now=evening(on, now),
            language="nl",
        )


def _answer(story: Story, patient: Patient, neurologist: User) -> None:
    """An alert of long ago was answered then; its mail was sent then."""
    if not story.flag or story.flag.answered is Answered.OPEN:
        return
    for alert in Alert.objects.filter(patient=patient):
        raised = alert.raised_at
        Delivery.objects.filter(alert=alert).update(sent_at=raised + timedelta(seconds=2), attempts=1)
        contact.take(alert, by=neurologist, now=raised + timedelta(minutes=8))
        contact.say_contacted(patient, alerts=[alert.pk], by=patient.user, now=raised + timedelta(minutes=15))
        contact.close(
            alert,
            outcome=Outcome.SEEN_TODAY,
            needed=True,
            note="Kracht voetheffers 4+/5, stabiel. Controle over twee weken.",
            by=neurologist,
            now=raised + timedelta(hours=3),
        )
