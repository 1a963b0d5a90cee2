"""What was brought in is assessed, and the lists have a row for it, whatever happens."""

from dataclasses import replace
from uuid import uuid4

import pytest

from recovery.episodes import ladder
from recovery.exchange import bringing
from recovery.exchange.dossier import Dossier
from recovery.exchange.records import dossier_of
from recovery.people.models import Patient
from recovery.trends import assess, overview
from recovery.trends.models import Assessment, Overview
from tests.cast import OFFICE_HOURS, log, quiet


def of_elsewhere(patient: Patient) -> Dossier:
    log(patient, quiet(6), day=OFFICE_HOURS.date(), now=OFFICE_HOURS)
    told = dossier_of(patient)
    return replace(told, person=replace(told.person, ref=uuid4(), email="nieuw@example.nl"))


def row(patient: Patient) -> Overview:
    return Overview.objects.get(patient=patient)


def test_a_new_record_is_assessed_and_in_the_lists(patient: Patient) -> None:
    made, _unknown = bringing.start(of_elsewhere(patient), now=OFFICE_HOURS)
    assert Assessment.objects.filter(patient=made).count() == 1
    assert (row(made).last_entry, row(made).assessed_on) == (OFFICE_HOURS.date(), OFFICE_HOURS.date())
    assert not overview.without_one().filter(pk=made.pk).exists()


def test_days_and_a_record_into_an_own_diary_are_in_the_lists_at_once(
    patient: Patient, stranger: Patient
) -> None:
    told = of_elsewhere(patient)
    Overview.objects.all().delete()
    bringing.bring_in_record(stranger, told, now=OFFICE_HOURS)
    assert row(stranger).last_entry == OFFICE_HOURS.date()
    Overview.objects.all().delete()
    bringing.bring_in_days(stranger, told.episodes[0].entries, now=OFFICE_HOURS)
    assert row(stranger).last_entry == OFFICE_HOURS.date()


def test_a_trend_that_fails_leaves_the_row_without_a_standing(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the trend")

    told = of_elsewhere(patient)
    monkeypatch.setattr(assess, "read", fails)
    made, _unknown = bringing.start(told, now=OFFICE_HOURS)
    assert (row(made).last_entry, row(made).standing) == (OFFICE_HOURS.date(), "")
    assert ladder.current(made)
