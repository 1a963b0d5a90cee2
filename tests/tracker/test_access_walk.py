"""Every address of the site, walked as everybody who has no business there."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from recovery import checkin, visit_sheet
from recovery.aftercare import exercises, steps
from recovery.aftercare.models import Exercise, ExerciseDay, LoadDay, LoadStep
from recovery.alerts import health
from recovery.alerts.models import Alert, AlertStep, Delivery
from recovery.clinical.aftercare import Load
from recovery.clinical.care import Care
from recovery.episodes import ladder, visits
from recovery.episodes.models import Episode, Note, PromptDismissal, Question, Treatment, Visit
from recovery.exchange.fhir.diary import day_id
from recovery.journal import activities, medicines
from recovery.journal.models import Activity, Entry, Medicine, Taken
from recovery.people import proxies, tokens
from recovery.people.models import ApiToken, Patient, Proxy, User
from tests.cast import flagged, log, make_patient, make_user, patient_called
from tracker import reminding

# Words that stand only in Anna's record.
SECRETS = ("Anna Bos", "anna@example.nl", "geheim van Anna")

# Open to a visitor; everything else sends one to the sign-in page.
PUBLIC = {
    "home",
    "health",
    "phone",
    "understand",
    "explained",
    "display",
    "offline",
    "offline_in",
    "app_words",
    "manifest",
    "service_worker",
    "invitation",
    "proxy_invitation",
    "language",
    "app_tables",
    "pause_reminders",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "fhir:metadata",
}

# Read by a monitor or by a clinic's systems, never by a person.
WITH_A_TOKEN = {
    "fhir:base",
    "fhir:patients",
    "fhir:patient",
    "fhir:observations",
    "fhir:observation",
    "fhir:responses",
    "fhir:response",
    "fhir:flags",
    "fhir:flag",
    "fhir:nothing",
}
# Asked by the script of a page, which must hear that somebody was signed out.
FOR_A_SCRIPT = {"app_queue", "app_snapshot"}
FOR_MACHINES = {"health", "fhir:metadata"} | WITH_A_TOKEN | FOR_A_SCRIPT

# The arguments of addresses that have any. The patient's own pages name no patient: they can only be walked.
Args = Callable[[Patient, Alert], list[object]]
ARGS: dict[str, Args] = {
    "invitation": lambda patient, alert: ["no-such-token"],
    "app_tables": lambda patient, alert: ["nl"],
    "account_reset_password_from_key": lambda patient, alert: ["0", "no-such-key"],
    "pause_reminders": lambda patient, alert: [reminding.pause_token(patient)],
    "explained": lambda patient, alert: ["hernia"],
    "patient:day": lambda patient, alert: [alert.day],
    "day_versions": lambda patient, alert: [alert.day],
    "offline_in": lambda patient, alert: ["nl"],
    "app_words": lambda patient, alert: ["nl"],
    "patient:questionnaire": lambda patient, alert: ["rmdq-24"],
    "patient:retire_activity": lambda patient, alert: [activity_of(patient).ref],
    "patient:step_back": lambda patient, alert: [step_of(patient).pk],
    "patient:other_step": lambda patient, alert: [step_of(patient).pk],
    "patient:step_done": lambda patient, alert: [step_of(patient).pk],
    "patient:end_step": lambda patient, alert: [step_of(patient).pk],
    "patient:react": lambda patient, alert: [done_by(patient).pk],
    "patient:exercise_done": lambda patient, alert: [exercise_of(patient).pk],
    "patient:end_exercise": lambda patient, alert: [exercise_of(patient).pk],
    "patient:remove": lambda patient, alert: [alert.day],
    "patient:end_proxy": lambda patient, alert: [asked_by(patient).ref],
    "proxy_invitation": lambda patient, alert: ["no-such-token"],
    "end_helping": lambda patient, alert: [asked_by(patient).ref],
    "not_here": lambda patient, alert: [patient.ref, "today/"],
    "clinic:review": lambda patient, alert: [patient.ref],
    "clinic:add_treatment": lambda patient, alert: [patient.ref],
    "patient:add_care": lambda patient, alert: ["painkillers"],
    "patient:end_care": lambda patient, alert: [written_by(patient).pk],
    "patient:withdraw_care": lambda patient, alert: ["treatment", written_by(patient).pk],
    "patient:change_medicine": lambda patient, alert: [medicine_of(patient).pk],
    "patient:stop_medicine": lambda patient, alert: [medicine_of(patient).pk],
    "patient:medicine_taken": lambda patient, alert: [medicine_of(patient).pk],
    "clinic:prepared": lambda patient, alert: [prepared_by(patient).ref],
    "patient:cancel_visit": lambda patient, alert: [planned_by(patient).pk],
    "clinic:episode": lambda patient, alert: [patient.ref],
    "clinic:place": lambda patient, alert: [patient.ref],
    "clinic:status": lambda patient, alert: [patient.ref],
    "clinic:add_care": lambda patient, alert: [patient.ref, "painkillers"],
    "clinic:end_care": lambda patient, alert: [patient.ref, written_by(patient).pk],
    "clinic:confirm_care": lambda patient, alert: [patient.ref, "treatment", written_by(patient).pk],
    "clinic:withdraw_care": lambda patient, alert: [patient.ref, "treatment", written_by(patient).pk],
    "clinic:dismiss_prompt": lambda patient, alert: [patient.ref, "weaker"],
    "clinic:export_diary": lambda patient, alert: [patient.ref],
    "clinic:export_record": lambda patient, alert: [patient.ref],
    "clinic:review_pdf": lambda patient, alert: [patient.ref],
    "clinic:plan": lambda patient, alert: [patient.ref],
    "clinic:add_note": lambda patient, alert: [patient.ref],
    "clinic:visit_today": lambda patient, alert: [patient.ref],
    "clinic:hold_visit": lambda patient, alert: [patient.ref, visit_of(patient).pk],
    "clinic:cancel_visit": lambda patient, alert: [patient.ref, visit_of(patient).pk],
    "patient:take_back_question": lambda patient, alert: [question_of(patient).pk],
    "clinic:alert": lambda patient, alert: [alert.pk],
    "clinic:take": lambda patient, alert: [alert.pk],
    "clinic:close": lambda patient, alert: [alert.pk],
    "clinic:remove_filter": lambda patient, alert: [1],
    "clinic:rule": lambda patient, alert: ["weakness"],
    "clinic:leave": lambda patient, alert: [patient.ref],
    "clinic:discharge": lambda patient, alert: [patient.ref],
    "clinic:readmit": lambda patient, alert: [patient.ref],
    "clinic:offer_transfer": lambda patient, alert: [patient.ref],
    "clinic:take_back_transfer": lambda patient, alert: [patient.ref],
    "clinic:new_link": lambda patient, alert: [0],
    "clinic:withdraw": lambda patient, alert: [0],
    "clinic:address": lambda patient, alert: [owed_about(alert).address_id],
    "clinic:test_address": lambda patient, alert: [owed_about(alert).address_id],
    "clinic:renew_secret": lambda patient, alert: [owed_about(alert).address_id],
    "clinic:retire_address": lambda patient, alert: [owed_about(alert).address_id],
    "clinic:remove_rung": lambda patient, alert: [owed_about(alert).address.rungs.earliest("pk").pk],
    "clinic:give_up": lambda patient, alert: [owed_about(alert).pk],
    "clinic:try_again": lambda patient, alert: [owed_about(alert).pk],
    "clinic:revoke_token": lambda patient, alert: [token_of(patient).pk],
    "fhir:patient": lambda patient, alert: [patient.ref],
    "fhir:observation": lambda patient, alert: [day_id(patient.ref, alert.day, "leg_pain")],
    "fhir:response": lambda patient, alert: [day_id(patient.ref, alert.day, "diary")],
    "fhir:flag": lambda patient, alert: [alert.pk],
    "fhir:nothing": lambda patient, alert: ["Practitioner/1"],
}

# What the manager of the clinic sets; tests of their own walk these as everybody else.
SET_BY_THE_MANAGER = {
    "clinic:new_link",
    "clinic:withdraw",
    "clinic:rule",
    "clinic:address",
    "clinic:test_address",
    "clinic:renew_secret",
    "clinic:retire_address",
    "clinic:remove_rung",
    "clinic:give_up",
    "clinic:try_again",
    "clinic:revoke_token",
}

# Addresses that lead to one patient's record: for whoever it is not for, they do not exist.
RECORDS = {name for name in ARGS if name.startswith("clinic:")} - SET_BY_THE_MANAGER


def activity_of(patient: Patient) -> Activity:
    """Something that the patient chose."""
    return activities.choose(
        ladder.current(patient), name="geheim van Anna", by=patient.user, now=timezone.now()
    )


def owed_about(alert: Alert) -> Delivery:
    """What the clinic is owed about an alert."""
    return Delivery.objects.filter(alert=alert).select_related("address").earliest("pk")


def written_by(patient: Patient) -> Treatment:
    """Physiotherapy that goes on, as the patient wrote it down."""
    return checkin.record_treatment(
        ladder.current(patient),
        kind=Care.PHYSIOTHERAPY,
        on=timezone.localdate(),
        by=patient.user,
        now=timezone.now(),
    )


def planned_by(patient: Patient) -> Visit:
    """A visit that the patient planned."""
    now = timezone.now()
    return visits.plan(
        ladder.current(patient), day=timezone.localdate(now), clinic=None, by=patient.user, now=now
    )


def medicine_of(patient: Patient) -> Medicine:
    """A medicine on Anna's list."""
    told = medicines.Told("geheim van Anna")
    return medicines.add(ladder.current(patient), told, by=patient.user, now=timezone.now())


