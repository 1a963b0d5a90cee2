"""`manage.py assess`: from a file to one line a patient, from a fresh clone, with nothing set."""

import io
import json
import shutil
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.progress import Progress

ROOT = Path(__file__).parents[3]
KEYS = {
    *("patient", "as_of", "weeks_since_onset", "entries", "standing", "recovers_by_26_weeks", "low", "high"),
    *("leg_pain_now", "limitation_now", "leg_pain_next_week", "reason", "recovers_in_weeks"),
}
STANDINGS = {"too_early", "recovered", "on_course", "not_clear", "off_course", "worse", "relapsed", "treated"}
HEADER = "patient,onset,date,leg_pain,limitation,back_pain,event"
ONSET = date(2026, 1, 1)


def row(patient: str, day: int, leg: object, event: str = "") -> str:
    return f"{patient},{ONSET},{ONSET + timedelta(days=day)},{leg},{leg},,{event}"


def better(patient: str, days: int = 56) -> list[str]:
    """From 8 to 1 in eight weeks."""
    return [row(patient, day, round(8 - 7 * day / 55)) for day in range(days)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "scores.csv"
    path.write_text(
        "\n".join([HEADER, *better("7"), row("8", 0, 5), *better("9"), row("9", 60, "", "operation")])
    )
    return path


def run(*arguments: object, data: bytes | None = None) -> tuple[int, str, str]:
    """Exit status, standard output and standard error."""
    out, err = io.StringIO(), io.StringIO()
    before = sys.stdin
    if data is not None:
        sys.stdin = io.TextIOWrapper(io.BytesIO(data))
    try:
        call_command("assess", *map(str, arguments), stdout=out, stderr=err)
        status = 0
    except SystemExit as ended:
        status = int(ended.code or 0)
    finally:
        sys.stdin = before
    return status, out.getvalue(), err.getvalue()


def objects(*arguments: object, data: bytes | None = None) -> list[dict[str, object]]:
    status, out, err = run(*arguments, "--format", "json", data=data)
    assert (status, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def manage(
    *arguments: object, of: Path = ROOT, cwd: Path, given: str = ""
) -> "subprocess.CompletedProcess[str]":
    """As somebody runs it, with an empty environment."""
    command = [sys.executable, str(of / "manage.py"), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env={}, input=given, capture_output=True, text=True, check=False)


# --- what it says


def test_it_says_where_each_patient_stands_as_of_their_last_row(file: Path) -> None:
    better_one, new, treated = objects(file)
    assert set(better_one) == KEYS
    assert [told["patient"] for told in (better_one, new, treated)] == ["7", "8", "9"]
    assert [told["as_of"] for told in (better_one, new, treated)] == [
        "2026-02-25",
        "2026-01-01",
        "2026-03-02",
    ]
    assert better_one["weeks_since_onset"] == 7
    assert better_one["entries"] == 56
    assert isinstance(better_one["recovers_by_26_weeks"], float)
    assert better_one["low"] <= better_one["recovers_by_26_weeks"] <= better_one["high"]  # type: ignore[operator]
    assert new["standing"] == "too_early"
    assert treated["standing"] == "treated"
    assert treated["recovers_by_26_weeks"] is None
    assert treated["reason"] == (
        "Operation on 2026-03-02: the course from then on is not spontaneous. Leg pain was around 1.6 of 10 then, "
        "and is around 1 now."
    )


def test_as_of_an_earlier_day_later_rows_are_not_looked_at(file: Path) -> None:
    assert {told["as_of"] for told in objects(file, "--as-of", "2026-01-10")} == {"2026-01-10"}
    assert [told["entries"] for told in objects(file, "--as-of", "2026-01-10")] == [10, 1, 10]
    before = objects(file, "--as-of", "2025-12-31")
    assert [(told["standing"], told["entries"], told["weeks_since_onset"]) for told in before] == [
        ("too_early", 0, None)
    ] * 3


def test_another_starting_point_is_another_outlook(file: Path) -> None:
    low, high = (objects(file, "--start", start)[0]["recovers_by_26_weeks"] for start in (0.3, 0.9))
    assert low < high  # type: ignore[operator]


def test_the_table_is_what_it_prints_without_being_asked(file: Path) -> None:
    status, out, _err = run(file)
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == ["patient", "7", "8", "9"]


def test_it_answers_in_english_whatever_the_language_of_the_site(file: Path, tmp_path: Path) -> None:
    with translation.override("nl"):
        assert "There is something to say" in str(objects(file, "--plot", tmp_path / "charts")[1]["reason"])
    assert "worse" in (tmp_path / "charts" / "patient-7.svg").read_text()


def test_standard_input_is_a_file_too() -> None:
    data = "\n".join([HEADER, *better("7")]).encode()
    assert [told["patient"] for told in objects("-", data=data)] == ["7"]


def test_without_patients_there_is_a_sentence_and_no_json() -> None:
    assert run("-", data=HEADER.encode()) == (0, "No patient to assess.\n", "")
    assert run("-", "--format", "json", data=HEADER.encode()) == (0, "", "")


def test_each_patient_has_a_chart(file: Path, tmp_path: Path) -> None:
    assert run(file, "--plot", tmp_path / "charts")[0] == 0
    assert len(list((tmp_path / "charts").glob("patient-*.svg"))) == 3


# --- what is wrong


def test_a_bad_row_is_named_and_the_others_are_assessed(file: Path) -> None:
    file.write_text(file.read_text() + "\n" + row("8", 1, 11))
    status, out, err = run(file, "--format", "json")
    assert status == 1
    assert [json.loads(line)["patient"] for line in out.splitlines()] == ["7", "9"]
    scores = "expected: a number from 0 to 10 with a decimal point, or nothing for not answered"
    assert err.splitlines() == [
        f"line 116: leg_pain: 11 is not between 0 and 10; {scores}",
        f"line 116: limitation: 11 is not between 0 and 10; {scores}",
        "patient 8 is not assessed",
        "bad rows: 1; patients not assessed: 1",
    ]


@pytest.mark.parametrize("start", ["0", "1", "-0.1", "80", "nan", "inf", "x"])
def test_a_starting_point_is_a_share(file: Path, start: str) -> None:
    with pytest.raises(CommandError, match=r"is not between 0 and 1; expected: a share such as 0\.80"):
        run(file, f"--start={start}")


def test_a_day_exists(file: Path) -> None:
    with pytest.raises(
        CommandError, match="2026-02-30 is no such date; expected: an existing date as YYYY-MM-DD"
    ):
        run(file, "--as-of", "2026-02-30")


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.csv cannot be read: No such file or directory"):
        run(tmp_path / "none.csv")
    with pytest.raises(CommandError, match="cannot be read: Is a directory"):
        run(tmp_path)
    with pytest.raises(CommandError, match="Missing in the first line: onset, date, leg_pain and limitation"):
        run("-", data=b"patient,x\n")


def test_a_place_that_cannot_be_written_is_a_sentence(file: Path) -> None:
    for place in (file, file / "charts"):
        with pytest.raises(CommandError, match=r"scores\.csv.* cannot be written: "):
            run(file, "--plot", place)


def test_closed_standard_input_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(CommandError, match="it is closed"):
        run("-")


# --- from a fresh clone


def test_it_needs_no_environment_and_writes_no_file(file: Path, tmp_path: Path) -> None:
    clone, elsewhere = tmp_path / "clone", tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("recovery", "tracker", "templates"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", clone)
    before = files(tmp_path)
    ran = manage("assess", file, "--format", "json", of=clone, cwd=elsewhere)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [set(json.loads(line)) for line in ran.stdout.splitlines()] == [KEYS] * 3
    assert files(tmp_path) == before


def files(folder: Path) -> set[Path]:
    """Everything in it but what Python keeps for itself."""
    return {path for path in folder.rglob("*") if "__pycache__" not in path.parts}


def test_without_a_site_there_is_no_database_and_no_secret(tmp_path: Path) -> None:
    ask = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from django.core.exceptions import ImproperlyConfigured\n"
        "from django.db import connection\n"
        "for refused in (connection.cursor, lambda: settings.SECRET_KEY):\n"
        "    try:\n"
        "        refused()\n"
        "    except ImproperlyConfigured:\n"
        "        print('refused')\n"
    )
    env = {"DJANGO_SETTINGS_MODULE": "tracker.settings_no_site", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", ask], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert ran.stdout.split() == ["refused", "refused"], ran.stderr


@pytest.mark.parametrize("command", ["check", "migrate", "runserver"])
def test_every_other_command_still_refuses_without_its_secrets(command: str, tmp_path: Path) -> None:
    ran = manage(command, "assess", cwd=tmp_path)
    assert ran.returncode != 0
    assert "Set SECRET_KEY" in ran.stderr


def test_a_wrong_command_line_and_bad_rows_are_told_apart_by_the_exit_status(
    file: Path, tmp_path: Path
) -> None:
    assert manage("assess", file, "--start", "2", cwd=tmp_path).returncode == 2
    assert manage("assess", tmp_path / "none.csv", cwd=tmp_path).returncode == 1
    bad = manage("assess", "-", cwd=tmp_path, given=f"{HEADER}\nx\n")
    assert (bad.returncode, "Traceback" in bad.stderr) == (1, False)


@pytest.mark.parametrize("reader", ["has seen enough", "presses Ctrl-C"])
def test_it_ends_without_a_word_when_nobody_listens(reader: str, file: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "assess", "-"]
    with subprocess.Popen(
        command, cwd=tmp_path, env={}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        if reader == "has seen enough":
            process.stdout.close()
            process.stdin.write(file.read_bytes())
            process.stdin.close()
        else:
            _until_it_reads(process, HEADER.encode())
            process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
        assert process.wait() == -(signal.SIGPIPE if reader == "has seen enough" else signal.SIGINT)


def _until_it_reads(process: "subprocess.Popen[bytes]", line: bytes) -> None:
    """More than a pipe holds: once it is all written, somebody reads."""
    assert process.stdin
    process.stdin.write(line + b"\n" * 200_000)
    process.stdin.flush()


# --- whatever is in it

CELLS = st.sampled_from(
    [
        "",
        "7",
        "8",
        "2026-01-01",
        "2026-01-05",
        "2026-02-30",
        "5",
        "0",
        "11",
        "2.5",
        "nan",
        "operation",
        '"',
        '"a\nb"',
        "\0",
    ]
)
GOOD = st.tuples(st.sampled_from("789"), st.integers(1, 60), st.sampled_from(["", "injection"])).map(
    lambda of: "\n".join([*better(of[0], of[1]), row(of[0], 61, "", of[2])])
)
FILES = st.lists(GOOD | st.lists(CELLS, max_size=8).map(",".join), max_size=6).map(
    lambda rows: "\n".join([HEADER, *rows]).encode()
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(FILES | st.binary(), st.sampled_from([(), ("--as-of", "2026-01-20"), ("--start", "0.999")]))
def test_whatever_is_in_a_file_the_answer_is_json_and_the_status_0_or_1(
    data: bytes, options: tuple[str, ...]
) -> None:
    try:
        status, out, err = run("-", "--format", "json", *options, data=data)
    except CommandError:
        return
    assert status == (1 if err else 0)
    for line in out.splitlines():
        told = json.loads(line, parse_constant=pytest.fail)
        assert set(told) == KEYS
        assert told["standing"] in STANDINGS


# --- progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("terminal", "total", "told"), [(Terminal(), 4, True), (Terminal(), 3, False), (io.StringIO(), 4, False)]
)
def test_progress_is_for_long_files_on_a_terminal(terminal: io.StringIO, total: int, told: bool) -> None:
    parts = ["ab", "cd"]
    assert list(Progress(OutputWrapper(terminal)).through(parts, "Reading", len, total, 4)) == parts
    assert ("Reading: 50%" in terminal.getvalue()) is told
    assert "\n" not in terminal.getvalue()
