"""Somebody of another clinic: who has nothing to do with whoever sends nonsense, and whose record stays as it is."""

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model, QuerySet
from django.utils import timezone

from recovery import checkin
from recovery.aftercare import exercises, steps
from recovery.clinical.aftercare import Load
from recovery.clinical.care import Care
from recovery.episodes import ladder, visits
from recovery.journal import activities, medicines
from recovery.people import proxies, tokens
from recovery.people.models import Patient
from tests.cast import flagged, log, make_clinic, make_patient, make_staff

NAME = "Kees Vandaarginder"
SECRET = "iets dat alleen Kees weet"

OURS = tuple(model for model in apps.get_models() if model.__module__.startswith(("recovery.", "tracker.")))
WRITES = ("INSERT", "UPDATE", "DELETE")

# What is written by the framework itself: a session is signed, a message in it is ours.
NOT_TEXT = ("django_session", "django_cache", "exchange_upload")
LONGEST_TEXT = 10_000
MAY_BE_STORED = {"\n", "\t"}


Rows = dict[type[Model], dict[Any, tuple[Any, ...]]]


def rows() -> Rows:
    """Every row there is."""
    return {model: {row[0]: row for row in _all(model)} for model in OURS}


def _all(model: type[Model]) -> QuerySet[Any, tuple[Any, ...]]:
    others = [one.attname for one in model._meta.concrete_fields if not one.primary_key]
    return model._base_manager.values_list("pk", *others)


@dataclass
class Bystander:
    """Kees: his rows, and every id by which somebody could try to reach them."""

    rows: Rows
    ids: tuple[str, ...]
    paths: tuple[str, ...] = field(default=())

    def check(self, tables: set[str]) -> None:
        """In these tables nothing of his changed, and nothing new says that it is his."""
        for model in (one for one in OURS if one._meta.db_table in tables):
            his = self.rows[model]
            now = {row[0]: row for row in _all(model).filter(pk__in=list(his))}
            assert now == his, f"{model.__name__} of somebody else was changed"
            for key in (one for one in model._meta.concrete_fields if isinstance(one, ForeignKey)):
                those = self.rows.get(key.related_model)  # type: ignore[arg-type]
                if those:
                    new = model._base_manager.filter(**{f"{key.name}__in": list(those)}).exclude(
                        pk__in=list(his)
                    )
                    assert not new.exists(), f"{model.__name__}.{key.name} points at somebody else"


def make() -> Bystander:
    """Kees with something of everything, and what he is known by."""
    before = rows()
    patient = _kees()
    his = {
        model: {pk: row for pk, row in those.items() if pk not in before[model]}
        for model, those in rows().items()
    }
    refs = [
        str(getattr(one, "ref", ""))
        for model in his
        for one in model._base_manager.filter(pk__in=list(his[model]))
    ]
    ids = (
        {str(pk) for those in his.values() for pk in those}
        | {ref for ref in refs if ref}
        | {str(patient.ref)}
    )
    return Bystander(his, tuple(sorted(ids)))


def _kees() -> Patient:
    now = timezone.now()
    clinic = make_clinic("Neurologie Zuid", "alarm@zuid.example")
    make_staff(clinic, "smit@zuid.example", name="dr. Smit")
    boss = make_staff(clinic, "baas@zuid.example", "manager", "B. Baas")
    patient = make_patient(clinic, "kees@example.nl", name=NAME)
    assert log(patient, flagged(note=SECRET), now=now).alert
    episode, by = ladder.current(patient), patient.user
    activities.choose(episode, name=SECRET, by=by, now=now)
    checkin.record_treatment(episode, kind=Care.PHYSIOTHERAPY, on=timezone.localdate(now), by=by, now=now)
    visits.plan(episode, day=timezone.localdate(now), clinic=None, by=by, now=now)
    visits.ask(episode, text=SECRET, by=by, now=now)
    medicines.add(episode, medicines.Told(SECRET), by=by, now=now)
    tokens.make(clinic, name="EPD", by=boss, now=now)
    proxies.invite(patient, name="Ina", email="ina@example.nl", may_write=True, by=by, now=now)
    steps.begin(patient, kind=Load.WALKING, what=SECRET, amount="10 minuten", by=by, now=now)
    exercises.add(patient, name=SECRET, how_often="", by=by, now=now)
    return patient


# --- what is written


@dataclass
class Written:
    """The tables that a request wrote to, and every text that it put there."""

    tables: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        words = sql.replace('"', " ").split()
        if words[0].upper() in WRITES:
            table = words[1] if words[0].upper() == "UPDATE" else words[2]
            self.tables.add(table)
            if table not in NOT_TEXT:
                self.texts += list(_texts(params if not many else [one for row in params for one in row]))
        return execute(sql, params, many, context)

    def check(self) -> None:
        """No text is endless, or holds what nobody types."""
        for text in self.texts:
            assert len(text) <= LONGEST_TEXT, f"{len(text)} letters were stored: {text[:60]!r}"
            odd = [
                sign
                for sign in text
                if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in MAY_BE_STORED
            ]
            assert not odd, f"{odd[:3]!r} was stored in {text[:60]!r}"


def _texts(told: Any) -> Iterator[str]:
    match told:
        case str():
            yield told
        case list() | tuple():
            for one in told:
                yield from _texts(one)
        case dict():
            for name, one in told.items():
                yield from _texts([name, one])
        case _ if hasattr(told, "obj"):
            yield from _texts(told.obj)


@contextmanager
def writing() -> Iterator[Written]:
    """Watches what is written meanwhile."""
    written = Written()
    with connection.execute_wrapper(written):
        yield written
