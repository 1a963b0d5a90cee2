"""Which neurologist of the clinic looks after a patient."""

from collections.abc import Collection
from uuid import UUID

from recovery.people import access
from recovery.people.models import Clinic, Membership, Patient, User


class NotADoctorHere(ValueError):
    """Patients are looked after by a neurologist of their own clinic."""


def doctors_of(clinic: Clinic) -> list[User]:
    """The neurologists of a clinic, by name."""
    working = Membership.objects.filter(clinic=clinic, role=Membership.Role.NEUROLOGIST)
    doctors = User.objects.filter(pk__in=working.values("user"), is_active=True)
    return sorted(doctors, key=lambda doctor: (doctor.name, doctor.pk))


def assign(clinic: Clinic, patients: Collection[UUID], *, doctor: User | None) -> int:
    """Let `doctor`, or nobody, look after these patients of `clinic`; says how many they are.

    A patient who does not share with the clinic is passed over. `NotADoctorHere` for anybody but its neurologists.
    """
    if doctor and doctor not in doctors_of(clinic):
        raise NotADoctorHere
    theirs = access.patients_of(clinic).filter(ref__in=list(patients)).order_by().values("pk")
    return Patient.objects.filter(pk__in=theirs).update(doctor=doctor)
