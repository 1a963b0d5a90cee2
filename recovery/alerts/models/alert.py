"""An alert and what happened to it. A change of state is a row; no row is ever rewritten."""

import uuid
from datetime import datetime
from enum import StrEnum

from django.db import models

from recovery.clinical.red_flags import Because, Finding
from recovery.clinical.signs import MOST_URGENT_FIRST, Sign, Urgency
from recovery.people.models import Clinic, Patient, SealedJSONField, SealedTextField, User, choices

NOTE_LENGTH = 2000


class Step(StrEnum):
    """What can happen to an alert after it was raised: by the patient, then by the clinic.

    Each at most once, but for `NOT_REACHED`, which is one row for every number that was tried in vain. `PASSED_ON`:
    another clinic began to read while the alert was open; what was taken before that is taken no more.
    """

    CONTACTED = "contacted"
    NOT_REACHED = "not_reached"
    NOT_MEANT = "not_meant"
    TAKEN = "taken"
    CLOSED = "closed"
    PASSED_ON = "passed_on"


# What each clinic that the alert comes to does or gets anew; everything else happens once an alert.
ANEW = frozenset({Step.TAKEN, Step.PASSED_ON})


class Outcome(StrEnum):
    """How the clinic closed an alert."""

    PHONED = "phoned"
    SEEN_TODAY = "seen_today"
    EMERGENCY_DEPARTMENT = "emergency_department"
    MRI = "mri"
    KNOWN_COMPLAINT = "known_complaint"
    MISTAKE = "mistake"
    OTHER = "other"


# "It is not what I meant" is noted beside these, and ends nothing.
NEVER_WITHDRAWN = frozenset({Urgency.NOW})


# The steps that end an alert.
ENDS = models.Q(step=Step.CLOSED) | (
    models.Q(step=Step.NOT_MEANT) & ~models.Q(alert__urgency__in=NEVER_WITHDRAWN)
)


class AlertQuerySet(models.QuerySet["Alert"]):
    def ringing(self) -> "AlertQuerySet":
        """The patient still has to phone: no contact yet, and not over."""
        return self.not_over().exclude(_has(models.Q(step=Step.CONTACTED)))

    def open(self) -> "AlertQuerySet":
        """Not over; where no clinic reads along, not answered by the patient either."""
        answered = _has(models.Q(step=Step.CONTACTED))
        return self.not_over().exclude(models.Q(answered, patient__shares_diary=False))

    def not_over(self) -> "AlertQuerySet":
        """Neither closed by the clinic nor withdrawn by the patient.

        The steps decide. `over_at` only spares asking them of every alert that ever was: without it the answer is the
        same, only slower.
        """
        return self.filter(~_has(ENDS), over_at=None)

    def astray(self) -> "AlertQuerySet":
        """Counted as over, though no step says so: there is none unless somebody wrote in the table by hand."""
        return self.filter(~_has(ENDS)).exclude(over_at=None)

    def mark_over(self) -> int:
        """Write down of which of these a step said that they are over, and when; how many those were.

        Reads the steps in the statement that writes, so that it never says so of an alert without such a step.
        Belongs in the transaction that adds the step.
        """
        ends = AlertStep.objects.filter(ENDS, alert=models.OuterRef("pk")).order_by("at", "pk")
        ended = self.filter(_has(ENDS), over_at=None)
        return ended.update(over_at=models.Subquery(ends.values("at")[:1]))

    def of_any(self, patients: models.QuerySet[Patient]) -> "AlertQuerySet":
        """Those of one of these patients, looked up from the alert: the patients may be many, open alerts are few."""
        return self.filter(models.Exists(patients.order_by().filter(pk=models.OuterRef("patient"))))

    def most_urgent_first(self) -> "AlertQuerySet":
        """By urgency, then the latest."""
        return self.annotate(rank=urgency_rank("urgency")).order_by("rank", "-raised_at")


def _has(steps: models.Q) -> models.Exists:
    """Whether an alert has one of these steps; asked of each by itself, by the index on its steps."""
    return models.Exists(AlertStep.objects.filter(steps, alert=models.OuterRef("pk")))


def urgency_rank(column: str) -> models.Case:
    """The place of an urgency in their order, for sorting: 0 is the most urgent."""
    return models.Case(
        *(
            models.When(**{column: urgency.value}, then=models.Value(rank))
            for rank, urgency in enumerate(MOST_URGENT_FIRST)
        ),
        default=models.Value(-1),
        output_field=models.SmallIntegerField(),
    )


