"""Text as FHIR can hold it, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery.exchange.fhir.elements import exact_text, text
from tests.recovery.exchange.dossiers import texts


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("Lang gezeten", "Lang gezeten"),
        ("a\xa0b", r"a\u{a0}b"),
        ("a\x0bb", r"a\u{b}b"),
        ("line\nline\ttab\r", "line\nline\ttab\r"),
        (r"C:\users", r"C:\users"),
        (r"\u{41}", r"\u{5c}u{41}"),
    ],
)
def test_what_fhir_cannot_hold_is_written_out(said: str, held: str) -> None:
    assert text(said) == held
    assert exact_text(held) == said


@given(texts() | st.text(r"\u{}a0", max_size=12))
def test_every_text_comes_back(said: str) -> None:
    assert exact_text(text(said)) == said
