"""Collected scripts find each other under the names with their hash."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "tracker" / "static" / "app"
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


def collected(var: Path) -> Path:
    given = os.environ | {"DEMO": "1", "VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    asked = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(asked, cwd=ROOT, env=given, check=True, capture_output=True)
    return var / "static"


def test_every_import_between_scripts_leads_to_a_collected_file_with_a_hash(tmp_path: Path) -> None:
    static = collected(tmp_path)
    names = json.loads((static / "staticfiles.json").read_text())["paths"]
    found = []
    for script in SCRIPTS.glob("*.js"):
        made = static / names[f"app/{script.name}"]
        for target in IMPORT.findall(made.read_text()):
            found.append(target)
            assert re.search(r"\.[0-9a-f]{12}\.js$", target), f"{script.name} imports {target}"
            assert (made.parent / target).resolve().exists(), f"{script.name} imports {target}"
            assert names[f"app/{re.sub(r'[.][0-9a-f]{12}', '', target)[2:]}"] == f"app/{target[2:]}"
    assert len(found) == sum(len(IMPORT.findall(script.read_text())) for script in SCRIPTS.glob("*.js"))
    assert found
