"""Every address of the site by its name, with arguments that lead to what is Anna's."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from recovery import checkin, visit_sheet
from recovery.aftercare import exercises, steps
from recovery.aftercare.models import Exercise, LoadDay, LoadStep
from recovery.alerts.models import Alert, Delivery
from recovery.clinical.aftercare import Load
from recovery.clinical.care import Care
from recovery.episodes import ladder, visits
from recovery.episodes.models import Question, Treatment, Visit
from recovery.exchange.fhir.diary import day_id
from recovery.journal import activities, medicines
from recovery.journal.models import Activity, Medicine
from recovery.people import break_glass, filters, invitations, proxies, staff, tokens
from recovery.people.access_log import Reader
from recovery.people.models import (
    ApiToken,
    BreakGlass,
    Invitation,
    Joining,
    Membership,
    Patient,
    Proxy,
    Role,
    SavedFilter,
    SignedIn,
)
from tests.cast import make_patient, make_staff, make_user
from tracker import reminding

WHY = "Ligt hier op de spoed, kan zelf niets vertellen."
# Words that stand only in Anna's record.
SECRETS = ("Anna Bos", "anna@example.nl", "geheim van Anna")

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
PROBES = {"health", "live", "ready", "metrics", "security_txt"}
FOR_MACHINES = {"fhir:metadata"} | PROBES | WITH_A_TOKEN | FOR_A_SCRIPT

# The arguments of addresses that have any. The patient's own pages name no patient: they can only be walked.
Args = Callable[[Patient, Alert], list[object]]
ARGS: dict[str, Args] = {
    "invitation": lambda patient, alert: ["no-such-token"],
    "end_session": lambda patient, alert: [signed_in_at(patient).pk],
    "mfa_remove_webauthn": lambda patient, alert: [1],
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
    "joining": lambda patient, alert: ["no-such-token"],
    "clinic:end_work": lambda patient, alert: [working_for(patient).pk],
    "clinic:withdraw_joining": lambda patient, alert: [asked_to_work(patient).pk],
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
    "clinic:review_glass": lambda patient, alert: [opened_by(patient).pk],
    "clinic:remove_filter": lambda patient, alert: [filter_of(patient).pk],
    "clinic:rule": lambda patient, alert: ["weakness"],
    "clinic:leave": lambda patient, alert: [patient.ref],
    "clinic:discharge": lambda patient, alert: [patient.ref],
    "clinic:readmit": lambda patient, alert: [patient.ref],
    "clinic:offer_transfer": lambda patient, alert: [patient.ref],
    "clinic:take_back_transfer": lambda patient, alert: [patient.ref],
    "clinic:new_link": lambda patient, alert: [invited_by(patient).pk],
    "clinic:withdraw": lambda patient, alert: [invited_by(patient).pk],
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


def filter_of(patient: Patient) -> SavedFilter:
    """A selection that a neurologist of the clinic that reads along kept."""
    reading = Membership.objects.filter(clinic=patient.clinic, role=Role.NEUROLOGIST).earliest("pk")
    return filters.keep(reading.user, name="De mijne", query="q=anna")


def invited_by(patient: Patient) -> Invitation:
    """Somebody whom the clinic that reads along invited."""
    by, now = make_user(f"{uuid4()}@noord.example"), timezone.now()
    made, _ = invitations.invite(patient.reading_clinic, name="Iemand", email="", by=by, now=now)
    return made


def signed_in_at(patient: Patient) -> SignedIn:
    """Another browser in which Anna is signed in."""
    client = Client()
    client.force_login(patient.user)
    client.get("/phone/")
    return SignedIn.objects.filter(user=patient.user).latest("pk")


def working_for(patient: Patient) -> Membership:
    """Somebody more who works at the clinic that reads along."""
    return make_staff(patient.reading_clinic, f"{uuid4()}@noord.example").memberships.get()


def asked_to_work(patient: Patient) -> Joining:
    """Somebody whom the clinic that reads along asked to work there."""
    asked, _ = staff.ask(
        patient.reading_clinic,
        role=Role.MANAGER,
        name="Iemand",
        email=f"{uuid4()}@noord.example",
        by=None,
        now=timezone.now(),
    )
    return asked


def opened_by(patient: Patient) -> BreakGlass:
    """The diary of somebody without a clinic, as a neurologist of the clinic that reads along opened it."""
    clinic, told = patient.reading_clinic, make_patient(None, "piet@example.nl", name="Piet Vreemd")
    reader = Reader(Role.NEUROLOGIST, clinic, user=make_staff(clinic, f"{uuid4()}@noord.example"))
    opened = break_glass.open_record(reader, email=told.user.email, reason=WHY, now=timezone.now())
    assert opened
    assert opened.glass
    return opened.glass


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
