"""What the 80 in 100 means: population, window, definition, and what studies found by their own.

Every screen that shows the share names all three (section 2).
"""

from dataclasses import dataclass

from recovery.clinical.definition import RECOVERED_ENTRIES, RECOVERED_LEG_PAIN, RECOVERED_LIMITATION
from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.library import STARTING_SHARE, WINDOW_DAYS
from recovery.clinical.text import _

# About 80% of people with a lumbar hernia lose their complaints by themselves [L]. The leaflet gives no
# denominator, no time limit and no definition. A clinic can start from another share, within reason: studies found
# from 49 to 87 (section 2); a little beyond either is a typing error [P].
OUT_OF = 100
STARTING_OF_100 = round(STARTING_SHARE * OUT_OF)
LOWEST_STARTING_OF_100 = 40
HIGHEST_STARTING_OF_100 = 95

# The window we read into "weeks to months" [P].
WINDOW_WEEKS = WINDOW_DAYS // WEEK_DAYS


@dataclass(frozen=True, slots=True)
class Study:
    """One published figure: what was found, in whom and by which definition, where, and how we know it."""

    figure: str
    people: str
    source: str
    basis: str = "[F]"


# From the mild patients of a GP to those of a hospital, the favourable and the less favourable (section 2).
STUDIES: tuple[Study, ...] = (
    Study(
        _("75 of 100 without symptoms within 3 months, without surgery"),
        _("patients of Dutch GPs"),
        "NHG-Standaard Lumbosacraal radiculair syndroom, 2015",
    ),
    Study(
        _("56 to 79 of 100 recovered at 12 months"),
        _("135 patients of Dutch GPs, with a short history; their own judgement"),
        "Luijsterburg, Huisarts Wet 2008;51:549",
    ),
    Study(
        _("87 of 100 improved at 12 weeks; about a fifth were operated"),
        _("183 Dutch patients, bad enough for bed rest; their own judgement"),
        "Vroomen, N Engl J Med 1999;340:418",
        "[F]; the fifth that was operated [F2]",
    ),
    Study(
        _(
            "83 of 100 recovered at 12 months, with or without an operation; 39 of 100 who first waited were operated"
        ),
        _("283 Dutch patients with 6 to 12 weeks of severe pain; complaints completely or nearly gone"),
        "Peul, N Engl J Med 2007;356:2245",
    ),
    Study(
        _("55 of 100 at least 30 percent less limited at 12 months"),
        _("609 patients in British primary care"),
        "Konstantinou, Spine J 2018;18:1030",
    ),
    Study(
        _("49 to 58 of 100 did well at 12 months; about a third were operated"),
        _("466 patients of Norwegian hospitals; by several measures"),
        "Haugen 2011, 2012",
    ),
)

# For the sentence that explains our definition.
DEFINITION = {
    "leg_pain": RECOVERED_LEG_PAIN,
    "limitation": RECOVERED_LIMITATION,
    "entries": RECOVERED_ENTRIES,
    "weeks": WINDOW_WEEKS,
}
