"""The number to phone in the browser is that of the server: both are asked the same, and no answer differs."""

import random
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import combinations, product
from typing import Any

import pytest
from django.utils import translation

from recovery.clinical.contact import (
    AMSTERDAM,
    GP_WEEK,
    Advice,
    Hours,
    Line,
    Role,
    Week,
    who_to_phone,
    working_days,
)
from recovery.clinical.signs import Urgency
from recovery.episodes import ladder
from recovery.people import access
from recovery.people.holidays import Holiday, closed_days, keep, kept_by
from recovery.people.models import Clinic, Patient
from recovery.people.phones import advice_for
from tests.browser.both import Phone, differences
from tests.browser.conftest import Visit
from tests.cast import DESK, EMERGENCY, GP, GP_OUT_OF_HOURS, NIGHT, OFFICE_HOURS
from tracker.app.own import line_as_data, own_tables
from tracker.app.tables import tables
from tracker.phones import going, phone_card

NUMBERS = {
    Role.DESK: DESK,
    Role.EMERGENCY_DEPARTMENT: EMERGENCY,
    Role.GP: GP,
    Role.GP_OUT_OF_HOURS: GP_OUT_OF_HOURS,
}
TRIED = [list(some) for size in range(len(NUMBERS) + 1) for some in combinations(NUMBERS, size)]
MOMENTS = (OFFICE_HOURS, NIGHT)

# A line that has a number, has none, or has one that cannot be right.
STATES = ("fine", "missing", "broken")

# Index of the lines, under treatment, moment, urgency, ambulance, index of what was tried.
Case = tuple[int, bool, int, str, bool, int]

ADVICE = """
const said = (advice) => [[advice.first, ...advice.others].map((line) => `${line.role}=${line.number}`).join(" "),
  advice.office_hours, advice.missing, advice.when_open, advice.why_112];
"""
ROUTER = (
    "(engine, tables, [lines, under_treatment, moment, urgency, ambulance, tried], shared) => {"
    + ADVICE
    + """
  return said(engine.whoToPhone(tables, {under_treatment, urgency, ambulance, lines: shared.lines[lines],
    clinic_hours: tables.gp_week, closed_days: [], now: new Date(shared.moments[moment]), tried: shared.tried[tried]}));
}"""
)


@pytest.fixture
def phone(visit: Visit) -> Phone:
    visitor = visit()
    visitor.open("/account/login/")
    return Phone(visitor.page)


def line(role: Role, state: str, number: str = "") -> Line:
    text = {"missing": "", "broken": f"{role} abc"}.get(state, number or NUMBERS[role])
    return Line(role, text, "Noord" if role is Role.DESK else "", broken=state == "broken")


EVERY_STATE = [
    [line(role, state) for role, state in zip(NUMBERS, states, strict=True)]
    for states in product(STATES, repeat=len(NUMBERS))
]


def with_the_same_numbers() -> Iterator[list[Line]]:
    """A GP's number may be that of the out-of-hours service, and so on; and the lines in any order."""
    chance = random.Random(112)
    for groups in product(("1", "2", "3"), repeat=len(NUMBERS)):
        numbers = [f"+3188320390{group}" for group in groups]
        lines = [line(role, "fine", number) for role, number in zip(NUMBERS, numbers, strict=True)]
        yield chance.sample([replace(each, broken=each.number.endswith("3")) for each in lines], len(lines))


def said(advice: Advice) -> list[Any]:
    """An advice as both tell it."""
    numbers = " ".join(f"{each.role}={each.number}" for each in advice.lines)
    return [numbers, advice.office_hours, advice.missing, advice.when_open, advice.why_112]


def every_case(lines: Sequence[Any], tried: Sequence[Any] = TRIED) -> list[Case]:
    return list(
        product(
            range(len(lines)),
            (True, False),
            range(len(MOMENTS)),
            [urgency.value for urgency in Urgency],
            (True, False),
            range(len(tried)),
        )
    )


def advised(lines: Sequence[Sequence[Line]], case: Case) -> Advice:
    which, treated, moment, urgency, ambulance, tried = case
    return who_to_phone(
        under_treatment=treated,
        lines=lines[which],
        clinic_hours=GP_WEEK,
        closed_days=(),
        now=MOMENTS[moment],
        urgency=Urgency(urgency),
        tried=TRIED[tried],
        ambulance=ambulance,
    )


def shared(lines: Sequence[Sequence[Line]]) -> dict[str, Any]:
    """What many cases have in common, sent once."""
    return {
        "lines": [[line_as_data(each) for each in some] for some in lines],
        "moments": [moment.timestamp() * 1000 for moment in MOMENTS],
        "tried": TRIED,
    }


