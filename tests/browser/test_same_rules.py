"""The red flags in the browser are those of the server: both judge the same cases, and no answer differs."""

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import pytest

from recovery.clinical.circumstances import CancerHistory, circumstances
from recovery.clinical.course import TreatedOn, TreatmentKind
from recovery.clinical.policy import Policy
from recovery.clinical.red_flags import Finding, beside, find, most_urgent, needs_ambulance, together
from recovery.clinical.scores import Day, Strength
from recovery.clinical.signs import MOST_URGENT_FIRST, RULES, Sign, Urgency, When, asked
from tests.browser.both import Phone, differences
from tests.browser.conftest import Visit
from tracker.app.tables import tables
from tracker.patient.day_form import sign_groups

SIGNS = [sign.value for sign in Sign]
STRENGTHS = [None, *(strength.value for strength in Strength)]
# Also without "always": nobody hands that in, and both have to say the same of it.
SETS_OF_WHEN = [
    list(some) for size in range(len(When) + 1) for some in combinations([w.value for w in When], size)
]
URGENCIES = [urgency.value for urgency in MOST_URGENT_FIRST]
EVERYTHING = SETS_OF_WHEN[-1]

# Answers, strength, what holds that day, what the clinic decided, and what was told before and is open.
Case = tuple[list[str] | None, str | None, list[str], dict[str, str], list[str]]

JUDGE = """
(engine, tables, [signs, strength, circumstances, policy, told]) => {
  const text = (findings) => findings.map((f) => `${f.sign}:${f.urgency}:${f.because}`).join(" ");
  const findings = engine.find(tables, {signs, strength}, {circumstances, policy});
  const near = engine.beside(tables, findings, told);
  const every = [...new Set([...findings.map((f) => f.sign), ...told])];
  const some = near.length > 0;
  return [
    text(findings), text(near), some ? engine.mostUrgent(tables, near) : "",
    some ? engine.together(tables, every, near.map((f) => f.urgency)) : "", engine.needsAmbulance(tables, every),
  ];
}
"""


@pytest.fixture
def phone(visit: Visit) -> Phone:
    visitor = visit()
    visitor.open("/account/login/")
    return Phone(visitor.page)


def _text(findings: tuple[Finding, ...]) -> str:
    return " ".join(f"{found.sign}:{found.urgency}:{found.because}" for found in findings)


def judge(case: Case) -> Any:
    """What the server says."""
    signs, strength, whens, decided, told_before = case
    policy = Policy({Sign(sign): Urgency(urgency) for sign, urgency in decided.items()})
    told = frozenset(Sign(sign) for sign in told_before)
    day = Day(
        date.min,
        strength=Strength(strength) if strength else None,
        signs=None if signs is None else frozenset(signs),
    )
    try:
        findings = find(day, circumstances=frozenset(map(When, whens)), policy=policy)
    except ValueError:
        return "error"
    near = beside(findings, told)
    every = told | {found.sign for found in findings}
    soon: list[Any] = (
        [most_urgent(near), together(every, (found.urgency for found in near))] if near else ["", ""]
    )
    return [_text(findings), _text(near), *soon, needs_ambulance(every)]


def alone() -> Iterator[Case]:
    for sign, strength, whens in product([None, *SIGNS], STRENGTHS, SETS_OF_WHEN):
        yield (None if sign is None else [sign]), strength, whens, {}, []
    for strength, whens in product(STRENGTHS, SETS_OF_WHEN):
        yield [], strength, whens, {}, []


def pairs() -> Iterator[Case]:
    for both, strength, whens in product(combinations(SIGNS, 2), (None, "worse"), SETS_OF_WHEN):
        yield list(both), strength, whens, {}, []


def beside_what_is_open() -> Iterator[Case]:
    for sign, told, whens in product(SIGNS, SIGNS, (["always"], EVERYTHING)):
        yield [sign], None, whens, {}, [told]


