import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from recovery.people import sealing
from recovery.people.sealing import CannotOpen
from tracker.secret import make_key

PLACE = "people.User.name"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(TEXT)
def test_what_is_sealed_opens_again(text: str) -> None:
    assert sealing.unseal(sealing.seal(text, PLACE), PLACE) == text
    assert sealing.unseal_alike(sealing.seal_alike(text, PLACE), PLACE) == text


def test_the_same_text_is_never_sealed_the_same_unless_asked() -> None:
    assert sealing.seal("Anna", PLACE) != sealing.seal("Anna", PLACE)
    assert sealing.seal_alike("Anna", PLACE) == sealing.seal_alike("Anna", PLACE)
    assert "Anna" not in sealing.seal("Anna", PLACE)


def test_what_stood_elsewhere_does_not_open() -> None:
    for seal, unseal in ((sealing.seal, sealing.unseal), (sealing.seal_alike, sealing.unseal_alike)):
        with pytest.raises(CannotOpen):
            unseal(seal("Anna", PLACE), "people.Patient.phone")


@pytest.mark.parametrize("at", [-2, -10, 12])
def test_what_was_changed_does_not_open(at: int) -> None:
    sealed = sealing.seal("Anna", PLACE)
    other = "A" if sealed[at] != "A" else "B"
    with pytest.raises(CannotOpen):
        sealing.unseal(sealed[:at] + other + sealed[at:][1:], PLACE)


@pytest.mark.parametrize("text", ["", "Anna", "1.x.y", "1.0123abcd.", "1.0123abcd.%%%"])
def test_what_was_never_sealed_says_so(text: str) -> None:
    with pytest.raises(CannotOpen):
        sealing.unseal(text, PLACE)


def test_an_old_key_opens_what_it_sealed_and_seals_nothing(settings: Settings) -> None:
    old, new = make_key(), make_key()
    settings.FIELD_KEYS = [old]
    sealed, found = sealing.seal("Anna", PLACE), sealing.seal_alike("Anna", PLACE)
    digest = sealing.digests("anna", PLACE)[0]

    settings.FIELD_KEYS = [new, old]
    assert sealing.unseal(sealed, PLACE) == "Anna"
    assert not sealing.is_current(sealed)
    assert sealing.is_current(sealing.seal("Anna", PLACE))
    assert found in sealing.alike("Anna", PLACE)[1:]
    assert digest in sealing.digests("anna", PLACE)[1:]

    settings.FIELD_KEYS = [new]
    with pytest.raises(CannotOpen):
        sealing.unseal(sealed, PLACE)


@pytest.mark.parametrize("keys", [[], ["c2hvcnQ="]])
def test_without_a_whole_key_nothing_is_sealed(settings: Settings, keys: list[str]) -> None:
    settings.FIELD_KEYS = keys
    with pytest.raises(CannotOpen):
        sealing.seal("Anna", PLACE)
