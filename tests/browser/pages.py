"""Every page there is to look at, and who of the demo looks at it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from recovery.aftercare.models import LoadStep
from recovery.alerts import addresses
from recovery.alerts.models import Address, ChannelKind
from recovery.clinical.explained.page import Slug
from recovery.demo.stories import MANAGER, NEUROLOGIST, PROXY
from recovery.episodes import ladder, visits
from recovery.episodes.models import Treatment
from recovery.exchange import uploads
from recovery.journal.models import Medicine
from recovery.people import access_log, approvals, break_glass, proxies, sharing, staff
from recovery.people.access_log import Reader
from recovery.people.models import Clinic, Patient, Proxy, Role, Sharing, User, What
from tests.cast import log, patient_called, quiet
from tests.tracker.matrix.arguments import FOR_MACHINES
from tracker import reminding, second_factor

TODAY = "2026-11-18"

ANNEKE, CARLA, DIRK, GIJS = (f"{name}@demo.example" for name in ("anneke", "carla", "dirk", "gijs"))
IVO, JOKE, KARIN = (f"{name}@demo.example" for name in ("ivo", "joke", "karin"))
READER = "sam@demo.example"
NOBODY = ""

# Pages that say no.
NOT_THERE = ["/invitation/x/", "/work/x/", "/proxy/x/", "/reminders/pause/x/", "/x/", "/day/2026-01-01/"]

# By who looks: somebody who is not signed in, patients, who helps, the clinic.
PAGES: dict[str, list[str]] = {
    NOBODY: [
        "/",
        "/phone/",
        "/account/login/",
        "/account/signup/",
        "/account/inactive/",
        "/account/password/reset/",
        "/account/password/reset/sent/",
        "/account/password/reset/0-x/",
        "/account/password/reset/done/",
        *NOT_THERE[:-1],
        "/display/",
        "/offline/",
        "/understand/",
        *(f"/understand/{slug}/" for slug in Slug),
    ],
    ANNEKE: [
        "/today/",
        f"/day/{TODAY}/",
        f"/day/{TODAY}/remove/",
        f"/day/{TODAY}/versions/",
        NOT_THERE[-1],
        "/course/",
        "/questionnaires/",
        "/questionnaires/rmdq-24/",
        "/questionnaires/gpe-7/",
        "/activities/",
        "/body/",
        "/care/",
        "/care/add/painkillers/",
        "/care/add/imaging/",
        "/care/add/visit/",
        "/visit/",
        "/visit/prepare/",
        "/visit/prepare/show/",
        "/medicines/",
        "/medicines/add/",
        "/medicines/allergies/",
        "/sharing/",
        "/sharing/stop/",
        "/consents/",
        "/account/delete/",
        "/proxies/",
        "/my-data/",
        "/my-data/bring-in/",
        "/my-data/bring-in/check/",
        "/course/days/",
        "/recovered/",
        "/details/",
        "/details/who-looked/",
        "/app/this-phone/",
        "/reminders/",
        "/phone/",
        "/display/",
        "/understand/",
        "/account/",
        "/account/second-factor/app/",
        "/account/second-factor/passkeys/add/",
        "/account/password/",
        "/account/confirm/",
        "/account/logout/",
    ],
    "bram@demo.example": ["/course/"],
    CARLA: ["/course/", "/care/", "/today/", "/medicines/", "/visit/prepare/", "/visit/prepare/show/"],
    DIRK: [
        "/urgent/",
        "/today/",
        "/course/",
        "/care/",
        "/visit/",
        "/sharing/",
        "/recovered/",
        "/returned/",
        "/body/",
        "/account/delete/",
    ],
    "fatima@demo.example": ["/course/"],
    GIJS: ["/today/", "/course/", "/proxies/"],
    IVO: [
        "/course/",
        "/today/",
        "/aftercare/",
        "/aftercare/steps/add/",
        "/aftercare/exercises/add/",
        "/weekly/",
        "/returned/",
        "/reminders/",
    ],
    JOKE: ["/course/", "/questionnaires/", "/details/who-looked/", "/consents/"],
    KARIN: ["/course/", "/today/", "/aftercare/", "/returned/", "/recovered/"],
    PROXY[0]: ["/diaries/", "/start/"],
    READER: [],
    NEUROLOGIST[0]: [
        "/clinic/",
        "/clinic/?q=bakker",
        "/clinic/?q=niemand",
        "/clinic/emergency/",
        "/clinic/invite/",
        "/clinic/invite/list/",
        "/clinic/recovery/",
        "/clinic/alerts/",
        "/clinic/alerts/figures/",
        "/account/",
        "/account/second-factor/app/remove/",
        "/account/second-factor/recovery-codes/",
        "/account/second-factor/recovery-codes/new/",
    ],
    MANAGER[0]: [
        "/clinic/numbers/",
        "/clinic/invite/",
        "/clinic/recovery/",
        "/clinic/ladder/",
        "/clinic/ladder/addresses/",
        "/clinic/deliveries/",
        "/clinic/questionnaires/",
        "/clinic/approval/",
        "/clinic/rules/",
        "/clinic/rules/both_legs/",
        "/clinic/alerts/figures/",
        "/clinic/tokens/",
        "/clinic/staff/",
        "/clinic/access/",
        "/clinic/emergency/opened/",
        "/clinic/export/",
        "/clinic/kept/",
        "/account/second-factor/confirm/",
    ],
}

# What a proxy sees, under `/for/<ref>/`; and what one who may only read is refused.
FOR_SOMEBODY = [
    "today/",
    f"day/{TODAY}/",
    f"day/{TODAY}/remove/",
    "course/",
    "course/days/",
    "care/",
    "care/add/painkillers/",
    "visit/",
    "visit/prepare/",
    "visit/prepare/show/",
    "medicines/",
    "medicines/add/",
    "medicines/allergies/",
    "activities/",
    "body/",
    "questionnaires/",
    "questionnaires/rmdq-24/",
    "aftercare/",
    "returned/",
    "phone/",
    "understand/",
]
TO_READ = ["today/", "course/", "medicines/", "visit/prepare/show/", "care/", "phone/", "urgent/"]
TO_WRITE = [f"day/{TODAY}/", "medicines/add/"]

# Addresses without a page to look at: a form is sent there, or looked at it leads to the page with that form;
SENT_TO = {
    "language",
    *("account_email", "end_session", "end_other_sessions", "mfa_index", "mfa_list_webauthn"),
    # steps of signing in, looked at in `test_second_factor`
    *("account_email_verification_sent", "mfa_authenticate", "mfa_login_webauthn"),
    "mfa_reauthenticate_webauthn",
    "clinic:invited",  # shows a link once, in the story of an invitation
    *(
        f"clinic:{name}"
        for name in (
            *("add_note", "add_rung", "add_treatment", "alert", "assign", "cancel_visit", "close"),
            *("confirm_care", "discharge", "dismiss_prompt", "give_up", "hold_visit", "keep_filter"),
            *("new_link", "offer_transfer", "place", "plan", "readmit", "remove_filter", "remove_rung"),
            *("renew_code", "revoke_token", "send_guests", "status", "take", "take_back_transfer"),
            *("test_address", "try_again", "visit_today", "withdraw"),
            *("end_work", "review_glass", "withdraw_approval", "withdraw_joining"),
        )
    ),
    *(
        f"patient:{name}"
        for name in (
            *("allow_browser", "answer_transfer", "cancel_visit", "contacted", "decline_reminders"),
            *("drop_file", "end_browsers", "end_exercise", "end_step", "exercise_done", "keep_rhythm"),
            *("lighter", "medicine_taken", "not_meant", "not_reached", "react", "retire_activity"),
            *("share", "step_done", "take_back_question"),
        )
    ),
}
# or a file comes from it, or what a script or another system reads.
FILES = {
    "app_tables",
    "app_words",
    "clinic:export_access_log",
    "clinic:export_diary",
    "clinic:export_record",
    "clinic:review_pdf",
    "manifest",
    "mfa_download_recovery_codes",
    "offline_in",  # the same page as `offline`, in a language by name
    "patient:take_out_diary",
    "patient:take_out_everything",
    "patient:take_out_record",
    "service_worker",
}
NOT_LOOKED_AT = SENT_TO | FILES | FOR_MACHINES


def beside_the_demo(now: datetime) -> None:
    """What the demo has no example of, and a page shows: written on the day that it is looked at."""
    anneke, gijs, dirk = (record(email) for email in (ANNEKE, GIJS, DIRK))
    for leg_pain in (6, 3):
        log(anneke, quiet(leg_pain), day=timezone.localdate(now), now=now)
    uploads.keep(anneke, name="dagboek.csv", content=b"date,leg_pain\n2026-11-10,5\n", now=now)
    visits.plan(
        ladder.current(gijs),
        day=timezone.localdate(now) + timedelta(days=8),
        clinic=None,
        by=gijs.user,
        now=now,
    )
    sam = User.objects.create(email=READER, name="Sam", password=anneke.user.password)
    reading = proxies.invite(dirk, name="Sam", email=READER, may_write=False, by=dirk.user, now=now)
    proxies.accept(reading, by=sam, now=now)
    proxies.invite(gijs, name="Jan", email="jan@demo.example", may_write=True, by=gijs.user, now=now)
    second_factor.make_demo_tryable()
    doctor = User.objects.get(email=NEUROLOGIST[0])
    read_and_opened(doctor, anneke=anneke, joke=record(JOKE), now=now)
    signed_once(User.objects.get(email=MANAGER[0]), now=now)
    RecoveryCodes.activate(doctor)
    Authenticator.objects.create(user=doctor, type="webauthn", data={"name": "Telefoon", "credential": {}})
    url = "https://pager.example/alerts"
    addresses.add(of_the_demo(), kind=ChannelKind.WEBHOOK, name="Pager", target=url)


def of_the_demo() -> Clinic:
    return Clinic.objects.get(name__contains="demo")


def read_and_opened(doctor: User, *, anneke: Patient, joke: Patient, now: datetime) -> None:
    """A diary that was read, and one whose clinic reads no longer, opened in an emergency."""
    reader = Reader(Role.NEUROLOGIST, of_the_demo(), doctor, address="192.0.2.7")
    access_log.record(reader, what=What.REVIEW, now=now, patient=anneke)
    with transaction.atomic():
        sharing.hold(joke, now=now)
        sharing.end(joke, how=Sharing.How.DETAILS, by=joke.user, now=now)
    reason = "Ligt op de Spoedeisende Hulp en kan zelf niets vertellen"
    break_glass.open_record(reader, email=JOKE, reason=reason, now=now)


def signed_once(manager: User, *, now: datetime) -> None:
    """A signature that was taken back, so that the notice is on the pages again; and a colleague who was asked."""
    clinic, signer = of_the_demo(), "dr. N. Haan, neuroloog"
    day = timezone.localdate(now)
    approvals.approve(clinic, signed_by=signer, signed_on=day, note="Map 12", by=manager, now=now)
    approvals.withdraw(clinic, by=manager, now=now)
    ask_colleague(manager, now=now)


def ask_colleague(manager: User, *, now: datetime) -> str:
    """The token of the link in the mail."""
    told = {"name": "Eva Bos", "email": "eva@demo.example", "by": manager, "now": now}
    return staff.ask(of_the_demo(), role="neurologist", **told)[1]


def record(email: str) -> Patient:
    return Patient.objects.select_related("user", "clinic").get(user__email=email)


def review_of(name: str) -> str:
    return reverse("clinic:review", args=[patient_called(name).ref])


def of_nobody() -> list[str]:
    """The links in mails that somebody opens without signing in."""
    jan = Proxy.objects.get(email="jan@demo.example")
    token = proxies.new_link(jan, now=timezone.now())
    pause = reverse("pause_reminders", args=[reminding.pause_token(record(IVO))])
    work = ask_colleague(User.objects.get(email=MANAGER[0]), now=timezone.now())
    return [reverse("proxy_invitation", args=[token]), pause, reverse("joining", args=[work])]


def of_anneke() -> list[str]:
    goes_on = Treatment.objects.get(episode__patient=record(ANNEKE), kind="physiotherapy")
    return [
        reverse("patient:end_care", args=[goes_on.pk]),
        reverse("patient:withdraw_care", args=["treatment", goes_on.pk]),
        reverse("not_here", args=[record(DIRK).ref, "today/"]),
    ]


def of_carla() -> list[str]:
    medicine = Medicine.objects.filter(patient=record(CARLA)).earliest("pk")
    return [reverse(f"patient:{name}_medicine", args=[medicine.pk]) for name in ("change", "stop")]


def of_gijs() -> list[str]:
    gijs = record(GIJS)
    helper = Proxy.objects.get(patient=gijs, email=PROXY[0])
    return [reverse("patient:end_proxy", args=[helper.ref])]


def of_ivo() -> list[str]:
    step = LoadStep.objects.filter(patient=record(IVO)).latest("pk")
    return [reverse(f"patient:{name}", args=[step.pk]) for name in ("step_back", "other_step")]


def of_roos() -> list[str]:
    helps = Proxy.objects.get(email=PROXY[0])
    return [
        reverse("end_helping", args=[helps.ref]),
        *(f"/for/{helps.patient.ref}/{page}" for page in FOR_SOMEBODY),
    ]


def of_reader() -> list[str]:
    reads = Proxy.objects.get(email=READER)
    return [f"/for/{reads.patient.ref}/{page}" for page in (*TO_READ, *TO_WRITE)]


def of_neurologist() -> list[str]:
    """An outlook, alerts, an injection, a sheet that was sent, one opened in an emergency, a date that cannot be."""
    told = ("Anneke de Wit", "Dirk Bakker", "Hanna Dekker", "Fatima el Amrani", "Karin Postma", "Ivo Meijer")
    opened = "Joke van Leeuwen"
    anneke, carla = review_of("Anneke de Wit"), review_of("Carla Visser")
    about_carla = [
        f"{carla}{page}" for page in ("", "prepared/", "episode/", "episode/add/operation/", "leave/")
    ]
    carla_ref = record(CARLA).ref
    goes_on = Treatment.objects.filter(episode__patient__ref=carla_ref, kind="physiotherapy").earliest("pk")
    return [
        *map(review_of, (*told, opened)),
        reverse("mfa_remove_webauthn", args=[Authenticator.objects.get(type="webauthn").pk]),
        f"{anneke}?first=2031-01-01&second={TODAY}",
        *about_carla,
        reverse("clinic:end_care", args=[carla_ref, goes_on.pk]),
        reverse("clinic:withdraw_care", args=[carla_ref, "treatment", goes_on.pk]),
    ]


def of_manager() -> list[str]:
    """A mail address, and a webhook with its secret; the manager is asked before anything is lost."""
    desk = Address.objects.filter(kind=ChannelKind.EMAIL).earliest("pk")
    pager = Address.objects.get(kind=ChannelKind.WEBHOOK)
    looked_at = [
        (desk, ("address", "retire_address")),
        (pager, ("address", "renew_secret", "retire_address")),
    ]
    return [reverse(f"clinic:{name}", args=[address.pk]) for address, names in looked_at for name in names]


WITH_KEYS: dict[str, Callable[[], list[str]]] = {
    NOBODY: of_nobody,
    ANNEKE: of_anneke,
    CARLA: of_carla,
    GIJS: of_gijs,
    IVO: of_ivo,
    PROXY[0]: of_roos,
    READER: of_reader,
    NEUROLOGIST[0]: of_neurologist,
    MANAGER[0]: of_manager,
}


def pages_of(email: str) -> list[str]:
    """Every page that somebody looks at."""
    return PAGES[email] + (WITH_KEYS[email]() if email in WITH_KEYS else [])


def refusals() -> list[str]:
    """The addresses among them that answer with a page that says no."""
    reads = Proxy.objects.get(email=READER)
    other = reverse("not_here", args=[record(DIRK).ref, "today/"])
    return [*NOT_THERE, other, *(f"/for/{reads.patient.ref}/{page}" for page in TO_WRITE)]
