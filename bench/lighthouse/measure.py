"""Run Lighthouse on a page, several times, and keep the middle score of each category."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices")
ENOUGH = 95
RUNS = int(os.environ.get("RUNS", "5"))
LONGEST_RUN_SECONDS = 180
CHROME_FLAGS = "--headless --no-sandbox --disable-gpu"


@dataclass(frozen=True, slots=True)
class Scores:
    """The middle scores (0 to 100) of a page by category, and each single one in the order of the runs."""

    page: str
    by_category: Mapping[str, float]
    every: Mapping[str, Sequence[int]]

    @property
    def is_enough(self) -> bool:
        """Whether every middle score is what was asked."""
        return all(score >= ENOUGH for score in self.by_category.values())


def measure(page: str, url: str, cookie: str, *, runs: int = RUNS) -> Scores:
    """One page, with the cookie of whoever is signed in; throttled as Lighthouse does for a phone."""
    reports = [_report(url, cookie) for _run in range(runs)]
    return middle(page, [scores_of(report, url) for report in reports])


def middle(page: str, runs: Sequence[Mapping[str, int]]) -> Scores:
    """The median of each category over runs."""
    every = {category: [run[category] for run in runs] for category in CATEGORIES}
    return Scores(page, {category: median(found) for category, found in every.items()}, every)


def scores_of(report: Mapping[str, Any], url: str) -> dict[str, int]:
    """The scores (0 to 100) of a report. `ValueError` when another page was measured, such as the one to sign in."""
    if report["finalDisplayedUrl"] != url:
        raise ValueError(f"{report['finalDisplayedUrl']} was measured instead of {url}")
    return {category: round(100 * report["categories"][category]["score"]) for category in CATEGORIES}


def _report(url: str, cookie: str) -> dict[str, Any]:
    command = [
        *("npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output", "json"),
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={CHROME_FLAGS}",
        f"--extra-headers={json.dumps({'Cookie': cookie})}",
    ]
    env = {"CHROME_PATH": shutil.which("chromium") or "", **os.environ}
    ran = subprocess.run(
        command, env=env, capture_output=True, text=True, check=True, timeout=LONGEST_RUN_SECONDS
    )
    report: dict[str, Any] = json.loads(ran.stdout)
    return report
