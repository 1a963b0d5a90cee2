"""What a patient must know about their clinic: discharged, or asked to go to another one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recovery.clinical import wording
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.people import sharing
from recovery.people.models import Patient, Transfer
from tracker.words import long_date


@dataclass(frozen=True, slots=True)
class Notices:
    """Sentences about a discharge, the danger first; and an offer that waits for an answer, if there is one."""

    discharged: list[str]
    offer: Transfer | None


def notices(patient: Patient, episode: Episode | None = None) -> Notices:
    """What there is to know."""
    return Notices(_discharged(patient, episode or ladder.current(patient)), _offer(patient))


def _offer(patient: Patient) -> Transfer | None:
    """Only a clinic that reads can offer anything."""
    return sharing.open_transfer(patient) if patient.reading_clinic else None


def _discharged(patient: Patient, episode: Episode) -> list[str]:
    if episode.discharged_on is None or patient.under_treatment:
        return []
    told = {"clinic": patient.clinic, "on": long_date(episode.discharged_on)}
    sentences = [_(wording.DISCHARGED) % told, _(wording.PHONE_YOUR_GP_NOW)]
    if patient.reading_clinic and patient.reads_until:
        until = {"clinic": patient.clinic, "until": long_date(patient.reads_until)}
        return [*sentences, _("%(clinic)s reads your diary up to and including %(until)s.") % until]
    return [*sentences, _(wording.NOBODY_READS_AFTER_DISCHARGE)]
