"""The one e-mail address of a clinic becomes an address of its own, on the first rung of both ladders."""

from typing import Any

from django.db import migrations
from django.utils import timezone

SHIFTS = ("office", "outside")


def carry_over(apps: Any, _schema_editor: Any) -> None:
    clinics = apps.get_model("people", "Clinic")
    addresses = apps.get_model("alerts", "Address")
    rungs = apps.get_model("alerts", "Rung")
    deliveries = apps.get_model("alerts", "Delivery")
    for clinic in clinics.objects.exclude(alert_email=""):
        address = addresses.objects.create(
            clinic=clinic, kind="email", name=clinic.alert_email[:80], target=clinic.alert_email
        )
        for shift in SHIFTS:
            rungs.objects.create(clinic=clinic, shift=shift, after_minutes=0, until="taken", address=address)
    every = list(clinics.objects.order_by("pk"))
    for delivery in deliveries.objects.select_related("alert__clinic", "alert__patient__clinic"):
        clinic = owner_of(delivery, every)
        known = addresses.objects.filter(clinic=clinic, target=delivery.target).first()
        delivery.address = known or addresses.objects.create(
            clinic=clinic, kind="email", name=delivery.target[:80], target=delivery.target, retired_at=timezone.now()
        )
        delivery.save(update_fields=["address"])


def owner_of(delivery: Any, every: list[Any]) -> Any:
    """The clinic whose address it was: of the alert, of the patient, or of any other; never none at all.

    A patient may have gone from one clinic to another, or to none, since the message was owed.
    """
    near = [clinic for clinic in (delivery.alert.clinic, delivery.alert.patient.clinic) if clinic]
    had_it = (clinic for clinic in (*near, *every) if clinic.alert_email == delivery.target)
    return next(had_it, (*near, *every)[0])


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_ladder")]
    run_before = [("people", "0005_remove_clinic_alert_email")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
