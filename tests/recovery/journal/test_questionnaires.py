"""Filling in a questionnaire: one a day stands, and nothing that was said is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from recovery.clinical.questionnaires import GLOBAL_EFFECT, ROLAND_MORRIS
from recovery.episodes import ladder
from recovery.journal import questionnaires
from recovery.journal.diary import Change
from recovery.journal.models import Filled
from recovery.people.models import Patient
from tests.cast import NIGHT, OFFICE_HOURS


def fill_in(patient: Patient, *ticked: str, days_ago: int = 0) -> questionnaires.Written:
    return questionnaires.fill_in(
        ladder.current(patient),
        ROLAND_MORRIS,
        answers=ROLAND_MORRIS.finished(frozenset(ticked)),
        by=patient.user,
        now=OFFICE_HOURS - timedelta(days=days_ago),
        language="nl",
    )


def test_it_is_kept_with_its_version_day_answers_and_score(patient: Patient) -> None:
    filled = fill_in(patient, "1", "24").filled
    assert (filled.code, filled.version, filled.day) == ("rmdq-24", "1", OFFICE_HOURS.date())
    assert (filled.score, filled.language, filled.written_by) == (2, "nl", patient.user)
    told = Filled.objects.get().told
    assert [code for code, _value in told] == [item.code for item in ROLAND_MORRIS.items]
    assert [code for code, value in told if value] == ["1", "24"]


def test_the_same_thing_sent_twice_is_one_row(patient: Patient) -> None:
    changes = [fill_in(patient, "1").change for _again in range(2)]
    assert changes == [Change.NEW, Change.SAME]
    assert Filled.objects.count() == 1


def test_the_latest_of_a_day_stands_and_the_earlier_ones_are_kept(patient: Patient) -> None:
    for ticked in ("1", "2", "3"):
        written = fill_in(patient, ticked)
    assert written.change is Change.CORRECTED
    standing = questionnaires.filled_of(ladder.current(patient))
    assert standing == [written.filled]
    earlier = questionnaires.versions_of(written.filled)
    assert [dict(one.told)["2"] for one in earlier] == [1, 0]


def test_another_day_is_another_row_and_the_oldest_comes_first(patient: Patient) -> None:
    for days_ago in (0, 14):
        fill_in(patient, "1", days_ago=days_ago)
    days = [one.day for one in questionnaires.filled_of(ladder.current(patient))]
    assert days == [OFFICE_HOURS.date() - timedelta(days=14), OFFICE_HOURS.date()]


def test_answers_of_another_questionnaire_are_refused_and_nothing_is_written(patient: Patient) -> None:
    with pytest.raises(ValueError, match="gpe-7"):
        questionnaires.fill_in(
            ladder.current(patient), GLOBAL_EFFECT, answers={"1": 1}, by=patient.user, now=NIGHT
        )
    assert not Filled.objects.exists()


def test_the_database_holds_one_a_day_and_one_in_the_place_of_another(patient: Patient) -> None:
    first = fill_in(patient, "1").filled
    second = fill_in(patient, "2").filled
    for replaces in (None, first):
        with pytest.raises(IntegrityError), transaction.atomic():
            Filled.objects.create(
                patient=patient,
                episode=second.episode,
                code=second.code,
                version="1",
                day=second.day,
                answers=[],
                written_by=patient.user,
                written_at=NIGHT,
                replaces=replaces,
            )


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_at_once_one_row_stands_and_the_others_are_kept(patient: Patient) -> None:
    def tab(number: int) -> Change:
        try:
            return fill_in(patient, str(number + 1)).change
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        changes = list(pool.map(tab, range(6)))
    assert sorted(changes) == ["corrected"] * 5 + ["new"]
    assert Filled.objects.standing().count() == 1
    assert Filled.objects.count() == 6
