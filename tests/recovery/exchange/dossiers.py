"""Arbitrary dossiers, such as the database could hold: for round trips through every format."""

import string
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from hypothesis import strategies as st

from recovery.alerts.models.alert import Step
from recovery.clinical.aftercare import Load, Reaction, Return, Weekly
from recovery.clinical.body import Place, Sensation
from recovery.clinical.care import Care, DiscLevel, ImagingKind, Painkiller
from recovery.clinical.circumstances import CancerHistory, Pregnancy
from recovery.clinical.questionnaires import QUESTIONNAIRES
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline, Because
from recovery.clinical.scores import NRS, Feeling, Side, Sleep, Strength
from recovery.clinical.signs import RULES_VERSION, Sign, Urgency
from recovery.clinical.standing import Standing
from recovery.exchange.dossier import (
    ActivityTold,
    AlertTold,
    Author,
    BodyTold,
    DoneTold,
    Dossier,
    EntryTold,
    EpisodeTold,
    ExerciseTold,
    FilledTold,
    ImagingTold,
    LoadTold,
    MarkTold,
    MedicineTold,
    NoteTold,
    Person,
    PreparationTold,
    QuestionTold,
    ReactionTold,
    RecoveredTold,
    ReturnedTold,
    Signed,
    StepTold,
    TreatmentTold,
    VersionTold,
    VisitTold,
    WeeklyTold,
)

T = TypeVar("T")

FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2027, 12, 31)
FEW = 3
KNOWN = tuple(known.code for known in QUESTIONNAIRES)

# What a database can hold of text: everything but NUL and half a surrogate pair. Odd white space is in it.
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs",))
SLUGS = st.text(string.ascii_lowercase + string.digits + "-_", min_size=1, max_size=12)
LANGUAGES = st.sampled_from(("", "nl", "en", "a\xa0b"))
PHONES = st.sampled_from(("", "+31883203900", "+31612345678"))


def texts(*, longest: int = 20, shortest: int = 0) -> st.SearchStrategy[str]:
    return st.text(CHARACTERS, min_size=shortest, max_size=longest)


days = st.dates(FIRST_DAY, LAST_DAY)
moments = st.datetimes(
    datetime(FIRST_DAY.year, 1, 1), datetime(LAST_DAY.year, 12, 31), timezones=st.just(UTC)
)
# Empty where it is pseudonymised.
authors = st.builds(Author, is_patient=st.booleans(), name=texts()) | st.builds(
    Author, is_patient=st.just(value=False), name=texts(), is_proxy=st.just(value=True)
)
signed = st.builds(Signed, by=authors, at=moments)
maybe_signed = st.none() | signed


def sorted_by(key: Callable[[T], Any]) -> Callable[[list[T]], tuple[T, ...]]:
    return lambda values: tuple(sorted(values, key=key))


def few(
    values: st.SearchStrategy[T], key: Callable[[T], Any], *, once: Callable[[T], Hashable] | None = None
) -> st.SearchStrategy[tuple[T, ...]]:
    """A few values in the order of `key`, of which `once` is there once."""
    return st.lists(values, max_size=FEW, unique_by=once).map(sorted_by(key))


scores = st.none() | st.sampled_from(NRS)
sign_codes = st.lists(st.sampled_from([sign.value for sign in Sign]), max_size=FEW, unique=True).map(tuple)

entries = st.builds(
    EntryTold,
    day=days,
    limitation=scores,
    leg_pain=scores,
    back_pain=scores,
    feeling=st.none() | st.sampled_from(Feeling),
    strength=st.none() | st.sampled_from(Strength),
    signs=st.none() | sign_codes,
    sleep=st.none() | st.sampled_from(Sleep),
    painkillers=st.none() | st.booleans(),
    worse_on_coughing=st.none() | st.booleans(),
    note=texts(),
    backfilled=st.booleans(),
    written=signed,
    corrected_at=st.none() | moments,
    activities=st.dictionaries(st.uuids(), st.sampled_from(NRS), max_size=FEW).map(
        lambda found: tuple(sorted(found.items()))
    ),
    answered_at=st.none() | moments,
)


@st.composite
def exact_answers(draw: st.DrawFn) -> dict[str, Any]:
    """Answers as `journal.answers.Answers` keeps them."""
    codes = {"feeling": Feeling, "strength": Strength, "sleep": Sleep}
    return {
        **{name: draw(scores) for name in ("limitation", "leg_pain", "back_pain")},
        **{name: draw(st.sampled_from(["", *(code.value for code in kind)])) for name, kind in codes.items()},
        "signs": list(draw(sign_codes)),
        "painkillers": draw(st.none() | st.booleans()),
        "worse_on_coughing": draw(st.none() | st.booleans()),
        "note": draw(texts()),
        "activities": draw(st.dictionaries(st.uuids().map(str), st.sampled_from(NRS), max_size=FEW)),
    }


