"""The list as a neurologist sees it: what it says, what is asked of it, what is kept, and who looks after whom."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery.people import filters
from recovery.people.models import Clinic, Patient, SavedFilter, User
from tests.cast import OFFICE_HOURS, flagged, log, make_patient, quiet
from tracker.clinic.caseload.sparkline import spark

LIST = reverse("clinic:caseload")
TODAY = OFFICE_HOURS.date()


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def diary(patient: Patient, *, level: int, days: int = 21) -> None:
    for back in range(days - 1, -1, -1):
        log(patient, quiet(leg_pain=level), day=TODAY - timedelta(days=back))


def test_a_row_says_the_chance_with_its_interval_and_draws_leg_pain_by_week(
    as_neurologist: Client, patient: Patient
) -> None:
    diary(patient, level=5)
    text = page(as_neurologist)
    assert re.search(r"\d+ \(\d+–\d+\)</td>", text)
    assert 'aria-label="Leg pain by week: 5, 5, 5"' in text or "5, 5, 5" in text
    assert '<path d="M' in text


def test_no_figure_or_drawing_stands_beside_an_open_alert(as_neurologist: Client, patient: Patient) -> None:
    diary(patient, level=1)
    log(patient, flagged("bladder", leg_pain=1), now=OFFICE_HOURS)
    text = page(as_neurologist)
    assert '<path d="M' not in text.split("<table")[1].split("</table>")[0]
    assert not re.search(r"\d+ \(\d+–\d+\)</td>", text)
    assert "tag-recovered" not in text
    assert "tag-on_course" not in text


@pytest.mark.parametrize(
    "query",
    [
        "page=x&page=-1",
        "page=99999999999999999999",
        "group=nonsense&sort=nonsense&doctor=nonsense&standing=nonsense",
        "doctor=999999999999999999999999",
        "q=%00&group=%ff",
        "q=" + "x" * 5000,
        "sort=--name&q=%25_%27%22",
        "q=31-2-1984",
    ],
)
def test_nonsense_is_left_out_and_hides_no_alert(
    as_neurologist: Client, patient: Patient, query: str
) -> None:
    log(patient, flagged("bladder"), now=OFFICE_HOURS)
    text = page(as_neurologist, query)
    assert "Anna Bos" in text or 'class="outside"' in text


def test_a_selection_that_leaves_out_an_alert_says_so_with_a_link(
    as_neurologist: Client, patient: Patient
) -> None:
    log(patient, flagged("bladder"), now=OFFICE_HOURS)
    text = page(as_neurologist, "q=nobody&sort=name")
    assert "Anna Bos" not in text
    link = re.search(r'class="outside".*?href="\?([^"]+)"', text, re.DOTALL)
    assert link
    assert "Anna Bos" in page(as_neurologist, link[1].replace("&amp;", "&"))
    assert 'class="outside"' not in page(as_neurologist)


def test_what_was_typed_stays_in_the_links_to_other_pages(
    as_neurologist: Client, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(51):
        make_patient(clinic, f"p{n}@b.nl", name=f"Piet {n}")
    assert "?q=piet&amp;sort=name&amp;page=2" in page(as_neurologist, "q=piet&sort=name")
    assert len(page(as_neurologist)) < 100_000


def test_a_selection_is_kept_opened_and_removed(as_neurologist: Client, neurologist: User) -> None:
    keep = reverse("clinic:keep_filter")
    as_neurologist.post(keep, {"name": "van mij", "query": "doctor=mine&nonsense=1&page=3"})
    kept = SavedFilter.objects.get()
    assert (kept.user, kept.name, kept.query) == (neurologist, "van mij", "doctor=mine")
    assert 'href="?doctor=mine">van mij</a>' in page(as_neurologist)
    as_neurologist.post(reverse("clinic:remove_filter", args=[kept.pk]))
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("name", ["", "x" * 61])
def test_a_selection_needs_a_name_that_fits(as_neurologist: Client, name: str) -> None:
    answer = as_neurologist.post(reverse("clinic:keep_filter"), {"name": name}, follow=True)
    assert answer.status_code == 200
    assert not SavedFilter.objects.exists()


def test_nobody_removes_what_another_keeps(
    as_user: Callable[[User], Client], neurologist: User, other_neurologist: User
) -> None:
    kept = filters.keep(neurologist, name="x", query="q=x")
    remove = reverse("clinic:remove_filter", args=[kept.pk])
    assert as_user(other_neurologist).post(remove).status_code == 404
    assert as_user(other_neurologist).post(reverse("clinic:remove_filter", args=[10**30])).status_code == 404
    assert SavedFilter.objects.exists()


def test_a_patient_is_assigned_and_the_list_is_limited_to_mine(
    as_neurologist: Client, neurologist: User, patient: Patient, clinic: Clinic
) -> None:
    make_patient(clinic, "kees@example.nl", name="Kees Dal")
    as_neurologist.post(reverse("clinic:assign"), {"ref": str(patient.ref), "doctor": neurologist.pk})
    patient.refresh_from_db()
    assert patient.doctor == neurologist
    mine = page(as_neurologist, "doctor=mine")
    assert "Anna Bos" in mine
    assert "Kees Dal" not in mine
    as_neurologist.post(reverse("clinic:assign"), {"ref": str(patient.ref), "doctor": ""})
    patient.refresh_from_db()
    assert patient.doctor is None


def test_nobody_is_assigned_to_or_by_another_clinic(
    as_neurologist: Client,
    as_user: Callable[[User], Client],
    neurologist: User,
    other_neurologist: User,
    manager: User,
    patient: Patient,
) -> None:
    for client, doctor in (
        (as_neurologist, other_neurologist),
        (as_neurologist, manager),
        (as_user(other_neurologist), other_neurologist),
        (as_user(manager), neurologist),
        (as_user(patient.user), neurologist),
    ):
        client.post(reverse("clinic:assign"), {"ref": ["x", str(patient.ref)], "doctor": doctor.pk})
        patient.refresh_from_db()
        assert patient.doctor is None


def test_a_drawing_breaks_where_a_week_says_nothing() -> None:
    assert spark([10.0, None, 5.0, 0.0], 4).path == "M2 2h0M10 17L14 32"
    assert spark([2.0], 4).path == "M14 26h0"
    assert spark([], 4).path == ""
