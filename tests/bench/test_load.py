"""The load bench fails on what must hold, tells what depends on the machine, and goes through JSON unchanged."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from itertools import islice, repeat
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from bench.load import acts, inside, outside, storage
from bench.load.__main__ import DOCUMENT, from_json, report
from bench.load.acts import Act, Step, Visit, WentWrong
from bench.load.result import FULL, MIDDLE, SMALL, Found, Inside, Row, Size, Times, each
from bench.load.site import signed_in
from bench.load.table import CASELOAD, LOG, TREND, failures, goals
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Patient, User

LIGHT = Inside(queries=8, raw=50_000, gzip=9_000, brotli=8_000, files=27_000)


def row(act: str, amount: int, seconds: float = 0.02, **more: int) -> Row:
    return Row(act, amount, replace(LIGHT, **more), (Times(1, seconds, seconds, 50.0),))


def found(*rows: Row, wrong: tuple[str, ...] = ()) -> Found:
    return Found("SQLite", rows, (), "quick", (), (), wrong)


def test_light_pages_and_as_many_queries_are_no_failure() -> None:
    assert not list(failures([found(row(CASELOAD, 1, queries=7), row(CASELOAD, 10), row(CASELOAD, 15_000))]))


def test_queries_that_grow_are_a_failure_whatever_the_order() -> None:
    (sentence,) = failures([found(row(CASELOAD, 1000, queries=9), row(CASELOAD, 1), row(CASELOAD, 10))])
    assert sentence == f"SQLite: {CASELOAD}: 8 queries with 10 and 9 with 1,000"


@pytest.mark.parametrize(
    ("act", "more", "fails"),
    [
        ("review page, days", {"raw": 100_000}, False),
        ("review page, days", {"raw": 100_001}, True),
        (TREND, {"gzip": 33_000}, False),
        (TREND, {"gzip": 33_001}, True),
        (LOG, {"gzip": 15_000}, False),
        (LOG, {"gzip": 15_001}, True),
        (LOG, {"files": 91_001}, True),
    ],
)
def test_a_page_that_is_too_heavy_is_a_failure(act: str, more: dict[str, int], fails: bool) -> None:
    assert bool(list(failures([found(row(act, 90, **more))]))) is fails


def test_a_wrong_answer_is_a_failure() -> None:
    assert list(failures([found(wrong=("it went wrong",))])) == ["SQLite: it went wrong"]


def test_times_are_told_and_never_a_failure() -> None:
    slow = found(
        row(CASELOAD, 100, 0.1), row(CASELOAD, 15_000, 0.3), row(TREND, 90, 0.1), row(TREND, 3650, 0.2)
    )
    assert not list(failures([slow]))
    told = {goal.asked: (goal.found, goal.reached) for goal in goals([slow])}
    assert told["SQLite: caseload at 15,000 within twice that at 100"] == ("3.00 times", False)
    assert told["SQLite: trend with 3,650 days within three times that of 90"] == ("2.00 times", True)
    assert told["SQLite: 3,650 entries in 60 ms"] == ("200 ms", False)


def test_what_was_found_goes_through_json() -> None:
    one = found(row(TREND, 90), wrong=("it went wrong",))
    assert from_json(json.loads(json.dumps(asdict(one)))) == one


def test_the_report_stands_in_the_document_beside_the_other_trackers() -> None:
    text = report([found(row(TREND, 365, 0.03))])
    assert re.search(r"a chart of 365 entries +\| +90 and 97 \| +30 \|", text)
    document = DOCUMENT.read_text()
    assert document.count("bench-load -->") == 1
    assert document.count("<!-- up to here -->") == 1


@pytest.mark.parametrize("size", [SMALL, MIDDLE, FULL])
def test_there_are_as_many_visits_as_are_made(size: Size) -> None:
    timed = sum(clients * (1 + each(size.requests, clients)) for clients in size.clients)
    assert size.visits == timed + 2


@pytest.fixture
def page(neurologist: User, patient: Patient) -> Act:
    return acts.caseload(neurologist, 1)


@pytest.mark.django_db
def test_inside_queries_and_bytes_are_those_of_the_page(page: Act, settings: Any) -> None:
    settings.STATIC_ROOT = settings.BASE_DIR / "tracker" / "static"
    measured = inside.measure(replace(page, visits=islice(page.visits, 2)))
    assert 3 <= measured.queries <= 20
    assert measured.brotli < measured.raw
    assert measured.gzip < measured.raw
    assert measured.files > 100_000  # as they are in the repository, not compressed


@pytest.mark.django_db
def test_a_wrong_answer_stops_the_measuring(stranger: Patient) -> None:
    with pytest.raises(WentWrong, match="/clinic/"):
        inside.measure(acts.caseload(stranger.user, 1))


@pytest.mark.django_db(transaction=True)
def test_outside_every_client_visits_through_the_server(live_server: LiveServer, patient: Patient) -> None:
    session = signed_in(patient.user)
    step = Step("/today/", None, lambda answer: answer.status == 200)
    size = Size(patients=(), cohort_days=1, diaries=(), clients=(1, 2), requests=4)
    counted: list[int] = []

    def visits() -> Iterator[Visit]:
        for number in range(100):
            counted.append(number)
            yield Visit(session, (step,))

    port = int(live_server.url.rpartition(":")[2])
    one, two = outside.measure(Act("today", 1, visits()), port, size)
    assert (one.clients, two.clients) == (1, 2)
    assert len(counted) == size.visits - 2
    assert 0 < one.median <= one.slow
    assert one.a_second > 0


@pytest.mark.django_db(transaction=True)
def test_outside_a_wrong_answer_is_noticed(live_server: LiveServer, patient: Patient) -> None:
    step = Step("/today/", None, lambda _answer: False)
    visits = repeat(Visit(signed_in(patient.user), (step,)))
    size = Size(patients=(), cohort_days=1, diaries=(), clients=(1,), requests=3)
    with pytest.raises(WentWrong, match="/today/"):
        list(outside.measure(Act("today", 1, visits), int(live_server.url.rpartition(":")[2]), size))


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("Index Scan using one_entry_a_day on journal_entry", "one_entry_a_day"),
        ("Index Scan Backward using assessment_latest on trends_assessment", "assessment_latest"),
        ("Bitmap Heap Scan on x\n  ->  Bitmap Index Scan on by_day", "by_day"),
        ("Seq Scan on alerts_alert", "all of alerts_alert"),
    ],
)
def test_a_plan_is_told_by_its_indexes(plan: str, said: str) -> None:
    assert storage._how(plan) == said


@pytest.mark.django_db
def test_the_quarters_have_every_day(clinic: Clinic, patient: Patient) -> None:

    (episode,) = patient.episodes.all()
    for day in (date(2025, 11, 30), date(2026, 2, 1), date(2026, 7, 1)):
        Entry.objects.create(
            patient=patient, episode=episode, day=day, written_by=patient.user, written_at=timezone.now()
        )
    bounds = list(storage._quarters())
    assert bounds[0] == (date(2025, 10, 1), date(2026, 1, 1))
    assert bounds[-1] == (date(2026, 7, 1), date(2026, 10, 1))
    assert [following for _first, following in bounds[:-1]] == [first for first, _following in bounds[1:]]
