"""A clinic full of invented people, written in bulk: through the service it would take minutes."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from recovery.alerts import addresses, ladder
from recovery.alerts.models import (
    Address,
    Alert,
    AlertStep,
    ChannelKind,
    Delivery,
    Outcome,
    Reason,
    Shift,
    Step,
    Until,
)
from recovery.clinical.course import MODEL_VERSION
from recovery.clinical.red_flags import Baseline, find, most_urgent
from recovery.clinical.scores import BACKFILL_DAYS, NRS_HIGH, NRS_LOW, Feeling, Side, Strength
from recovery.clinical.signs import RULES_VERSION, Sign
from recovery.clinical.standing import Standing
from recovery.episodes.models import Episode
from recovery.journal.answers import Answers
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Membership, Patient, User
from recovery.trends import overview
from recovery.trends.models import Assessment

# The days that can still be written are left empty, for the saving to fill.
OPEN_DAYS = BACKFILL_DAYS + 1
SILENT_DAYS = 10

# Who is only a line on the panel has a diary of a month at most.
SHORT_DIARY = 30

# The reader of a course had an alert this often, closed since: more to draw and to look up. In a long diary less often.
DAYS_AN_ALERT = 30
MOST_ALERTS = 12

BATCH = 1000
EVENING = time(20, 30)


@dataclass(frozen=True, slots=True)
class Kind:
    """Why somebody stands where they stand on the panel."""

    standing: Standing = Standing.ON_COURSE
    last_entry_days_ago: int = OPEN_DAYS
    has_open_alert: bool = False


REST = Kind()

# Of every twenty lines: one with an open alert, three who need a look, two silent.
KINDS = (
    Kind(has_open_alert=True),
    *[Kind(standing=Standing.WORSE)] * 3,
    *[Kind(last_entry_days_ago=SILENT_DAYS)] * 2,
    *[REST] * 14,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A clinic with `patients`, among them those who save days and one who reads, with `entries` each."""

    patients: int
    entries: int
    neurologist: User
    quiet: list[Patient]
    flagged: list[Patient]
    reader: Patient


