"""Anna's dossier with one of everything."""

from datetime import date, datetime
from uuid import UUID

from recovery.clinical.aftercare import Load, Reaction, Return, Weekly
from recovery.clinical.body import Place, Sensation
from recovery.clinical.care import Care, DiscLevel, ImagingKind, Painkiller
from recovery.clinical.circumstances import CancerHistory
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline
from recovery.clinical.scores import Feeling, Side, Sleep, Strength
from recovery.clinical.standing import Standing
from recovery.exchange.dossier import (
    ActivityTold,
    AlertTold,
    Author,
    BodyTold,
    DoneTold,
    Dossier,
    EntryTold,
    EpisodeTold,
    ExerciseTold,
    FilledTold,
    ImagingTold,
    LoadTold,
    MarkTold,
    MedicineTold,
    NoteTold,
    Person,
    PreparationTold,
    QuestionTold,
    ReactionTold,
    RecoveredTold,
    ReturnedTold,
    Signed,
    StepTold,
    TreatmentTold,
    VersionTold,
    VisitTold,
    WeeklyTold,
)

REF = UUID("7d3a0f5e-43a9-4c6e-9d53-2f1f6d6a7b01")
ALERT = UUID("7d3a0f5e-43a9-4c6e-9d53-2f1f6d6a7b02")
NOTE = UUID("7d3a0f5e-43a9-4c6e-9d53-2f1f6d6a7b03")
ACTIVITY = UUID("7d3a0f5e-43a9-4c6e-9d53-2f1f6d6a7b04")
MEDICINE = UUID("7d3a0f5e-43a9-4c6e-9d53-2f1f6d6a7b05")
SON = Author(False, "Kees Bos", is_proxy=True)
SHE, DOCTOR = Author(True, "Anna Bos"), Author(False, "dr. Haan")


def at(day: int, hour: int = 20) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day:02}T{hour:02}:00:00+01:00")


BY_HER, BY_THE_DOCTOR = Signed(SHE, at(1)), Signed(DOCTOR, at(9, 10))

QUIET = EntryTold(
    day=date(2026, 11, 1),
    limitation=6,
    leg_pain=7,
    back_pain=None,
    feeling=Feeling.LESS,
    strength=Strength.NORMAL,
    signs=(),
    sleep=Sleep.BROKEN,
    painkillers=False,
    worse_on_coughing=None,
    note="Lang\xa0gezeten",
    backfilled=True,
    written=BY_HER,
    corrected_at=at(2),
)
RED = EntryTold(
    day=date(2026, 11, 8),
    limitation=None,
    leg_pain=0,
    back_pain=2,
    feeling=None,
    strength=Strength.WORSE,
    signs=("bladder", "weakness"),
    sleep=None,
    painkillers=True,
    worse_on_coughing=True,
    note="",
    backfilled=False,
    written=Signed(SON, at(8)),
    corrected_at=None,
    activities=((ACTIVITY, 8),),
    answered_at=at(8, 19),
)


def treated(kind: Care, day: int, painkiller: Painkiller | None = None, **who: Signed) -> TreatmentTold:
    given = {"recorded": BY_HER, "confirmed": None, "withdrawn": None} | who
    return TreatmentTold(kind=kind, painkiller=painkiller, day=date(2026, 10, day), until=None, **given)