def decided_by_a_clinic() -> Iterator[Case]:
    """Also what the table does not let it choose."""
    for sign, urgency, whens in product(SIGNS, URGENCIES, SETS_OF_WHEN):
        yield [sign], None, whens, {sign: urgency}, []


def by_chance(count: int, seed: int) -> Iterator[Case]:
    chance = random.Random(seed)
    for _number in range(count):
        signs = chance.sample(SIGNS, chance.choice((0, 1, 2, 3, 4, 8, len(SIGNS))))
        told = chance.sample(SIGNS, chance.choice((0, 0, 1, 2, 5)))
        decided = {
            sign: chance.choice(URGENCIES) for sign in chance.sample(SIGNS, chance.randrange(len(SIGNS)))
        }
        yield signs, chance.choice(STRENGTHS), chance.choice(SETS_OF_WHEN), decided, told


def not_in_the_table() -> Iterator[Case]:
    for signs in (["nonsense"], ["bladder", "nonsense"], [""], ["BLADDER"], ["constructor"]):
        yield signs, "worse", ["always"], {}, []


@pytest.mark.parametrize(
    ("cases", "count"),
    [
        (list(alone()), 1664),
        (list(pairs()), 8832),
        (list(beside_what_is_open()), 1152),
        (list(decided_by_a_clinic()), 1152),
        (list(by_chance(6000, seed=6)), 6000),
        (list(not_in_the_table()), 5),
    ],
    ids=["alone", "pairs", "beside", "decided", "chance", "nonsense"],
)
def test_both_find_the_same(phone: Phone, cases: list[Case], count: int) -> None:
    server = [judge(case) for case in cases]
    assert len(cases) == count
    assert not differences(server, phone.answers(JUDGE, tables("nl"), cases), cases)


def treated() -> Iterator[tuple[list[tuple[str, str]], str, str]]:
    """Around the ends of what is asked after a treatment; over summer time, a leap day and the end of a year."""
    days = [date(2026, 3, 20), date(2026, 10, 20), date(2027, 12, 20), date(2028, 2, 10), date(2026, 6, 1)]
    for kind, on, cancer, after in product(TreatmentKind, days, CancerHistory, range(-2, 46)):
        yield [(kind.value, on.isoformat())], cancer.value, (on + timedelta(days=after)).isoformat()
    chance = random.Random(28)
    kinds = [kind.value for kind in TreatmentKind]
    for _number in range(1000):
        today = date(2026, 1, 1) + timedelta(days=chance.randrange(900))
        told = [
            (chance.choice(kinds), (today - timedelta(days=chance.randrange(-3, 60))).isoformat())
            for _each in range(chance.randrange(5))
        ]
        yield told, chance.choice([cancer.value for cancer in CancerHistory]), today.isoformat()


def holds(told: list[tuple[str, str]], cancer: str, on: str) -> frozenset[When]:
    treatments = [TreatedOn(TreatmentKind(kind), date.fromisoformat(day)) for kind, day in told]
    return circumstances(treatments, CancerHistory(cancer), date.fromisoformat(on))


def test_both_know_the_same_circumstances(phone: Phone) -> None:
    cases = list(treated())
    call = """(engine, tables, [told, cancer_history, on]) => engine.circumstances(
        tables, {treatments: told.map(([kind, date]) => ({kind, date})), cancer_history}, on).sort()"""
    server = [sorted(holds(*case)) for case in cases]
    assert len(cases) == 2440
    assert not differences(server, phone.answers(call, tables("nl"), cases), cases)


