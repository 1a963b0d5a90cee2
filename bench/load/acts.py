"""What is measured: acts of one or more requests, each with whom it is done by and when its answer is right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, cycle, repeat

from django.urls import reverse

from bench.load.site import signed_in
from bench.people import OPEN_DAYS, Place, days_ago
from recovery.clinical.signs import Sign
from recovery.people.models import Patient, User

Form = dict[str, object]
QUIET: Form = {"limitation": 3, "leg_pain": 4, "back_pain": 2, "feeling": "normal", "strength": "normal"}
NOTHING: Form = {**QUIET, "none_new": "on"}
FLAGGED: Form = {**QUIET, "signs": Sign.BLADDER.value}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    leads_to: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Step:
    """One request, with a form or without; `right` says whether the answer is what it should be."""

    path: str
    form: Form | None
    right: Callable[[Answer], bool]


@dataclass(frozen=True, slots=True)
class Visit:
    """One act of whoever has this session."""

    session: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """A row of the table. `visits` never end, or last for as many as were asked; `entries` a visit are added."""

    name: str
    amount: int
    visits: Iterator[Visit]
    entries: int = 0
    alerts: int = 0
    timed: bool = True


class WentWrong(Exception):
    """An answer is not what it should be: then the numbers mean nothing."""


def caseload(reader: User, patients: int) -> Act:
    """The list of patients."""
    step = Step(reverse("clinic:caseload"), None, _shows('href="/clinic/patients/'))
    return Act("caseload, patients", patients, repeat(Visit(signed_in(reader), (step,))))


def review(reader: User, patient: Patient, amount: int, of: str) -> Act:
    """One patient for the neurologist."""
    step = Step(reverse("clinic:review", args=[patient.ref]), None, _shows(patient.user.name))
    return Act(f"review page, {of}", amount, repeat(Visit(signed_in(reader), (step,))))


def trend(place: Place) -> Act:
    """How it goes, for the patient."""
    step = Step(reverse("patient:course"), None, _shows('class="drawing-wide"'))
    return Act("trend page, days", place.entries, repeat(Visit(signed_in(place.reader.user), (step,))))


def form(place: Place) -> Act:
    """The daily log, opened."""
    steps = (Step(_day(0), None, _shows('name="leg_pain"')),)
    visits = cycle([Visit(signed_in(patient.user), steps) for patient in place.quiet])
    return Act("daily log, days", place.entries, visits)


def quiet_day(place: Place, *, timed: bool = True) -> Act:
    """Saving a day, by itself: half of the days that are still open."""
    after = _leads_to(reverse("patient:course"))
    visits = _days(place.quiet, range(OPEN_DAYS // 2, OPEN_DAYS), lambda day: (Step(day, NOTHING, after),))
    return Act("save a quiet day, days", place.entries, visits, entries=1, timed=timed)


def red_flag_day(place: Place) -> Act:
    """Saving a day with a red flag."""
    after = _leads_to(reverse("patient:urgent"))
    visits = _days(place.flagged, range(OPEN_DAYS), lambda day: (Step(day, FLAGGED, after),))
    return Act("save a red-flag day, days", place.entries, visits, entries=1, alerts=1)


def whole_act(place: Place) -> Act:
    """Opening the form, saving, and the page after it: the other half of the open days."""
    to = reverse("patient:course")
    visits = _days(
        place.quiet,
        range(OPEN_DAYS // 2),
        lambda day: (
            Step(day, None, _shows('name="leg_pain"')),
            Step(day, NOTHING, _leads_to(to)),
            Step(to, None, _shows('class="drawing-wide"')),
        ),
    )
    return Act("form, saving, page after it, days", place.entries, visits, entries=1)


def _day(back: int) -> str:
    return reverse("patient:day", args=[days_ago(back)])


def _days(patients: list[Patient], back: range, steps: Callable[[str], tuple[Step, ...]]) -> Iterator[Visit]:
    """Every day of every patient once, so that each is a new entry."""
    sessions = [signed_in(patient.user) for patient in patients]
    return chain.from_iterable((Visit(session, steps(_day(ago))) for session in sessions) for ago in back)


def _leads_to(address: str) -> Callable[[Answer], bool]:
    return lambda answer: answer.status == 302 and answer.leads_to == address


def _shows(piece: str) -> Callable[[Answer], bool]:
    return lambda answer: answer.status == 200 and piece in answer.body.decode()


def check(step: Step, answer: Answer) -> None:
    """`WentWrong` unless the answer is right."""
    if not step.right(answer):
        raise WentWrong(f"{step.path} gave the wrong answer: {answer.status} {answer.leads_to}")