EPISODE = EpisodeTold(
    onset=date(2026, 9, 20),
    side=Side.LEFT,
    level=DiscLevel.L5_S1,
    discharged=(date(2026, 11, 20), DOCTOR),
    ended_on=None,
    placed=BY_THE_DOCTOR,
    entries=(QUIET, RED),
    treatments=(
        treated(Care.OPERATION, 1, withdrawn=BY_THE_DOCTOR),
        treated(Care.PAINKILLERS, 2, Painkiller.NSAID),
        treated(Care.PAINKILLERS, 3),
        treated(Care.PHYSIOTHERAPY, 4, ended=BY_THE_DOCTOR),
        treated(Care.INJECTION, 5, confirmed=BY_THE_DOCTOR),
        treated(Care.REFERRAL, 6, recorded=BY_THE_DOCTOR),
    ),
    imaging=(
        ImagingTold(
            ImagingKind.MRI, date(2026, 10, 7), "Hernia L5-S1 left", BY_THE_DOCTOR, BY_THE_DOCTOR, None
        ),
    ),
    visits=(
        VisitTold(date(2026, 11, 9), "Neurologie Noord", BY_THE_DOCTOR, BY_THE_DOCTOR, None),
        VisitTold(date(2026, 12, 9), "", BY_HER, None, None),
    ),
    notes=(NoteTold(NOTE, "Neurologie Noord", "Keep moving.", BY_THE_DOCTOR),),
    questions=(QuestionTold("May I cycle?", BY_HER, date(2026, 11, 9), None),),
    filled=(
        FilledTold("rmdq", "24", date(2026, 11, 2), (("1", 0),), 0.0, BY_HER, "nl", replaced=True),
        FilledTold("rmdq", "24", date(2026, 11, 2), (("1", 1), ("2", None)), 1.0, BY_HER, "nl", turn=1),
    ),
    activities=(ActivityTold(ACTIVITY, "To the shop", BY_HER, None),),
    body=(
        BodyTold(date(2026, 11, 2), (), BY_HER, replaced=True),
        BodyTold(date(2026, 11, 2), (MarkTold(Place.ANUS, Sensation.NUMB),), BY_HER, turn=1),
    ),
    weekly=(WeeklyTold(date(2026, 11, 15), Weekly.LEG_PAIN, BY_HER),),
    recovered=(RecoveredTold(date(2026, 11, 12), 2, Standing.RECOVERED, BY_HER),),
    returned=(ReturnedTold(date(2026, 11, 15), Return.FLARE, BY_HER),),
    preparations=(PreparationTold("To lift my grandchild", "", BY_HER),),
)

ANNA = Dossier(
    person=Person(
        ref=REF,
        name="Anna Bos",
        email="anna@example.nl",
        birth_date=date(1980, 5, 17),
        phone="+31612345678",
        language="nl",
        under_treatment=True,
        gp_name="Praktijk West",
        gp_phone="+31201234567",
        gp_out_of_hours_phone="+31301234567",
        cancer_history=CancerHistory.NO,
        baselines=dict.fromkeys(BASELINE_SIGNS, Baseline.NONE),
        created_at=at(1, 9),
    ),
    episodes=(EPISODE,),
    versions=(VersionTold(QUIET.day, {"leg_pain": 9, "signs": []}, at(1), False, Signed(SHE, at(2))),),
    alerts=(
        AlertTold(
            id=ALERT,
            day=RED.day,
            urgency="now",
            findings=({"sign": "bladder", "urgency": "now", "because": "ticked"},),
            answers={"signs": ["bladder"], "leg_pain": 0},
            rules_version="2026.2",
            raised=Signed(SHE, at(8)),
            steps=(
                StepTold("not_reached", Signed(SHE, at(8, 21)), "", None, "", "desk"),
                StepTold("closed", BY_THE_DOCTOR, "mri", True, "Seen at once.", ""),
            ),
        ),
    ),
    medicines=(
        MedicineTold(
            ref=MEDICINE,
            name="Naproxen",
            strength="500 mg",
            how_often="twice a day",
            painkiller=Painkiller.NSAID,
            recorded=BY_HER,
            stopped_on=date(2026, 11, 14),
            stopped=BY_HER,
            replaces=None,
            taken=(DoneTold(date(2026, 11, 3), BY_HER, None),),
        ),
    ),
    loads=(
        LoadTold(
            kind=Load.WALKING,
            what="To the shop",
            amount="10 minutes",
            started_on=date(2026, 11, 13),
            is_back=False,
            chosen=BY_HER,
            ended=None,
            replaces=None,
            days=(ReactionTold(date(2026, 11, 13), BY_HER, Reaction.LEG, BY_HER),),
        ),
    ),
    exercises=(
        ExerciseTold("Bridge", "every day", BY_HER, None, (DoneTold(date(2026, 11, 13), BY_HER, BY_HER),)),
    ),
)
