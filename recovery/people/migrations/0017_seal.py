import recovery.people.models.born
import recovery.people.models.sealed
from django.db import migrations, models

from recovery.people.sealed_columns import SealField


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0016_signin'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='savedfilter',
            options={},
        ),
        migrations.AlterField(
            model_name="invitation",
            name="birth_date",
            field=models.DateField(blank=True, null=True, db_column="birth_date"),
        ),
        migrations.RenameField(model_name="invitation", old_name="birth_date", new_name="birth_date_clear"),
        SealField(
            model_name="invitation",
            name="birth_date_clear",
            field=recovery.people.models.born.ClearDateField(
                blank=True, db_column="birth_date", editable=False, null=True
            ),
        ),
        migrations.AlterField(
            model_name="patient",
            name="birth_date",
            field=models.DateField(blank=True, null=True, db_column="birth_date"),
        ),
        migrations.RenameField(model_name="patient", old_name="birth_date", new_name="birth_date_clear"),
        SealField(
            model_name="patient",
            name="birth_date_clear",
            field=recovery.people.models.born.ClearDateField(
                blank=True, db_column="birth_date", editable=False, null=True
            ),
        ),
        migrations.AddField(
            model_name='invitation',
            name='birth_date',
            field=recovery.people.models.born.BornField(blank=True, db_column='birth_date_sealed', null=True),
        ),
        SealField(
            model_name='invitation',
            name='email',
            field=recovery.people.models.sealed.SealedEmailField(blank=True, max_length=254),
        ),
        SealField(
            model_name='invitation',
            name='name',
            field=recovery.people.models.sealed.SealedTextField(max_length=120),
        ),
        SealField(
            model_name='patient',
            name='allergies',
            field=recovery.people.models.sealed.SealedTextField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='patient',
            name='birth_date',
            field=recovery.people.models.born.BornField(blank=True, db_column='birth_date_sealed', null=True),
        ),
        SealField(
            model_name='patient',
            name='gp_name',
            field=recovery.people.models.sealed.SealedTextField(blank=True, max_length=80),
        ),
        SealField(
            model_name='patient',
            name='gp_out_of_hours_phone',
            field=recovery.people.models.sealed.SealedPhoneField(blank=True, max_length=128, region='NL'),
        ),
        SealField(
            model_name='patient',
            name='gp_phone',
            field=recovery.people.models.sealed.SealedPhoneField(blank=True, max_length=128, region='NL'),
        ),
        SealField(
            model_name='patient',
            name='phone',
            field=recovery.people.models.sealed.SealedPhoneField(blank=True, max_length=128, region='NL'),
        ),
        SealField(
            model_name='proxy',
            name='email',
            field=recovery.people.models.sealed.SealedEmailField(max_length=254),
        ),
        SealField(
            model_name='proxy',
            name='name',
            field=recovery.people.models.sealed.SealedTextField(max_length=120),
        ),
        SealField(
            model_name='savedfilter',
            name='name',
            field=recovery.people.models.sealed.SealedAlikeField(max_length=60),
        ),
        SealField(
            model_name='savedfilter',
            name='query',
            field=recovery.people.models.sealed.SealedTextField(max_length=500),
        ),
        SealField(
            model_name='user',
            name='email',
            field=recovery.people.models.sealed.SealedEmailField(max_length=160, unique=True),
        ),
        SealField(
            model_name='user',
            name='name',
            field=recovery.people.models.sealed.SealedTextField(blank=True, max_length=120),
        ),
    ]
