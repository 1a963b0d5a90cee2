"""What is held of one person, table by table: how it is reached, what of it goes out, and what deletion does to it.

In the order in which it can be deleted: what points to another row comes before it.
"""

from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from recovery.aftercare.models import Exercise, ExerciseDay, LoadDay, LoadStep, WeeklyAnswer
from recovery.alerts.models import Alert, AlertStep, Delivery, SecondLine
from recovery.clinical.text import _
from recovery.episodes.models import (
    Episode,
    Imaging,
    Note,
    Preparation,
    PromptDismissal,
    Question,
    Recovered,
    Returned,
    Treatment,
    Visit,
)
from recovery.exchange.models import Upload
from recovery.journal.models import (
    Activity,
    Arrived,
    BodyMap,
    Entry,
    EntryVersion,
    Filled,
    Medicine,
    Rhythm,
    Taken,
)
from recovery.people.models import (
    AccessRecord,
    BreakGlass,
    Invitation,
    Letter,
    Patient,
    Proxy,
    Sharing,
    SignedIn,
    Transfer,
    User,
)
from recovery.reminders.models import Browser, Reminder
from recovery.trends.models import Assessment, Overview

OPENS = "a secret that opens something"
CLINICS_OWN = "the clinic's own working note"


@dataclass(frozen=True, slots=True)
class Holding:
    """A table: the `path` from its rows to the patient, and what it `says`, for who reads the archive.

    `only` are the rows that go out. `withheld` are fields that do not, each with the reason; `because` is why the whole
    table does not. `stays` is why deletion leaves the rows.
    """

    model: type[Model]
    path: str
    says: str = ""
    only: Q | None = None
    withheld: tuple[tuple[str, str], ...] = ()
    because: str = ""
    stays: str = ""

    @property
    def name(self) -> str:
        """What its file is called."""
        return self.model._meta.model_name or ""

    def rows(self, patient: Patient) -> QuerySet[Model]:
        """All of it that is this patient's, in the order in which it was made."""
        return self.model._default_manager.filter(**{self.path: patient.pk}).order_by("pk")

    def rows_out(self, patient: Patient) -> QuerySet[Model]:
        """What of it goes out."""
        rows = self.rows(patient)
        return rows.filter(self.only) if self.only else rows


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        Delivery,
        "alert__patient",
        _("Messages to your clinic about your alerts"),
        withheld=(
            ("target", "an address of the clinic"),
            ("address", "an address of the clinic"),
            ("failure", "what a server of the clinic answered"),
            ("key", OPENS),
        ),
    ),
    Holding(SecondLine, "alert__patient", because="what who runs the site was told; it names nobody"),
    Holding(
        AlertStep, "alert__patient", _("What happened to your alerts"), withheld=(("note", CLINICS_OWN),)
    ),
    Holding(Alert, "patient", _("Your alerts")),
    Holding(Upload, "patient", _("A file that you brought in and have not used")),
    Holding(Overview, "patient", because="made from the assessments, which are there"),
    Holding(Assessment, "patient", _("How your course was judged")),
    Holding(Browser, "patient", _("Browsers with notifications"),
        withheld=(("endpoint", OPENS), ("public_key", OPENS), ("secret", OPENS)),
    ),
    Holding(Reminder, "patient", _("Your reminders")),
    Holding(ExerciseDay, "exercise__patient", _("Days with an exercise")),
    Holding(Exercise, "patient", _("Your exercises")),
    Holding(LoadDay, "step__patient", _("Days with a step of load")),
    Holding(LoadStep, "patient", _("Your steps of load")),
    Holding(WeeklyAnswer, "episode__patient", _("Your answers to the weekly question")),
    Holding(Taken, "medicine__patient", _("Days with a medicine")),
    Holding(Medicine, "patient", _("Your medicines")),
    Holding(Rhythm, "patient", _("How often you keep the diary")),
    Holding(BodyMap, "patient", _("Where you felt it")),
    Holding(Filled, "patient", _("Your questionnaires")),
    Holding(EntryVersion, "patient", _("Days as they were before you changed them")),
    Holding(Entry, "patient", _("Your days")),
    Holding(Arrived, "patient", _("Days that came later from your phone")),
    Holding(Activity, "episode__patient", _("Your own activities")),
    Holding(Preparation, "episode__patient", _("What you wrote for a visit, and the sheets that were sent")),
    Holding(PromptDismissal, "episode__patient", because=CLINICS_OWN),
    Holding(
        Note, "episode__patient", _("Notes that the clinic shares with you"),
        only=Q(shared=True, replaced_by=None),
    ),
    Holding(Question, "episode__patient", _("Your questions for a visit")),
    Holding(Visit, "episode__patient", _("Your visits")),
    Holding(Imaging, "episode__patient", _("Pictures of your back")),
    Holding(Treatment, "episode__patient", _("Your treatments")),
    Holding(Returned, "episode__patient", _("Leg pain that came back")),
    Holding(Recovered, "episode__patient", _("That you were recovered")),
    Holding(Episode, "patient", _("Your hernia: when it began, and where")),
    Holding(Letter, "patient", _("Mails to you and to who helps you: which, and when")),
    Holding(BreakGlass, "patient", _("Who opened your diary in an emergency, and why")),
    Holding(
        Proxy, "patient", _("Who you asked to help, and what you agreed to"), withheld=(("token_hash", OPENS),)
    ),
    Holding(Transfer, "patient", _("Offers to go to another clinic")),
    Holding(Sharing, "patient", _("Which clinic reads along, and what you agreed to")),
    Holding(
        SignedIn, "user__patient", _("Where you are signed in"), withheld=(("session_key", OPENS),)
    ),
    Holding(
        AccessRecord, "patient", _("Who looked at your diary"),
        stays="the log of who looked is kept for years (NEN 7513); it says which record, and that has no name any more",
    ),
    Holding(
        Invitation, "accepted_by", _("How a clinic invited you"),
        withheld=(("token_hash", OPENS), ("tries", OPENS)),
        stays="the clinic's count of whom it invited; it loses name, address and birth date",
    ),
    Holding(Patient, "pk", _("Your details"), stays="the log and what others keep point to it; it is emptied"),
    Holding(
        User, "patient", _("Your account"), withheld=(("password", OPENS),),
        stays="what others keep points to it; it loses its name and address, and opens nothing",
    ),
)  # fmt: skip
