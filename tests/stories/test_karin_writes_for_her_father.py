"""Karin fills in three days for her father, one with a red flag; he ends it while her page is still open."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.alerts.models import Alert, Delivery
from recovery.journal.models import Entry
from recovery.people.models import Patient, User
from tests.cast import accepted, make_user, posted


@pytest.fixture
def karin(patient: Patient) -> User:
    user = make_user("karin@example.nl", "Karin Bos")
    accepted(patient, user, name="Karin")
    return user


def test_karin_writes_for_her_father_until_he_ends_it(
    patient: Patient,
    karin: User,
    as_user: Callable[[User], Client],
    as_patient: Client,
    as_neurologist: Client,
) -> None:
    client, today = as_user(karin), timezone.localdate()

    def day(back: int) -> str:
        return f"/for/{patient.ref}{reverse('patient:day', args=[today - timedelta(days=back)])}"

    for back in (2, 1):
        assert client.post(day(back), posted())["Location"] == f"/for/{patient.ref}/course/"
    answer = client.post(day(0), posted(signs=["saddle"], none_new=None), follow=True)
    page = answer.content.decode()
    assert answer.request["PATH_INFO"].endswith("/urgent/")
    assert "Anna Bos" in page
    assert "tel:" in page

    assert {entry.written_by for entry in Entry.objects.filter(patient=patient)} == {karin}
    assert Alert.objects.get(patient=patient).raised_by == karin
    assert Delivery.objects.filter(alert__patient=patient).exists()
    assert "Karin (" in as_patient.get("/course/").content.decode()
    review = as_neurologist.get(reverse("clinic:review", args=[patient.ref])).content.decode()
    assert "Karin (" in review

    proxy = as_patient.get(reverse("patient:proxies")).context["page"].standing[0]
    open_tab = client.get(day(1)).content.decode()
    assert "<form" in open_tab
    as_patient.post(reverse("patient:end_proxy", args=[proxy.ref]))

    before = list(Entry.objects.order_by("pk").values())
    refused = client.post(day(1), posted(signs=["bladder"], none_new=None, note="nog iets"))
    page = refused.content.decode()
    assert refused.status_code == 404
    assert reverse("diaries") in page
    assert "phone-now" in page
    assert 'href="tel:112"' in page
    assert str(patient.clinic) in page
    assert list(Entry.objects.order_by("pk").values()) == before
    assert Alert.objects.count() == 1
    assert client.get(day(1)).status_code == 404

    kept = as_patient.get(reverse("patient:proxies")).context["page"]
    assert [one.name for one in kept.before] == ["Karin"]
    assert "Karin (" in as_patient.get("/course/").content.decode()
