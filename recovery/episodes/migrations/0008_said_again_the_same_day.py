"""A course that was closed, opened by a flare and closed again on one day is closed: what is said last holds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("episodes", "0007_after_kinds")]

    operations = [
        migrations.RemoveConstraint(model_name="recovered", name="recovered_once_a_day"),
        migrations.RemoveConstraint(model_name="returned", name="returned_once_a_day"),
    ]
