"""After the hernia on a phone: the course closed, a step whose leg answered, leg pain that is back with a red flag."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from recovery.alerts.models import Alert
from recovery.episodes import ladder
from recovery.episodes.models import Episode, Recovered
from recovery.people.models import Patient
from tests.browser.conftest import PHONE, Visit
from tests.cast import PASSWORD, log, make_clinic, make_patient, quiet

NOW = datetime.fromisoformat("2026-11-18T10:00:00+01:00")
FIRST = NOW - timedelta(days=70)
LEVELS = (7, 6, 4, 2, 1, 0, 0, 0, 0, 0)


@pytest.fixture
def anna(db: None) -> Iterator[Patient]:
    """Ten weeks of diary, from the first day to without pain."""
    with time_machine.travel(FIRST):
        patient = make_patient(make_clinic(), onset_days_ago=2, now=FIRST)
    for day in range(70):
        at = FIRST + timedelta(days=day)
        log(patient, quiet(leg_pain=LEVELS[day // 7], back_pain=0), day=at.date(), now=at)
    with time_machine.travel(NOW):
        yield patient


def test_recovered_a_step_back_and_something_new_with_a_red_flag(visit: Visit, anna: Patient) -> None:
    visitor = visit(PHONE, "en")
    visitor.sign_in(anna.user.email, PASSWORD)
    visitor.open("/course/")
    visitor.tap("a[href='/recovered/']")
    visitor.check()
    visitor.tap("label:has(input[name=effect][value='1'])")
    visitor.tap("main form .btn-primary")
    assert Recovered.objects.get().standing == "recovered"
    visitor.check()

    visitor.tap("a[href='/aftercare/steps/add/']")
    visitor.tap("label:has(input[value=walking])")
    visitor.page.fill("[name=what]", "to the shop")
    visitor.page.fill("[name=amount]", "10 minutes")
    visitor.tap("main form .btn-primary")
    visitor.tap("button:has-text('Done today')")
    visitor.check()

    with time_machine.travel(NOW + timedelta(days=1)):
        visitor.open("/aftercare/")
        visitor.tap("button[value=leg]")
        assert "Consider a step back" in visitor.page.inner_text("main")
        visitor.check()

    with time_machine.travel(NOW + timedelta(days=12)):
        visitor.open("/aftercare/")
        visitor.tap("a[href='/returned/']")
        visitor.check()
        first = visitor.page.locator("fieldset").first
        assert "safety" in (first.get_attribute("class") or "")
        visitor.tap("label:has(input[value=both_legs])")
        visitor.page.fill("[name=since]", "2026-11-28")
        visitor.tap("label:has(input[name=kind][value=new])")
        visitor.tap("label:has(input[name=side][value=right])")
        visitor.tap("main form .btn-primary")
        assert visitor.page.url.endswith("/urgent/")
        visitor.check()
        assert Alert.objects.open().count() == 1
        assert Episode.objects.count() == 2
        assert ladder.current(anna).side == "right"
        visitor.open("/course/")
        assert "Too early" not in visitor.page.inner_text("main")
        visitor.check()
