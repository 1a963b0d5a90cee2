"""A clinic of thousands of invented people, written batch by batch: each batch whole or not at all."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from recovery.alerts.models import Alert
from recovery.clinical.course import FLAG_DAYS, Case
from recovery.clinical.reading import read_all
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline, find, most_urgent
from recovery.clinical.scores import Feeling, Side, Strength
from recovery.clinical.series import Series
from recovery.clinical.signs import RULES_VERSION, Sign
from recovery.demo import bulk
from recovery.demo.courses import Courses, draw
from recovery.demo.crowd import FIRST_NAMES, LAST_NAMES
from recovery.demo.days import evening
from recovery.episodes.models import Episode
from recovery.journal.answers import Answers
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Patient, User
from recovery.trends import assess, overview

# Patients that are written, and assessed, together.
BATCH = 500

COLUMNS = (
    *(
        "patient_id",
        "episode_id",
        "day",
        "limitation",
        "leg_pain",
        "back_pain",
        "feeling",
        "strength",
        "signs",
        "activities",
    ),
    *("sleep", "painkillers", "note", "backfilled", "written_by_id", "written_at"),
)
NO_ACTIVITIES = "{}"
NO_SIGNS, A_SIGN = "[]", f'["{Sign.BLADDER.value}"]'


@dataclass(frozen=True, slots=True)
class Batch:
    """What was written at once."""

    patients: int
    entries: int


@dataclass(frozen=True, slots=True)
class Dates:
    """A day as the database takes it, and the evening on which it was written down."""

    day: date
    stored: object
    evening: object


def already(clinic: Clinic) -> int:
    """How many patients of the clinic were made here before."""
    emails = User.objects.filter(patient__clinic=clinic).values_list("email", flat=True)
    return sum(email.endswith(_domain(clinic)) for email in emails)


def add(
    clinic: Clinic, number: int, *, days: int, seed: int, password: str, now: datetime
) -> Iterator[Batch]:
    """Make the clinic have `number` patients of its own, each with a diary of `days` that ends on the day of `now`.

    Goes on where it was interrupted. Each has one assessment, as of that day; a sign that was ticked has its alert,
    which owes no message.
    """
    first = already(clinic)
    for start in range(first, number, BATCH):
        with transaction.atomic():
            rng = np.random.default_rng((seed, start))
            batch = _batch(clinic, range(start, min(start + BATCH, number)), days, rng, password, now)
        yield batch


def _batch(
    clinic: Clinic, numbers: range, days: int, rng: np.random.Generator, password: str, now: datetime
) -> Batch:
    today = timezone.localdate(now)
    dates = [_dates(today - timedelta(days=back), now) for back in range(days - 1, -1, -1)]
    drawn = draw(rng, len(numbers), days)
    episodes = _episodes(clinic, numbers, drawn, rng, password, dates[0].day)
    bulk.write(Entry, COLUMNS, _entries(episodes, drawn, dates))
    _assess(episodes, drawn, today, now)
    _raise(clinic, episodes, drawn, dates)
    return Batch(len(numbers), int(drawn.written.sum()))


def _dates(day: date, now: datetime) -> Dates:
    adapt = connection.ops
    at = evening(day, now)
    return Dates(day, adapt.adapt_datefield_value(day), adapt.adapt_datetimefield_value(at))


def _domain(clinic: Clinic) -> str:
    return f"@cohort{clinic.pk}.example"


def _episodes(
    clinic: Clinic, numbers: range, drawn: Courses, rng: np.random.Generator, password: str, first: date
) -> list[Episode]:
    names = zip(rng.choice(FIRST_NAMES, len(numbers)), rng.choice(LAST_NAMES, len(numbers)), strict=True)
    born = np.clip(rng.normal(47, 13, len(numbers)), 19, 82) * 365.25
    users = User.objects.bulk_create(
        User(email=f"{number}{_domain(clinic)}", name=f"{given} {family}", password=password)
        for number, (given, family) in zip(numbers, names, strict=True)
    )
    patients = Patient.objects.bulk_create(
        Patient(
            user=user,
            clinic=clinic,
            shares_diary=True,
            birth_date=first - timedelta(days=round(age)),
            under_treatment=True,
            created_at=evening(first, timezone.now()),
            **{f"baseline_{sign.value}": Baseline.NONE for sign in BASELINE_SIGNS},
        )
        for user, age in zip(users, born.tolist(), strict=True)
    )
    return Episode.objects.bulk_create(
        Episode(patient=patient, onset=first - timedelta(days=since), side=Side.LEFT)
        for patient, since in zip(patients, drawn.since.tolist(), strict=True)
    )


def _entries(episodes: list[Episode], drawn: Courses, dates: list[Dates]) -> Iterator[tuple[object, ...]]:
    """The rows, in the order of `COLUMNS`."""
    last = _last(drawn)
    for n, episode in enumerate(episodes):
        patient, user = episode.patient_id, episode.patient.user_id
        scores = zip(*(score[n].tolist() for score in drawn.scores), strict=True)
        days = zip(dates, scores, drawn.level[n].tolist(), drawn.written[n].tolist(), strict=True)
        flagged = int(last[n]) if drawn.flagged[n] else -1
        for at, (on, (leg, limitation, back), level, written) in enumerate(days):
            if written:
                yield (
                    *(patient, episode.pk, on.stored, limitation, leg, back),
                    *(Feeling.LESS.value if level > 4 else Feeling.NORMAL.value, Strength.NORMAL.value),
                    *(A_SIGN if at == flagged else NO_SIGNS, NO_ACTIVITIES),
                    *("", level > 3, "", False, user, on.evening),
                )


def _last(drawn: Courses) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The last day that each wrote down, as a column."""
    days = drawn.written.shape[1]
    found: np.ndarray[tuple[int], np.dtype[np.int64]] = days - 1 - drawn.written[:, ::-1].argmax(axis=1)
    return found


