"""What a worker does beside the alerts."""

from threading import Event

import pytest

from tracker.errands import FORGETS_EVERY, REMINDERS_EVERY, Errands


def test_who_is_owed_a_reminder_is_looked_up_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([10.0, 10.0 + REMINDERS_EVERY - 1, 10.0 + REMINDERS_EVERY])
    monkeypatch.setattr("tracker.errands.monotonic", lambda: next(clock))
    errands = Errands(Event())
    assert [errands._reminds() for _ in range(3)] == [True, False, True]


def test_what_was_kept_long_enough_is_looked_up_every_few_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([10.0, 10.0 + FORGETS_EVERY - 1, 10.0 + FORGETS_EVERY])
    monkeypatch.setattr("tracker.errands.monotonic", lambda: next(clock))
    errands = Errands(Event())
    assert [errands._forgets() for _ in range(3)] == [True, False, True]