def prepared_by(patient: Patient) -> Patient:
    """Anna, who sent her sheet to the clinic that reads along."""
    medicine_of(patient)
    episode, clinic = ladder.current(patient), patient.reading_clinic
    visit_sheet.send(patient, episode, to=clinic.pk, by=patient.user, now=timezone.now())
    return patient


def token_of(patient: Patient) -> ApiToken:
    """A token of the clinic that reads along."""
    clinic = patient.reading_clinic
    made, _ = tokens.make(clinic, name="EPD", by=make_user("maker@noord.example"), now=timezone.now())
    return made


def asked_by(patient: Patient) -> Proxy:
    """Somebody whom Anna asked to help."""
    return proxies.invite(
        patient,
        name="geheim van Anna",
        email=f"{uuid4()}@example.nl",
        may_write=True,
        by=patient.user,
        now=timezone.now(),
    )


def step_of(patient: Patient) -> LoadStep:
    """A step of load that Anna chose."""
    return steps.begin(
        patient,
        kind=Load.WALKING,
        what="geheim van Anna",
        amount="10 minuten",
        by=patient.user,
        now=timezone.now() - timedelta(days=2),
    )


def done_by(patient: Patient) -> LoadDay:
    """The day before yesterday she did it, and nobody knows yet how it went."""
    return steps.do(step_of(patient), by=patient.user, now=timezone.now() - timedelta(days=2))