versions = st.builds(
    VersionTold, day=days, answers=exact_answers(), written_at=moments, removed=st.booleans(), changed=signed
)


@st.composite
def treatments(draw: st.DrawFn) -> TreatmentTold:
    """A class for painkillers only, and an end that is not before the beginning."""
    kind, day = draw(st.sampled_from(Care)), draw(days)
    return TreatmentTold(
        kind=kind,
        painkiller=draw(st.none() | st.sampled_from(Painkiller)) if kind is Care.PAINKILLERS else None,
        day=day,
        until=draw(st.none() | st.dates(day, LAST_DAY)),
        recorded=draw(signed),
        confirmed=draw(maybe_signed),
        withdrawn=draw(maybe_signed),
        ended=draw(maybe_signed),
    )


imaging = st.builds(
    ImagingTold,
    kind=st.sampled_from(ImagingKind),
    day=days,
    finding=texts(),
    recorded=signed,
    confirmed=maybe_signed,
    withdrawn=maybe_signed,
)


@st.composite
def visits(draw: st.DrawFn) -> VisitTold:
    """Planned, held or called off."""
    held = draw(maybe_signed)
    return VisitTold(
        day=draw(days),
        clinic=draw(texts()),
        planned=draw(signed),
        held=held,
        cancelled=None if held else draw(maybe_signed),
    )


notes = st.builds(NoteTold, ref=st.uuids(), clinic=texts(), text=texts(), written=signed)
questions = st.builds(
    QuestionTold,
    text=texts(shortest=1),
    asked=signed,
    discussed_on=st.none() | days,
    withdrawn_at=st.none() | moments,
)
items = st.lists(
    st.tuples(SLUGS, st.none() | st.integers(0, 100)), max_size=FEW, unique_by=lambda item: item[0]
).map(tuple)


@st.composite
def unknown_sheets(draw: st.DrawFn) -> dict[str, Any]:
    """Of a questionnaire, or a version of one, that this release does not know; with whatever score it had."""
    code = draw(SLUGS | st.sampled_from(("diary", "a_b", "rmdq-24", "a-rather-long-name-of-one", *KNOWN)))
    score = st.none() | st.floats(0, 1000, allow_nan=False).map(lambda score: round(score, 3))
    return {"code": code, "version": f"x{draw(SLUGS)}", "answers": draw(items), "score": draw(score)}


@st.composite
def known_sheets(draw: st.DrawFn) -> dict[str, Any]:
    """Of one that is known, with the score that it gives."""
    known = draw(st.sampled_from(QUESTIONNAIRES))
    answers = {item.code: draw(st.none() | st.sampled_from(sorted(item.values))) for item in known.items}
    if draw(st.booleans()):
        answers = {item.code: draw(st.sampled_from(sorted(item.values))) for item in known.items}
    score = known.score(answers)
    return {
        "code": known.code,
        "version": known.version,
        "answers": tuple(answers.items()),
        "score": None if score is None else float(score),
    }


@st.composite
def filled(draw: st.DrawFn) -> tuple[FilledTold, ...]:
    """The questionnaires of a patient: on a day one is filled in once, or again."""
    keys = draw(st.lists(st.tuples(days, known_sheets() | unknown_sheets()), max_size=FEW))
    found: dict[Hashable, list[FilledTold]] = {}
    for day, sheet in keys:
        rows = found.setdefault((day, sheet["code"]), [])
        for _ in range(draw(st.integers(1, 2))):
            language = draw(LANGUAGES)
            rows.append(FilledTold(day=day, **sheet, written=draw(signed), language=language, turn=len(rows)))
    told = [replace(one, replaced=one is not rows[-1]) for rows in found.values() for one in rows]
    return sorted_by(lambda one: (one.day, one.code, one.turn))(told)


ONCE = (Step.CONTACTED, Step.NOT_MEANT, Step.CLOSED)


@st.composite
def steps(draw: st.DrawFn) -> tuple[StepTold, ...]:
    """What the constraints of the table allow: taken once by each clinic that it came to, everything else once."""
    passed = draw(st.integers(0, 2))
    kinds = [(Step.PASSED_ON, turn + 1) for turn in range(passed)]
    kinds += draw(st.lists(st.sampled_from([(Step.TAKEN, turn) for turn in range(passed + 1)]), unique=True))
    kinds += [(step, 0) for step in draw(st.lists(st.sampled_from(ONCE), max_size=FEW, unique=True))]
    kinds += [(Step.NOT_REACHED, 0)] * draw(st.integers(0, 2))
    told = [draw(_step(kind.value, turn)) for kind, turn in kinds]
    return sorted_by(lambda step: step.done.at)(told)


