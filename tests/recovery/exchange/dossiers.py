"""Arbitrary dossiers, such as the database could hold: for round trips through every format."""

import string
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from hypothesis import strategies as st

from recovery.alerts.models.alert import Step
from recovery.clinical.care import Care, DiscLevel, ImagingKind, Painkiller
from recovery.clinical.circumstances import CancerHistory
from recovery.clinical.questionnaires import QUESTIONNAIRES
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline, Because
from recovery.clinical.scores import NRS, Feeling, Side, Sleep, Strength
from recovery.clinical.signs import RULES_VERSION, Sign, Urgency
from recovery.exchange.dossier import (
    AlertTold,
    Author,
    Dossier,
    EntryTold,
    EpisodeTold,
    FilledTold,
    ImagingTold,
    NoteTold,
    Person,
    QuestionTold,
    Signed,
    StepTold,
    TreatmentTold,
    VersionTold,
    VisitTold,
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
authors = st.builds(Author, is_patient=st.booleans(), name=texts())
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
    )


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """A patient with a day once, whatever the episode, and at most one current episode."""
    told = draw(few(entries, lambda entry: entry.day, once=lambda entry: entry.day))
    sheets = draw(filled())
    split, at = draw(st.integers(0, len(told))), draw(st.integers(0, len(sheets)))
    parts = [
        draw(episodes(told[:split], sheets[:at], current=False)),
        draw(episodes(told[split:], sheets[at:], current=True)),
    ]
    return Dossier(
        person=draw(people),
        episodes=tuple(sorted(parts, key=lambda episode: episode.onset)),
        versions=draw(few(versions, lambda version: version.changed.at)),
        alerts=draw(few(alerts, lambda alert: alert.raised.at, once=lambda alert: alert.id)),
    )
