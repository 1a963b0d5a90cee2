"""The demo tells the stories it promises, whatever the hour at which it is loaded."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from recovery import caseload
from recovery.aftercare import steps
from recovery.alerts.models import Alert, Delivery
from recovery.caseload import Group
from recovery.demo import load
from recovery.episodes import course, ladder
from recovery.episodes.models import Recovered
from recovery.journal.models import Filled
from recovery.people.models import Clinic
from tests.cast import patient_called

FILLED_IN = ("Anneke", "Carla", "Joke")


@pytest.mark.django_db
@pytest.mark.parametrize("hour", [0, 23])
def test_every_story_stands_where_a_neurologist_would_expect_it(hour: int) -> None:
    now = timezone.make_aware(datetime(2026, 11, 22, hour, 10))
    load.load(now)
    page = caseload.page_of(Clinic.objects.get(), today=timezone.localdate(now))
    found = {row.name.split()[0]: (row.group, row.standing) for row in page.rows}
    assert found.pop("Dirk")[0] is Group.OPEN_ALERT
    assert found == {
        "Bram": (Group.WORSE, "relapsed"),
        "Carla": (Group.OFF_COURSE, "off_course"),
        "Joke": (Group.WORSE, "worse"),
        "Els": (Group.SILENT, found["Els"][1]),
        "Anneke": (Group.THE_REST, "on_course"),
        "Fatima": (Group.THE_REST, "treated"),
        "Gijs": (Group.THE_REST, "too_early"),
        "Hanna": (Group.THE_REST, "on_course"),
        "Karin": (Group.WORSE, "not_clear"),
        "Ivo": (Group.THE_REST, "recovered"),
    }


@pytest.mark.django_db
def test_one_has_recovered_with_aftercare_and_one_is_in_a_second_episode() -> None:
    load.load(timezone.make_aware(datetime(2026, 11, 22, 0, 10)))
    ivo = patient_called("Ivo")
    assert course.is_recovered(ladder.current(ivo))
    assert [going.step.kind for going in steps.going_of(ivo)] == ["walking", "lifting"]
    karin = patient_called("Karin")
    (earlier,) = course.earlier_of(karin)
    assert Recovered.objects.get(episode=earlier).effect == 2
    assert ladder.current(karin).side == "right"


@pytest.mark.django_db
def test_only_the_open_alert_owes_a_mail() -> None:
    now = timezone.now()
    load.load(now)
    assert load.is_loaded()
    owed = Delivery.objects.filter(sent_at=None)
    assert {delivery.alert for delivery in owed} == set(Alert.objects.ringing())
    assert all(alert.raised_at > now - timedelta(days=1) for alert in Alert.objects.ringing())


@pytest.mark.django_db
def test_some_people_filled_in_questionnaires_and_the_scores_are_those_of_the_story() -> None:
    load.load(timezone.make_aware(datetime(2026, 11, 22, 0, 10)))
    told = Filled.objects.filter(code="rmdq-24").order_by("day")
    scores = {
        name: [one.score for one in told if one.patient.user.name.startswith(name)] for name in FILLED_IN
    }
    assert scores == {"Anneke": [15, 11, 6], "Carla": [14, 13, 14, 13], "Joke": [6, 8, 16]}
