"""The stories as data: who, since when, and how the leg pain went from week to week.

Days are drawn around the weekly levels with the scatter of real diaries (SD about 1.3, smaller near zero,
one day in ten missed: clinical facts, section 3), always the same for the same person.
"""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from recovery.clinical.aftercare import Load, Reaction
from recovery.clinical.care import Care, DiscLevel, ImagingKind, Painkiller
from recovery.clinical.circumstances import Pregnancy
from recovery.clinical.course import TreatmentKind
from recovery.clinical.questionnaires import GLOBAL_EFFECT, ROLAND_MORRIS
from recovery.clinical.scores import Side
from recovery.clinical.signs import Sign

PASSWORD = "rustig-aan-80"  # noqa: S105 - printed by `make run`; the demo holds nobody's data

CLINIC = "Ziekenhuis Noord (demo)"


class Answered(StrEnum):
    """How far an alert of a story has come."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Flag:
    """A sign that was ticked some days ago, and what came of it."""

    days_ago: int
    sign: Sign
    answered: Answered = Answered.OPEN


@dataclass(frozen=True, slots=True)
class Sheet:
    """A questionnaire that was filled in some days ago: how many sentences were ticked, or which answer was given."""

    days_ago: int
    code: str
    score: int


@dataclass(frozen=True, slots=True)
class Done:
    """A step of the ladder, in days ago; `confirmed` when the patient wrote it and the clinic said that it is so."""

    care: Care
    days_ago: int
    until_days_ago: int | None = None
    painkiller: Painkiller | None = None
    by_patient: bool = True
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the back and what was seen, told by the clinic."""

    days_ago: int
    finding: str
    kind: ImagingKind = ImagingKind.MRI


@dataclass(frozen=True, slots=True)
class BodyPicture:
    """What was felt where some days ago: codes of `clinical.body.Mark`."""

    days_ago: int
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """A medicine on somebody's list, and on which days ago it was taken."""

    name: str
    strength: str = ""
    how_often: str = ""
    painkiller: Painkiller | None = None
    since_days_ago: int | None = None
    taken_days_ago: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """What somebody wrote for the visit, and sent to the clinic some days ago."""

    days_ago: int
    question: str
    matters: str
    not_understood: str


@dataclass(frozen=True, slots=True)
class After:
    """Closed by the patient some days ago, by their word (1 or 2); and leg pain that is back since, in another leg.

    `steps` of load are chosen on the day of closing: what, how much, and how it went the day after.
    """

    closed_days_ago: int
    effect: int = 1
    steps: tuple[tuple[Load, str, str, Reaction], ...] = ()
    exercises: tuple[str, ...] = ()
    back_days_ago: int | None = None
    back_side: Side = Side.RIGHT


@dataclass(frozen=True, slots=True)
class Story:
    """A person of the demo. `levels` is leg pain at the start of each week of the diary, up to its end.

    `reminded_at`: gets a reminder then; `weekly_since_days_ago`: keeps the diary every week since.
    """

    email: str
    name: str
    born: date
    about: str
    onset_days_ago: int
    diary_days: int
    levels: tuple[float, ...]
    side: Side = Side.LEFT
    silent_days: int = 0
    under_treatment: bool = True
    flag: Flag | None = None
    notes: dict[int, str] = field(default_factory=dict)
    treatment: tuple[TreatmentKind, int] | None = None
    sheets: tuple[Sheet, ...] = ()
    level: DiscLevel | None = None
    picture: Picture | None = None
    done: tuple[Done, ...] = ()
    activities: tuple[str, ...] = ()
    body: tuple[BodyPicture, ...] = ()
    uses: tuple[Uses, ...] = ()
    allergies: str = ""
    pregnancy: Pregnancy | None = None
    prepared: Prepared | None = None
    after: After | None = None
    reminded_at: time | None = None
    weekly_since_days_ago: int | None = None