@st.composite
def _step(draw: st.DrawFn, step: str, turn: int) -> StepTold:
    return StepTold(
        step=step,
        done=draw(signed),
        outcome=draw(st.sampled_from(("phoned", "mri", "other"))) if step == Step.CLOSED else "",
        needed=draw(st.none() | st.booleans()) if step == Step.CLOSED else None,
        note=draw(texts()),
        tried=draw(st.sampled_from(("", "desk", "gp"))) if step == Step.NOT_REACHED else "",
        turn=turn,
    )


findings = st.fixed_dictionaries(
    {
        "sign": st.sampled_from([sign.value for sign in Sign]),
        "urgency": st.sampled_from([urgency.value for urgency in Urgency]),
        "because": st.sampled_from([because.value for because in Because]),
    }
)
alerts = st.builds(
    AlertTold,
    id=st.uuids(),
    day=st.none() | days,
    urgency=st.sampled_from([urgency.value for urgency in Urgency]),
    findings=st.lists(findings, max_size=FEW).map(tuple),
    answers=exact_answers(),
    rules_version=st.sampled_from(("2026.1", RULES_VERSION)),
    raised=signed,
    steps=steps(),
    answered_at=st.none() | moments,
)

activities = st.builds(
    ActivityTold, ref=st.uuids(), name=texts(shortest=1), chosen=signed, retired=maybe_signed
)
marks = st.builds(MarkTold, place=st.sampled_from(Place), sensation=st.sampled_from(Sensation))
bodies = st.builds(BodyTold, day=days, marks=st.lists(marks, max_size=FEW).map(tuple), written=signed)
weeks = st.builds(WeeklyTold, day=days, answer=st.sampled_from(Weekly), written=signed)
recovered = st.builds(
    RecoveredTold,
    day=days,
    effect=st.integers(1, 7),
    standing=st.none() | st.sampled_from(Standing),
    said=signed,
)
flares = st.builds(ReturnedTold, day=days, kind=st.just(Return.FLARE), said=signed)
preparations = st.builds(PreparationTold, matters=texts(), not_understood=texts(), written=signed)
done = st.builds(DoneTold, day=days, told=signed, undone=maybe_signed)
done_days = st.lists(done, max_size=FEW, unique_by=lambda one: one.day).map(sorted_by(lambda one: one.day))
reactions = st.builds(
    ReactionTold, day=days, told=signed, reaction=st.none() | st.sampled_from(Reaction), reacted=maybe_signed
)


@st.composite
def in_turns(draw: st.DrawFn, values: st.SearchStrategy[T]) -> tuple[T, ...]:
    """Something that is told once a day, or again."""
    found: dict[date, list[Any]] = {}
    for value in draw(st.lists(values, max_size=FEW)):
        rows = found.setdefault(value.day, [])  # type: ignore[attr-defined]
        rows.append(replace(value, turn=len(rows)))  # type: ignore[type-var]
    told = [replace(one, replaced=one is not rows[-1]) for rows in found.values() for one in rows]
    return sorted_by(lambda one: (one.day, one.turn))(told)


@st.composite
def medicines(draw: st.DrawFn) -> tuple[MedicineTold, ...]:
    """Some that stand by themselves, and some that replace one of before."""
    told: list[MedicineTold] = []
    for at in sorted(draw(st.lists(moments, max_size=FEW, unique=True))):
        stopped = draw(maybe_signed)
        free = [one.ref for one in told if one.ref not in {other.replaces for other in told}]
        one = MedicineTold(
            ref=draw(st.uuids()),
            name=draw(texts(shortest=1)),
            strength=draw(texts()),
            how_often=draw(texts()),
            painkiller=draw(st.none() | st.sampled_from(Painkiller)),
            recorded=replace(draw(signed), at=at),
            stopped_on=draw(days) if stopped else None,
            stopped=stopped,
            replaces=draw(st.none() | st.sampled_from(free)) if free else None,
            taken=draw(done_days),
        )
        told.append(one)
    return tuple(told)