@pytest.mark.parametrize(
    ("lines", "count"),
    [(EVERY_STATE, 31104), (list(with_the_same_numbers()), 31104)],
    ids=["missing and broken", "the same number twice"],
)
def test_both_phone_the_same_numbers(phone: Phone, lines: list[list[Line]], count: int) -> None:
    """Treatment, office open or closed, urgency, 112, which lines there are, and which were tried: all of it."""
    cases = every_case(lines)
    assert len(cases) == count
    server = [said(advised(lines, case)) for case in cases]
    assert not differences(server, phone.answers(ROUTER, tables("nl"), cases, shared(lines)), cases)


def mutants() -> Iterator[tuple[str, dict[str, Any]]]:
    """Parts of the tables that are not as they should be."""
    orders = tables("nl")["order"]
    for treated, is_open in product(("under_treatment", "not_under_treatment"), ("open", "closed")):
        for place in range(len(NUMBERS) - 1):
            made = deepcopy(orders)
            order = made[treated][is_open]
            order[place], order[place + 1] = order[place + 1], order[place]
            yield f"{treated} {is_open}: {place} and the next swapped", {"order": made}
    for name, value in [
        ("offices", ["desk"]),
        ("offices", ["gp"]),
        ("last_for_later", "gp_out_of_hours"),
        ("waits", "today"),
        ("now", "today"),
        ("gp_week", [None] * 7),
        ("gp_week", [["00:00:00", "23:59:59"]] * 7),
        ("ambulance", {"role": "ambulance", "number": "911"}),
    ]:
        yield f"{name} is {value}", {name: value}


def test_every_change_of_the_order_and_the_rest_would_be_found(phone: Phone) -> None:
    cases = [case for case in every_case(EVERY_STATE) if case[5] in {0, len(TRIED) - 1}]
    server, changed = [said(advised(EVERY_STATE, case)) for case in cases], list(mutants())
    assert len(changed) == 20
    unnoticed = phone.unnoticed(
        ROUTER,
        tables("nl"),
        [("nothing", {}), *changed],
        cases=cases,
        server=server,
        shared=shared(EVERY_STATE),
    )
    assert unnoticed == ["nothing"]


def test_a_closed_day_that_is_forgotten_would_be_found(phone: Phone, patient: Patient) -> None:
    record, moments = record_of(patient), [datetime(2026, 12, 25, 10, tzinfo=AMSTERDAM)]
    own, cases = own_tables(record, ladder.current(record), OFFICE_HOURS), [moments[0].timestamp() * 1000]
    server = [said(advice_for(record, now=moment)) for moment in moments]
    assert not differences(server, phone.answers(OWN, tables("nl"), cases, own), cases)
    own["closed_days"].remove("2026-12-25")
    assert differences(server, phone.answers(OWN, tables("nl"), cases, own), cases)


# When an office is open: a real patient of a real clinic, before both routers.

OWN = (
    "(engine, tables, at, own) => {"
    + ADVICE
    + " return said(engine.adviceFor(tables, own, {now: new Date(at), urgency: own.urgency ?? tables.now})); }"
)

WEEKS = {
    "as GPs": GP_WEEK,
    "half days": Week(
        (
            Hours(time(9, 30), time(12, 15)),
            None,
            Hours(time(8), time(12)),
            Hours(time(0), time(23, 59, 59)),
            Hours(time(8), time(17)),
            Hours(time(10), time(11)),
            Hours(time(1), time(3, 30)),  # open while the clock goes forward or back
        )
    ),
    "never": working_days(Hours(time(8), time(8, 1))),
}
CLOCKS = [
    time(0),
    time(0, 0, 1),
    time(7, 59, 59, 999000),
    time(8),
    time(8, 1),
    time(9, 29, 59),
    time(9, 30),
    time(12, 14, 59),
    time(12, 15),
    time(16, 59, 59, 999000),
    time(17),
    time(23, 59, 58),
    time(23, 59, 59),
    time(23, 59, 59, 999000),
]
CLOCK_CHANGES = (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31))


def moments(clinic: Clinic, *, changes: Sequence[date]) -> list[datetime]:
    """Around every holiday of two years, the ends of a year, and every quarter of an hour around some days.

    Sets the clinic to keep every holiday.
    """
    keep(clinic, list(Holiday))
    holidays = sorted(day for year in (2026, 2027) for day in closed_days(clinic, year))
    near = {day + timedelta(days=n) for day in holidays for n in (-1, 0, 1)} | {date(2027, 12, 31)}
    found = [
        datetime.combine(day, clock, tzinfo=AMSTERDAM)
        for day, clock in product(sorted(day for day in near if day.year in {2026, 2027}), CLOCKS)
    ]
    for change in changes:
        start = datetime.combine(change - timedelta(days=1), time(0), tzinfo=AMSTERDAM).timestamp()
        found += [datetime.fromtimestamp(start + 900 * n, tz=AMSTERDAM) for n in range(4 * 24 * 3)]
    return found


def record_of(patient: Patient) -> Patient:
    record = access.own_record(patient.user)
    assert record
    assert record.clinic
    return record


