"""The list of parts holds what is locked, with hashes, and what lies in the repository from others."""

import re
from importlib.util import find_spec

import pytest

from bench.sbom import LOCK, ROOT, SPEC, VENDORED, sbom

LOCKED = re.compile(r"^([a-z0-9.-]+)==([^ ;\\]+)", re.MULTILINE)
HOST = re.compile(r"https?://([^/\s]+)")
ALLOWED = {"pypi.org", "files.pythonhosted.org"}

needs_the_tool = pytest.mark.skipif(not find_spec("cyclonedx_py"), reason="cyclonedx-bom is not installed")


@needs_the_tool
def test_its_parts_are_those_of_the_lock_and_of_the_repository() -> None:
    made = sbom()
    found = {(part["name"], part["version"]) for part in made["components"]}
    locked = set(LOCKED.findall(LOCK.read_text(encoding="utf-8")))
    assert len(locked) > 30
    assert found == locked | {(one.name, one.version) for one in VENDORED}
    assert made["specVersion"] == SPEC
    hashed = [part for part in made["components"] if part.get("hashes") or part.get("externalReferences")]
    assert len(hashed) == len(made["components"])


@needs_the_tool
def test_it_is_valid() -> None:
    import json

    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(sbom())) is None


def test_every_file_of_somebody_else_is_in_it() -> None:
    told = {one.path for one in VENDORED}
    there = [*(ROOT / "tracker/static/vendor").rglob("*.*"), *(ROOT / "tracker/fonts").glob("*.ttf")]
    there += (ROOT / "tracker/styles").glob("*.css")
    assert {str(path.relative_to(ROOT)) for path in there} == told


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_each_part_is_locked_with_its_hashes_and_comes_from_nowhere_else(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    each = re.split(r"\n(?=[a-z0-9])", text)
    assert all("--hash=sha256:" in part for part in each if LOCKED.match(part))
    assert set(HOST.findall(text)) <= ALLOWED
    assert set(HOST.findall((ROOT / "uv.lock").read_text(encoding="utf-8"))) <= ALLOWED
