import recovery.people.models.sealed
from django.db import migrations

from recovery.people.sealed_columns import SealField


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0001_files'),
    ]

    operations = [
        SealField(
            model_name='upload',
            name='name',
            field=recovery.people.models.sealed.SealedTextField(blank=True, max_length=200),
        ),
        SealField(
            model_name='upload',
            name='text',
            field=recovery.people.models.sealed.SealedTextField(),
        ),
    ]
