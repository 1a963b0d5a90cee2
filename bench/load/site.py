"""Who is there: a clinic that grows step by step, and people with diaries of some lengths who read and save."""

from collections.abc import Iterator
from importlib import import_module
from math import ceil
from time import perf_counter

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from bench.load.result import COUNTED, Size
from bench.people import OPEN_DAYS, Place, build, neurologist_of
from recovery.demo import cohort
from recovery.people.models import Clinic, Patient, User

CLINIC = "Large"
WRITES_TWICE = 2  # a quiet day by itself, and one in the whole act


def people(size: Size) -> dict[int, Place]:
    """For each length of diary a clinic with a reader; enough who save where it is the shortest, a few elsewhere."""
    found = {}
    for days in size.diaries:
        visits = WRITES_TWICE * (size.visits if days == size.diaries[0] else COUNTED)
        writers = ceil(visits / OPEN_DAYS)
        found[days] = build(f"diaries of {days}", patients=1 + 2 * writers, entries=days, writers=writers)
    return found


def clinic() -> tuple[Clinic, User]:
    """A clinic without patients, and who reads it."""
    made = Clinic.objects.create(name=CLINIC, desk_phone="+31201234567")
    return made, neurologist_of(made, "neurologist@large.example", password="!")


def grown(made: Clinic, size: Size) -> Iterator[tuple[int, str]]:
    """Each number of patients once it is reached, and how quickly."""
    for number in size.patients:
        begun = perf_counter()
        batches = list(
            cohort.add(made, number, days=size.cohort_days, seed=1, password="!", now=timezone.now())
        )
        seconds, entries = perf_counter() - begun, sum(batch.entries for batch in batches)
        yield (
            number,
            f"{number:,} patients: {entries:,} days more in {seconds:.1f} s, {entries / seconds:,.0f} a second",
        )


def somebody(made: Clinic) -> Patient:
    """A patient of the clinic, always the same."""
    return Patient.objects.filter(clinic=made).select_related("user").earliest("pk")


def signed_in(user: User) -> str:
    """The cookie of a session, as signing in makes it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)
