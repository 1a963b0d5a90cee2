"""The other patients of the demo's clinic: invented in bulk, so that a clinic as a whole can be looked at.

Their courses are drawn: about 80 in 100 of those who are left alone recover within 26 weeks, half to two thirds
within 12, people register some weeks after onset, miss days, write less often once they have recovered, and
stop. The shapes (sudden, S-shaped, slowly fading) are not those that the model assumes.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import exp, sqrt
from random import Random

from django.utils import timezone

from recovery.clinical.course import TreatedOn, TreatmentKind
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline
from recovery.clinical.scores import Side
from recovery.demo.days import MISSED, answers_at, evening
from recovery.episodes.models import Episode, Treatment
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Patient, User
from recovery.trends import assess

# As many as `make run` invents.
CROWD = 200

SEED = "crowd"
BATCH = 2000

# Onsets lie this many days back, evenly: a clinic that has had the diary for almost two years.
FIRST_ONSET_DAYS_AGO = 640
LAST_ONSET_DAYS_AGO = 21

# Who is left alone: the share that ever recovers, and the days until they do (median and spread of the
# logarithm), so that 80 in 100 recover within 26 weeks and 55 to 65 within 12.
EVER_RECOVERS = 0.82
RECOVERY_DAYS = 68
RECOVERY_SPREAD = 0.55

# Of all: injected and operated, mostly those who would not have recovered soon.
INJECTED = 0.08
OPERATED = 0.05
SLOW_DAYS = 90
SLOW_ARE_TREATED = 3.2
QUICK_ARE_TREATED = 0.2

# Nobody begins a diary when it is nearly over.
LATEST_REGISTRATION_DAYS = 56
IN_PAIN_DAYS = 12

LONGEST_DIARY_DAYS = 210
STOPS_EARLY = 0.15

# Once recovered, three weeks more, and then some days a week until the diary ends.
DAILY_AFTER_RECOVERY = 21
WEEKS_AFTER_RECOVERY = (2, 10)
SELDOM = 0.35

FIRST_NAMES = (
    *(
        "Ada",
        "Adriaan",
        "Aisha",
        "Albert",
        "Amir",
        "Annelies",
        "Arie",
        "Astrid",
        "Bas",
        "Bianca",
        "Cor",
        "Daan",
    ),
    *("Dewi", "Dina", "Edwin", "Elif", "Emma", "Erik", "Esther", "Femke", "Frits", "Geert", "Greet", "Hamza"),
    *(
        "Harm",
        "Ilse",
        "Irene",
        "Jaap",
        "Jeroen",
        "Jolanda",
        "Karin",
        "Kees",
        "Klaas",
        "Laila",
        "Leo",
        "Lotte",
    ),
    *("Maarten", "Mees", "Miriam", "Nadia", "Nico", "Olga", "Otto", "Petra", "Pim", "Ria", "Rob", "Roos"),
    *("Sanne", "Sem", "Sjoerd", "Soraya", "Teun", "Tineke", "Truus", "Wendy", "Wim", "Yara", "Yusuf", "Zoë"),
)
LAST_NAMES = (
    *(
        "Aalbers",
        "van den Akker",
        "Baars",
        "ter Beek",
        "Bloem",
        "Boersma",
        "Bos",
        "Brouwer",
        "Cohen",
        "Demir",
    ),
    *(
        "Dijkstra",
        "van Dongen",
        "Drost",
        "van Eck",
        "Evers",
        "Faber",
        "de Graaf",
        "Groen",
        "de Haas",
        "Hendriks",
    ),
    *(
        "ten Hoeve",
        "Jacobs",
        "de Jong",
        "Kaya",
        "Keizer",
        "van der Kolk",
        "Kramer",
        "Kuiper",
        "Lammers",
        "de Leeuw",
    ),
    *(
        "Maas",
        "Martens",
        "van der Meer",
        "Nijhuis",
        "Noor",
        "Oosterhuis",
        "Peters",
        "Pool",
        "Prins",
        "Rietveld",
    ),
    *("de Ruiter", "Sahin", "Schouten", "Snoek", "Tak", "Timmer", "Uyl", "Veenstra", "Verhoef", "de Vries"),
    *("Vos", "van der Wal", "Wiersma", "Wouters", "Yildiz", "Zandstra", "van Zanten", "Zijlstra"),
)


class Shape(StrEnum):
    """How a recovery goes."""

    FADING = "fading"
    SUDDEN = "sudden"
    S_SHAPED = "s-shaped"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody drawn. Days are since onset; `recovers` is `None` for who never does."""

    name: str
    born: date
    onset: date
    side: Side
    shape: Shape
    start: float
    recovers: int | None
    treated: tuple[TreatmentKind, int] | None
    days: tuple[int, ...]

    def level(self, day: int) -> float:
        """Leg pain on a day since onset: the spontaneous course, and after a treatment what is left of it."""
        alone = self._alone(day)
        if self.treated is None or day < self.treated[1]:
            return alone
        since = day - self.treated[1]
        return 1.2 + (self._alone(self.treated[1]) - 1.2) * exp(-since / 12)

    def _alone(self, day: int) -> float:
        if self.recovers is None:
            return self.start * (0.6 + 0.4 * exp(-day / 50))
        done = day / self.recovers
        left = {
            Shape.FADING: exp(-2.1 * done),
            Shape.SUDDEN: 1.0 if done < 0.95 else 0.06,
            Shape.S_SHAPED: 1 / (1 + exp(12 * (done - 0.84))),
        }[self.shape]
        return self.start * left