def _assess(episodes: list[Episode], drawn: Courses, today: date, now: datetime) -> None:
    share = episodes[0].patient.starting_share
    last = _last(drawn)
    readings = read_all(
        [_case(n, episode, drawn, int(last[n]), today) for n, episode in enumerate(episodes)], share
    )
    assess.keep(
        [
            assess.made(episode, reading, now=now, starting_share=share)
            for episode, reading in zip(episodes, readings, strict=True)
        ]
    )
    overview.rebuild(Patient.objects.filter(pk__in=[episode.patient_id for episode in episodes]))


def _case(n: int, episode: Episode, drawn: Courses, last: int, today: date) -> Case:
    at = np.flatnonzero(drawn.written[n])
    scores = (drawn.scores.leg_pain, drawn.scores.limitation, drawn.scores.back_pain)
    columns = np.stack([score[n, at] for score in scores], axis=1).astype(float)
    on = today - timedelta(days=drawn.written.shape[1] - 1 - last)
    return Case(
        series=Series.of_columns(episode.onset, at + drawn.since[n], columns),
        as_of=today,
        flagged_on=on if drawn.flagged[n] and (today - on).days < FLAG_DAYS else None,
    )


def _raise(clinic: Clinic, episodes: list[Episode], drawn: Courses, dates: list[Dates]) -> None:
    last = _last(drawn)
    Alert.objects.bulk_create(
        _alert(clinic, episodes[n].patient, dates[int(last[n])].day)
        for n in np.flatnonzero(drawn.flagged).tolist()
    )


def _alert(clinic: Clinic, patient: Patient, day: date) -> Alert:
    answers = Answers(
        limitation=None, leg_pain=None, back_pain=None, feeling="", strength="", signs=(Sign.BLADDER.value,)
    )
    findings = find(answers.on(day))
    return Alert(
        patient=patient,
        clinic=clinic,
        day=day,
        urgency=most_urgent(findings),
        stored_findings=[asdict(finding) for finding in findings],
        answers=asdict(answers) | {"signs": [Sign.BLADDER.value]},
        rules_version=RULES_VERSION,
        raised_by=patient.user,
        raised_at=evening(day, timezone.now()),
    )
