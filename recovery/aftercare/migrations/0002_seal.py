import recovery.people.models.sealed
from django.db import migrations

from recovery.people.sealed_columns import SealField


class Migration(migrations.Migration):

    dependencies = [
        ('aftercare', '0001_initial'),
    ]

    operations = [
        SealField(
            model_name='exercise',
            name='how_often',
            field=recovery.people.models.sealed.SealedTextField(blank=True, max_length=80),
        ),
        SealField(
            model_name='exercise',
            name='name',
            field=recovery.people.models.sealed.SealedTextField(max_length=120),
        ),
        SealField(
            model_name='loadstep',
            name='amount',
            field=recovery.people.models.sealed.SealedTextField(max_length=80),
        ),
        SealField(
            model_name='loadstep',
            name='what',
            field=recovery.people.models.sealed.SealedTextField(max_length=120),
        ),
    ]
