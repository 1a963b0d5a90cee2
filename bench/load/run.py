"""One database from empty to full, asked on the way: the clinic at each size, then the diaries of each length."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from bench.faults.processes import Server
from bench.load import acts, inside, outside, site, storage
from bench.load.acts import Act, WentWrong
from bench.load.result import COUNTED, Found, Memory, Row, Size
from recovery.alerts.models import Alert
from recovery.journal.models import Entry

PATIENCE_SECONDS = 120.0


def run(database: str, port: int, size: Size) -> Found:
    """Everything that is asked of one database."""
    server = Server(port, {"BASE_URL": f"http://127.0.0.1:{port}"}, settings.VAR_DIR / "log")
    rows: list[Row] = []
    memory: list[Memory] = []
    filled: list[str] = []
    wrong: list[str] = []
    server.start_and_wait(patience=PATIENCE_SECONDS)
    try:
        memory.append(outside.memory(server, "before the first page"))
        for act in _acts(size, filled):
            try:
                rows.append(_row(act, port, size))
            except WentWrong as went:
                wrong.append(f"{act.name} {act.amount:,}: {went}")
        memory.append(outside.memory(server, "after the last"))
    finally:
        server.stop(patience=PATIENCE_SECONDS)
    plans, sizes = storage.look() if connection.vendor == "postgresql" else ((), ())
    return Found(database, tuple(rows), tuple(memory), filled[-1], sizes, plans, tuple(wrong))


def _acts(size: Size, filled: list[str]) -> Iterator[Act]:
    """One after the other, each once what it needs is there."""
    clinic, reader = site.clinic()
    for number, how in site.grown(clinic, size):
        filled.append(how)
        storage.tell_the_planner()
        yield acts.caseload(reader, number)
    yield acts.review(reader, site.somebody(clinic), max(size.patients), "patients")
    places = site.people(size)
    storage.tell_the_planner()
    for days, place in places.items():
        yield acts.trend(place)
        yield acts.review(place.neurologist, place.reader, days, "days")
    saving = places[size.diaries[0]]
    yield acts.form(saving)
    for days, place in places.items():
        yield acts.quiet_day(place, timed=days == size.diaries[0])
    yield acts.red_flag_day(saving)
    yield acts.whole_act(saving)


def _row(act: Act, port: int, size: Size) -> Row:
    """An act inside and outside; what it should have left behind must be there."""
    before = Entry.objects.count(), Alert.objects.count()
    counted = inside.measure(act)
    found = Row(act.name, act.amount, counted, tuple(outside.measure(act, port, size)) if act.timed else ())
    visits = size.visits if act.timed else COUNTED
    wanted = before[0] + act.entries * visits, before[1] + act.alerts * visits
    if (now := (Entry.objects.count(), Alert.objects.count())) != wanted:
        raise WentWrong(f"{visits} visits should leave {wanted} entries and alerts, and there are {now}")
    return found