STORIES: tuple[Story, ...] = (
    Story(
        "anneke@demo.example",
        "Anneke de Wit",
        date(1984, 3, 2),
        "op koers / on course",
        onset_days_ago=47,
        diary_days=43,
        levels=(7.5, 7, 5.8, 4.6, 3.8, 3, 2.6),
        notes={2: "Weer een half uur gewandeld.", 30: "Slecht geslapen na lang zitten."},
        sheets=(
            *(Sheet(ago, ROLAND_MORRIS.code, ticked) for ago, ticked in ((41, 15), (27, 11), (12, 6))),
            Sheet(12, GLOBAL_EFFECT.code, 2),
        ),
        done=(
            Done(Care.PAINKILLERS, 45, 12, Painkiller.PARACETAMOL),
            Done(Care.PHYSIOTHERAPY, 30),
        ),
        activities=("naar de winkel lopen", "een half uur zitten"),
        body=(
            BodyPicture(
                38,
                (
                    "lower_back_left:pain",
                    "thigh_back_left:pain",
                    "calf_left:pain",
                    "sole_left:numb",
                    "toes_left:tingling",
                ),
            ),
            BodyPicture(8, ("lower_back_left:pain", "calf_left:pain", "toes_left:tingling")),
        ),
        uses=(Uses("Levothyroxine", "75 microgram", "1 keer per dag, voor het ontbijt"),),
        allergies="geen",
    ),
    Story(
        "bram@demo.example",
        "Bram Jansen",
        date(1971, 11, 19),
        "hersteld, daarna terug / recovered, then a relapse",
        onset_days_ago=131,
        diary_days=119,
        levels=(7, 6, 4.5, 3, 2, 1.2, 0.6, 0.4, 0.3, 0.3, 0.3, 0.3, 0.4, 0.5, 0.6, 3.8, 5.5, 5.6),
        side=Side.RIGHT,
        notes={10: "Verhuisd, daarna weer pijn in mijn been."},
    ),
    Story(
        "carla@demo.example",
        "Carla Visser",
        date(1965, 6, 30),
        "staat stil in week 10 / stalled at week 10",
        onset_days_ago=72,
        diary_days=62,
        levels=(6.6, 6.4, 6.5, 6.2, 6.5, 6.3, 6.4, 6.1, 6.3, 6.2),
        sheets=(
            *(
                Sheet(ago, ROLAND_MORRIS.code, ticked)
                for ago, ticked in ((58, 14), (44, 13), (30, 14), (16, 13))
            ),
            Sheet(30, GLOBAL_EFFECT.code, 4),
            Sheet(2, GLOBAL_EFFECT.code, 4),
        ),
        level=DiscLevel.L5_S1,
        picture=Picture(18, "HNP L5-S1 links, wortelcompressie S1."),
        done=(
            Done(Care.PAINKILLERS, 61, painkiller=Painkiller.NSAID, confirmed=True),
            Done(Care.PAINKILLERS, 20, painkiller=Painkiller.WEAK_OPIOID),
            Done(Care.PHYSIOTHERAPY, 40, confirmed=True),
        ),
        activities=("sokken aantrekken",),
        body=(BodyPicture(20, ("thigh_outer_left:pain", "shin_left:numb", "foot_top_left:numb")),),
        uses=(
            Uses(
                "Naproxen",
                "500 mg",
                "2 keer per dag",
                Painkiller.NSAID,
                61,
                (1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 14),
            ),
            Uses("Tramadol", "50 mg", "als het nodig is", Painkiller.WEAK_OPIOID, 20, (2, 5, 9, 12)),
            Uses("Omeprazol", "20 mg", "1 keer per dag"),
        ),
        allergies="penicilline",
        pregnancy=Pregnancy.NO,
        prepared=Prepared(
            1,
            "Moet ik nu een injectie, of kan ik nog wachten?",
            "Weer een hele dag kunnen werken in de winkel.",
            "Wat wortelcompressie S1 betekent, uit de brief over de MRI.",
        ),
    ),
    Story(
        "dirk@demo.example",
        "Dirk Bakker",
        date(1990, 1, 8),
        "rode vlag open / red flag open now",
        onset_days_ago=24,
        diary_days=20,
        levels=(7.5, 7, 6, 5),
        flag=Flag(0, Sign.BLADDER),
        notes={0: "Plassen komt moeilijk op gang sinds vanochtend."},
    ),
    Story(
        "els@demo.example",
        "Els Smit",
        date(1958, 9, 14),
        "tien dagen stil / silent for ten days",
        onset_days_ago=46,
        diary_days=34,
        levels=(6, 5.5, 5.2, 5, 4.6, 4.4),
        silent_days=10,
        side=Side.RIGHT,
    ),
    Story(
        "fatima@demo.example",
        "Fatima el Amrani",
        date(1979, 12, 5),
        "injectie gehad / injection given",
        onset_days_ago=98,
        diary_days=84,
        levels=(8, 7.6, 7.5, 7.8, 7.4, 7.6, 7.5, 7.3, 7.4, 5.2, 4.2, 3.8, 3.6),
        treatment=(TreatmentKind.INJECTION, 23),
        level=DiscLevel.L4_L5,
        picture=Picture(35, "HNP L4-L5 rechts, wortelcompressie L5."),
        done=(Done(Care.PAINKILLERS, 80, 10, Painkiller.NERVE_PAIN, by_patient=False),),
        side=Side.RIGHT,
    ),
    Story(
        "gijs@demo.example",
        "Gijs Mulder",
        date(1996, 4, 27),
        "net begonnen / just started",
        onset_days_ago=6,
        diary_days=3,
        levels=(8, 8),
        under_treatment=False,
    ),
    Story(
        "hanna@demo.example",
        "Hanna Dekker",
        date(1987, 7, 21),
        "melding afgehandeld / alert closed",
        onset_days_ago=58,
        diary_days=50,
        levels=(7, 6.8, 6.5, 5.5, 4.4, 3.4, 2.8, 2.4),
        flag=Flag(26, Sign.WEAKNESS, Answered.CLOSED),
        level=DiscLevel.L4_L5,
        picture=Picture(25, "HNP L4-L5 links."),
        done=(Done(Care.PHYSIOTHERAPY, 20, by_patient=False),),
    ),
    Story(
        "ivo@demo.example",
        "Ivo Meijer",
        date(1975, 2, 11),
        "hersteld / recovered",
        onset_days_ago=88,
        diary_days=80,
        levels=(6.5, 5, 3.5, 2.2, 1.4, 0.8, 0.5, 0.3, 0.3, 0.3, 0.2, 0.2),
        after=After(
            closed_days_ago=10,
            steps=(
                (Load.WALKING, "rondje door het park", "20 minuten", Reaction.NOTHING),
                (Load.LIFTING, "boodschappen dragen", "5 kilo", Reaction.LEG),
            ),
            exercises=("bruggetje, tien keer", "knieën naar de borst"),
        ),
        reminded_at=time(19),
        weekly_since_days_ago=3,
    ),
    Story(
        "joke@demo.example",
        "Joke van Leeuwen",
        date(1962, 10, 3),
        "wordt erger / getting worse",
        onset_days_ago=36,
        diary_days=30,
        levels=(3.5, 3.5, 3.6, 6.5, 7.6, 8),
        sheets=tuple(Sheet(ago, ROLAND_MORRIS.code, ticked) for ago, ticked in ((28, 6), (14, 8), (1, 16))),
    ),
    Story(
        "karin@demo.example",
        "Karin Postma",
        date(1981, 5, 17),
        "tweede episode / second episode",
        onset_days_ago=110,
        diary_days=104,
        levels=(7, 5.5, 3.5, 2, 1, 0.5, 0.3, 0.3, 0.2, 0.2, 0.3, 0.3, 6, 6.2, 5.8),
        after=After(closed_days_ago=45, effect=2, back_days_ago=24),
    ),
)

NEUROLOGIST = ("neuroloog@demo.example", "dr. N. Haan")
MANAGER = ("manager@demo.example", "M. Post")

# Who helps, and in whose diary: a daughter of somebody who has just begun; and the leg pain of the day she wrote.
PROXY = ("roos@demo.example", "Roos Mulder", "gijs@demo.example")
PROXY_LEVEL = 7.5
