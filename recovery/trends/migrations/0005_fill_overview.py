"""Makes the row of everybody who has a diary already. What it knows of weeks is written here, as it was on this day."""

from collections import defaultdict

from django.db import migrations
from django.db.models import OuterRef, Subquery

WEEKS, WEEK_DAYS, FEWEST_ENTRIES = 26, 7, 3
BATCH = 500


def fill(apps, schema_editor):
    patients = list(apps.get_model("people", "Patient").objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(patients), BATCH):
        _fill(apps, patients[start : start + BATCH])


def _fill(apps, patients):
    overview = apps.get_model("trends", "Overview")
    current = apps.get_model("episodes", "Episode").objects.filter(patient__in=patients, ended_on=None)
    scores, assessments = _scores(apps, current), _assessments(apps, current)
    overview.objects.bulk_create(
        overview(
            patient_id=patient,
            last_entry=scores[patient][-1][0] if scores[patient] else None,
            leg_pain=_weeks(scores[patient]),
            **assessments.get(patient, {}),
        )
        for patient in current.values_list("patient_id", flat=True)
    )


def _scores(apps, episodes):
    found = defaultdict(list)
    days = apps.get_model("journal", "Entry").objects.filter(episode__in=episodes.values("pk"))
    rows = days.order_by("episode_id", "day").values_list("patient_id", "day", "leg_pain")
    for patient, day, score in rows.iterator():
        found[patient].append((day, score))
    return found


def _assessments(apps, episodes):
    assessment = apps.get_model("trends", "Assessment")
    latest = assessment.objects.filter(patient=OuterRef("patient"), episode=OuterRef("pk"))
    newest = latest.order_by("-made_at", "-id").values("pk")[:1]
    found = assessment.objects.filter(pk__in=list(episodes.values_list(Subquery(newest), flat=True)))
    columns = found.values_list("patient_id", "standing", "probability", "low", "high", "as_of")
    names = ("standing", "probability", "low", "high", "assessed_on")
    return {patient: dict(zip(names, values, strict=True)) for patient, *values in columns}


def _weeks(scores):
    answered = [(day, score) for day, score in scores if score is not None]
    found = defaultdict(list)
    for day, score in answered:
        found[(answered[-1][0] - day).days // WEEK_DAYS].append(score)
    back = min(max(found, default=-1), WEEKS - 1)
    return ",".join(_tenths(found[n]) for n in range(back, -1, -1))


def _tenths(scores):
    return str(round(10 * sum(scores) / len(scores))) if len(scores) >= FEWEST_ENTRIES else ""


class Migration(migrations.Migration):
    dependencies = [
        ("trends", "0004_overview"),
        ("people", "0007_followed_up"),
        ("episodes", "0002_care"),
        ("journal", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
