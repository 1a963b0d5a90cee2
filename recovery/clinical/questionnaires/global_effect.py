"""The global perceived effect: one question, seven answers, on how things are compared with the beginning.

Generic and free; there are no official words, so these are ours in every language.
"""

from recovery.clinical.questionnaires.definition import (
    ByAnswer,
    Choice,
    Item,
    Missing,
    Questionnaire,
    Rights,
    Scoring,
    Wording,
    Worse,
)
from recovery.clinical.text import _

CHOICES = (
    Choice(1, _("completely recovered")),
    Choice(2, _("much improved")),
    Choice(3, _("slightly improved")),
    Choice(4, _("about the same")),
    Choice(5, _("slightly worse")),
    Choice(6, _("much worse")),
    Choice(7, _("worse than ever")),
)

# Complete or nearly complete disappearance on a 7-point scale: Peul, NEJM 2007;356:2245 (section 2) [F]. That "much
# improved" is nearly complete is how the scale is usually cut [M].
BETTER = frozenset({1, 2})

# The same distance to the other side [P].
WORSE = frozenset({6, 7})

# Monthly (issue 6) [P].
EVERY_DAYS = 28

GLOBAL_EFFECT = Questionnaire(
    code="gpe-7",
    version="1",
    title=_("How you are compared with the beginning"),
    intro=_("One question, about everything together: pain, feeling, strength and what you can do."),
    question=_("Compared with when this leg pain began, how are your complaints now?"),
    fits=_("Once a month. Half a minute."),
    items=(
        Item("effect", _("Compared with when this leg pain began, how are your complaints now?"), CHOICES),
    ),
    scoring=Scoring.ANSWER,
    missing=Missing.NO_SCORE,
    lowest=1,
    highest=len(CHOICES),
    worse=Worse.HIGHER,
    ends=_("1 is completely recovered, 7 is worse than ever."),
    every_days=EVERY_DAYS,
    matters=ByAnswer(better=BETTER, worse=WORSE),
    basis=_(
        "What matters: completely recovered or much improved (as Peul 2007 counts recovery; that cut has to be "
        "confirmed), or much worse or worse than ever (our proposal)."
    ),
    rights=Rights(
        licence=_("A generic scale, free to use."),
        citation="Global perceived effect, 7 points; as an outcome in Peul WC et al. NEJM 2007;356:2245-2256.",
        wording={"en": Wording.OWN, "nl": Wording.OWN},
        words_from=_("There are no official words for this question; these are ours."),
    ),
)
