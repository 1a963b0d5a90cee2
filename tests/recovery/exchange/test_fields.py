"""Every field of the database is in the dossier, or is left out for a reason that stands here."""

from dataclasses import fields

import pytest
from django.apps import apps
from django.db import models

from recovery.aftercare.models import Exercise, ExerciseDay, LoadDay, LoadStep, WeeklyAnswer
from recovery.alerts.models import Alert, AlertStep
from recovery.episodes.models import (
    Episode,
    Imaging,
    Note,
    Preparation,
    Question,
    Recovered,
    Returned,
    Treatment,
    Visit,
)
from recovery.exchange import dossier
from recovery.exchange.dossier import (
    ActivityTold,
    AlertTold,
    BodyTold,
    DoneTold,
    Dossier,
    EntryTold,
    EpisodeTold,
    ExerciseTold,
    FilledTold,
    ImagingTold,
    LoadTold,
    MedicineTold,
    NoteTold,
    Person,
    PreparationTold,
    QuestionTold,
    ReactionTold,
    RecoveredTold,
    ReturnedTold,
    StepTold,
    TreatmentTold,
    VersionTold,
    VisitTold,
    WeeklyTold,
)
from recovery.journal.models import Activity, BodyMap, Entry, EntryVersion, Filled, Medicine, Taken
from recovery.people.models import Patient, User

APPS = ("people", "episodes", "journal", "aftercare", "reminders", "alerts")

PLACE = "stands in the dossier under its patient or episode"
CONSENT = "consent does not travel: the patient says anew who reads along"
SENT = "what was sent ahead to a clinic is with that clinic, made from what is in here"
ACCOUNT = "belongs to the account here, not to the record"