def build(name: str, *, patients: int, entries: int, writers: int) -> Place:
    """A clinic. `writers` patients are there to save quiet days, and as many to save red flags."""
    password = make_password("bench")
    clinic = Clinic.objects.create(name=name, desk_phone="+31201234567")
    target = f"alarm@{name}.example"
    address = addresses.add(clinic, kind=ChannelKind.EMAIL, name="desk", target=target)
    ladder.add_rung(clinic, shifts=Shift, after_minutes=0, until=Until.TAKEN, address=address)
    neurologist = neurologist_of(clinic, f"neurologist@{name}.example", password=password)
    reader, *others = _episodes(_patients(clinic, patients, password), entries)
    saving, lines = others[: 2 * writers], others[2 * writers :]
    _diaries([reader, *saving], entries, REST)
    _panel(lines, min(entries, SHORT_DIARY))
    overview.rebuild(overview.without_one())
    _close(
        _alerts([reader], range(OPEN_DAYS, OPEN_DAYS + entries, max(DAYS_AN_ALERT, entries // MOST_ALERTS))),
        neurologist,
    )
    savers = [episode.patient for episode in saving]
    return Place(patients, entries, neurologist, savers[:writers], savers[writers:], reader.patient)


def neurologist_of(clinic: Clinic, email: str, *, password: str) -> User:
    """Somebody of the staff, with the second factor without which no record opens."""
    user = User.objects.create(email=email, password=password)
    Membership.objects.create(user=user, clinic=clinic, role=Membership.Role.NEUROLOGIST)
    TOTP.activate(user, generate_totp_secret())
    return user


def _patients(clinic: Clinic, number: int, password: str) -> list[Patient]:
    users = User.objects.bulk_create(
        User(email=f"{n}@{clinic.name}.example", name=f"Patient {n}", password=password)
        for n in range(number)
    )
    return Patient.objects.bulk_create(
        Patient(
            user=user,
            clinic=clinic,
            shares_diary=True,
            birth_date=date(1980, 1, 1),
            under_treatment=True,
            baseline_bladder=Baseline.NONE,
            baseline_bowel=Baseline.NONE,
            baseline_saddle=Baseline.NONE,
        )
        for user in users
    )


def _episodes(patients: list[Patient], entries: int) -> list[Episode]:
    onset = days_ago(entries + SILENT_DAYS)
    return Episode.objects.bulk_create(
        Episode(patient=patient, onset=onset, side=Side.LEFT) for patient in patients
    )


def _panel(lines: list[Episode], entries: int) -> None:
    for at, kind in enumerate(KINDS):
        of_kind = lines[at :: len(KINDS)]
        _diaries(of_kind, entries, kind)
        if kind.has_open_alert:
            _alerts(of_kind, [kind.last_entry_days_ago])


def _diaries(episodes: list[Episode], entries: int, kind: Kind) -> None:
    """A day and its assessment for each of `entries` days, as saving them one by one leaves behind."""
    days = [days_ago(kind.last_entry_days_ago + back) for back in reversed(range(entries))]
    said = [_answers(share) for share in _shares(entries)]
    Entry.objects.bulk_create(
        (
            _entry(episode, day, answers)
            for episode in episodes
            for day, answers in zip(days, said, strict=True)
        ),
        batch_size=BATCH,
    )
    Assessment.objects.bulk_create(
        (_assessment(episode, day, days[0], kind.standing) for episode in episodes for day in days),
        batch_size=BATCH,
    )


def _shares(entries: int) -> list[float]:
    """How much of the pain is left on each day: less and less, with the scatter of a real diary."""
    chance = Random(entries)
    return [max(0.0, chance.gauss(1 - n / entries, 0.15)) for n in range(entries)]


def _answers(share: float, *signs: Sign) -> Answers:
    return Answers(
        limitation=_score(7 * share),
        leg_pain=_score(8 * share),
        back_pain=_score(4 * share),
        feeling=Feeling.NORMAL,
        strength=Strength.NORMAL,
        signs=tuple(sign.value for sign in signs),
        painkillers=share > 0.5,
    )


def _score(value: float) -> int:
    return max(NRS_LOW, min(NRS_HIGH, round(value)))


def _entry(episode: Episode, day: date, answers: Answers) -> Entry:
    return Entry(
        patient_id=episode.patient_id,
        episode=episode,
        day=day,
        written_by=episode.patient.user,
        written_at=_evening(day),
        **asdict(answers) | {"signs": list(answers.signs or ())},
    )


def _assessment(episode: Episode, day: date, first_day: date, standing: Standing) -> Assessment:
    return Assessment(
        patient_id=episode.patient_id,
        episode=episode,
        as_of=day,
        made_at=_evening(day),
        model_version=MODEL_VERSION,
        standing=standing,
        reason_text="As invented.",
        entries=(day - first_day).days + 1,
        first_day=first_day,
        last_day=day,
    )


def _alerts(episodes: Iterable[Episode], ago: Iterable[int]) -> list[Alert]:
    answers = _answers(1, Sign.BLADDER)
    days = [days_ago(back) for back in ago]
    return Alert.objects.bulk_create(
        _alert(episode.patient, day, answers) for episode in episodes for day in days
    )


def _alert(patient: Patient, day: date, answers: Answers) -> Alert:
    findings = find(answers.on(day))
    return Alert(
        patient=patient,
        clinic=patient.clinic,
        day=day,
        urgency=most_urgent(findings),
        stored_findings=[asdict(finding) for finding in findings],
        answers=asdict(answers),
        rules_version=RULES_VERSION,
        raised_by=patient.user,
        raised_at=_evening(day),
    )


def _close(alerts: list[Alert], by: User) -> None:
    """With everything that can belong to an alert: who took it, who closed it, and the mail."""
    address = Address.objects.get(clinic=alerts[0].clinic)
    AlertStep.objects.bulk_create(_steps(alerts, by))
    Alert.objects.mark_over()
    Delivery.objects.bulk_create(
        Delivery(
            alert=alert,
            address=address,
            reason=Reason.RAISED,
            occasion=Reason.RAISED,
            owed_at=alert.raised_at,
            sent_at=alert.raised_at,
        )
        for alert in alerts
    )


def _steps(alerts: list[Alert], by: User) -> Iterator[AlertStep]:
    for alert in alerts:
        yield AlertStep(alert=alert, step=Step.TAKEN, by=by, at=alert.raised_at)
        yield AlertStep(alert=alert, step=Step.CLOSED, by=by, at=alert.raised_at, outcome=Outcome.PHONED)


def days_ago(days: int) -> date:
    """That day; 0 is today."""
    return timezone.localdate() - timedelta(days=days)


def _evening(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, EVENING))
