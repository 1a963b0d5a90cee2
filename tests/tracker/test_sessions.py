"""Staying signed in: who comes every day does, who stays away does not."""

from datetime import timedelta

import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS

TODAY = reverse("patient:today")
LASTS = timedelta(seconds=settings.SESSION_COOKIE_AGE)


def test_a_daily_visitor_is_still_signed_in_after_twice_the_time(patient: Patient) -> None:
    with time_machine.travel(OFFICE_HOURS, tick=False) as clock:
        client = Client()
        client.force_login(patient.user)
        for _day in range(2 * LASTS.days):
            clock.move_to(timezone.now() + timedelta(days=1))
            assert client.get(TODAY).status_code == 200


def test_who_stays_away_longer_signs_in_again(patient: Patient) -> None:
    with time_machine.travel(OFFICE_HOURS, tick=False) as clock:
        client = Client()
        client.force_login(patient.user)
        client.get(TODAY)
        clock.move_to(OFFICE_HOURS + LASTS + timedelta(seconds=1))
        assert client.get(TODAY)["Location"].startswith(reverse("account_login"))