# What each dossier value is made of. A field of a model whose name is not that of the value's field says which it is.
CARRIED: dict[type[models.Model], tuple[type, dict[str, str]]] = {
    User: (Person, {name: name for name in ("name", "email", "language")}),
    Patient: (
        Person,
        {
            **{name: name for name in ("ref", "birth_date", "phone", "under_treatment", "gp_name", "gp_phone")},
            **{name: name for name in ("gp_out_of_hours_phone", "cancer_history", "created_at")},
            **{name: name for name in ("allergies", "pregnancy")},
            **{f"baseline_{sign}": "baselines" for sign in ("bladder", "bowel", "saddle")},
        },
    ),
    Episode: (
        EpisodeTold,
        {
            **{name: name for name in ("onset", "side", "level", "ended_on")},
            "placed_by": "placed", "placed_at": "placed",
            "discharged_on": "discharged", "discharged_by": "discharged",
        },
    ),
    Treatment: (
        TreatmentTold,
        {
            "kind": "kind", "painkiller": "painkiller", "date": "day", "until": "until",
            **{f"{act}_{end}": act for act in ("recorded", "confirmed", "withdrawn", "ended") for end in ("by", "at")},
        },
    ),
    Imaging: (
        ImagingTold,
        {
            "kind": "kind", "date": "day", "finding": "finding",
            **{f"{act}_{end}": act for act in ("recorded", "confirmed", "withdrawn") for end in ("by", "at")},
        },
    ),
    Visit: (
        VisitTold,
        {
            "day": "day", "clinic": "clinic",
            **{f"{act}_{end}": act for act in ("planned", "held", "cancelled") for end in ("by", "at")},
        },
    ),
    Question: (
        QuestionTold,
        {
            "text": "text", "asked_by": "asked", "asked_at": "asked",
            "discussed_at_visit": "discussed_on", "withdrawn_at": "withdrawn_at",
        },
    ),
    Note: (
        NoteTold,
        {
            "ref": "ref", "clinic": "clinic", "text": "text",
            "written_by": "written", "written_at": "written",
        },
    ),
    Entry: (
        EntryTold,
        {
            **{name: name for name in ("day", "limitation", "leg_pain", "back_pain", "feeling", "strength")},
            **{name: name for name in ("signs", "sleep", "painkillers", "worse_on_coughing", "note")},
            "backfilled": "backfilled", "corrected_at": "corrected_at",
            "activities": "activities", "answered_at": "answered_at",
            "written_by": "written", "written_at": "written",
        },
    ),
    EntryVersion: (
        VersionTold,
        {
            "day": "day", "answers": "answers", "written_at": "written_at", "change": "removed",
            "changed_by": "changed", "changed_at": "changed",
        },
    ),
    Filled: (
        FilledTold,
        {
            **{name: name for name in ("code", "version", "day", "answers", "score", "language")},
            "written_by": "written", "written_at": "written", "replaces": "turn",
        },
    ),
    Alert: (
        AlertTold,
        {
            **{name: name for name in ("id", "day", "urgency", "answers", "rules_version")},
            "stored_findings": "findings", "answered_at": "answered_at", "raised_by": "raised", "raised_at": "raised",
        },
    ),
    AlertStep: (
        StepTold,
        {
            **{name: name for name in ("step", "outcome", "needed", "note", "tried", "turn")},
            "by": "done", "at": "done",
        },
    ),
    Activity: (
        ActivityTold,
        {
            "ref": "ref", "name": "name",
            **{f"{act}_{end}": act for act in ("chosen", "retired") for end in ("by", "at")},
        },
    ),
    BodyMap: (
        BodyTold,
        {
            "day": "day", "marks": "marks",
            "written_by": "written", "written_at": "written", "replaces": "turn",
        },
    ),
    WeeklyAnswer: (
        WeeklyTold,
        {
            "day": "day", "answer": "answer",
            "written_by": "written", "written_at": "written", "replaces": "turn",
        },
    ),
    Recovered: (
        RecoveredTold,
        {
            **{name: name for name in ("day", "effect", "standing")},
            "said_by": "said", "said_at": "said",
        },
    ),
    Returned: (
        ReturnedTold,
        {
            "day": "day", "kind": "kind", "new_episode": "new_onset",
            "said_by": "said", "said_at": "said",
        },
    ),
    Preparation: (
        PreparationTold,
        {
            "matters": "matters", "not_understood": "not_understood",
            "written_by": "written", "written_at": "written",
        },
    ),
    Medicine: (
        MedicineTold,
        {
            **{name: name for name in ("ref", "name", "strength", "how_often", "painkiller")},
            "stopped_on": "stopped_on", "replaces": "replaces",
            **{f"{act}_{end}": act for act in ("recorded", "stopped") for end in ("by", "at")},
        },
    ),
    Taken: (
        DoneTold,
        {
            "day": "day",
            **{f"{act}_{end}": act for act in ("told", "undone") for end in ("by", "at")},
        },
    ),
    LoadStep: (
        LoadTold,
        {
            **{name: name for name in ("kind", "what", "amount", "started_on", "is_back", "replaces")},
            **{f"{act}_{end}": act for act in ("chosen", "ended") for end in ("by", "at")},
        },
    ),
    LoadDay: (
        ReactionTold,
        {
            "day": "day", "reaction": "reaction",
            **{f"{act}_{end}": act for act in ("told", "reacted") for end in ("by", "at")},
        },
    ),
    Exercise: (
        ExerciseTold,
        {
            "name": "name", "how_often": "how_often",
            **{f"{act}_{end}": act for act in ("chosen", "ended") for end in ("by", "at")},
        },
    ),
    ExerciseDay: (
        DoneTold,
        {
            "day": "day",
            **{f"{act}_{end}": act for act in ("told", "undone") for end in ("by", "at")},
        },
    ),
}  # fmt: skip

LEFT_OUT: dict[type[models.Model], dict[str, str]] = {
    User: {
        "password": "nobody can sign in elsewhere with it",
        "last_login": ACCOUNT,
        "is_active": ACCOUNT,
        "created_at": ACCOUNT,
    },
    Patient: {
        "user": "its name, e-mail address and language are in the same value",
        "clinic": CONSENT,
        "shares_diary": CONSENT,
        "reads_until": CONSENT,
        "reads_for_alert": CONSENT,
        "birth_date_clear": "the date of birth before it was sealed; empty since",
        "doctor": "whom the clinic has look after the patient is the clinic's own",
    },
    Episode: {"patient": PLACE},
    Treatment: {"episode": PLACE},
    Imaging: {"episode": PLACE},
    Visit: {"episode": PLACE},
    Question: {"episode": PLACE},
    Note: {
        "episode": PLACE,
        "shared": "only what is shared goes out: the rest is the clinic's own",
        "replaces": "only the wording that stands goes out: what the clinic took back is its own",
    },
    Entry: {"patient": PLACE, "episode": PLACE},
    EntryVersion: {"patient": PLACE},
    Filled: {"patient": PLACE, "episode": PLACE},
    Alert: {
        "patient": PLACE,
        "clinic": "what was raised elsewhere counts in no figure of a clinic here",
        "over_at": "follows from its steps",
    },
    AlertStep: {"alert": PLACE},
    Activity: {"episode": PLACE},
    BodyMap: {"patient": PLACE, "episode": PLACE},
    WeeklyAnswer: {"episode": PLACE},
    Recovered: {"episode": PLACE},
    Returned: {"episode": PLACE},
    Preparation: {
        "episode": PLACE,
        "clinic": SENT,
        "sent_at": SENT,
        "sheet": SENT,
    },
    Medicine: {"patient": PLACE},
    Taken: {"medicine": PLACE},
    LoadStep: {"patient": PLACE},
    LoadDay: {"step": PLACE},
    Exercise: {"patient": PLACE},
    ExerciseDay: {"exercise": PLACE},
}

