"""Every table that leads to a person is known, and what leaves it out of the archive or of deletion has a reason."""

from django.apps import apps
from django.db.models import CASCADE, ForeignKey, Model

from recovery.erasure.holdings import HOLDINGS
from recovery.people.models import Patient, User

OURS = "recovery."

# Tables that lead to a person, and are no holding.
NOT_HELD = {
    "people.Membership": "who works at a clinic; an account of staff is ended by the clinic",
    "people.SavedFilter": "a reader's own, and goes with the account",
    "erasure.Erased": "that the account was deleted, and when",
    "erasure.Kept": "what a clinic must keep, sealed; it is the clinic's, which answers for it",
}


def points_to(model: type[Model], *targets: type[Model]) -> bool:
    return any(
        isinstance(field, ForeignKey) and field.related_model in targets and not is_author(field)
        for field in model._meta.concrete_fields
    )


def is_author(field: ForeignKey) -> bool:  # type: ignore[type-arg]
    """Who did something to a row: named by what they did, and by no name after they are deleted."""
    return field.related_model is User and field.name not in {"user", "held_for"}


def leads_to_a_person() -> set[str]:
    ours = [model for model in apps.get_models() if model.__module__.startswith(OURS)]
    found = {Patient, User}
    while more := {model for model in ours if model not in found and points_to(model, *found)}:
        found |= more
    return {model._meta.label for model in found}


def test_every_table_that_leads_to_a_person_is_known() -> None:
    held = {holding.model._meta.label for holding in HOLDINGS}
    assert leads_to_a_person() == held | NOT_HELD.keys()
    assert not held & NOT_HELD.keys()


def test_every_table_goes_out_or_is_left_out_for_a_reason() -> None:
    assert all(bool(holding.says) != bool(holding.because) for holding in HOLDINGS)
    assert all(reason for holding in HOLDINGS for _field, reason in holding.withheld)


def test_what_is_withheld_is_a_column() -> None:
    for holding in HOLDINGS:
        columns = {field.name for field in holding.model._meta.concrete_fields}
        assert {name for name, _reason in holding.withheld} <= columns


def test_what_others_hang_on_an_account_goes_with_it() -> None:
    theirs = [
        relation
        for relation in User._meta.related_objects
        if not relation.related_model.__module__.startswith(OURS)  # type: ignore[union-attr]
    ]
    assert theirs
    assert all(relation.on_delete is CASCADE for relation in theirs)
