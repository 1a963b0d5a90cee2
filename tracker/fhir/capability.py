"""The CapabilityStatement: what can be read here, and how it is searched."""

from typing import Any

from recovery.exchange.fhir.codes import extension_url

# When this statement last changed.
SINCE = "2026-11-22"

PATIENT_BY = (("patient", "reference"), ("subject", "reference"))
SEARCHES: dict[str, tuple[tuple[str, str], ...]] = {
    "Patient": (("_id", "token"), ("identifier", "token"), ("birthdate", "date"), ("name", "string")),
    "Observation": (*PATIENT_BY, ("date", "date")),
    "QuestionnaireResponse": (*PATIENT_BY, ("authored", "date"), ("date", "date")),
    "Flag": (*PATIENT_BY, ("date", "date")),
}
SECURITY = (
    "A token that a manager of the clinic makes, as a Bearer token. It reads that clinic's patients only."
)
ONLY_PATIENTS = "Observation and QuestionnaireResponse are searched for patients that are named."


def capability(base: str) -> dict[str, Any]:
    """As a resource; `base` is the address of the API."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": SINCE,
        "kind": "instance",
        "software": {"name": "Recovery tracker"},
        "implementation": {"description": "Diaries of people with a lumbar hernia", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "documentation": ONLY_PATIENTS,
                "security": {"description": SECURITY},
                "resource": [_resource(kind, by) for kind, by in SEARCHES.items()],
            }
        ],
    }


def _resource(kind: str, by: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {
        "type": kind,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": [_parameter(kind, name, of) for name, of in by],
    }


def _parameter(kind: str, name: str, of: str) -> dict[str, str]:
    """That of FHIR, but for the day of a diary, which FHIR has no parameter for."""
    ours = kind == "QuestionnaireResponse" and name == "date"
    definition = {"definition": extension_url("search-by-day")} if ours else {}
    return {"name": name, "type": of, **definition}
