"""Tell the stories to the service itself: every day goes in through `checkin`, as a patient's would."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from recovery import aftermath, checkin, visit_sheet
from recovery.aftercare import exercises, steps
from recovery.alerts import addresses, contact
from recovery.alerts import ladder as ladder_of
from recovery.alerts.models import Alert, ChannelKind, Delivery, Outcome, Shift, Until
from recovery.clinical.aftercare import Return
from recovery.clinical.body import marks_of
from recovery.clinical.circumstances import CancerHistory
from recovery.clinical.questionnaires import BY_CODE
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline
from recovery.clinical.rhythm import Because, Every
from recovery.clinical.scores import NRS_HIGH, NRS_LOW
from recovery.demo import crowd as others
from recovery.demo.days import MISSED, answers_at, evening
from recovery.demo.stories import (
    CLINIC,
    MANAGER,
    NEUROLOGIST,
    PASSWORD,
    PROXY,
    PROXY_LEVEL,
    STORIES,
    After,
    Answered,
    Done,
    Story,
)
from recovery.episodes import imaging, ladder, preparations, telling, visits
from recovery.journal import activities, medicines, questionnaires, rhythm
from recovery.journal.answers import Answers
from recovery.people import access, details, doctors, proxies
from recovery.people.models import Clinic, Letter, Membership, Patient, User
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
        _choose(story, patient, now)
        _tell(story, patient, now)
        _mark(story, patient, now)
        _treat(story, patient, neurologist, now)
        _use(story, patient, now)
        _fill_in(story, patient, now)
        _answer(story, patient, neurologist)
        if story.after:
            _come_after(story.after, patient, now)
        _remind(story, patient, now)
    _let_in(password, now)
    others.add(clinic, crowd, password=password, by=neurologist, now=now)
    _plan(clinic, neurologist, now)
    _prepare(now)


def _let_in(password: str, now: datetime) -> None:
    """A daughter who fills in the diary of her father, and wrote one day of it."""
    email, name, whose = PROXY
    helper, patient = _user(email, name, password), Patient.objects.get(user__email=whose)
    proxy = proxies.invite(patient, name=name, email=email, may_write=True, by=patient.user, now=now)
    proxies.accept(proxy, by=helper, now=now)
    Letter.objects.filter(proxy=proxy).update(sent_at=now)
    yesterday = timezone.localdate(now) - timedelta(days=1)
    answers = answers_at(PROXY_LEVEL, Random(email))  # noqa: S311 - scatter for an invented person
    checkin.check_in(patient, day=yesterday, answers=answers, by=helper, now=evening(yesterday, now))


def _remind(story: Story, patient: Patient, now: datetime) -> None:
    if story.reminded_at:
        wishes.choose(patient, Wish(at=story.reminded_at), now=now)
    if story.weekly_since_days_ago is not None:
        then = now - timedelta(days=story.weekly_since_days_ago)
        rhythm.choose(patient, Every.WEEK, because=Because.CHOSEN, by=patient.user, now=then)


def _plan(clinic: Clinic, neurologist: User, now: datetime) -> None:
    """The people of the stories are the neurologist's; some of them come within a week, some later."""
    told = [story.email for story in STORIES]
    those = access.patients_of(clinic).filter(user__email__in=told)
    patients = sorted(those, key=lambda patient: patient.user.email)
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


def _choose(story: Story, patient: Patient, now: datetime) -> None:
    """Own activities, chosen on the first day of the diary."""
    episode, first = ladder.current(patient), story.silent_days + story.diary_days
    for name in story.activities:
        activities.choose(episode, name=name, by=patient.user, now=now - timedelta(days=first))


def _tell(story: Story, patient: Patient, now: datetime) -> None:
    today = timezone.localdate(now)
    refs = [str(one.ref) for one in activities.standing(ladder.current(patient))]
    chance = Random(story.name)  # noqa: S311 - scatter for invented people, the same every time
    for days_ago, answers in _days(story):
        day = today - timedelta(days=days_ago)
        told = replace(answers, activities={ref: _near(answers.limitation or 0, chance) for ref in refs})
        checkin.check_in(patient, day=day, answers=told, by=patient.user, now=evening(day, now))


def _near(score: int, chance: Random) -> int:
    """A score of an own activity beside the limitation of that day."""
    return max(NRS_LOW, min(NRS_HIGH, score + chance.choice((-1, 0, 0, 1))))


def _mark(story: Story, patient: Patient, now: datetime) -> None:
    for told in story.body:
        on = timezone.localdate(now) - timedelta(days=told.days_ago)
        checkin.mark_body(patient, marks=marks_of(told.marks), by=patient.user, now=evening(on, now))


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


def _use(story: Story, patient: Patient, now: datetime) -> None:
    """The list of medicines, the taps of the last days, allergies and a possible pregnancy."""
    episode, today, by = ladder.current(patient), timezone.localdate(now), patient.user
    for used in story.uses:
        told = medicines.Told(used.name, used.strength, used.how_often, used.painkiller)
        since = None if used.since_days_ago is None else today - timedelta(days=used.since_days_ago)
        medicine = medicines.add(episode, told, since=since, by=by, now=now)
        for days_ago in used.taken_days_ago:
            day = today - timedelta(days=days_ago)
            medicines.take(medicine, day=day, by=by, now=evening(day, now))
    if story.allergies or story.pregnancy:
        details.tell_what_a_team_must_know(
            patient, allergies=story.allergies, pregnancy=story.pregnancy or ""
        )


def _prepare(now: datetime) -> None:
    """Who prepared the visit sent the sheet to the clinic."""
    for story in STORIES:
        if told := story.prepared:
            patient = Patient.objects.select_related("clinic", "user").get(user__email=story.email)
            episode, at = ladder.current(patient), now - timedelta(days=told.days_ago)
            visits.ask(episode, text=told.question, by=patient.user, now=at)
            preparations.save(
                episode,
                matters=told.matters,
                not_understood=told.not_understood,
                by=patient.user,
                now=at,
            )
            visit_sheet.send(patient, episode, to=patient.clinic_id or 0, by=patient.user, now=at)


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


def _come_after(after: After, patient: Patient, now: datetime) -> None:
    """The course closed by the patient, the steps from then on; and what was told today of leg pain that is back."""
    today, episode = timezone.localdate(now), ladder.current(patient)
    closed = today - timedelta(days=after.closed_days_ago)
    at = evening(closed, now)
    aftermath.say_how_it_is(episode, effect=after.effect, by=patient.user, now=at, language="nl")
    for kind, what, amount, reaction in after.steps:
        step = steps.begin(patient, kind=kind, what=what, amount=amount, by=patient.user, now=at)
        done = steps.do(step, by=patient.user, now=at)
        steps.react(done, reaction=reaction, by=patient.user, now=at + timedelta(days=1))
    for name in after.exercises:
        exercise = exercises.add(patient, name=name, how_often="", by=patient.user, now=at)
        for ago in (6, 4, 1):
            exercises.do(exercise, by=patient.user, now=evening(today - timedelta(days=ago), now))
    if after.back_days_ago is not None:
        since = today - timedelta(days=after.back_days_ago)
        told = aftermath.Back(Return.NEW, since, after.back_side)
        aftermath.come_back(episode, told, by=patient.user, now=now)


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