@st.composite
def loads(draw: st.DrawFn) -> tuple[LoadTold, ...]:
    told: list[LoadTold] = []
    for at in sorted(draw(st.lists(moments, max_size=FEW, unique=True))):
        free = set(range(len(told))) - {one.replaces for one in told}
        one = LoadTold(
            kind=draw(st.sampled_from(Load)),
            what=draw(texts(shortest=1)),
            amount=draw(texts(shortest=1)),
            started_on=draw(days),
            is_back=draw(st.booleans()),
            chosen=replace(draw(signed), at=at),
            ended=draw(maybe_signed),
            replaces=draw(st.none() | st.sampled_from(sorted(free))) if free else None,
            days=draw(few(reactions, lambda day: day.day, once=lambda day: day.day)),
        )
        told.append(one)
    return tuple(told)


exercises = st.builds(
    ExerciseTold,
    name=texts(shortest=1),
    how_often=texts(),
    chosen=signed,
    ended=maybe_signed,
    days=done_days,
)

people = st.builds(
    Person,
    ref=st.uuids(),
    name=texts(),
    email=st.sampled_from(("", "anna@example.nl", "kees@example.nl")),
    birth_date=st.none() | st.dates(date(1920, 1, 1), date(2010, 1, 1)),
    phone=PHONES,
    language=st.sampled_from(("", "nl", "en")),
    under_treatment=st.booleans(),
    gp_name=texts(),
    gp_phone=PHONES,
    gp_out_of_hours_phone=PHONES,
    cancer_history=st.none() | st.sampled_from(CancerHistory),
    baselines=st.fixed_dictionaries({sign: st.sampled_from(Baseline) for sign in BASELINE_SIGNS}),
    created_at=moments,
    allergies=texts(),
    pregnancy=st.none() | st.sampled_from(Pregnancy),
)


def one_of_a_kind(treatment: TreatmentTold) -> Hashable:
    return treatment.kind, treatment.painkiller, treatment.day


@st.composite
def episodes(
    draw: st.DrawFn, own: tuple[EntryTold, ...], sheets: tuple[FilledTold, ...], *, current: bool
) -> EpisodeTold:
    """An episode with these days and questionnaires; all but the current one have ended."""
    onset = draw(days)
    return EpisodeTold(
        onset=onset,
        side=draw(st.sampled_from(Side)),
        level=draw(st.none() | st.sampled_from(DiscLevel)),
        discharged=draw(st.none() | st.tuples(days, authors)),
        ended_on=None if current else draw(st.dates(onset, LAST_DAY)),
        entries=own,
        treatments=draw(few(treatments(), lambda told: told.day, once=one_of_a_kind)),
        imaging=draw(few(imaging, lambda told: told.day, once=lambda told: (told.kind, told.day))),
        visits=draw(few(visits(), lambda told: told.day, once=lambda told: told.day)),
        notes=draw(few(notes, lambda told: told.written.at, once=lambda told: told.ref)),
        questions=draw(few(questions, lambda told: told.asked.at)),
        filled=sheets,
        placed=draw(maybe_signed),
        activities=draw(few(activities, lambda told: told.chosen.at, once=lambda told: told.chosen.at)),
        recovered=draw(few(recovered, lambda told: told.said.at, once=lambda told: told.day)),
        returned=draw(few(flares, lambda told: told.said.at, once=lambda told: told.day)),
        preparations=draw(few(preparations, lambda told: told.written.at, once=lambda told: told.written.at)),
    )


@st.composite
def came_back(draw: st.DrawFn, before: EpisodeTold, now: EpisodeTold) -> tuple[ReturnedTold, ...]:
    """Flares, and the new episode that followed."""
    told = list(before.returned)
    day = draw(days)
    if draw(st.booleans()) and day not in {one.day for one in told}:
        told.append(ReturnedTold(day, Return.NEW, draw(signed), now.onset))
    return sorted_by(lambda one: one.said.at)(told)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """A patient with a day once, whatever the episode, and at most one current episode."""
    told = draw(few(entries, lambda entry: entry.day, once=lambda entry: entry.day))
    sheets = draw(filled())
    split, at = draw(st.integers(0, len(told))), draw(st.integers(0, len(sheets)))
    before = draw(episodes(told[:split], sheets[:at], current=False))
    now = draw(episodes(told[split:], sheets[at:], current=True))
    parts = [
        replace(
            before,
            body=draw(in_turns(bodies)),
            weekly=draw(in_turns(weeks)),
            returned=draw(came_back(before, now)),
        ),
        now,
    ]
    return Dossier(
        person=draw(people),
        episodes=tuple(sorted(parts, key=lambda episode: episode.onset)),
        versions=draw(few(versions, lambda version: version.changed.at)),
        alerts=draw(few(alerts, lambda alert: alert.raised.at, once=lambda alert: alert.id)),
        medicines=draw(medicines()),
        loads=draw(loads()),
        exercises=draw(few(exercises, lambda told: told.chosen.at, once=lambda told: told.chosen.at)),
    )
