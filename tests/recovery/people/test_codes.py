"""The code of a clinic: typed as people type, and another one when the manager wants it."""

import pytest

from recovery.people import codes
from recovery.people.models import Clinic
from tests.cast import make_clinic


def test_it_is_found_however_it_is_typed(clinic: Clinic) -> None:
    code = codes.renew(clinic)
    shown = codes.readable(code)
    for typed in (code, shown, shown.lower(), f" {code[:3]} {code[3:]} ", shown.replace("-", " – ")):
        assert codes.find(typed) == clinic


def test_no_letter_in_it_is_taken_for_another(clinic: Clinic) -> None:
    letters = "".join(codes.renew(clinic) for _again in range(30))
    assert not set(letters) & set("O0QI1LS5Z2B8UV") - set(codes.LETTERS)
    assert not set(codes.LETTERS) & set("O0I1LS5Z2B8UV6")


def test_a_new_code_ends_the_old_one(clinic: Clinic) -> None:
    old = codes.renew(clinic)
    new = codes.renew(clinic)
    assert (codes.find(old), codes.find(new)) == (None, clinic)


@pytest.mark.parametrize("typed", ["", " - ", "ACDE-FGHJ", "%", "\0", "é" * 40])
def test_what_is_no_code_finds_nothing(clinic: Clinic, typed: str) -> None:
    assert codes.find(typed) is None


def test_two_clinics_never_have_the_same_code(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter("AAAAAAAA" + "AAAAAAAA" + "CCCCCCCC")
    monkeypatch.setattr("secrets.choice", lambda _letters: next(drawn))
    south = make_clinic("Neurologie Zuid", alert_email="")
    assert (codes.renew(clinic), codes.renew(south)) == ("AAAAAAAA", "CCCCCCCC")
