"""Who wrote something for a patient: “Karin (proxy)”. What the patient wrote stands without a name."""

from collections.abc import Collection
from datetime import date

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from recovery.journal import diary
from recovery.journal.models import Entry
from recovery.people import proxies
from recovery.people.models import Patient, User


class Writers:
    """The names of who writes or wrote for a patient; asked of the database once, and only if somebody did."""

    def __init__(self, patient: Patient, names: dict[int, str] | None = None) -> None:
        self.patient = patient
        if names is not None:
            self._names = names

    @cached_property
    def _names(self) -> dict[int, str]:
        return proxies.names(self.patient)

    def proxy(self, user_id: int) -> str:
        """“Karin (proxy)”; empty for the patient, and for who never wrote for them."""
        if user_id == self.patient.user_id or user_id not in self._names:
            return ""
        return _("%(name)s (proxy)") % {"name": self._names[user_id]}

    def name_of(self, user_id: int) -> str:
        """A proxy as such, else the patient."""
        return self.proxy(user_id) or str(self.patient)

    def name(self, user: User) -> str:
        """A proxy as such, anybody else by their own name."""
        return self.proxy(user.pk) or str(user)

    def written_by(self, user_id: int) -> str:
        """“written by Karin (proxy)”; empty for what the patient wrote."""
        who = self.proxy(user_id)
        return _("written by %(who)s") % {"who": who} if who else ""

    def signed(self, text: str, user_id: int) -> str:
        """“Leg pain is back · written by Karin (proxy)”; what the patient wrote as it is."""
        who = self.written_by(user_id)
        return f"{text} · {who}" if who else text

    def corrected_by(self, user_id: int) -> str:
        """“corrected by Karin (proxy)”; empty where the patient did it."""
        who = self.proxy(user_id)
        return _("corrected by %(who)s") % {"who": who} if who else ""

    def of_days(self, entries: Collection[Entry]) -> dict[date, list[str]]:
        """Of the days that somebody else wrote or corrected last: who it was. Two queries at the most."""
        corrected = diary.corrected_by(self.patient, [entry.day for entry in entries if entry.corrected_at])
        told = {
            entry.day: [
                self.written_by(entry.written_by_id),
                self.corrected_by(corrected.get(entry.day, self.patient.user_id)),
            ]
            for entry in entries
        }
        return {day: [line for line in lines if line] for day, lines in told.items() if any(lines)}
