"""Everything about one patient in one archive: the record, a table of every kind, and who looked at it.

Made in memory: a diary of ten years is a few megabytes. What does not go out, and why, stands in `holdings`.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

from recovery.erasure.holdings import HOLDINGS, Holding
from recovery.erasure.rows import cell, fields_of, people_in, told
from recovery.exchange import diary_csv
from recovery.exchange.diary_csv import BOM, defused
from recovery.exchange.formats import bundle
from recovery.exchange.records import dossier_of, for_the_patient
from recovery.people.models import Patient

RECORD = "record.json"
DIARY = "diary.csv"


def table_name(holding: Holding) -> str:
    """Where a table stands in the archive."""
    return f"tables/{holding.name}.csv"


def going_out() -> list[Holding]:
    """The tables that are in an archive."""
    return [holding for holding in HOLDINGS if not holding.because]


def files(patient: Patient, *, now: datetime) -> Iterator[tuple[str, str]]:
    """The record as FHIR, the diary as CSV, and every table."""
    dossier = for_the_patient(dossier_of(patient))
    yield RECORD, json.dumps(bundle(dossier, at=now), ensure_ascii=False, allow_nan=False)
    days = (entry for episode in dossier.episodes for entry in episode.entries)
    yield DIARY, "".join(diary_csv.write(days))
    for holding in going_out():
        yield table_name(holding), "".join(_table(holding, patient))


def zipped(made: Iterable[tuple[str, str]], *, beside: Mapping[str, bytes]) -> bytes:
    """The archive of these files, with some that were made elsewhere first."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in beside.items():
            archive.writestr(name, content)
        for name, text in made:
            archive.writestr(name, text)
    return file.getvalue()


def _table(holding: Holding, patient: Patient) -> Iterator[str]:
    """A line at a time; no cell is a formula to a spreadsheet."""
    without = [name for name, _reason in holding.withheld]
    yield BOM + _line([field.name for field in fields_of(holding.model, without=without)])
    people = [name for name in people_in(holding.model) if name not in without]
    rows = holding.rows_out(patient)
    for row in rows.select_related(*people) if people else rows:
        yield _line([defused(cell(value)) for value in told(row, without=without).values()])


def _line(cells: list[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
