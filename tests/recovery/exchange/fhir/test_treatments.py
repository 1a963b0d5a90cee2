"""Each step of the ladder in the resource that fits."""

from recovery.exchange.fhir.treatments import treatment
from tests.recovery.exchange.fhir.anna import EPISODE, REF


def test_each_step_has_its_resource_and_status() -> None:
    made = [treatment(told, REF, "e0", f"t{n}") for n, told in enumerate(EPISODE.treatments)]
    assert [(one["resourceType"], one["status"]) for one in made] == [
        ("Procedure", "entered-in-error"),
        ("MedicationStatement", "active"),
        ("MedicationStatement", "active"),
        ("Procedure", "in-progress"),
        ("Procedure", "completed"),
        ("ServiceRequest", "active"),
    ]
