"""How much can be sent: bytes, rows, columns, depth and fields; each too much is refused with a sentence."""

import re
import sys
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.exchange import diary_csv, uploads
from recovery.exchange.models import Upload
from recovery.exchange.other_apps import MOST_BYTES, CannotRead, Unreadable, table_of
from recovery.people.models import Patient

ROOT = Path(__file__).parents[2]
TOO_LARGE = 413


class Unread(BytesIO):
    """A body of which nobody may read a byte."""

    def read(self, *_args: object) -> bytes:
        raise AssertionError("it was read")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(as_patient: Client) -> None:
    announced = {"CONTENT_LENGTH": str(settings.LARGEST_BODY + 1), "wsgi.input": Unread()}
    kind = {"CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = as_patient.post(reverse("patient:bring_in"), **announced, **kind)
    assert answer.status_code == TOO_LARGE
    page = answer.content.decode()
    assert "tel:" in page
    assert "2 MB" in page


def test_every_address_refuses_it(client: Client) -> None:
    for url in ("/account/login/", "/app/queue/", "/fhir/Patient"):
        assert client.post(url, CONTENT_LENGTH=str(10**17)).status_code == TOO_LARGE


def test_the_largest_file_fits_in_the_largest_body() -> None:
    assert MOST_BYTES < settings.LARGEST_BODY


def test_a_file_that_is_too_large_is_refused_with_a_sentence_and_the_one_before_stays(
    as_patient: Client, patient: Patient
) -> None:
    uploads.keep(patient, name="a.csv", content=b"date,leg_pain\n2026-11-10,5\n", now=timezone.now())
    file = SimpleUploadedFile("b.csv", b"x" * (MOST_BYTES + 1))
    answer = as_patient.post(reverse("patient:bring_in"), {"file": file})
    assert answer.status_code == 200
    assert 'class="invalid-feedback' in answer.content.decode() or "error" in answer.content.decode()
    assert Upload.objects.get().name == "a.csv"


def test_a_thousand_fields_are_enough(as_patient: Client) -> None:
    assert as_patient.post(reverse("display"), {f"f{n}": "" for n in range(1001)}).status_code == 400


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a,b\n" + "1,2\n" * 20_001, Unreadable.TOO_MANY_ROWS),
        (",".join(["a"] * 1_000_000) + "\n", Unreadable.NO_TABLE),
        ("a,b\n" + '"' + "x" * 1_900_000, Unreadable.NO_TABLE),
        ("x" * 1_900_000, Unreadable.NO_TABLE),
    ],
    ids=["rows", "columns", "a quotation mark that never ends", "one line"],
)
def test_a_file_of_the_worst_kind_is_no_table(text: str, why: Unreadable) -> None:
    with pytest.raises(CannotRead) as cannot:
        table_of(text)
    assert cannot.value.why is why


@pytest.mark.parametrize(
    "text", ["[" * 1_000_000, '{"a":' * 300_000, '[{"a":' * 300_000 + "1" + "}]" * 300_000]
)
def test_a_record_that_is_nested_without_end_is_refused(text: str) -> None:
    with pytest.raises(CannotRead):
        uploads.as_json(text)


def test_a_number_of_a_million_digits_is_refused() -> None:
    with pytest.raises(CannotRead):
        uploads.as_json('{"a": ' + "9" * 1_000_000 + "}")


def calls_of(text: bytes) -> int:
    """How many calls of our own code reading a diary takes: what grows faster than the file grows too fast."""
    calls = 0

    def count(frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        diary_csv.read([text], now=timezone.now())
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "line", [b'2026-11-10,"5\n', b'"\n', b"2026-11-10,5\n", b"x,y,z\n", b'2026-11-10,"a""b"\n', b"\0,\xff\n"]
)
def test_twice_as_many_lines_take_about_twice_as_long(line: bytes) -> None:
    head = b"date,note,signs\n"
    few, many = calls_of(head + line * 500), calls_of(head + line * 1_000)
    assert many < 2.5 * few


# --- patterns over what is typed

# What makes a pattern try again and again: a repeat of something that itself repeats, or a choice under a repeat.
NESTED = re.compile(r"\((?:[^()\\]|\\.)*[+*}](?:[^()\\]|\\.)*\)[+*{]")
PATTERN = re.compile(
    r"""(?:re\.(?:compile|match|search|fullmatch|sub|split|findall)|re_path)\(\s*r?f?["'](.+?)["'][,)]"""
)

# Judged one by one: each round begins with a sign that the round before it cannot end with, so there is one way.
JUDGED = {
    r"[a-z_]+(?:[./][a-z_]+)*",
    r"\+?\d(?:[ ()/-]?\d){8,14}(?![\w-])",
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
}


def patterns() -> set[str]:
    files = [*ROOT.glob("recovery/**/*.py"), *ROOT.glob("tracker/**/*.py")]
    return {found for file in files for found in PATTERN.findall(file.read_text(encoding="utf-8"))}


def test_no_pattern_goes_back_on_its_steps() -> None:
    assert len(patterns()) > 20
    assert {pattern for pattern in patterns() if NESTED.search(pattern)} <= JUDGED
