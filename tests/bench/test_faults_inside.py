"""The bench's processes die as they should, its clock is wrong by as much as was asked, its browsers are real."""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from bench.faults import cluster
from bench.faults.patients import Browser, Day, Progress, save, save_all
from bench.faults.people import SignedIn, make_clinic, open_days, patients_of, signed_in
from bench.faults.place import NUMBER
from bench.faults.processes import GaveUp, Process, must_come, running, wait_for, wait_while_it_goes_on
from recovery.alerts.models import Alert
from recovery.journal.models import Entry

LONG = 60.0


def process(tmp_path: Path, *arguments: str) -> Process:
    return Process(arguments, {"DEMO": "1", "VAR_DIR": str(tmp_path)}, tmp_path / "log")


def is_gone(pid: int) -> bool:
    """Also a zombie is: nobody has to fetch it."""
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_kill_takes_the_children_along(tmp_path: Path) -> None:
    made = process(tmp_path, "sh", "-c", "sleep 600 & wait")
    with running(made):
        must_come("the child", lambda: len(made.family()) == 2, patience=LONG)
        family = made.family()
        assert made.is_alive
    assert not made.is_alive
    assert wait_for(lambda: all(map(is_gone, family)), patience=LONG)


def test_a_stop_gives_the_exit_code(tmp_path: Path) -> None:
    made = process(tmp_path, "sh", "-c", "trap 'exit 3' TERM; echo ready; while :; do sleep 0.1; done")
    with running(made):
        must_come("a word", lambda: made.log.read_text() == "ready\n", patience=LONG)
        assert made.stop(patience=LONG) == 3


def test_what_goes_on_is_waited_for_however_long_it_takes() -> None:
    steps = iter(range(40))
    seen: list[int] = []

    def so_far() -> int:
        seen.append(next(steps))
        return seen[-1]

    assert wait_while_it_goes_on(lambda: len(seen) == 40, so_far, patience=0.1)
    assert not wait_while_it_goes_on(lambda: False, lambda: 40, patience=0.1)


def test_what_does_not_come_is_said() -> None:
    with pytest.raises(GaveUp, match="spring did not come within 0 s"):
        must_come("spring", lambda: False, patience=0)


def test_the_clock_of_a_command_is_wrong_by_an_hour(tmp_path: Path) -> None:
    said = "from django.utils import timezone; print(timezone.now().isoformat())"
    made = process(tmp_path, sys.executable, "-m", "bench.faults.clock", "3600", "shell", "-v0", "-c", said)
    before = datetime.now().astimezone()
    made.start()
    assert wait_for(lambda: not made.is_alive, patience=LONG)
    hour = timedelta(hours=1)
    told = datetime.fromisoformat(made.log.read_text().strip().splitlines()[-1])
    assert before + hour <= told <= datetime.now().astimezone() + hour


def patients(number: int) -> list[SignedIn]:
    return signed_in(patients_of(make_clinic("bench"), number))


def test_browsers_save_days_and_see_the_number(live_server: LiveServer) -> None:
    port, today = live_server.thread.port, open_days()[0]
    one, other = patients(2)
    days = [Day(one, today, 3, flagged=False), Day(other, today, 5, flagged=True)]
    progress = Progress()
    saved = save_all(days, port=port, browsers=2, number=NUMBER, patience=LONG, progress=progress)
    assert [(day.answered, day.numberless, day.own_number) for day in saved] == [(True, [], True)] * 2
    assert progress.begun == 2
    assert sorted(Entry.objects.values_list("leg_pain", flat=True)) == [3, 5]
    assert Alert.objects.get().patient == other.patient


def test_a_red_flag_that_is_answered_without_a_number_is_noted(live_server: LiveServer) -> None:
    """Who is not signed in is sent to sign in."""
    (known,) = patients(1)
    browser = Browser(live_server.thread.port)
    day = Day(known, open_days()[0], 5, flagged=True)
    assert browser.has_token(day)
    stranger = Day(SignedIn(known.patient, "nobody"), day.day, 5, flagged=True)
    saved = save(browser, stranger, number=NUMBER, patience=0.5)
    assert not saved.answered
    assert saved.numberless
    assert not saved.own_number


def test_a_server_that_is_away_gives_no_answer(db: None) -> None:
    (known,) = patients(1)
    saved = save(Browser(1), Day(known, open_days()[0], 5, flagged=True), number=NUMBER, patience=0.5)
    assert (saved.answered, saved.refused, saved.numberless) == (False, [], [])
    assert saved.silent


def test_without_postgresql_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cluster, "DEBIAN", tmp_path)
    monkeypatch.setitem(os.environ, "PATH", str(tmp_path))
    with pytest.raises(cluster.NoPostgresError, match="apt-get install postgresql"), cluster.cluster(18_999):
        pass
