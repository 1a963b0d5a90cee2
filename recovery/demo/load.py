"""Tell the stories to the service itself: every day goes in through `checkin`, as a patient's would."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from recovery import checkin
from recovery.alerts import contact
from recovery.alerts.models import Alert, Delivery, Outcome
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline, Sign
from recovery.clinical.scores import NRS_HIGH, NRS_LOW, Feeling, Strength
from recovery.demo.stories import CLINIC, MANAGER, NEUROLOGIST, PASSWORD, STORIES, Answered, Story
from recovery.episodes import ladder
from recovery.journal.answers import Answers
from recovery.people.models import Clinic, Membership, Patient, User

EVENING = time(20, 30)
SCATTER = 1.3
SCATTER_NEAR_ZERO = 0.5
NEAR_ZERO = 1.0
MISSED = 0.1

# The leaflet's numbers [L]; the others are placeholders.
DESK = "+31883203900"
EMERGENCY = "+31883203300"
GP = "+31201234567"
GP_OUT_OF_HOURS = "+31301234567"


def is_loaded() -> bool:
    """Whether the demo is in this database."""
    return User.objects.filter(email=NEUROLOGIST[0]).exists()


@transaction.atomic
def load(now: datetime) -> None:
    """Write the clinic, its staff and every story, dated relative to `now` (aware)."""
    password = make_password(PASSWORD)
    clinic = Clinic.objects.create(
        name=CLINIC,
        desk_phone=DESK,
        emergency_phone=EMERGENCY,
        gp_out_of_hours_phone=GP_OUT_OF_HOURS,
        alert_email="alarm@demo.example",
    )
    neurologist = _user(*NEUROLOGIST, password)
    Membership.objects.create(user=neurologist, clinic=clinic, role=Membership.Role.NEUROLOGIST)
    Membership.objects.create(user=_user(*MANAGER, password), clinic=clinic, role=Membership.Role.MANAGER)
    for story in STORIES:
        patient = _start(story, clinic, password, now)
        _tell(story, patient, now)
        _treat(story, patient, neurologist, now)
        _answer(story, patient, neurologist)


def _user(email: str, name: str, password: str) -> User:
    return User.objects.create(email=email, name=name, password=password)


def _start(story: Story, clinic: Clinic, password: str, now: datetime) -> Patient:
    user = _user(story.email, story.name, password)
    patient = Patient(
        user=user,
        clinic=clinic,
        shares_diary=True,
        birth_date=story.born,
        under_treatment=story.under_treatment,
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
        written = min(_evening(day), now)
        checkin.check_in(patient, day=day, answers=answers, by=patient.user, now=written)


def _evening(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, EVENING))


def _days(story: Story) -> Iterator[tuple[int, Answers]]:
    """Days ago and what was answered, the oldest first."""
    chance = Random(story.email)  # noqa: S311 - scatter for invented people, the same every time
    first = story.silent_days + story.diary_days - 1
    for days_ago in range(first, story.silent_days - 1, -1):
        told = story.flag and story.flag.days_ago == days_ago
        if chance.random() < MISSED and not told and days_ago != first:
            continue
        yield days_ago, _answers(story, days_ago, _level(story, first - days_ago), chance)


def _level(story: Story, day: int) -> float:
    """Leg pain on a day of the diary, between the levels of its week and the next."""
    week, part = divmod(day / 7, 1)
    before = story.levels[min(int(week), len(story.levels) - 1)]
    after = story.levels[min(int(week) + 1, len(story.levels) - 1)]
    return before + (after - before) * part


def _answers(story: Story, days_ago: int, level: float, chance: Random) -> Answers:
    scatter = SCATTER_NEAR_ZERO if level <= NEAR_ZERO else SCATTER
    leg = _score(chance.gauss(level, scatter))
    sign = story.flag.sign if story.flag and story.flag.days_ago == days_ago else None
    return Answers(
        limitation=_score(chance.gauss(level * 0.9, scatter)),
        leg_pain=leg,
        back_pain=_score(chance.gauss(level * 0.4 + 0.6, scatter * 0.8)),
        feeling=Feeling.LESS if level > 4 else Feeling.NORMAL,
        strength=Strength.WORSE if sign is Sign.WEAKNESS else Strength.NORMAL,
        signs=(sign.value,) if sign else (),
        painkillers=level > 3,
        note=story.notes.get(days_ago, ""),
    )


def _score(value: float) -> int:
    return max(NRS_LOW, min(NRS_HIGH, round(value)))


def _treat(story: Story, patient: Patient, neurologist: User, now: datetime) -> None:
    if story.treatment:
        kind, days_ago = story.treatment
        on = timezone.localdate(now) - timedelta(days=days_ago)
        checkin.record_treatment(ladder.current(patient), kind=kind, on=on, by=neurologist, now=now)


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
            note="Kracht voetheffers 4+/5, stabiel. Controle over twee weken.",
            by=neurologist,
            now=raised + timedelta(hours=3),
        )
