"""The chart of each patient of a file, as SVG files that stand by themselves. In English."""

import re
from collections.abc import Iterable
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.html import format_html

from recovery.clinical.course import TREATMENTS, Case, Reading
from recovery.clinical.scores import SCALES, Scale
from recovery.exchange.csv_table import shown
from tracker.charts import WIDE, Drawing, Event, draw, plot
from tracker.words import short_date

# What a file name keeps of what a patient is called.
_KEPT = re.compile(r"[^A-Za-z0-9_-]+")
LONGEST_NAME = 60

# The room above and below the drawing, in its units.
TITLE, KEY = 28, 24

# What the drawing shows, in one line.
SHOWN = (
    "Dots: the days. Line: smoothed, with its 80% margin. Green: people who recover within half a year "
    "(calculated). Grey: expected."
)


class Charts:
    """A folder with a chart of each patient; made if it is not there. `OSError` where that cannot be."""

    def __init__(self, folder: Path, patients: Iterable[str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._names = file_names(patients)

    def write(self, patient: str, case: Case, reading: Reading) -> None:
        """The chart of a patient."""
        path = self._folder / self._names[patient]
        path.write_text(leg_pain_svg(patient, case, reading), encoding="utf-8")


def file_names(patients: Iterable[str]) -> dict[str, str]:
    """A file name for each patient: no two the same, also where capitals do not count, and none leads elsewhere."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for patient in patients:
        plain = "patient-" + _KEPT.sub("_", patient)[:LONGEST_NAME]
        name, number = plain, 1
        while name.lower() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.lower())
        names[patient] = f"{name}.svg"
    return names


def leg_pain_svg(patient: str, case: Case, reading: Reading) -> str:
    """Leg pain of one patient up to the day of the reading and ahead, on white, with a title and a key."""
    drawing = _drawing(case, reading)
    title = f"{SCALES[Scale.LEG_PAIN].name} of patient {shown(patient)}"
    chart = {"title": title, "description": f"From the onset, {case.series.onset}, to {case.as_of}."}
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{whole}" viewBox="0 0 {width} {whole}" '
        'font-family="system-ui, sans-serif">\n<rect width="{width}" height="{whole}" fill="#fff"/>\n'
        '<text x="2" y="18" font-size="15">{title}</text>\n'
        '<svg y="{top}" width="{width}" height="{height}">{drawing}</svg>\n'
        '<text x="2" y="{bottom}" font-size="12" fill="#4c5b63">{key}</text>\n</svg>\n',
        width=drawing.size.width,
        height=drawing.size.height,
        whole=TITLE + drawing.size.height + KEY,
        top=TITLE,
        bottom=TITLE + drawing.size.height + KEY - 8,
        title=title,
        key=SHOWN,
        drawing=render_to_string("components/drawing.html", {"drawing": drawing, "chart": chart}),
    )


def _drawing(case: Case, reading: Reading) -> Drawing:
    """The site's drawing."""
    return draw(
        plot(case, Scale.LEG_PAIN, reading.outlook),
        WIDE,
        until=case.as_of,
        events=[Event(done.date, TREATMENTS[done.kind], is_flag=False) for done in case.treatments],
        date_label=short_date,
    )
