"""Whatever is answered: with a sign that cannot wait, the page where it ends shows the number to phone, and 112."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recovery import checkin
from recovery.alerts import decisions
from recovery.clinical.course import TreatmentKind
from recovery.clinical.signs import RULE_OF, Sign, Urgency
from recovery.episodes import ladder
from recovery.people import phones
from recovery.people.models import Clinic, Patient, User
from tests.cast import NIGHT, OFFICE_HOURS, make_clinic, make_patient, make_staff

TODAY = OFFICE_HOURS.date()
DAY = reverse("patient:day", args=[TODAY])
LEAFLET = sorted(sign for sign in Sign if RULE_OF[sign].fixed)
CHANGEABLE = [rule.sign for rule in RULE_OF.values() if rule.urgencies == tuple(Urgency)]

NUMBERS = ("desk_phone", "emergency_phone", "gp_out_of_hours_phone")
QUESTIONS = (
    "limitation",
    "leg_pain",
    "back_pain",
    "feeling",
    "sleep",
    "painkillers",
    "worse_on_coughing",
    "note",
    "none_new",
)

answers = st.one_of(
    st.sampled_from(["0", "5", "10", "normal", "worse", "good", "yes", "no", "on", "", "11", "-1", "4.5"]),
    st.text(max_size=20),
    st.just("x" * 2001),
)


@dataclass(frozen=True)
class Situation:
    """A patient, their clinic and the moment."""

    at_clinic: bool = True
    shares_diary: bool = True
    under_treatment: bool = True
    missing: frozenset[str] = frozenset()
    has_gp: bool = True
    decided: dict[Sign, Urgency] = field(default_factory=dict)
    treatments: dict[TreatmentKind, int] = field(default_factory=dict)
    cancer: str = ""
    now: datetime = OFFICE_HOURS


situations = st.builds(
    Situation,
    at_clinic=st.booleans(),
    shares_diary=st.booleans(),
    under_treatment=st.booleans(),
    missing=st.frozensets(st.sampled_from(NUMBERS)),
    has_gp=st.booleans(),
    decided=st.dictionaries(st.sampled_from(CHANGEABLE), st.sampled_from(Urgency), max_size=4),
    treatments=st.dictionaries(st.sampled_from(TreatmentKind), st.integers(0, 60), max_size=2),
    cancer=st.sampled_from(["", "yes", "no", "unknown"]),
    now=st.sampled_from([OFFICE_HOURS, NIGHT]),
)


@dataclass(frozen=True)
class Post:
    """What is sent: ticked signs, the answer about strength, the rest, and a code that is none."""

    signs: frozenset[Sign]
    strength: str | None = None
    others: dict[str, str] = field(default_factory=dict)
    nonsense: str | None = None

    def data(self) -> dict[str, Any]:
        codes = [*sorted(self.signs), *([self.nonsense] if self.nonsense else [])]
        strength = {} if self.strength is None else {"strength": self.strength}
        return {**self.others, **strength, "signs": codes}


posts = st.builds(
    Post,
    signs=st.frozensets(st.sampled_from(Sign), max_size=5),
    strength=st.none() | st.sampled_from(["normal", "less", "worse", "", "stronger"]),
    others=st.dictionaries(st.sampled_from(QUESTIONS), answers),
    nonsense=st.none() | st.text(min_size=1, max_size=12),
)


def is_now(post: Post, at: Situation) -> bool:
    """Whether a sign of the post is "now": by the table, by the clinic, or after an operation. Written out by hand."""
    told = post.signs | ({Sign.WEAKNESS} if post.strength == "worse" else set())
    decided = at.decided if at.at_clinic else {}
    days = at.treatments.get(TreatmentKind.OPERATION)
    if Sign.WEAKNESS in told and days is not None and days <= 42:
        return True
    return any(decided.get(sign, RULE_OF[sign].urgency) is Urgency.NOW for sign in told)


def patient_in(at: Situation) -> Patient:
    """The patient of a situation, with everything that was decided and done before."""
    clinic = _clinic(at) if at.at_clinic else None
    patient = make_patient(
        clinic,
        shares_diary=at.shares_diary and at.at_clinic,
        under_treatment=at.under_treatment,
        gp_phone="+31201234567" if at.has_gp else "",
        cancer_history=at.cancer,
        now=at.now,
        onset_days_ago=100,
    )
    for kind, days in at.treatments.items():
        on = TODAY - timedelta(days=days)
        checkin.record_treatment(ladder.current(patient), kind=kind, on=on, by=patient.user, now=at.now)
    return patient


def _clinic(at: Situation) -> Clinic:
    clinic = make_clinic(**dict.fromkeys(at.missing, ""))
    manager = make_staff(clinic, "post@noord.example", "manager")
    for sign, urgency in at.decided.items():
        decisions.decide(
            clinic,
            sign=sign,
            urgency=urgency,
            signed_by="dr. Haan",
            signed_on=TODAY,
            by=manager,
            now=at.now,
        )
    return clinic


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


def ends_on(patient: Patient, post: Post, now: datetime) -> tuple[int, str]:
    """The status and the page where a post ends, after every redirect."""
    client = Client()
    client.force_login(User.objects.get(pk=patient.user_id))
    with time_machine.travel(now, tick=False):
        body = urlencode(post.data(), doseq=True, errors="surrogatepass")
        answer = client.post(DAY, body, content_type="application/x-www-form-urlencoded", follow=True)
    return answer.status_code, answer.content.decode()


# Two hundred situations take about ten seconds.
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(post=posts, at=situations)
@example(post=Post(frozenset({Sign.BLADDER})), at=Situation(decided={Sign.SEXUAL: Urgency.DAYS}))
@example(
    post=Post(frozenset({Sign.COLLAPSE}), nonsense="x"),
    at=Situation(missing=frozenset(NUMBERS), has_gp=False),
)
@example(
    post=Post(frozenset(), strength="worse"),
    at=Situation(treatments={TreatmentKind.OPERATION: 42}, now=NIGHT),
)
@example(post=Post(frozenset({Sign.SADDLE}), others={"none_new": "on", "leg_pain": "11"}), at=Situation())
@pytest.mark.django_db
def test_no_combination_with_a_sign_that_cannot_wait_ends_without_the_number(
    post: Post, at: Situation
) -> None:
    with transaction.atomic():
        patient = patient_in(at)
        expected = phones.advice_for(patient, now=at.now)
        status, page = ends_on(patient, post, at.now)
        transaction.set_rollback(True)
    assert status == 200
    if is_now(post, at):
        assert 'class="call" href="tel:' in page
        for number in (expected.first.number, *(line.number for line in expected.others), "112"):
            assert f'href="tel:{number}"' in page


@pytest.mark.parametrize("sign", Sign)
@pytest.mark.parametrize("treated", [None, *TreatmentKind])
@pytest.mark.django_db
def test_each_sign_by_itself_ends_with_a_number_asked_or_not(
    sign: Sign, treated: TreatmentKind | None
) -> None:
    patient = patient_in(Situation(treatments={treated: 3} if treated else {}, cancer="no"))
    status, page = ends_on(patient, Post(frozenset({sign})), NIGHT)
    assert status == 200
    assert 'class="call" href="tel:' in page
    assert 'href="tel:112"' in page
