"""A CSV file with scores: what is in it, what is wrong with it, on which line, and who is left out for that."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recovery.clinical.course import Case, TreatedOn, TreatmentKind
from recovery.clinical.series import BACK, LEG, LIMITATION
from recovery.exchange.csv_table import LONGEST_FIELD_LINES, NoTable
from recovery.exchange.scores_csv import ScoresFile, read_scores
from tests.recovery.clinical.builders import untimed

HEADER = "patient,onset,date,leg_pain,limitation,back_pain,event"
ONSET = date(2026, 1, 1)


def read(*rows: str, header: str = HEADER, as_of: date | None = None) -> ScoresFile:
    return read_scores([("\n".join([header, *rows]) + "\n").encode()], as_of)


def row(patient: str = "7", day: int = 0, *, leg: str = "5", rest: str = "4,3,") -> str:
    return f"{patient},{ONSET},{ONSET + timedelta(days=day)},{leg},{rest}"


def complaints(*rows: str, header: str = HEADER) -> list[str]:
    return [str(bad) for bad in read(*rows, header=header).bad]


def legs(found: ScoresFile, patient: str = "7") -> list[float]:
    return [float(score) for score in found.cases[patient].series.scores[LEG]]


def same(one: dict[str, Case], other: dict[str, Case]) -> bool:
    return list(one) == list(other) and all(
        (a.as_of, a.treatments, a.series.onset) == (b.as_of, b.treatments, b.series.onset)
        and np.array_equal(a.series.scores, b.series.scores, equal_nan=True)
        for a, b in zip(one.values(), other.values(), strict=True)
    )


# --- what is in it


def test_a_row_is_a_day_of_a_patient() -> None:
    found = read("7,2026-01-01,2026-01-03,5,4,3.5,")
    case = found.cases["7"]
    assert case.series.onset == date(2026, 1, 1)
    assert case.as_of == date(2026, 1, 3)
    assert [float(case.series.scores[scale, 2]) for scale in (LEG, LIMITATION, BACK)] == [5, 4, 3.5]
    assert np.isnan(case.series.scores[:, :2]).all()
    assert not found.bad
    assert not found.left_out


def test_rows_come_in_any_order_and_patients_in_that_of_the_file() -> None:
    found = read(row("b", 1, leg="6"), row("a", 1), row("b", 0, leg="7"), row("a", 0))
    assert list(found.cases) == ["b", "a"]
    assert legs(found, "b") == [7, 6]


def test_an_empty_score_was_not_answered() -> None:
    found = read(row(leg="0"), row(day=1, leg=""), row(day=2, leg="10"))
    np.testing.assert_equal(legs(found), [0, np.nan, 10])


def test_an_event_is_a_treatment_on_its_date_also_without_scores() -> None:
    found = read(row(), "7,2026-01-01,2026-01-09,,,, Operation ", "7,2026-01-01,2026-01-05,,,,injection")
    assert found.cases["7"].treatments == (
        TreatedOn(TreatmentKind.INJECTION, date(2026, 1, 5)),
        TreatedOn(TreatmentKind.OPERATION, date(2026, 1, 9)),
    )
    assert found.cases["7"].as_of == date(2026, 1, 9)


def test_columns_come_in_any_order_with_others_between_and_two_may_be_missing() -> None:
    header = "Limitation; notes ;LEG PAIN;date;Onset;Patient"
    found = read('4;"so; so";5;2026-01-02;2026-01-01; 7 ', header=header)
    assert list(found.cases) == ["7"]
    assert found.cases["7"].series.scores[[LEG, LIMITATION], 1].tolist() == [5, 4]
    assert np.isnan(found.cases["7"].series.scores[BACK]).all()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "end"])
def test_every_line_end_and_a_byte_order_mark_will_do(end: str, mark: str, last: str) -> None:
    text = mark + end.join([HEADER, row(), row(day=1, leg="x")]) + (end if last else "")
    found = read_scores([text.encode()])
    assert [bad.line for bad in found.bad] == [3]
    assert found.bad[0].wrong == "leg_pain: x is no number"


def test_blank_lines_and_empty_rows_are_no_rows() -> None:
    found = read("", row(), "   ", ",,,,,,", row(day=1), "")
    assert legs(found) == [5, 5]
    assert not found.bad
    assert complaints("", row(), ",,,,,,", row(leg="x", day=1)) == [
        "line 5: leg_pain: x is no number; "
        "expected: a number from 0 to 10 with a decimal point, or nothing for not answered"
    ]


def test_a_quoted_field_holds_what_separates_and_goes_on_over_lines() -> None:
    header = HEADER + ",notes"
    found = read(row() + ',"a, ""b""\nand c"', row(day=1, leg="11") + ",", header=header)
    assert [bad.line for bad in found.bad] == [4]
    assert legs(read('"7","2026-01-01","2026-01-01","5","4","",""')) == [5]


@pytest.mark.parametrize("rows", [(), ("",), (",,,,,,",)])
def test_a_header_alone_is_a_file_without_patients(rows: tuple[str, ...]) -> None:
    assert read(*rows) == ScoresFile({}, (), ())


# --- as of a day


def test_later_rows_are_not_looked_at() -> None:
    treated = "7,2026-01-01,2026-01-09,,,,injection"
    case = read(row(day=0), row(day=3), treated, as_of=date(2026, 1, 3)).cases["7"]
    assert case.as_of == date(2026, 1, 3)
    assert case.series.scores.shape[1] == 1
    assert not case.treatments


def test_who_has_later_rows_only_has_an_empty_diary() -> None:
    case = read(row(day=3), as_of=date(2025, 12, 1)).cases["7"]
    assert case.as_of == date(2025, 12, 1)
    assert case.series.onset == ONSET
    assert case.series.scores.shape == (3, 0)


# --- what is wrong with it


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("11", "11 is not between 0 and 10"),
        ("10.01", "10.01 is not between 0 and 10"),
        ("-1", "-1 is not between 0 and 10"),
        ("9" * 400, f"{'9' * 37}... is not between 0 and 10"),
        ("nan", "nan is no number"),
        ("inf", "inf is no number"),
        ("1e3", "1e3 is no number"),
        ("1_0", "1_0 is no number"),
        ("٣", "٣ is no number"),
        ("NA", "NA is no number"),
        ('"7,5"', "7,5 is no number"),
        ("\x1b[31m", "\\x1b[31m is no number"),
    ],
)
def test_a_score_is_a_plain_number_on_the_scale(text: str, wrong: str) -> None:
    expected = "a number from 0 to 10 with a decimal point, or nothing for not answered"
    assert complaints(row(leg=text)) == [f"line 2: leg_pain: {wrong}; expected: {expected}"]


@pytest.mark.parametrize(("text", "score"), [("0", 0), ("10", 10), (" 7 ", 7), ("2.5", 2.5), ("10.0", 10)])
def test_the_ends_of_the_scale_and_decimals_are_scores(text: str, score: float) -> None:
    assert legs(read(row(leg=text))) == [score]


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-2-3", "20260203", "2026-W10-1", "3-2-2026", "1899-12-31", "2101-01-01", "x"]
)
def test_a_date_exists_and_is_written_in_one_way(text: str) -> None:
    expected = "an existing date as YYYY-MM-DD, from 1900 to 2100"
    assert complaints(f"7,2026-01-01,{text},5,4,3,") == [
        f"line 2: date: {text} is no such date; expected: {expected}"
    ]
    assert complaints(f"7,{text},2026-01-01,5,4,3,") == [
        f"line 2: onset: {text} is no such date; expected: {expected}"
    ]


def test_what_is_empty_is_said_to_be_empty() -> None:
    assert complaints(",,,5,4,3,") == [
        "line 2: patient: it is empty; expected: a number or name",
        "line 2: onset: it is empty; expected: an existing date as YYYY-MM-DD, from 1900 to 2100",
        "line 2: date: it is empty; expected: an existing date as YYYY-MM-DD, from 1900 to 2100",
    ]


def test_an_unknown_event_is_named() -> None:
    assert complaints(row(rest="4,3,nerve block")) == [
        "line 2: event: nerve block is no event; expected: injection or operation, or nothing"
    ]


def test_the_same_day_twice_is_named_with_the_first() -> None:
    rows = (row(day=60), row("8", day=60), row(day=60), row(day=61), row(day=60))
    assert complaints(*rows) == [
        "line 4: 2026-03-02 of patient 7 is there already, on line 2; expected: one row a patient and date",
        "line 6: 2026-03-02 of patient 7 is there already, on line 2; expected: one row a patient and date",
    ]


def test_a_patient_has_one_onset() -> None:
    assert complaints(row(), "7,2026-01-02,2026-01-03,5,4,3,", row("8")) == [
        "line 3: the onset of patient 7 is 2026-01-02 here and 2026-01-01 on line 2; expected: one onset a patient"
    ]


def test_the_onset_is_the_first_that_can_be_read() -> None:
    found = read("7,x,2026-01-03,5,4,3,", row(), "7,2026-01-02,2026-01-04,5,4,3,")
    assert [bad.wrong for bad in found.bad] == [
        "onset: x is no such date",
        "the onset of patient 7 is 2026-01-02 here and 2026-01-01 on line 3",
    ]


def test_a_day_lies_between_the_onset_and_ten_years_later() -> None:
    assert legs(read(row(day=0))) == [5]
    assert not read(row(day=3660)).bad
    assert [bad.wrong for bad in read(row(day=-1), row(day=3661)).bad] == [
        "2025-12-31 is before the onset, 2026-01-01",
        "2036-01-10 is more than 10 years after the onset, 2026-01-01",
    ]


def test_too_few_and_too_many_fields_are_counted() -> None:
    assert complaints(row() + ",", "7,2026-01-01", "8") == [
        "line 2: it has 8 fields; expected: 7, as the header has, with , between",
        "line 3: it has 2 fields; expected: 7, as the header has, with , between",
        "line 4: it has 1 field; expected: 7, as the header has, with , between",
    ]


def test_a_field_too_few_is_not_made_up_for_by_one_too_many() -> None:
    assert [bad.line for bad in read(row().rpartition(",")[0], row() + ",").bad] == [2, 3]


def test_a_forgotten_quotation_mark_costs_its_own_line_only() -> None:
    rows = [row(str(n)) for n in range(3 * LONGEST_FIELD_LINES)]
    for at in (1, 70, len(rows) - 1):
        rows[at] = rows[at][:-1] + '"'
    found = read(*rows)
    assert [bad.line for bad in found.bad] == [3, 72, len(rows) + 1]
    assert found.left_out == ("1", "70", "149")
    assert len(found.cases) == len(rows) - 3


def test_bytes_that_are_no_text_cost_their_own_line_only() -> None:
    lines = [row("6"), row("7") + "\xff", row("8") + "\0", row("9")]
    found = read_scores(["\n".join([HEADER, *lines]).encode("latin-1")])
    assert [str(bad) for bad in found.bad] == [
        "line 3: it holds the byte 0xff, which is no UTF-8; expected: text in UTF-8",
        "line 4: it holds a NUL byte; expected: text in UTF-8",
    ]
    assert list(found.cases) == ["6", "9"]


def test_who_has_a_bad_row_has_no_case_and_the_others_do() -> None:
    found = read(row("7"), row("8"), row("7", day=1, leg="x"), row("9", day=1) + ",", row("6"))
    assert list(found.cases) == ["8", "6"]
    assert found.left_out == ("7", "9")


def test_every_problem_of_a_row_is_named() -> None:
    assert [bad.line for bad in read("7,2026-01-01,2025-12-31,11,x,,shot").bad] == [2, 2, 2, 2]


# --- the header


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("", "The file is empty."),
        ("\n \n", "The file is empty."),
        ("patient,date,leg_pain,limitation", "Missing in the first line: onset."),
        ("patient\tonset\tdate", "Missing in the first line: patient, onset, date, leg_pain and limitation."),
        (HEADER + ",Leg pain", "Named more than once in the first line: leg_pain."),
        (HEADER + ",event", "Named more than once in the first line: event."),
        ("PK\x03\x04\0", "The file is not UTF-8 text."),
    ],
)
def test_a_header_that_will_not_do_is_one_sentence_and_what_is_expected(header: str, said: str) -> None:
    expected = (
        "The first line has to name the columns patient, onset, date, leg_pain and limitation, "
        "with commas or semicolons between, in UTF-8."
    )
    with pytest.raises(NoTable) as raised:
        read_scores([header.encode()])
    assert str(raised.value) == f"{said} {expected}"


def test_the_header_may_come_after_blank_lines() -> None:
    found = read(row(), row(day=1, leg="x"), header="\ufeff\n  \n" + HEADER)
    assert [bad.line for bad in found.bad] == [5]


# --- whatever is in it

DATES = ("2026-01-01", "2026-01-02", "2026-02-30")
CELLS = st.sampled_from(
    ["", "7", "8", "Zoë", *DATES, "5", "11", "nan", "operation", '"', '"5"', '"a\nb"', ",", "\0", " "]
)
DAYS = st.integers(0, 40).map(lambda n: str(ONSET + timedelta(days=n)))
SCORES = st.sampled_from(["", "0", "3", "7.5", "10"])
GOOD = st.builds(
    lambda patient, day, leg, limitation: f"{patient},{ONSET},{day},{leg},{limitation},,",
    st.sampled_from(["7", "8", "Zoë"]),
    DAYS,
    SCORES,
    SCORES,
)
ROWS = st.lists(st.one_of(GOOD, GOOD, st.lists(CELLS, max_size=9).map(",".join)), max_size=12)


@untimed
@given(ROWS, st.integers(1, 40), st.sampled_from(["\n", "\r\n", "\r"]))
def test_it_does_not_matter_in_which_pieces_a_file_comes(rows: list[str], size: int, end: str) -> None:
    data = end.join([HEADER, *rows]).encode()
    whole = read_scores([data])
    pieces = read_scores([data[n : n + size] for n in range(0, len(data), size)])
    assert pieces.bad == whole.bad
    assert pieces.left_out == whole.left_out
    assert same(pieces.cases, whole.cases)


@untimed
@given(st.lists(GOOD, max_size=12))
def test_quotes_and_semicolons_change_nothing(rows: list[str]) -> None:
    plain = read(*rows)
    quoted = read(*(",".join(f'"{cell}"' for cell in one.split(",")) for one in rows))
    semicolons = read(*(one.replace(",", ";") for one in rows), header=HEADER.replace(",", ";"))
    for other in (quoted, semicolons):
        assert other.bad == plain.bad
        assert same(other.cases, plain.cases)


@untimed
@given(ROWS.map(lambda rows: "\n".join([HEADER, *rows]).encode()) | st.binary())
@example(HEADER.encode() + b"\n\xff\n")
@example(HEADER.encode() + b'\n"')
def test_nothing_in_a_file_is_a_surprise(data: bytes) -> None:
    try:
        found = read_scores([data])
    except NoTable as refused:
        assert str(refused).endswith(".")
        return
    assert not set(found.cases).intersection(found.left_out)
    assert [bad.line for bad in found.bad] == sorted(bad.line for bad in found.bad)
    assert all(bad.wrong and bad.expected and str(bad).isprintable() for bad in found.bad)
    for case in found.cases.values():
        answered = case.series.scores[~np.isnan(case.series.scores)]
        assert ((answered >= 0) & (answered <= 10)).all()
