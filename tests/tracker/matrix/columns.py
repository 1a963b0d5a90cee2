"""Who the columns of the matrix are, and how each comes to be who they are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from recovery import handover
from recovery.alerts import contact
from recovery.people import break_glass, proxies
from recovery.people.access_log import Reader
from recovery.people.models import Membership, Patient, Role, User
from tests.tracker.matrix.arguments import WHY
from tests.tracker.matrix.cast import Cast

Arrive = Callable[[Cast], Client]


@dataclass(frozen=True, slots=True)
class Column:
    """A role and its relation to Anna's record.

    `like` is the column that it equals but for the lines that the table has of its own. `within`: asks for the pages
    under `/for/<Anna>/`. `reads`: may read something of hers, and `role` is the one in which that is in her log.
    """

    code: str
    title: str
    arrive: Arrive
    like: str = ""
    within: bool = False
    reads: bool = False
    role: Role | None = None


def _as(who: str) -> Arrive:
    return lambda cast: cast.client(who)


def _with(token: str) -> Arrive:
    return lambda cast: cast.machine(cast.token(token))


def _sharing_ended(who: str) -> Arrive:
    """The same, after Anna ended sharing with the clinic."""

    def arrive(cast: Cast) -> Client:
        handover.stop(_anna(cast), by=cast.anna.user, now=timezone.now())
        return cast.client(who)

    return arrive


def _discharged(who: str, *, is_over: bool) -> Arrive:
    """The same, when Anna was discharged and the clinic reads along for some weeks more, or no longer."""

    def arrive(cast: Cast) -> Client:
        by, now = cast.users["neurologist"], timezone.now()
        alert = contact.alert_of(Patient.objects.all(), cast.alert.pk)
        assert alert
        contact.close(alert, outcome="phoned", needed=True, note="", by=by, now=now)
        handover.discharge(_anna(cast), by=by, now=now)
        if is_over:
            Patient.objects.filter(pk=cast.anna.pk).update(
                reads_until=timezone.localdate() - timedelta(days=1)
            )
        return cast.client(who)

    return arrive


def _ended(who: str) -> Arrive:
    def arrive(cast: Cast) -> Client:
        proxies.end(cast.proxies[who], by=cast.anna.user, now=timezone.now())
        return cast.client(who)

    return arrive


def _inactive(who: str) -> Arrive:
    def arrive(cast: Cast) -> Client:
        client = cast.client(who)
        User.objects.filter(pk=cast.users[who].pk).update(is_active=False)
        return client

    return arrive


def _in_an_emergency(who: str) -> Arrive:
    """The same, while the neurologist of the other clinic reads Anna's diary in an emergency."""

    def arrive(cast: Cast) -> Client:
        reader = Reader(Role.NEUROLOGIST, cast.elsewhere, user=cast.users["far neurologist"])
        email, now = cast.anna.user.email, timezone.now()
        assert break_glass.open_record(reader, email=email, reason=WHY, now=now)
        return cast.client(who)

    return arrive


def _without_a_factor(cast: Cast) -> Client:
    Authenticator.objects.filter(user=cast.users["newcomer"]).delete()
    return cast.client("newcomer")


def _also_staff(cast: Cast) -> Client:
    """The patient, who manages a clinic and set up nothing."""
    Membership.objects.create(user=cast.anna.user, clinic=cast.elsewhere, role=Role.MANAGER)
    return cast.client("anna")


def _anna(cast: Cast) -> Patient:
    """Her record as it stands now."""
    return Patient.objects.select_related("user", "clinic").get(pk=cast.anna.pk)


COLUMNS = (
    Column("out", "signed out", _as("")),
    Column("acc", "an account with no record and no work", _as("nobody")),
    Column("own", "the patient", _as("anna"), reads=True),
    Column("oth", "another patient of the clinic", _as("bert")),
    Column("rea", "proxy who reads, in that diary", _as("reader"), within=True, reads=True, role=Role.PROXY),
    Column("wri", "proxy who writes, in that diary", _as("writer"), within=True, reads=True, role=Role.PROXY),
    Column("end", "proxy whose leave was ended", _ended("ended"), within=True),
    Column(
        "neu",
        "neurologist of the clinic that reads along",
        _as("neurologist"),
        reads=True,
        role=Role.NEUROLOGIST,
    ),
    Column("far", "neurologist of another clinic", _as("far neurologist")),
    Column("man", "manager of the clinic", _as("manager")),
    Column("mae", "manager of another clinic", _as("far manager")),
    # like another, but for what the table says
    Column("sto", "the patient, sharing ended", _sharing_ended("anna"), like="own", reads=True),
    Column("stn", "neurologist, sharing ended", _sharing_ended("neurologist"), like="far"),
    Column(
        "dis",
        "neurologist, patient discharged, reading on",
        _discharged("neurologist", is_over=False),
        like="neu",
        reads=True,
        role=Role.NEUROLOGIST,
    ),
    Column(
        "ove",
        "neurologist, discharged and the time to read over",
        _discharged("neurologist", is_over=True),
        like="far",
    ),
    Column(
        "eme",
        "neurologist of another clinic, in an emergency",
        _in_an_emergency("far neurologist"),
        like="far",
        reads=True,
        role=Role.NEUROLOGIST,
    ),
    Column(
        "emm",
        "manager of that other clinic, then",
        _in_an_emergency("far manager"),
        like="mae",
        reads=True,
        role=Role.MANAGER,
    ),
    Column(
        "pro", "proxy who writes, at their own pages", _as("writer"), like="acc", reads=True, role=Role.PROXY
    ),
    Column("new", "neurologist of the clinic, no second factor", _without_a_factor, like="out"),
    Column("npa", "the patient, also staff, no second factor", _also_staff, like="new", reads=True),
    Column("non", "a stranger, in that diary", _as("bert"), like="end", within=True),
    Column("ina", "an account made inactive", _inactive("neurologist"), like="out"),
    Column("tok", "token of the clinic", _with("own"), like="out", reads=True, role=Role.SYSTEM),
    Column("tof", "token of another clinic", _with("far"), like="out"),
    Column("tor", "token that was revoked", _with("revoked"), like="out"),
)
BY_CODE = {column.code: column for column in COLUMNS}
WRITTEN_OUT = tuple(column for column in COLUMNS if not column.like)