def add(clinic: Clinic, number: int, *, password: str, by: User, now: datetime) -> None:
    """Write `number` patients who share their diary with `clinic`, each with one assessment: of their last day."""
    chance, today = Random(SEED), timezone.localdate(now)  # noqa: S311 - the same people every time
    people = [_draw(chance, at / max(1, number - 1), today) for at in range(number)]
    episodes = _episodes(clinic, people, password, now)
    pairs = list(zip(people, episodes, strict=True))
    Entry.objects.bulk_create(_entries(pairs, chance, now), batch_size=BATCH)
    Treatment.objects.bulk_create(_treatments(pairs, by, now))
    for person, episode in pairs:
        last = person.onset + timedelta(days=person.days[-1])
        assess.assess(episode, as_of=last, now=evening(last, now))


def _draw(chance: Random, share: float, today: date) -> Person:
    """One person, the `share` (0-1) of the way from the first onset to the last."""
    ago = round(FIRST_ONSET_DAYS_AGO + (LAST_ONSET_DAYS_AGO - FIRST_ONSET_DAYS_AGO) * share)
    heals = chance.random() < EVER_RECOVERS
    spread = chance.gauss(0, RECOVERY_SPREAD)
    recovers = max(24, round(RECOVERY_DAYS * exp(spread))) if heals else None
    treated = _treated(chance, recovers)
    return Person(
        name=f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}",
        born=today - timedelta(days=round(365.25 * min(82, max(19, chance.gauss(47, 13))))),
        onset=today - timedelta(days=ago),
        side=chance.choice((Side.LEFT, Side.RIGHT)),
        shape=chance.choice(tuple(Shape)),
        start=min(9.5, max(3.5, chance.gauss(6.8, 1.4))),
        recovers=recovers,
        treated=treated,
        days=tuple(_days(chance, recovers, treated, ago)),
    )


def _treated(chance: Random, recovers: int | None) -> tuple[TreatmentKind, int] | None:
    """Who is treated would mostly not have recovered soon, so the few who would are drawn less often."""
    weight = SLOW_ARE_TREATED if recovers is None or recovers > SLOW_DAYS else QUICK_ARE_TREATED
    drawn, on = chance.random(), round(chance.triangular(45, 160, 80))
    if drawn < INJECTED * weight:
        return TreatmentKind.INJECTION, on
    if drawn < (INJECTED + OPERATED) * weight:
        return TreatmentKind.OPERATION, on + 14
    return None


def _days(
    chance: Random, recovers: int | None, treated: tuple[TreatmentKind, int] | None, ago: int
) -> Iterator[int]:
    """The days since onset that were written down, the first always."""
    first = min(round(LATEST_REGISTRATION_DAYS * sqrt(chance.random()) * chance.random()), ago - 3)
    if recovers is not None:
        first = min(first, recovers - IN_PAIN_DAYS)
    last = min(ago, first + LONGEST_DIARY_DAYS)
    rare_from = last
    if recovers is not None and treated is None:
        rare_from = recovers + DAILY_AFTER_RECOVERY
        last = min(last, rare_from + 7 * chance.randint(*WEEKS_AFTER_RECOVERY))
    if treated:
        last = min(last, treated[1] + chance.randint(50, 100))
    if chance.random() < STOPS_EARLY:
        last = min(last, first + chance.randint(10, 120))
    yield first
    for day in range(first + 1, last + 1):
        if chance.random() >= (SELDOM if day > rare_from else MISSED):
            yield day


def _episodes(clinic: Clinic, people: list[Person], password: str, now: datetime) -> list[Episode]:
    users = User.objects.bulk_create(
        User(email=f"patient{number}@demo.example", name=person.name, password=password)
        for number, person in enumerate(people, start=1)
    )
    patients = Patient.objects.bulk_create(
        Patient(
            user=user,
            clinic=clinic,
            shares_diary=True,
            birth_date=person.born,
            under_treatment=True,
            created_at=evening(person.onset + timedelta(days=person.days[0]), now),
            **{f"baseline_{sign.value}": Baseline.NONE for sign in BASELINE_SIGNS},
        )
        for user, person in zip(users, people, strict=True)
    )
    return Episode.objects.bulk_create(
        Episode(patient=patient, onset=person.onset, side=person.side)
        for patient, person in zip(patients, people, strict=True)
    )


def _entries(pairs: list[tuple[Person, Episode]], chance: Random, now: datetime) -> Iterator[Entry]:
    for person, episode in pairs:
        for since in person.days:
            day = person.onset + timedelta(days=since)
            answers = answers_at(person.level(since), chance)
            yield Entry(
                patient_id=episode.patient_id,
                episode=episode,
                day=day,
                written_by_id=episode.patient.user_id,
                written_at=evening(day, now),
                **asdict(answers) | {"signs": []},
            )


def _treatments(pairs: list[tuple[Person, Episode]], by: User, now: datetime) -> Iterator[Treatment]:
    for person, episode in pairs:
        if person.treated:
            done = TreatedOn(person.treated[0], person.onset + timedelta(days=person.treated[1]))
            if done.date <= timezone.localdate(now):
                yield Treatment(
                    episode=episode,
                    kind=done.kind,
                    date=done.date,
                    recorded_by=by,
                    recorded_at=evening(done.date, now),
                    confirmed_by=by,
                    confirmed_at=evening(done.date, now),
                )