# Values of a dossier that no single field holds.
MADE_OF_ROWS = {
    EpisodeTold: {
        *("entries", "treatments", "imaging", "visits", "notes", "questions", "filled"),
        *("activities", "body", "weekly", "recovered", "returned", "preparations"),
    },
    FilledTold: {"replaced"},
    BodyTold: {"replaced"},
    WeeklyTold: {"replaced"},
    MedicineTold: {"taken"},
    LoadTold: {"days"},
    ExerciseTold: {"days"},
    AlertTold: {"steps"},
}
HOLD_NO_FIELDS = {dossier.Author, dossier.Signed, dossier.MarkTold, Dossier}

# Whole models of which nothing is in a dossier.
NOT_OF_THE_RECORD = {
    "people.Clinic": "a clinic is known by its name",
    "people.ClosedDay": "a setting of a clinic",
    "people.Membership": "who works where",
    "people.Invitation": "how a patient came to a clinic here, and a secret of that clinic",
    "people.Letter": "a mail that is owed",
    "people.Sharing": CONSENT,
    "people.Transfer": CONSENT,
    "people.Proxy": CONSENT,
    "people.ApiToken": "a secret of a clinic",
    "people.Joining": "who works at a clinic here",
    "people.AccessRecord": "the log of this installation, which nobody can write into from a file",
    "people.BreakGlass": "of the log of this installation",
    "people.SavedFilter": "a reader's own",
    "people.SignedIn": "where somebody is signed in to this installation",
    "people.Attempts": "counts of this installation, which can be read by nobody",
    "journal.Arrived": "a receipt of what a phone sent to this installation; what came of it is in the days",
    "journal.Rhythm": "how often the patient wants to write here",
    "journal.QuestionnaireSetting": "a setting of a clinic",
    "reminders.Reminder": "when the patient wants to be reminded here",
    "reminders.Browser": "a secret of a browser",
    "episodes.PromptDismissal": "a clinician's working note on advice that is made anew from the record",
    "alerts.Address": "a setting of a clinic",
    "alerts.Rung": "a setting of a clinic",
    "alerts.SecondLine": "what this installation sent to who runs it",
    "alerts.Delivery": "what this installation sent; an open alert is owed anew",
    "people.Approval": "a clinic's own signature for use with patients",
    "alerts.Decision": "a clinic's decision on its own rules",
    "alerts.Heartbeat": "a sign of life of a worker",
}


def named(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields if field.name not in NUMBER[model]}


NUMBER = {
    model: {"id"} if model._meta.pk.get_internal_type() == "BigAutoField" else set() for model in CARRIED
}  # type: ignore[union-attr]


def test_every_model_is_of_the_record_or_left_out_for_a_reason() -> None:
    models_of_ours = [model for label in APPS for model in apps.get_app_config(label).get_models()]
    of_the_record = {model._meta.label for model in CARRIED}
    assert {model._meta.label for model in models_of_ours} == of_the_record | NOT_OF_THE_RECORD.keys()
    assert not of_the_record & NOT_OF_THE_RECORD.keys()
    assert all(NOT_OF_THE_RECORD.values())


@pytest.mark.parametrize("model", CARRIED, ids=lambda model: model.__name__)
def test_every_field_is_carried_or_left_out_for_a_reason(model: type[models.Model]) -> None:
    _value, carried = CARRIED[model]
    assert named(model) == carried.keys() | LEFT_OUT[model].keys()
    assert not carried.keys() & LEFT_OUT[model].keys()
    assert all(LEFT_OUT[model].values())


def test_every_part_of_a_dossier_is_a_field_of_the_database() -> None:
    """With the round trip, in which every part comes back, this is what carries the fields."""
    kinds = {
        kind
        for kind in vars(dossier).values()
        if isinstance(kind, type) and kind.__module__ == dossier.__name__
    }
    held: dict[type, set[str]] = {kind: set(MADE_OF_ROWS.get(kind, ())) for kind in kinds - HOLD_NO_FIELDS}
    for value, carried in CARRIED.values():
        held[value] |= set(carried.values())
    assert held == {kind: {field.name for field in fields(kind)} for kind in held}
