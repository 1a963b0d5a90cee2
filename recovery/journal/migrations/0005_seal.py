import recovery.people.models.sealed
from django.db import migrations

from recovery.people.sealed_columns import SealField


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0004_function_and_medicines'),
    ]

    operations = [
        SealField(
            model_name='activity',
            name='name',
            field=recovery.people.models.sealed.SealedTextField(max_length=80),
        ),
        SealField(
            model_name='arrived',
            name='answers',
            field=recovery.people.models.sealed.SealedJSONField(),
        ),
        SealField(
            model_name='arrived',
            name='result',
            field=recovery.people.models.sealed.SealedJSONField(),
        ),
        SealField(
            model_name='entry',
            name='note',
            field=recovery.people.models.sealed.SealedTextField(blank=True, max_length=2000),
        ),
        SealField(
            model_name='entryversion',
            name='answers',
            field=recovery.people.models.sealed.SealedJSONField(),
        ),
        SealField(
            model_name='medicine',
            name='how_often',
            field=recovery.people.models.sealed.SealedTextField(blank=True, max_length=120),
        ),
        SealField(
            model_name='medicine',
            name='name',
            field=recovery.people.models.sealed.SealedTextField(max_length=120),
        ),
        SealField(
            model_name='medicine',
            name='strength',
            field=recovery.people.models.sealed.SealedTextField(blank=True, max_length=60),
        ),
    ]
