"""Every text, date and number in the database is sealed, or is left open for a reason that stands here."""

from django.apps import apps
from django.db import models

from recovery.people.models.sealed import Sealed

ROOMS = ("people", "episodes", "journal", "trends", "aftercare", "reminders", "alerts", "exchange", "erasure")
OURS = (*ROOMS, "account", "mfa")

CODE = "a word of a closed set, or a version of one"
DAY = "a day of the diary or of the treatment, by which the database finds and counts; it names nobody"
PUBLIC = "a clinic's own name, line or word, which is for everybody"
SECRET = "a hash, or a key that opens nothing without the site's own"
SCORES = "scores and codes, by which nobody is named"
LEAVES = "where a clinic wants its alerts: an alert leaves also without a key; a clinic's line, no patient's"
MODEL = "what the model said, in sentences of ours and in numbers"

OPEN: dict[str, dict[str, str]] = {
    PUBLIC: {
        "people.Clinic": "name desk_phone desk_name emergency_phone emergency_name gp_out_of_hours_phone "
        "gp_out_of_hours_name told_nl told_en code",
        "people.ClosedDay": "day reason",
        "people.ApiToken": "name",
        "alerts.Decision": "note",
    },
    CODE: {
        "people.User": "language",
        "people.Clinic": "language",
        "people.Patient": "baseline_bladder baseline_bowel baseline_saddle cancer_history pregnancy",
        "people.Membership": "role",
        "people.Joining": "role",
        "people.Approval": "model_version rules_version",
        "people.Letter": "kind",
        "people.AccessRecord": "what role ground",
        "people.Sharing": "change how consent_version consent_language",
        "people.Proxy": "consent_version consent_language",
        "reminders.Browser": "consent_version consent_language",
        "episodes.Episode": "side level",
        "episodes.Recovered": "standing",
        "episodes.Returned": "kind",
        "episodes.Treatment": "kind painkiller",
        "episodes.Imaging": "kind",
        "episodes.PromptDismissal": "prompt about",
        "journal.Entry": "feeling strength sleep",
        "journal.EntryVersion": "change",
        "journal.Filled": "code version language",
        "journal.Medicine": "painkiller",
        "journal.Rhythm": "every because",
        "journal.QuestionnaireSetting": "code",
        "aftercare.LoadStep": "kind",
        "aftercare.LoadDay": "reaction",
        "aftercare.WeeklyAnswer": "answer",
        "reminders.Reminder": "channel",
        "alerts.Alert": "urgency rules_version",
        "alerts.AlertStep": "step outcome tried",
        "alerts.Decision": "sign urgency rule_version",
        "alerts.Address": "kind",
        "alerts.Rung": "shift until",
        "alerts.SecondLine": "why",
        "mfa.Authenticator": "type",
        "people.SignedIn": "device",
        "alerts.Delivery": "reason occasion",
        "exchange.Upload": "kind",
        "exchange.Export": "form",
    },
    DAY: {
        "people.Patient": "reads_until",
        "people.Letter": "about",
        "episodes.Episode": "onset discharged_on ended_on",
        "episodes.Recovered": "day",
        "episodes.Returned": "day",
        "episodes.Treatment": "date until",
        "episodes.Imaging": "date",
        "episodes.Visit": "day",
        "journal.Arrived": "day",
        "journal.Entry": "day",
        "journal.EntryVersion": "day",
        "journal.Filled": "day",
        "journal.BodyMap": "day",
        "journal.Medicine": "stopped_on",
        "journal.Taken": "day",
        "journal.Rhythm": "since",
        "trends.Assessment": "as_of first_day last_day recovered_on",
        "trends.Overview": "assessed_on last_entry",
        "aftercare.LoadStep": "started_on",
        "aftercare.LoadDay": "day",
        "aftercare.ExerciseDay": "day",
        "aftercare.WeeklyAnswer": "day",
        "reminders.Reminder": "paused_until",
        "alerts.Alert": "day",
        "alerts.Decision": "signed_on",
        "people.Approval": "signed_on",
        "people.ApiToken": "last_used_on",
        "erasure.Kept": "kept_until",
    },
    "the date of birth before it was sealed; empty since (`recovery.people.models.born`)": {
        "people.Patient": "birth_date_clear",
        "people.Invitation": "birth_date_clear",
    },
    SECRET: {
        "people.User": "password",
        "people.Invitation": "token_hash",
        "people.Proxy": "token_hash",
        "people.Joining": "token_hash",
        "people.SignedIn": "session_key",
        "people.ApiToken": "token_hash",
        "account.EmailConfirmation": "key",
        "reminders.Browser": "public_key secret",
    },
    "the address of a browser at its maker, which names nobody and takes what this site signs": {
        "reminders.Browser": "endpoint",
    },
    SCORES: {
        "journal.Entry": "signs activities",
        "journal.Filled": "answers",
        "journal.BodyMap": "marks",
        "alerts.Alert": "stored_findings",
    },
    MODEL: {
        "trends.Assessment": "model_version standing reason_text reason_values",
        "trends.Overview": "standing leg_pain",
    },
    "a digest, which opens nothing": {"people.Attempts": "digest", "erasure.Kept": "mail_digest name_digest"},
    "sealed by who writes it": {"erasure.Kept": "sealed", "mfa.Authenticator": "data"},
    LEAVES: {
        "alerts.Address": "name target",
        "alerts.Delivery": "failure target",
        "alerts.SecondLine": "failure target",
    },
}

TELLING = (models.CharField, models.TextField, models.DateField, models.JSONField, models.BinaryField)


def test_every_field_is_sealed_or_open_for_a_reason() -> None:
    told = {
        f"{field.model._meta.label}.{field.name}": isinstance(field, Sealed)
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, (*TELLING, models.FileField)) and not isinstance(field, models.DateTimeField)
    }
    reasons = [
        f"{model}.{name}"
        for open_ones in OPEN.values()
        for model, names in open_ones.items()
        for name in names.split()
    ]
    assert len(reasons) == len(set(reasons))
    assert set(reasons) == {field for field, is_sealed in told.items() if not is_sealed}


def test_every_place_is_its_own() -> None:
    places = [
        field.place
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, Sealed)
    ]
    assert len(places) == len(set(places)) > 30