def exercise_of(patient: Patient) -> Exercise:
    """An exercise of hers."""
    return exercises.add(patient, name="geheim van Anna", how_often="", by=patient.user, now=timezone.now())


def visit_of(patient: Patient) -> Visit:
    """A visit of Anna's that is planned for today."""
    episode, now = ladder.current(patient), timezone.now()
    return visits.plan(episode, day=timezone.localdate(now), clinic=None, by=patient.user, now=now)


def question_of(patient: Patient) -> Question:
    """What Anna wants to ask."""
    return visits.ask(ladder.current(patient), text="geheim van Anna", by=patient.user, now=timezone.now())


def walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from walk(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"{pattern} has no name, so nobody walks it"
            yield prefix + pattern.name


NAMES = sorted(walk(get_resolver().url_patterns))


def address(name: str, patient: Patient, alert: Alert) -> str:
    return reverse(name, args=ARGS[name](patient, alert) if name in ARGS else [])


@pytest.fixture
def alert(patient: Patient) -> Alert:
    """A red flag of Anna's, with a note."""
    done = log(patient, flagged(note="geheim van Anna"), now=timezone.now())
    health.beat(now=timezone.now())
    assert done.alert
    return done.alert


Visitor = Callable[[], Client]


@pytest.fixture(params=["signed out", "stranger", "other patient", "other neurologist", "manager"])
def visitor(request: pytest.FixtureRequest, as_user: Callable[[User], Client], patient: Patient) -> Client:
    """Somebody to whom Anna's record does not belong; the manager runs her clinic and reads nothing."""
    match request.param:
        case "signed out":
            return Client()
        case "stranger":
            return as_user(request.getfixturevalue("stranger").user)
        case "other patient":
            return as_user(make_patient(patient.clinic, "kees@example.nl", name="Kees Dal").user)
        case "other neurologist":
            return as_user(request.getfixturevalue("other_neurologist"))
        case _:
            return as_user(request.getfixturevalue("manager"))


# What would change a record, were it let in.
MEANT_ILL = {
    "outcome": "phoned",
    "side": "right",
    "level": "L4-L5",
    "under_treatment": "no",
    "reason": "daarom",
    "reaction": "leg",
    "kind": "walking",
    "what": "meer",
    "amount": "veel meer",
}


def state() -> tuple[object, ...]:
    """What could have been changed about anybody's record."""
    told = Treatment.objects.order_by("pk").values_list("pk", "until", "confirmed_at", "withdrawn_at")
    planned = Visit.objects.order_by("pk").values_list("pk", "held_at", "cancelled_at")
    where = Episode.objects.order_by("pk").values_list("pk", "level", "side")
    used = Medicine.objects.order_by("pk").values_list("pk", "name", "stopped_at")
    asked = Question.objects.order_by("pk").values_list("pk", "withdrawn_at")
    helping = Proxy.objects.order_by("pk").values_list("pk", "accepted_at", "ended_at")
    load = (
        LoadStep.objects.filter(patient=patient_called("Anna Bos"))
        .order_by("pk")
        .values_list("pk", "ended_at")
    )
    after = LoadDay.objects.order_by("pk").values_list("pk", "reaction")
    listed = Exercise.objects.order_by("pk").values_list("pk", "ended_at")
    counted = (Entry, AlertStep, Alert, PromptDismissal, Note, Taken, ExerciseDay)
    counts = tuple(model.objects.count() for model in counted)
    return (*counts, *told, *planned, *where, *asked, *used, *helping, *load, *after, *listed)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_finds_what_is_not_theirs(name: str, visitor: Client, patient: Patient, alert: Alert) -> None:
    url, before = address(name, patient, alert), state()
    for answer in (visitor.get(url, follow=True), visitor.post(url, MEANT_ILL, follow=True)):
        page = answer.content.decode()
        assert not [secret for secret in SECRETS if secret in page]
        assert answer.status_code < 500
    assert state() == before
    if name in RECORDS and "_auth_user_id" in visitor.session:
        assert visitor.get(url).status_code in {404, 405}


@pytest.mark.parametrize("name", NAMES)
def test_a_visitor_is_sent_to_sign_in(name: str, patient: Patient, alert: Alert) -> None:
    url = address(name, patient, alert)
    answer = Client().get(url)
    if name in WITH_A_TOKEN | FOR_A_SCRIPT:
        assert answer.status_code == 401
    elif name in PUBLIC:
        assert not answer.get("Location", "").startswith("/account/login/?next=")
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["signed out", "patient", "neurologist", "manager"])
@pytest.mark.parametrize("name", sorted(set(NAMES) - FOR_MACHINES))
def test_whom_to_phone_is_one_tap_away_on_every_page(
    name: str,
    who: str,
    patient: Patient,
    alert: Alert,
    as_user: Callable[[User], Client],
    request: pytest.FixtureRequest,
) -> None:
    users = {"patient": patient.user} if who == "patient" else {}
    client = Client() if who == "signed out" else as_user(users.get(who) or request.getfixturevalue(who))
    answer = client.get(address(name, patient, alert), follow=True)
    is_page = answer.get("Content-Type", "").startswith("text/html")  # a file for paper has no menu
    if answer.status_code != 405 and is_page:  # an address that only takes answers shows no page
        assert 'href="/phone/">Nu bellen</a>' in answer.content.decode()


def test_the_walk_finds_the_record_when_it_is_theirs(
    as_neurologist: Client, patient: Patient, alert: Alert
) -> None:
    """The walk above can fail: to her own neurologist these words are shown."""
    page = as_neurologist.get(address("clinic:review", patient, alert)).content.decode()
    assert "Anna Bos" in page
    assert "geheim van Anna" in page


def test_a_diary_that_is_not_shared_is_not_read(as_neurologist: Client, neurologist: User) -> None:
    clinic = neurologist.memberships.get().clinic
    private = make_patient(clinic, "priva@example.nl", name="Pim Alleen", shares_diary=False)
    assert "Pim Alleen" not in as_neurologist.get(reverse("clinic:caseload")).content.decode()
    assert as_neurologist.get(reverse("clinic:review", args=[private.ref])).status_code == 404
