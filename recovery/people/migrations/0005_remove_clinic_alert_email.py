from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0004_patient_cancer_history")]

    operations = [migrations.RemoveField(model_name="clinic", name="alert_email")]
