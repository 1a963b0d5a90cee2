"""What is said in the two columns of the first sheet: headings, each with its lines."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tracker.clinic.questionnaires import QuestionnaireRow
from tracker.clinic.review.outlook import OutlookPage
from tracker.clinic.review.page import Review
from tracker.clinic.review.presenters import Said

Parts = list[tuple[str, list[str]]]

# So many of each are read on the first sheet; the rest stands in the page.
MOST_LINES = 5
LONGEST_TEXT = 320


def on_the_left(review: Review) -> Parts:
    """What the model says, and what was done."""
    alerts = [f"{line.when}: {line.signs} ({line.urgency}). {line.became}" for line in review.alert_lines]
    filled = [_questionnaire(row) for row in review.questionnaires.rows]
    judged, week_by_week = _judged(review)
    return [
        *judged,
        (_("Alerts"), _first(alerts, _("No alerts."))),
        *_after(review),
        *_function(review),
        (_("Questionnaires"), _first(filled, _("No questionnaire filled in yet."))),
        *week_by_week,
    ]


def _judged(review: Review) -> tuple[Parts, Parts]:
    """Where the course stands with its figure, and how both moved; nothing of either where the model is silent."""
    course = review.told.course if review.told else None
    if review.told is None or course is None or course.standing is None or not course.has_days:
        return [], []
    outlook = review.told.outlook
    weeks = [f"{week.date}: {week.standing}, {week.share}" for week in outlook.weeks]
    now = (course.standing.title, [course.standing.reason, _figure(outlook)])
    return [now], [(_("Week by week (of 100)"), weeks[:MOST_LINES])]


def _figure(outlook: OutlookPage) -> str:
    """The outlook in a sentence, or why there is none."""
    if outlook.own is None:
        return outlook.why_not
    sentence = _(
        "%(n)s of 100 (%(low)s–%(high)s) recover within %(weeks)s weeks of onset without injection or operation."
    )
    own = outlook.own
    return sentence % {"n": own.recover, "low": own.low, "high": own.high, "weeks": outlook.window}


def _after(review: Review) -> Parts:
    """How the episode was closed or came back, what the leg said since, and the earlier episodes."""
    after = review.after
    if after is None:
        return []
    answered = [_("The leg answered: %(step)s") % {"step": line} for line in after.leg_answered]
    weekly = [f"{_('Last weekly answer:')} {after.weekly}"] if after.weekly else []
    earlier = [f"{one.title}. {' '.join(one.lines)}" for one in after.earlier]
    parts = [
        (_("After the hernia"), [*after.lines, *weekly, *answered]),
        (_("Earlier episodes"), earlier),
    ]
    return [part for head, lines in parts for part in _if_any(head, lines)]


def _function(review: Review) -> Parts:
    """Own activities, and where something is felt; nothing where nothing was told."""
    parts: Parts = []
    if own := review.activities:
        lines = [
            f"{line.name}: {line.last} ({line.last_on})" if line.last_on else line.name for line in own.lines
        ]
        parts.append((_("Own activities"), [own.ends, *_first(lines, "")]))
    for told in review.body_maps[:1]:
        felt = "; ".join(f"{line.label}: {line.value}" for line in told.lines)
        parts.append((_("Where it is felt"), [f"{told.date}. {felt or _('Nothing marked.')}"]))
    return parts


def _questionnaire(row: QuestionnaireRow) -> str:
    """The score and its day, the one before, and whether the change matters."""
    told = [f"{row.title}: {row.now} ({row.now_on})"]
    if row.before:
        told.append(_("was %(score)s on %(date)s") % {"score": row.before, "date": row.before_on})
    return ", ".join(told) + "." + (f" {row.verdict}." if row.verdict else "")


def on_the_right(review: Review) -> Parts:
    """What was said, and what is planned."""
    planned = [_("Visit planned on %(date)s") % {"date": visit.date} for visit in review.visits.planned]
    shared = [f"{note.when}, {note.who}: {note.text}" for note in review.notes if note.shared]
    left_out = sum(not note.shared for note in review.notes)
    if left_out:
        shared.append(_("Notes that are not shared with the patient are left out: %(n)s.") % {"n": left_out})
    return [
        *_prompts(review),
        *_prepared(review),
        *_if_any(_("What the patient wants to ask"), [_signed(line.text, line) for line in review.questions]),
        (_("Plan"), _first(planned, _("No visit is planned."))),
        (_("The episode"), _episode(review)),
        *_if_any(
            _("What the patient wrote"), [_signed(f"{line.when}: {line.text}", line) for line in review.said]
        ),
        *_if_any(_("Notes of the clinic"), shared),
    ]


def _prompts(review: Review) -> Parts:
    """What the ladder gives to consider; nothing where there is none."""
    found = review.told.prompts.rows if review.told and review.told.prompts else []
    return (
        [(_("To consider"), [f"{row.title}. {row.sentence} {row.basis}" for row in found])] if found else []
    )


def _prepared(review: Review) -> Parts:
    """What the patient sent ahead, in their own words; nothing where nothing was sent."""
    if review.prepared is None:
        return []
    told = [
        (_("What matters to the patient:"), review.prepared.matters),
        (_("What the patient does not understand:"), review.prepared.not_understood),
    ]
    head = _("Prepared by the patient on %(when)s") % {"when": review.prepared.when}
    return [(head, _first([f"{asked} {text}" for asked, text in told if text], _("No words of their own.")))]


def _episode(review: Review) -> list[str]:
    """Level, side and status, the last picture, and what was done."""
    card = review.episode
    lines = [f"{fact.label}: {fact.value}" for fact in card.facts]
    if seen := card.last_picture:
        lines.append(" ".join(filter(None, (f"{seen.name}, {seen.when}.", seen.finding))))
    done = [f"{line.name}: {line.when}" for line in reversed(card.treatments)]
    return [*lines, *_first(done, _("No treatment written down."))]


def _first(lines: Sequence[str], nothing: str) -> list[str]:
    """The first few, cut where one is long, and how many more there are."""
    shown = [line if len(line) <= LONGEST_TEXT else f"{line[:LONGEST_TEXT]} …" for line in lines[:MOST_LINES]]
    more = len(lines) - len(shown)
    return [*shown, *([_("and %(n)s more") % {"n": more}] if more else [])] or [nothing]


def _if_any(head: str, lines: Sequence[str]) -> Parts:
    """A part of what there is; nothing where there is none."""
    return [(head, _first(lines, ""))] if lines else []


def _signed(text: str, said: Said) -> str:
    """What was said, and by whom where it was not the patient."""
    return f"{text} ({said.by})" if said.by else text
