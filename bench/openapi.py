"""`make openapi`: docs/openapi.json, what other systems and the site's own scripts can ask, in OpenAPI 3.

Of the FHIR API it is made from the same table as the CapabilityStatement. `tests/fuzz/test_api.py` puts the site to it.
"""

import json
from pathlib import Path
from typing import Any

from tracker.fhir.capability import SEARCHES

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "openapi.json"

FHIR = "application/fhir+json"
JSON = "application/json"
HTML = "text/html"

DATE = r"^(eq|ge|gt|le|lt)?[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
KINDS: dict[str, dict[str, Any]] = {
    "date": {"type": "string", "pattern": DATE},
    "token": {"type": "string", "minLength": 1},
    "reference": {"type": "string", "minLength": 1},
    "string": {"type": "string", "minLength": 1},
}
PAGING: dict[str, dict[str, Any]] = {
    "_count": {"type": "integer", "minimum": 1, "maximum": 999_999},
    "_cursor": {"type": "string", "minLength": 1},
    "_format": {"type": "string", "enum": [FHIR, JSON, "json"]},
}

# What may come instead of an answer, to every request that a token opens.
REFUSALS = (400, 401, 404, 405, 406, 410, 503)


def resource(kind: str) -> dict[str, Any]:
    """An answer that is a resource of this kind."""
    of = {
        "type": "object",
        "required": ["resourceType"],
        "properties": {"resourceType": {"const": kind}},
    }
    return {"description": kind, "content": {FHIR: {"schema": of}}}


def refusals(*statuses: int) -> dict[str, Any]:
    return {str(status): resource("OperationOutcome") for status in statuses}


def parameter(name: str, schema: dict[str, Any], where: str = "query") -> dict[str, Any]:
    return {"name": name, "in": where, "required": where == "path", "schema": schema}


def search(kind: str, by: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Some of a kind."""
    asked = [parameter(name, KINDS[of]) for name, of in by]
    return {
        "get": {
            "operationId": f"search{kind}",
            "security": [{"token": []}],
            "parameters": [*asked, *(parameter(name, schema) for name, schema in PAGING.items())],
            "responses": {"200": resource("Bundle"), **refusals(*REFUSALS)},
        }
    }


def read(kind: str) -> dict[str, Any]:
    """One of a kind."""
    return {
        "get": {
            "operationId": f"read{kind}",
            "security": [{"token": []}],
            "parameters": [parameter("id", {"type": "string", "minLength": 1}, "path")],
            "responses": {"200": resource(kind), **refusals(*REFUSALS)},
        }
    }


def told(description: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    """An answer in JSON."""
    return {"description": description, "content": {JSON: {"schema": schema or {"type": "object"}}}}


# What a phone sends of a day that was filled in without a connection.
ITEM: dict[str, Any] = {
    "type": "object",
    "required": ["record", "id"],
    "properties": {
        "record": {"type": "string", "format": "uuid"},
        "id": {"type": "string", "format": "uuid"},
        "day": {"type": "string", "format": "date"},
        "answered_at": {"type": "string", "format": "date-time"},
        "answers": {"type": "object"},
    },
}

OWN: dict[str, Any] = {
    "/health/": {
        "get": {"operationId": "health", "responses": {"200": told("well"), "503": told("not well")}},
    },
    "/app/tables.{language}.json": {
        "get": {
            "operationId": "tables",
            "parameters": [parameter("language", {"type": "string", "enum": ["nl", "en"]}, "path")],
            "responses": {
                "200": told("the questions"),
                "404": {"description": "no such language", "content": {HTML: {}}},
            },
        }
    },
    "/app/snapshot/": {
        "get": {
            "operationId": "snapshot",
            "security": [{"session": []}],
            "responses": {
                "200": told("what a phone keeps"),
                "401": told("signed out"),
                "403": told("no record"),
            },
        }
    },
    "/app/queue/": {
        "get": {
            "operationId": "whose",
            "security": [{"session": []}],
            "responses": {
                "200": told("whose phone it is"),
                "401": told("signed out"),
                "403": told("no record"),
            },
        },
        "post": {
            "operationId": "takeIn",
            "security": [{"session": []}],
            "requestBody": {"required": True, "content": {JSON: {"schema": ITEM}}},
            "responses": {
                "200": told("taken in", {"type": "object", "required": ["id", "status", "to"]}),
                "400": {"description": "cannot be read", "content": {HTML: {}}},
                "401": told("signed out"),
                "403": {"description": "no record, or no token of the form", "content": {JSON: {}, HTML: {}}},
                "409": told("of another record"),
                "413": {"description": "too large", "content": {HTML: {}}},
            },
        },
    },
}


def description() -> dict[str, Any]:
    """The whole document."""
    paths = {
        "/fhir/metadata": {
            "get": {
                "operationId": "metadata",
                "responses": {"200": resource("CapabilityStatement"), **refusals(406)},
            }
        }
    }
    for kind, by in SEARCHES.items():
        paths[f"/fhir/{kind}"] = search(kind, by)
        paths[f"/fhir/{kind}/{{id}}"] = read(kind)
    schemes = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "session"},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Recovery tracker", "version": "1"},
        "paths": paths | OWN,
        "components": {"securitySchemes": schemes},
    }


def written() -> str:
    """As it lies in docs."""
    return json.dumps(description(), indent=1, ensure_ascii=False) + "\n"


def write() -> None:
    """Write it there."""
    TARGET.write_text(written(), encoding="utf-8")
