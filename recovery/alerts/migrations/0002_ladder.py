import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0001_initial"),
        ("people", "0002_clinic_starting_share"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("email", "EMAIL"), ("webhook", "WEBHOOK")], max_length=10)),
                ("name", models.CharField(max_length=80)),
                ("target", models.CharField(max_length=500)),
                ("secret_number", models.PositiveIntegerField(default=1)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("clinic", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="addresses", to="people.clinic")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("retired_at", None)), fields=("clinic", "kind", "target"), name="one_address_a_target")
                ],
            },
        ),
        migrations.CreateModel(
            name="Rung",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shift", models.CharField(choices=[("office", "OFFICE"), ("outside", "OUTSIDE")], max_length=10)),
                ("after_minutes", models.PositiveIntegerField()),
                ("until", models.CharField(choices=[("taken", "TAKEN"), ("closed", "CLOSED")], default="taken", max_length=10)),
                ("address", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="rungs", to="alerts.address")),
                ("clinic", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="rungs", to="people.clinic")),
            ],
            options={
                "ordering": ("shift", "after_minutes", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("clinic", "shift", "after_minutes", "until", "address"), name="each_rung_once"),
                    models.CheckConstraint(condition=models.Q(("after_minutes__lte", 10080)), name="no_rung_after_a_week"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_heartbeat")]},
        ),
        migrations.RemoveIndex(model_name="delivery", name="delivery_owed"),
        migrations.RemoveConstraint(model_name="delivery", name="one_delivery_an_address"),
        migrations.RenameField(model_name="delivery", old_name="address", new_name="target"),
        migrations.AlterField("delivery", "target", models.CharField(blank=True, max_length=500)),
        migrations.AddField(
            "delivery",
            "address",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="alerts.address"),
        ),
        migrations.AddField("delivery", "reason", models.CharField(choices=[("raised", "RAISED"), ("not_taken", "NOT_TAKEN"), ("not_closed", "NOT_CLOSED"), ("not_reached", "NOT_REACHED"), ("test", "TEST")], default="raised", max_length=20), preserve_default=False),
        migrations.AddField("delivery", "occasion", models.CharField(default="raised", max_length=60), preserve_default=False),
        migrations.AddField("delivery", "leased_until", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("delivery", "dropped_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("delivery", "given_up_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "delivery",
            "given_up_by",
            models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            "delivery",
            "alert",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="alerts.alert"),
        ),
    ]
