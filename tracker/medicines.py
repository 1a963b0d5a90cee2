"""What a patient uses and what a care team must know, in words: for the patient, the clinic, and to read aloud."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from recovery.clinical.care import PAINKILLERS, Painkiller
from recovery.clinical.circumstances import PREGNANCIES, Pregnancy
from recovery.journal import medicines
from recovery.journal.models import Medicine
from recovery.people.models import Patient
from tracker.answers import Line
from tracker.writers import Writers

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MedicineLine:
    """A medicine: its name and strength, how often and which class, and whether it was taken on the day asked for."""

    id: int
    name: str
    details: list[str]
    is_taken: bool = False
    written: str = ""


def lines(
    used: Iterable[Medicine], taken: frozenset[int] = frozenset(), *, writers: Writers
) -> list[MedicineLine]:
    """A line for each; who wrote it down where that was not the patient."""
    return [
        MedicineLine(one.pk, str(one), details(one), one.pk in taken, writers.written_by(one.recorded_by_id))
        for one in used
    ]


def details(one: Medicine) -> list[str]:
    """How often, and the class of a painkiller without its examples."""
    return [text for text in (one.how_often, class_of(one.painkiller)) if text]


def class_of(painkiller: str) -> str:
    """“Anti-inflammatory”; empty for what is no painkiller."""
    if painkiller not in set(Painkiller):
        return ""
    short, _bracket, _examples = _(PAINKILLERS[Painkiller(painkiller)]).partition(" (")
    return short


def must_know(patient: Patient, used: Iterable[Medicine]) -> list[Line]:
    """Medicines, allergies and a possible pregnancy, as the leaflet asks [L]. Not answered is unknown, never “no”."""
    writers = Writers(patient)
    told = "; ".join(writers.signed(", ".join([str(one), *details(one)]), one.recorded_by_id) for one in used)
    return [Line(_("Medicines"), told or _("none written down")), *allergies_and_pregnancy(patient)]


def allergies_and_pregnancy(patient: Patient) -> list[Line]:
    """The two by themselves."""
    return safe_care_lines(patient.allergies, patient.pregnancy)


def safe_care_lines(allergies: str, pregnancy: str) -> list[Line]:
    """As they are told or kept on a sheet; empty is not answered."""
    unknown = _("not filled in: unknown")
    known = pregnancy in set(Pregnancy)
    return [
        Line(_("Allergies"), f"“{allergies}”" if allergies else unknown),
        Line(_("Pregnancy"), _(PREGNANCIES[Pregnancy(pregnancy)]) if known else unknown),
    ]


def to_read_aloud(patient: Patient) -> list[Line]:
    """What to tell on the phone, in one query; nothing where that fails: the number never waits for it."""
    try:
        return must_know(patient, medicines.of(patient))
    except Exception:
        logger.exception("no medicines to read aloud for patient %s", patient.pk)
        return []
