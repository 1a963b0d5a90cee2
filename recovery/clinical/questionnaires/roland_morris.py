"""The Roland-Morris Disability Questionnaire: 24 sentences; the score is how many describe the patient today.

The English words are those of 1983, word for word (two stored copies of the authors' form agree), but for a slip of
the printer in sentence 9 ("then" for "than"). The validated Dutch of Gommans 1997 could not be had with certainty:
the Dutch in the catalogue is a working translation, to be replaced by a clinic.
"""

from recovery.clinical.questionnaires.definition import (
    TICKED,
    UNTICKED,
    ByChange,
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

# At least 5 points, and 30% when the earlier score is taken into account: Ostelo, Spine 2008;33:90 [F].
BETTER_POINTS = 5
BETTER_SHARE = 0.30

# The least change that can be told from noise in one person is 4 to 5 points: Stratford, Phys Ther 1996;76:359 [F2].
# Of the two the smaller, as getting worse is a smaller step than getting better (section 3); the choice is ours [P].
WORSE_POINTS = 4

# Insensitive below 4 and above 20 (section 3).
INSENSITIVE_BELOW, INSENSITIVE_ABOVE = 4, 20

# Fortnightly (issue 6) [P].
EVERY_DAYS = 14

TICK = (Choice(UNTICKED, _("not ticked")), Choice(TICKED, _("ticked")))

SENTENCES = (
    _("I stay at home most of the time because of my back."),
    _("I change position frequently to try and get my back comfortable."),
    _("I walk more slowly than usual because of my back."),
    _("Because of my back I am not doing any of the jobs that I usually do around the house."),
    _("Because of my back, I use a handrail to get upstairs."),
    _("Because of my back, I lie down to rest more often."),
    _("Because of my back, I have to hold on to something to get out of an easy chair."),
    _("Because of my back, I try to get other people to do things for me."),
    _("I get dressed more slowly than usual because of my back."),
    _("I only stand for short periods of time because of my back."),
    _("Because of my back, I try not to bend or kneel down."),
    _("I find it difficult to get out of a chair because of my back."),
    _("My back is painful almost all the time."),
    _("I find it difficult to turn over in bed because of my back."),
    _("My appetite is not very good because of my back pain."),
    _("I have trouble putting on my socks (or stockings) because of the pain in my back."),
    _("I only walk short distances because of my back."),
    _("I sleep less well because of my back."),
    _("Because of my back pain, I get dressed with help from someone else."),
    _("I sit down for most of the day because of my back."),
    _("I avoid heavy jobs around the house because of my back."),
    _("Because of my back pain, I am more irritable and bad tempered with people than usual."),
    _("Because of my back, I go upstairs more slowly than usual."),
    _("I stay in bed most of the time because of my back."),
)

ROLAND_MORRIS = Questionnaire(
    code="rmdq-24",
    version="1",
    title=_("What your back keeps you from (Roland-Morris)"),
    intro=_(
        "When your back hurts, you may find it difficult to do some of the things you normally do. This list contains "
        "some sentences that people have used to describe themselves when they have back pain. When you read them, you "
        "may find that some stand out because they describe you today. As you read the list, think of yourself today. "
        "When you read a sentence that describes you today, put a tick against it. If the sentence does not describe "
        "you, then leave the space blank and go on to the next one. Remember, only tick the sentence if you are sure "
        "it describes you today."
    ),
    question=_("Which sentences describe you today?"),
    fits=_("Every two weeks, and before a visit. About five minutes."),
    items=tuple(Item(str(number), text, TICK) for number, text in enumerate(SENTENCES, start=1)),
    scoring=Scoring.SUM,
    missing=Missing.UNTICKED_WHEN_FINISHED,
    lowest=0,
    highest=len(SENTENCES),
    worse=Worse.HIGHER,
    ends=_("0 is not limited, 24 is limited most."),
    every_days=EVERY_DAYS,
    matters=ByChange(
        better_points=BETTER_POINTS,
        better_share=BETTER_SHARE,
        worse_points=WORSE_POINTS,
        insensitive_below=INSENSITIVE_BELOW,
        insensitive_above=INSENSITIVE_ABOVE,
    ),
    basis=_(
        "What matters: at least 5 points and 30 percent less (Ostelo 2008), or at least 4 points more (Stratford 1996; "
        "the cut is our proposal). Insensitive below 4 and above 20."
    ),
    rights=Rights(
        licence=_("Free to use with this citation; no permission is needed."),
        citation="Roland M, Morris R. A study of the natural history of back pain. Part 1. Spine 1983;8:141-144.",
        wording={"en": Wording.ORIGINAL, "nl": Wording.WORKING},
        words_from=_("The English words are those of 1983. The validated Dutch is that of Gommans 1997."),
    ),
)
