"""`make sbom`: the list of parts that the site runs, in CycloneDX, into build/sbom.cdx.json. Needs no network.

The Python parts come from the lock with its hashes, as cyclonedx-bom reads it. What lies in the repository from others
is listed here: each with its version, licence, and the hash of the file as it lies there.
"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
TARGET = ROOT / "build" / "sbom.cdx.json"
SPEC = "1.6"


@dataclass(frozen=True, slots=True)
class Vendored:
    """A file of somebody else's in this repository."""

    path: str
    name: str
    version: str
    license: str
    purl: str


VENDORED = (
    Vendored(
        "tracker/styles/bootstrap-5.3.8.min.css", "bootstrap", "5.3.8", "MIT", "pkg:npm/bootstrap@5.3.8"
    ),
    Vendored(
        "tracker/static/vendor/bootstrap-5.3.8.subset.css",
        "bootstrap-subset",
        "5.3.8",
        "MIT",
        "pkg:npm/bootstrap@5.3.8#dist/css",
    ),
    *(
        Vendored(
            f"tracker/fonts/{name}.ttf",
            name,
            "2.37",
            "Bitstream-Vera",
            f"pkg:generic/dejavu-fonts@2.37#{name}.ttf",
        )
        for name in ("DejaVuSans", "DejaVuSans-Bold")
    ),
)


def python_parts() -> dict[str, Any]:
    """The document with what the lock names."""
    asked = (
        "requirements",
        "--spec-version",
        SPEC,
        "--output-reproducible",
        "--output-format",
        "JSON",
        str(LOCK),
    )
    command = [sys.executable, "-m", "cyclonedx_py", *asked]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    document: dict[str, Any] = json.loads(ran.stdout)
    return document


def component(one: Vendored) -> dict[str, Any]:
    """A file in the words of CycloneDX."""
    digest = hashlib.sha256((ROOT / one.path).read_bytes()).hexdigest()
    return {
        "type": "file" if one.path.endswith(".ttf") else "library",
        "bom-ref": one.path,
        "name": one.name,
        "version": one.version,
        "purl": one.purl,
        "licenses": [{"license": {"id": one.license}}],
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "properties": [{"name": "path", "value": one.path}],
    }


def sbom() -> dict[str, Any]:
    """The whole document."""
    document = python_parts()
    document["components"] = [*document["components"], *map(component, VENDORED)]
    return document


def main() -> None:
    """Write it."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(sbom(), indent=1) + "\n", encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(sbom()['components'])} parts")


if __name__ == "__main__":
    main()
