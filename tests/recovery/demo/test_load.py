"""The demo tells the stories it promises, whatever the hour at which it is loaded."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from recovery import caseload
from recovery.alerts.models import Alert, Delivery
from recovery.caseload import Group
from recovery.demo import load
from recovery.people.models import Clinic


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
        "Ivo": (Group.THE_REST, "recovered"),
    }


@pytest.mark.django_db
def test_only_the_open_alert_owes_a_mail() -> None:
    now = timezone.now()
    load.load(now)
    assert load.is_loaded()
    owed = Delivery.objects.filter(sent_at=None)
    assert {delivery.alert for delivery in owed} == set(Alert.objects.ringing())
    assert all(alert.raised_at > now - timedelta(days=1) for alert in Alert.objects.ringing())
