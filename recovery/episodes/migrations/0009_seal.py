import recovery.people.models.sealed
from django.db import migrations

from recovery.people.sealed_columns import SealField


class Migration(migrations.Migration):

    dependencies = [
        ('episodes', '0008_said_again_the_same_day'),
    ]

    operations = [
        SealField(
            model_name='imaging',
            name='finding',
            field=recovery.people.models.sealed.SealedTextField(blank=True, max_length=500),
        ),
        SealField(
            model_name='note',
            name='text',
            field=recovery.people.models.sealed.SealedTextField(max_length=4000),
        ),
        SealField(
            model_name='preparation',
            name='matters',
            field=recovery.people.models.sealed.SealedTextField(blank=True, max_length=2000),
        ),
        SealField(
            model_name='preparation',
            name='not_understood',
            field=recovery.people.models.sealed.SealedTextField(blank=True, max_length=2000),
        ),
        SealField(
            model_name='preparation',
            name='sheet',
            field=recovery.people.models.sealed.SealedJSONField(blank=True, null=True),
        ),
        SealField(
            model_name='promptdismissal',
            name='reason',
            field=recovery.people.models.sealed.SealedTextField(max_length=300),
        ),
        SealField(
            model_name='question',
            name='text',
            field=recovery.people.models.sealed.SealedTextField(max_length=500),
        ),
    ]
