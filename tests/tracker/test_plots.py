"""Charts as files: names that lead nowhere else and are never the same, and SVG that stands by itself."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery.clinical.course import Case, TreatedOn, TreatmentKind
from recovery.clinical.reading import read_all
from recovery.clinical.series import Series
from tests.recovery.clinical.builders import untimed
from tracker.plots import Charts, file_names, leg_pain_svg

ONSET = date(2026, 1, 1)
SVG = "{http://www.w3.org/2000/svg}"


def case(*at: int, as_of: date = date(2026, 2, 1)) -> Case:
    series = Series.of_columns(ONSET, at, [[5.5, 4, 3]] * len(at))
    return Case(series, as_of, (TreatedOn(TreatmentKind.INJECTION, date(2026, 1, 20)),))


def svg(patient: str, of: Case) -> str:
    return leg_pain_svg(patient, of, read_all([of])[0])


def test_names_are_safe_and_never_the_same() -> None:
    assert file_names(["7", "../../etc/passwd", "a/b", "a b", "A_B", "a_b-2", "ë", ""]) == {
        "7": "patient-7.svg",
        "../../etc/passwd": "patient-_etc_passwd.svg",
        "a/b": "patient-a_b.svg",
        "a b": "patient-a_b-2.svg",
        "A_B": "patient-A_B-3.svg",
        "a_b-2": "patient-a_b-2-2.svg",
        "ë": "patient-_.svg",
        "": "patient-.svg",
    }


@untimed
@given(st.lists(st.text() | st.text("aA/._-"), unique=True))
def test_no_name_leads_elsewhere(patients: list[str]) -> None:
    names = file_names(patients)
    assert list(names) == patients
    assert len({name.lower() for name in names.values()}) == len(patients)
    assert all(Path(name).name == name and len(name) < 100 and name.isascii() for name in names.values())


@pytest.mark.parametrize(
    "of", [case(*range(20)), case(), case(as_of=date(2025, 1, 1)), case(as_of=date(2100, 12, 31))]
)
def test_a_chart_is_an_svg_that_stands_by_itself(of: Case) -> None:
    root = ET.fromstring(svg("<7> & \x1b", of))  # noqa: S314
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}rect").attrib["fill"] == "#fff"  # type: ignore[union-attr]
    assert root.find(f"{SVG}text").text == "Leg pain of patient <7> & \\x1b"  # type: ignore[union-attr]
    assert {child.tag.startswith(SVG) for child in root.iter()} == {True}


def test_decimals_and_treatments_are_drawn_where_they_are() -> None:
    drawn = svg("7", case(*range(20)))
    assert 'd="M34 127.8h0' in drawn
    assert "<circle" in drawn


def test_people_who_recover_are_drawn_behind_a_course_that_is_not_treated() -> None:
    treated = case(*range(20))
    assert 'fill="#2e7d32"' not in svg("7", treated)
    assert 'fill="#2e7d32"' in svg("7", replace(treated, treatments=()))


def test_the_folder_is_made_with_a_file_for_each(tmp_path: Path) -> None:
    cases = {"7": case(0), "8": case(1)}
    charts = Charts(tmp_path / "a" / "b", cases)
    for patient, of in cases.items():
        charts.write(patient, of, read_all([of])[0])
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == [
        "patient-7.svg",
        "patient-8.svg",
    ]