def test_both_find_the_same_on_a_day_of_a_patient(phone: Phone) -> None:
    """Treatments, the history of cancer, what the clinic decided and the answers of the day, all together."""
    chance = random.Random(6)
    cases = [
        (*told, *answers)
        for told, answers in zip(chance.sample(list(treated()), 1500), by_chance(1500, 7), strict=True)
    ]
    call = """(engine, tables, [told, cancer_history, date, signs, strength, whens, policy]) => {
        const own = {treatments: told.map(([kind, on]) => ({kind, date: on})), cancer_history, policy};
        const found = engine.findOwn(tables, own, {date, signs, strength});
        return found.map((f) => `${f.sign}:${f.urgency}:${f.because}`).join(" ");
      }"""
    server = [
        judge((signs, strength, [when.value for when in holds(told, cancer, on)], policy, []))[0]
        for told, cancer, on, signs, strength, _whens, policy, _open in cases
    ]
    assert len(cases) == 1500
    assert not differences(server, phone.answers(call, tables("nl"), cases), cases)


def test_both_ask_the_same_under_the_same_headings(phone: Phone) -> None:
    cases = list(product(SETS_OF_WHEN, [[], *([sign] for sign in SIGNS)]))
    call = """(engine, tables, [whens, told]) => [engine.asked(tables, whens).map((rule) => rule.sign),
        engine.signGroups(tables, whens, told).map((group) => [group.title, group.rules.map((rule) => rule.sign)])]"""
    server = [
        [
            [rule.sign.value for rule in asked(frozenset(map(When, whens)))],
            [
                [group.title, [rule.sign.value for rule in group.rules]]
                for group in sign_groups(frozenset(map(When, whens)), frozenset(told))
            ],
        ]
        for whens, told in cases
    ]
    assert len(cases) == 400
    assert not differences(server, phone.answers(call, tables("nl"), cases), cases)


# The proof can fail: whatever is changed in one row, or left out, some case shows it.


def _dropped(made: dict[str, Any], number: int) -> None:
    made["rules"].pop(number)


def _another_urgency(made: dict[str, Any], number: int) -> None:
    row = made["rules"][number]
    row["urgency"] = other_than(row["urgency"])


def _another_choice(made: dict[str, Any], number: int) -> None:
    row = made["rules"][number]
    row["urgencies"] = sorted({other_than(row["urgency"])} ^ set(row["urgencies"]))


def _another_number(made: dict[str, Any], number: int) -> None:
    row = made["rules"][number]
    row["ambulance"] = not row["ambulance"]


def other_than(urgency: str) -> str:
    return next(each for each in URGENCIES if each != urgency)


def mutants() -> Iterator[tuple[str, dict[str, Any]]]:
    ways: tuple[Callable[[dict[str, Any], int], None], ...] = (
        _dropped,
        _another_urgency,
        _another_choice,
        _another_number,
    )
    rules = tables("nl")["rules"]
    for (number, rule), change in product(enumerate(RULES), ways):
        made = {"rules": deepcopy(rules)}
        change(made, number)
        yield f"{rule.sign}{change.__name__}", made
    for number, rule in enumerate(RULES):
        for part, each in [
            *(("now_with", s) for s in rule.now_with),
            *(("now_after", w) for w in rule.now_after),
        ]:
            made = {"rules": deepcopy(rules)}
            made["rules"][number][part].remove(each)
            yield f"{rule.sign} without {part} {each}", made


def test_every_single_change_of_the_table_would_be_found(phone: Phone) -> None:
    cases: list[Case] = [
        *(([sign], None, EVERYTHING, {}, []) for sign in SIGNS),
        *((list(both), None, ["always"], {}, []) for both in combinations(SIGNS, 2)),
        *(([sign], None, ["always"], {sign: urgency}, []) for sign, urgency in product(SIGNS, URGENCIES)),
    ]
    server, changed = [judge(case) for case in cases], list(mutants())
    assert len(changed) == 4 * len(RULES) + sum(len(rule.now_with) + len(rule.now_after) for rule in RULES)
    assert phone.unnoticed(JUDGE, tables("nl"), [("nothing", {}), *changed], cases=cases, server=server) == [
        "nothing"
    ]
