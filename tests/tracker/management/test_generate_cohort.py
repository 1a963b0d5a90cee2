"""Making a cohort from the command line: only where that is meant, and with its figures."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from recovery.demo import cohort
from recovery.people import access
from recovery.people.models import Clinic, Patient, User
from recovery.trends.models import Overview


def test_it_refuses_where_real_patients_may_be() -> None:
    with pytest.raises(CommandError, match="--on-a-real-site"):
        call_command("generate_cohort", "3")


@pytest.mark.parametrize("arguments", [("0",), ("3", "--days", "0"), ("3", "--days", "3651")])
def test_nobody_and_no_days_are_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="At least one patient"):
        call_command("generate_cohort", *arguments, "--on-a-real-site")


@pytest.mark.django_db
def test_it_makes_a_clinic_with_somebody_who_reads_it_and_never_more_than_asked() -> None:
    for told in ("6 patients and", "0 patients and 0 days more, 6 patients"):
        out = StringIO()
        call_command(
            "generate_cohort", "6", "--days", "30", "--clinic", "Huge", "--on-a-real-site", stdout=out
        )
        assert told in out.getvalue()
        assert "days a second" in out.getvalue()
    clinic = Clinic.objects.get(name="Huge")
    assert Patient.objects.filter(clinic=clinic).count() == 6
    assert (
        Overview.objects.filter(patient__clinic=clinic).exclude(last_entry=None).exclude(standing="").count()
        == 6
    )
    neurologist = next(user for user in User.objects.all() if user.name == "dr. C. Hort")
    assert access.clinic_read_by(neurologist) == clinic
    assert not neurologist.has_usable_password()


@pytest.mark.django_db
def test_stopping_it_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cohort, "_raise", stop)
    with pytest.raises(CommandError, match="The same again goes on"):
        call_command("generate_cohort", "3", "--on-a-real-site")
    assert not Patient.objects.exists()
