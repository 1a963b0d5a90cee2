"""The first questions and the details that can be changed later. A form cleans; `recovery` saves."""

from datetime import date, timedelta
from typing import Any, cast

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.alerts import decisions
from recovery.checkin import Start
from recovery.clinical import red_flags, wording
from recovery.clinical.circumstances import CANCER_HISTORIES
from recovery.clinical.red_flags import BASELINE_SIGNS, BASELINES, Baseline, Finding
from recovery.clinical.scores import LONGEST_COURSE_YEARS, SIDES, Side
from recovery.clinical.signs import RULE_OF, Sign
from recovery.people import access
from recovery.people.models import LINE_NAME_LENGTH, Clinic, Patient, User
from tracker.fields import (
    YES_NO,
    date_field,
    helper,
    not_to_come,
    phone_field,
    radio_field,
    radios,
    yes_no_field,
)
from tracker.words import long_date

DAYS_A_YEAR = 365.25
LONGEST_COURSE = timedelta(days=round(LONGEST_COURSE_YEARS * DAYS_A_YEAR))
OLDEST_PERSON = timedelta(days=round(120 * DAYS_A_YEAR))


class DetailsForm(forms.Form):
    """What decides whom to phone and who reads along, and when it began: asked once, to be changed at any time."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Fill in your name.")},
    )
    birth_date = date_field(
        _("Your date of birth (may stay empty)"),
        required=False,
        help_text=_("So that the clinic knows that it is you."),
    )
    phone = phone_field(
        _("Your own telephone number (may stay empty)"),
        required=False,
        help_text=_("So that the clinic can phone you."),
    )
    onset = date_field(_("When did the pain in your leg begin?"), help_text=_("About is good enough."))
    at_clinic = forms.ModelChoiceField(
        label=_("At which clinic are you treated, or expect to be?"),
        queryset=Clinic.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )
    under_treatment = yes_no_field(_("Are you under treatment for your hernia at this clinic?"))
    shares_diary = yes_no_field(
        _("May the neurologists of this clinic read your diary?"),
        help_text=_("Then they see your answers at your visit, and get a message if you report a red flag."),
    )
    gp_phone = phone_field(
        _("Telephone number of your GP"),
        help_text=_("No GP? Then fill in the number of the out-of-hours GP service."),
    )
    gp_name = forms.CharField(
        label=_("Name of your GP or the practice (may stay empty)"),
        max_length=LINE_NAME_LENGTH,
        required=False,
    )
    gp_out_of_hours_phone = phone_field(
        _("Telephone number of your out-of-hours GP service"),
        required=False,
        help_text=_("The number for evenings, nights and weekends. It is on your GP's website."),
    )

    cancer_history = radio_field(
        _(wording.CANCER_QUESTION), CANCER_HISTORIES, help_text=_(wording.CANCER_HELP), required=False
    )

    # The last day of an earlier episode: this one began later.
    earlier_until: date | None = None

    # Whom to phone and who reads along, as the page showed it.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    READING = ("at_clinic", "under_treatment", "shares_diary", "seen")
    PHONES = ("gp_phone", "gp_name", "gp_out_of_hours_phone")

    def __init__(self, *args: Any, today: date, latest_onset: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.latest_onset = today, latest_onset
        cast("forms.ModelChoiceField[Clinic]", self.fields["at_clinic"]).queryset = access.clinics()
        self.helper = helper(
            Fieldset(_("Whom you phone"), *self.whom_to_phone()),
            Fieldset(_("About you"), "name", "phone", "birth_date", "onset", radios("cancer_history")),
            "seen",
        )

    @property
    def is_overtaken(self) -> bool:
        """Whether a discharge or a change of who reads came between the page and its answer."""
        return bool(self.data.get("seen")) and self.data["seen"] != self.initial["seen"]

    def anew(self) -> "DetailsForm":
        """What was filled in, with whom to phone and who reads along as they are by now."""
        now = {
            name: getattr(value, "pk", value) for name, value in self.initial.items() if name in self.READING
        }
        data = dict(self.data.items()) | {
            name: "" if value is None else str(value) for name, value in now.items()
        }
        made = DetailsForm(data, initial=self.initial, today=self.today, latest_onset=self.latest_onset)
        made.earlier_until = self.earlier_until
        made.add_error(None, gettext(wording.DETAILS_OVERTAKEN))
        return made

    def whom_to_phone(self) -> list[Any]:
        """The part of the layout that the first questions share."""
        return ["at_clinic", radios("under_treatment"), radios("shares_diary"), *self.PHONES]

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        if born and not self.today - OLDEST_PERSON <= born <= self.today:
            raise forms.ValidationError(gettext("Check the year of your date of birth."))
        return born

    def clean_onset(self) -> date:
        onset = not_to_come(self.cleaned_data["onset"], self.today)
        if onset < self.today - LONGEST_COURSE:
            raise forms.ValidationError(gettext("This is very long ago. When did this leg pain begin?"))
        if self.earlier_until and onset <= self.earlier_until:
            sentence = gettext("Your earlier episode lasted until %(day)s. Choose a later date.")
            raise forms.ValidationError(sentence % {"day": long_date(self.earlier_until)})
        if self.latest_onset and onset > self.latest_onset:
            sentence = gettext("Your diary has something on %(day)s. Choose that date or an earlier one.")
            raise forms.ValidationError(sentence % {"day": long_date(self.latest_onset)})
        return onset

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        clinic = self.clinic_of(cleaned)
        region = clinic.gp_out_of_hours_phone if clinic else ""
        if "gp_out_of_hours_phone" not in self.errors and not (
            region or cleaned.get("gp_out_of_hours_phone")
        ):
            sentence = gettext("Fill in this number: without it we cannot say whom you phone at night.")
            self.add_error("gp_out_of_hours_phone", sentence)
        if clinic or "at_clinic" in self.errors:
            return cleaned
        if cleaned.get("under_treatment"):
            sentence = gettext(
                "Choose the clinic where you are treated. Not in the list? Choose no: you phone your GP."
            )
            self.add_error("under_treatment", sentence)
        if cleaned.get("shares_diary"):
            self.add_error("shares_diary", gettext("Choose a clinic first, or choose no."))
        return cleaned

    def clinic_of(self, cleaned: dict[str, Any]) -> Clinic | None:
        """The clinic that was chosen."""
        return cleaned.get("at_clinic")

    def fill(self, patient: Patient) -> Patient:
        """Put the details on a patient and their user; does not save."""
        given = self.cleaned_data
        patient.user.name = given["name"]
        patient.clinic = self.clinic_of(given)
        for name in ("birth_date", "phone", "under_treatment", "shares_diary", *self.PHONES):
            setattr(patient, name, given[name])
        # A page that does not ask takes no answer back.
        patient.cancer_history = given["cancer_history"] or patient.cancer_history
        return patient

    @staticmethod
    def initial_from(patient: Patient, onset: date) -> dict[str, Any]:
        """The details as they are, for a change."""
        return {
            "name": patient.user.name,
            "birth_date": patient.birth_date,
            "cancer_history": patient.cancer_history,
            "onset": onset,
            "at_clinic": patient.clinic,
            "under_treatment": YES_NO[patient.under_treatment],
            "shares_diary": YES_NO[patient.reading_clinic is not None],
            "gp_phone": patient.gp_phone,
            "gp_name": patient.gp_name,
            "phone": patient.phone,
            "gp_out_of_hours_phone": patient.gp_out_of_hours_phone,
            "seen": _seen(patient),
        }


def _seen(patient: Patient) -> str:
    """What an answer to the page must not overturn unseen."""
    reader = patient.reading_clinic
    parts = (patient.clinic_id, reader and reader.pk, patient.under_treatment, patient.reads_until)
    return " ".join(map(str, parts))


class StartForm(DetailsForm):
    """The first questions of all: the details, the side, and the complaints that are older than the hernia.

    Who comes in by an invitation has said yes to its clinic already.
    """

    side = radio_field(_("In which leg is the pain?"), SIDES)
    baseline_bladder = radio_field(_(RULE_OF[Sign.BLADDER].question), BASELINES)
    baseline_bowel = radio_field(_(RULE_OF[Sign.BOWEL].question), BASELINES)
    baseline_saddle = radio_field(_(RULE_OF[Sign.SADDLE].question), BASELINES)

    def __init__(self, *args: Any, invited_by: Clinic | None, **kwargs: Any) -> None:
        self.invited_by = invited_by
        super().__init__(*args, **kwargs)
        del self.fields["seen"]
        if invited_by:
            label = gettext("Are you under treatment for your hernia at %(clinic)s?")
            self.fields["under_treatment"].label = label % {"clinic": invited_by}
            del self.fields["at_clinic"], self.fields["shares_diary"]
        self.helper = helper(
            Fieldset(_("Your hernia"), "onset", radios("side")),
            Fieldset(
                _(wording.BASELINE_INTRO), *(radios(f"baseline_{sign.value}") for sign in BASELINE_SIGNS)
            ),
            Fieldset(_("Whom you phone"), *self.whom_to_phone()),
            Fieldset(_("About you"), "name", "phone", "birth_date", radios("cancer_history")),
        )

    def whom_to_phone(self) -> list[Any]:
        return [radios("under_treatment"), *self.PHONES] if self.invited_by else super().whom_to_phone()

    def clinic_of(self, cleaned: dict[str, Any]) -> Clinic | None:
        return self.invited_by or super().clinic_of(cleaned)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return cleaned | {"shares_diary": True} if self.invited_by else cleaned

    def found(self) -> tuple[Finding, ...]:
        """The red flags in what was posted, whether or not the rest of it is any good."""
        baselines = {
            sign: Baseline.NEW
            for sign in BASELINE_SIGNS
            if self.data.get(f"baseline_{sign.value}") == Baseline.NEW
        }
        side = Side.BOTH if self.data.get("side") == Side.BOTH else Side.LEFT
        policy = decisions.policy_of(self.clinic_of(getattr(self, "cleaned_data", {})))
        return red_flags.find_in_baseline(baselines, side, policy=policy)

    def draft(self, user: User) -> Patient:
        """As much of a patient as there is in a form that is not valid: enough to know whom they phone."""
        given = getattr(self, "cleaned_data", {})
        return Patient(
            user=user,
            clinic=self.clinic_of(given),
            under_treatment=bool(given.get("under_treatment")),
            **{name: given.get(name) or "" for name in self.PHONES},
        )

    def patient(self, user: User) -> Patient:
        """The patient that this makes of `user`; not saved."""
        baselines = {
            f"baseline_{sign.value}": self.cleaned_data[f"baseline_{sign.value}"] for sign in BASELINE_SIGNS
        }
        return self.fill(Patient(user=user, **baselines))

    def told(self) -> Start:
        """The rest of what was told."""
        return Start(
            onset=self.cleaned_data["onset"],
            side=Side(self.cleaned_data["side"]),
            baselines={
                sign: Baseline(self.cleaned_data[f"baseline_{sign.value}"]) for sign in BASELINE_SIGNS
            },
        )