def set_week(clinic: Clinic, hours: Week) -> None:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for name, each in zip(names, hours.days, strict=True):
        setattr(clinic, f"{name}_opens", each and each.opens)
        setattr(clinic, f"{name}_closes", each and each.closes)


SETTINGS = list(product((True, False), (True, False)))


@pytest.mark.parametrize("hours", WEEKS)
@pytest.mark.parametrize(("good_friday", "liberation_day"), SETTINGS)
def test_both_know_when_an_office_is_open(
    phone: Phone, patient: Patient, hours: str, good_friday: bool, liberation_day: bool
) -> None:
    record = record_of(patient)
    assert record.clinic
    keeps_both = good_friday and liberation_day  # which days are kept does nothing to the clock
    at = moments(record.clinic, changes=CLOCK_CHANGES if keeps_both else ())
    set_week(record.clinic, WEEKS[hours])
    record.clinic.closed_on_good_friday = good_friday
    record.clinic.closed_on_liberation_day = liberation_day
    assert (Holiday.GOOD_FRIDAY in kept_by(record.clinic)) is good_friday
    assert len(at) == (1852 if keeps_both else 700)
    cases = [moment.timestamp() * 1000 for moment in at]
    opened = set()
    for treated, urgency in product((True, False), (Urgency.NOW, Urgency.DAYS)):
        record.under_treatment = treated
        own = own_tables(record, ladder.current(record), OFFICE_HOURS) | {"urgency": urgency.value}
        advices = [advice_for(record, now=moment, urgency=urgency) for moment in at]
        server = [said(advice) for advice in advices]
        assert not differences(server, phone.answers(OWN, tables("nl"), cases, own), at)
        opened |= {advice.office_hours for advice in advices}
    assert opened == {True, False}


def test_in_a_year_of_which_the_closed_days_are_not_known_an_office_counts_as_closed(
    phone: Phone, patient: Patient
) -> None:
    """Here the two differ on purpose: the server always knows its calendar."""
    record = record_of(patient)
    own = own_tables(record, ladder.current(record), OFFICE_HOURS)
    known, beyond = (datetime(year, 3, 1, 10, tzinfo=AMSTERDAM).timestamp() * 1000 for year in (2027, 2028))
    answers = phone.answers(OWN, tables("nl"), [known, beyond], own)
    assert [is_open for _numbers, is_open, *_rest in answers] == [True, False]


# What is said about the numbers.

CARD = """
(engine, tables, [lines, under_treatment, moment, urgency, ambulance, tried, told], shared) => {
  const own = {under_treatment, lines: shared.lines[lines], week: tables.gp_week, closed_days: [], years: [2026],
    told: shared.told[told]};
  const advice = engine.adviceFor(tables, own,
    {now: new Date(shared.moments[moment]), urgency, ambulance, tried: shared.tried[tried]});
  const card = engine.phoneCard(tables, advice);
  const text = ({whose, number, href}) => `${whose} ${number} ${href}`;
  return [text(card.first), card.others.map(text), card.notes, card.told && [card.told.text, card.told.language],
    card.is_112, engine.going(tables, advice).from_abroad.map(text)];
}
"""
TOLD = [{}, {"nl": "Hallo"}, {"en": "Hello"}, {"nl": "Hallo", "en": "Hello"}]


def shown(advice: Advice) -> list[Any]:
    def text(each: Any) -> str:
        return f"{each.whose} {each.number} {each.href}"

    card = phone_card(advice)
    return [
        text(card.first),
        [text(each) for each in card.others],
        card.notes,
        [card.told.text, card.told.language] if card.told else None,
        card.is_112,
        [text(each) for each in going(advice.lines).from_abroad],
    ]


LINES_TO_SHOW = [
    *EVERY_STATE,
    [Line(Role.DESK, "+318001515", "Noord", "Poli Oost"), Line(Role.GP, "+4930123456", "dr. <b>Bos</b>")],
    [Line(Role.GP, "14020"), Line(Role.GP_OUT_OF_HOURS, "+319001515", called="Spoedpost")],
]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_both_say_the_same_about_the_numbers(phone: Phone, language: str) -> None:
    spent = (0, len(TRIED) - 1)
    cases = [
        (*case, told)
        for case in every_case(LINES_TO_SHOW)
        if case[5] in spent
        for told in ((case[0] + case[5]) % len(TOLD),)
    ]
    assert len(cases) == 83 * 2 * 2 * 3 * 2 * 2
    with translation.override(language):
        server = []
        for *case, told in cases:
            advice = advised(LINES_TO_SHOW, tuple(case))  # type: ignore[arg-type]
            treated = case[1] and not advice.office_hours
            server.append(shown(replace(advice, told=TOLD[told]) if treated else advice))
        answers = phone.answers(CARD, tables(language), cases, shared(LINES_TO_SHOW) | {"told": TOLD})
    assert not differences(server, answers, cases)
