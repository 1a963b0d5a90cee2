"""The page of the security officer says what the table says."""

from tests.tracker.matrix.document import PATH, document


def test_the_document_is_what_the_table_says() -> None:
    assert PATH.read_text(encoding="utf-8") == document(), "run: make matrix"
