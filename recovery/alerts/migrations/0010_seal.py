import recovery.people.models.sealed
from django.db import migrations

from recovery.people.sealed_columns import SealField


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0009_second_line'),
    ]

    operations = [
        SealField(
            model_name='alert',
            name='answers',
            field=recovery.people.models.sealed.SealedJSONField(),
        ),
        SealField(
            model_name='alertstep',
            name='note',
            field=recovery.people.models.sealed.SealedTextField(blank=True, max_length=2000),
        ),
        SealField(
            model_name='decision',
            name='signed_by',
            field=recovery.people.models.sealed.SealedTextField(max_length=120),
        ),
    ]