class Alert(models.Model):
    """Raised by answers, with the version of the rules and the exact answers that raised it.

    `day` is the day of the diary, empty when the first questions raised it. Nothing points back to the
    entry: correcting or removing that does not touch this.

    `answered_at` is when the answers were given that came later, from a phone without a connection; else it is empty.

    `over_at` repeats the time of the step that ended it, so that what is open is found by an index; it is written by
    `mark_over` alone, once, and what it leaves empty the steps still answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField(null=True, blank=True)
    urgency = models.CharField(max_length=10, choices=choices(Urgency))
    stored_findings = models.JSONField()
    answers = SealedJSONField()
    rules_version = models.CharField(max_length=20)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AlertQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("patient", "-raised_at"), name="alert_by_patient"),
            models.Index(fields=("clinic", "raised_at"), name="alert_by_clinic"),
            models.Index(fields=("patient",), condition=models.Q(over_at=None), name="alert_not_over"),
        )

    def __str__(self) -> str:
        return f"{self.urgency}: {self.patient}, {self.raised_at:%Y-%m-%d %H:%M}"

    @property
    def is_over(self) -> bool:
        """As `AlertQuerySet.not_over`, for an alert whose steps are loaded."""
        done = self._done()
        withdrawn = Step.NOT_MEANT in done and self.urgency not in NEVER_WITHDRAWN
        return Step.CLOSED in done or withdrawn

    @property
    def is_open(self) -> bool:
        """As `AlertQuerySet.open`, for an alert whose patient and steps are loaded."""
        settled = not self.patient.shares_diary and Step.CONTACTED in self._done()
        return not self.is_over and not settled

    @property
    def taken(self) -> "AlertStep | None":
        """Who at the clinic that reads along has it; for an alert whose steps are loaded."""
        here = (step for step in self.steps.all() if step.step == Step.TAKEN and step.turn == self.turn)
        return next(here, None)

    @property
    def is_taken(self) -> bool:
        """Whether somebody at the clinic that reads along has it; for an alert whose steps are loaded."""
        return self.taken is not None

    @property
    def turn(self) -> int:
        """How often it was passed on to another clinic; for an alert whose steps are loaded."""
        return max((step.turn for step in self.steps.all()), default=0)

    @property
    def rings_since(self) -> datetime:
        """When it came to the clinic that reads along; for an alert whose steps are loaded."""
        passed_on = (step.at for step in self.steps.all() if step.step == Step.PASSED_ON)
        return max(passed_on, default=self.raised_at)

    def _done(self) -> set[str]:
        return {step.step for step in self.steps.all()}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, as it was found then, but for what is `unread`."""
        return tuple(
            Finding(Sign(row["sign"]), Urgency(row["urgency"]), Because(row["because"]))
            for row in self.stored_findings
            if _is_known(row)
        )

    @property
    def unread(self) -> list[str]:
        """The codes that these rules do not know, as after a step back to an older release: shown as they stand."""
        return [str(row["sign"]) for row in self.stored_findings if not _is_known(row)]

    @property
    def signs(self) -> frozenset[Sign]:
        return frozenset(finding.sign for finding in self.findings)


def _is_known(row: dict[str, str]) -> bool:
    known = {"sign": Sign, "urgency": Urgency, "because": Because}
    return all(row[name] in set(codes) for name, codes in known.items())


class AlertStep(models.Model):
    """One thing that happened to an alert, by whom and when. The constraint decides who was first.

    `turn` is how often the alert had been passed on to another clinic; zero where that does not matter.
    `tried` is the line on which nobody answered. `needed` is what the clinic thought afterwards: whether it
    was right that this alert rang; `None` where it cannot be said.
    """

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20, choices=choices(Step))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=30, choices=choices(Outcome), blank=True)
    needed = models.BooleanField(null=True)
    note = SealedTextField(max_length=NOTE_LENGTH, blank=True)
    tried = models.CharField(max_length=30, blank=True)
    turn = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("at", "pk")
        indexes = (
            models.Index(fields=("at",), condition=models.Q(step=Step.NOT_MEANT), name="step_not_meant"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("alert", "step", "turn"),
                condition=~models.Q(step=Step.NOT_REACHED),
                name="each_step_but_a_call_in_vain_once",
            ),
            models.CheckConstraint(
                condition=models.Q(turn=0) | models.Q(step__in=sorted(ANEW)), name="done_anew_by_a_clinic"
            ),
            models.CheckConstraint(
                condition=(models.Q(step=Step.CLOSED) & ~models.Q(outcome=""))
                | (~models.Q(step=Step.CLOSED) & models.Q(outcome="", needed=None)),
                name="closed_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(tried="") | models.Q(step=Step.NOT_REACHED), name="tried_in_vain"
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} by {self.by}"
