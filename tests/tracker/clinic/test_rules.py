"""The pages on which a manager signs the table of signs."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery.alerts.models.decision import Decision
from recovery.clinical.signs import RULE_OF, RULES, Sign
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, make_patient
from tracker.clinic.urls import app_name

RULES_PAGE = reverse(f"{app_name}:rules")
OPEN = [rule for rule in RULES if rule.urgencies]


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def as_manager(manager: User, as_user: Callable[[User], Client]) -> Client:
    client = as_user(manager)
    client.cookies["language"] = "en"
    return client


def page_of(sign: str) -> str:
    return reverse("clinic:rule", args=[sign])


def signed(**fields: str) -> dict[str, str]:
    return {
        "urgency": "days",
        "signed_by": "dr. A. de Haan, neurologist",
        "signed_on": "2026-11-17",
        "note": "staff meeting",
    } | fields


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_the_table_has_every_row_that_is_asked_with_its_basis_and_a_link(as_manager: Client) -> None:
    page = text(as_manager, RULES_PAGE)
    for rule in RULES:
        assert (f"<strong>{rule.short}</strong>" in page) is not rule.retired
        assert (f'href="{page_of(rule.sign)}"' in page) is bool(rule.urgencies)
    assert "CKS [F]" in page


def test_the_leaflets_rows_say_that_they_can_never_be_changed_and_why(as_manager: Client) -> None:
    page = text(as_manager, RULES_PAGE)
    assert page.count("leaflet. This can never be changed or switched off.") == 3


def test_a_row_that_must_be_signed_says_so_until_it_is(as_manager: Client) -> None:
    unsigned = sum(rule.must_be_signed for rule in OPEN)
    assert text(as_manager, RULES_PAGE).count("Not signed yet.") == unsigned
    done = as_manager.post(page_of("weakness"), signed(urgency="today"), follow=True).content.decode()
    assert done.count("Not signed yet.") == unsigned - 1
    assert "Signed by dr. A. de Haan, neurologist on 17 November 2026." in done


def test_a_signature_for_an_earlier_version_asks_for_a_new_one(as_manager: Client) -> None:
    as_manager.post(page_of("weakness"), signed())
    assert "earlier version" not in text(as_manager, RULES_PAGE)
    Decision.objects.update(rule_version="2026.1")
    page = text(as_manager, RULES_PAGE)
    assert "Signed for an earlier version of this row. Sign it again." in page
    assert "Signed by dr. A. de Haan" in page


def test_a_decision_holds_for_the_next_day_of_a_patient(as_manager: Client, patient: Patient) -> None:
    as_manager.post(page_of("sexual"), signed(urgency="today"))
    alert = log(patient, flagged("sexual"), now=OFFICE_HOURS).alert
    assert alert
    assert alert.urgency == "today"


def test_every_decision_stays_readable_the_latest_first(as_manager: Client) -> None:
    as_manager.post(page_of("fall"), signed(note="agreed in May"))
    as_manager.post(page_of("fall"), signed(urgency="now", signed_by="dr. Smit", note="agreed in June"))
    page = text(as_manager, page_of("fall"))
    assert page.index("agreed in June") < page.index("agreed in May")
    assert page.index("dr. Smit") < page.index("dr. A. de Haan, neurologist on")
    assert "Written down by M. Post, 18 November 2026, 10:00." in page
    assert Decision.objects.count() == 2


@pytest.mark.parametrize("sign", [*(s for s in Sign if not RULE_OF[s].urgencies), "nonsense", "BLADDER"])
def test_a_sign_that_no_clinic_decides_about_has_no_page(as_manager: Client, sign: str) -> None:
    assert as_manager.get(page_of(sign)).status_code == 404
    assert as_manager.post(page_of(sign), signed()).status_code == 404
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("signed_on", "2026-11-19"),
        ("signed_on", ""),
        ("signed_by", "  "),
        ("urgency", ""),
        ("urgency", "never"),
        ("note", "x" * 2001),
        ("signed_by", "x" * 121),
    ],
)
def test_a_decision_that_is_not_right_is_not_written(as_manager: Client, field: str, value: str) -> None:
    answer = as_manager.post(page_of("weakness"), signed(**{field: value}))
    assert answer.status_code == 200
    assert f'href="#div_id_{field}"' in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_decision_can_be_signed_today(as_manager: Client) -> None:
    assert as_manager.post(page_of("weakness"), signed(signed_on="2026-11-18")).status_code == 302


def test_112_can_be_signed_and_offers_no_later(as_manager: Client) -> None:
    page = text(as_manager, page_of("collapse"))
    assert 'value="now"' in page
    assert 'value="today"' not in page
    assert as_manager.post(page_of("collapse"), signed(urgency="today")).status_code == 200
    assert as_manager.post(page_of("collapse"), signed(urgency="now")).status_code == 302


def test_the_form_says_plainly_what_less_urgent_means(as_manager: Client) -> None:
    page = text(as_manager, page_of("weakness"))
    assert "are told to phone later" in page
    assert "Together with some other signs it stays “now”" in page
    assert "its patients are told to phone later than standard" not in page
    as_manager.post(page_of("weakness"), signed())
    assert "its patients are told to phone later than standard" in text(as_manager, page_of("weakness"))


def test_the_urgency_that_holds_is_chosen_beforehand(as_manager: Client) -> None:
    assert 'value="today" checked' in text(as_manager, page_of("weakness"))
    as_manager.post(page_of("weakness"), signed())
    assert 'value="days" checked' in text(as_manager, page_of("weakness"))


def test_only_a_manager_finds_these_pages(
    as_manager: Client, as_neurologist: Client, as_patient: Client
) -> None:
    for client in (as_neurologist, as_patient):
        assert client.get(RULES_PAGE).status_code == 404
        assert client.post(page_of("weakness"), signed()).status_code == 404
    assert not Decision.objects.exists()
    assert RULES_PAGE not in text(as_neurologist, reverse("clinic:caseload"))
    assert RULES_PAGE in text(as_manager, reverse("clinic:numbers"))


def test_another_clinics_decisions_are_not_shown(
    as_manager: Client, as_user: Callable[[User], Client], other_neurologist: User
) -> None:
    south: Clinic = other_neurologist.memberships.get().clinic
    as_manager.post(page_of("fall"), signed())
    other_neurologist.memberships.update(role="manager")
    page = text(as_user(other_neurologist), RULES_PAGE)
    assert "Haan" not in page
    assert not Decision.objects.filter(clinic=south).exists()


def test_the_review_says_whether_there_was_cancer(as_neurologist: Client, clinic: Clinic) -> None:
    as_neurologist.cookies["language"] = "en"
    for history, shown in (("yes", "yes"), ("no", "no"), ("unknown", "–"), ("", "–")):
        patient = make_patient(clinic, f"{history or 'blank'}@example.nl", cancer_history=history)
        page = text(as_neurologist, reverse("clinic:review", args=[patient.ref]))
        assert f"<dt>Cancer, now or in the past</dt><dd>{shown}</dd>" in page.replace("\n", "")
