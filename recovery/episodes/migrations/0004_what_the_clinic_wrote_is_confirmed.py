"""Treatments from before there was anything to confirm: what the clinic wrote is confirmed by who wrote it."""

from django.db import migrations, models


def confirm(apps, schema_editor):
    treatments = apps.get_model("episodes", "Treatment").objects.filter(confirmed_at=None)
    of_the_clinic = treatments.exclude(recorded_by=models.F("episode__patient__user"))
    treatments.filter(pk__in=of_the_clinic.values("pk")).update(
        confirmed_by=models.F("recorded_by"), confirmed_at=models.F("recorded_at")
    )


class Migration(migrations.Migration):
    dependencies = [("episodes", "0003_who_said_what")]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
