"""The questionnaires of a patient for the clinic: the score now and then, whether the change matters, every score."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recovery.clinical.questionnaires import QUESTIONNAIRES
from recovery.clinical.questionnaires.definition import TICKED, Questionnaire, Wording
from recovery.clinical.questionnaires.judge import Hidden, Judged, Verdict, judge
from recovery.episodes.models import Episode
from recovery.journal.models import Filled
from recovery.journal.questionnaires import filled_of
from tracker.questionnaires import comparable, of_code, score_text
from tracker.words import compact_date, figure
from tracker.writers import Writers

# A year of them every fortnight; what is earlier is counted, so that the page stays small.
SHOWN = 26

NO_SCORE = "–"
TICK, NO_TICK = "✓", "–"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One time that it was filled in."""

    date: str
    score: str
    is_corrected: bool
    written: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A sentence, and whether it was ticked then and is now. `is_changed` where these differ."""

    text: str
    before: str
    now: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class QuestionnaireRow:
    """One questionnaire: now, what it is compared with, and what came of it.

    `change` and `before` are empty where there is nothing to compare with. `notes` say what the figures cannot show.
    """

    title: str
    now: str
    now_on: str
    before: str
    before_on: str
    change: str
    verdict: str
    verdict_code: str
    notes: list[str]
    basis: str
    scores: list[ScoreRow]
    earlier: str
    items: list[ItemRow]


@dataclass(frozen=True, slots=True)
class QuestionnairesCard:
    """What was filled in, a row for each questionnaire; none where nothing was."""

    rows: list[QuestionnaireRow]


VERDICTS = {
    Verdict.BETTER: gettext_lazy("Better, enough to matter"),
    Verdict.WORSE: gettext_lazy("Worse, enough to matter"),
    Verdict.LESS: gettext_lazy("Not enough to matter"),
}

HIDDEN = {
    Hidden.BETTER: gettext_lazy("So near the good end of the scale, improvement hardly shows."),
    Hidden.WORSE: gettext_lazy("So near the bad end of the scale, worsening hardly shows."),
}


def questionnaires_card(
    episode: Episode, since: date | None, *, silenced: bool = False
) -> QuestionnairesCard:
    """The card of an episode, compared with what stood on `since`, or with the first time. One query.

    `silenced`, beside a red flag: the scores stay, and nothing says whether a change matters.
    """
    filled = filled_of(episode)
    grouped = [(one, of_code(filled, one)) for one in QUESTIONNAIRES]
    writers = Writers(episode.patient)
    rows = [_row(one, told, since, writers) for one, told in grouped if told]
    return QuestionnairesCard(
        [replace(row, verdict="", verdict_code="") for row in rows] if silenced else rows
    )


def _row(
    questionnaire: Questionnaire, filled: list[Filled], since: date | None, writers: Writers
) -> QuestionnaireRow:
    last, before = filled[-1], _reference(comparable(filled), since)
    judged = judge(questionnaire, before.score if before else None, last.score)
    return QuestionnaireRow(
        title=_(questionnaire.title),
        now=score_text(questionnaire, last) or NO_SCORE,
        now_on=compact_date(last.day),
        before=score_text(questionnaire, before) if before else "",
        before_on=compact_date(before.day) if before else "",
        change=_change(judged),
        verdict=str(VERDICTS[judged.verdict]) if judged else "",
        verdict_code=judged.verdict.value if judged else "",
        notes=list(_notes(questionnaire, filled, judged, since)),
        basis=_(questionnaire.basis),
        scores=[_score(questionnaire, one, writers) for one in reversed(filled[-SHOWN:])],
        earlier=_earlier(len(filled) - SHOWN),
        items=_items(questionnaire, before, last) if questionnaire.is_ticked else [],
    )


def _reference(earlier: Sequence[Filled], since: date | None) -> Filled | None:
    """What stood on `since`: the last one until then; else the first."""
    until_then = [one for one in earlier if since and one.day <= since]
    return next(iter([*until_then[-1:], *earlier]), None)


def _change(judged: Judged | None) -> str:
    """“−6”, “+3” or “0”; empty where a questionnaire asks about the change itself."""
    if judged is None or judged.change is None:
        return ""
    sign = "" if not judged.change else "−" if judged.change < 0 else "+"
    return f"{sign}{figure(abs(judged.change))}"


def _notes(
    questionnaire: Questionnaire, filled: list[Filled], judged: Judged | None, since: date | None
) -> Iterator[str]:
    """What has to be said beside the figures."""
    if since and filled[-1].day < since:
        yield _("Not filled in since %(day)s.") % {"day": compact_date(since)}
    if filled[-1].score is None:
        yield _("No score: items were left open.")
    if judged and judged.hidden:
        yield str(HIDDEN[judged.hidden])
    if _is_worse_lately(questionnaire, filled, judged):
        yield _("Clearly worse than the time before.")
    if any(one.language and questionnaire.wording(one.language) is Wording.WORKING for one in filled):
        yield _("Filled in with a working translation, not with the validated words.")


def _is_worse_lately(questionnaire: Questionnaire, filled: list[Filled], judged: Judged | None) -> bool:
    """Worse than the time before, where the comparison with the reference does not say so."""
    earlier = comparable(filled)
    lately = judge(questionnaire, earlier[-1].score if earlier else None, filled[-1].score)
    said = judged is not None and judged.verdict is Verdict.WORSE
    return lately is not None and lately.verdict is Verdict.WORSE and not said


def _score(questionnaire: Questionnaire, filled: Filled, writers: Writers) -> ScoreRow:
    return ScoreRow(
        compact_date(filled.day),
        score_text(questionnaire, filled) or NO_SCORE,
        filled.replaces_id is not None,
        writers.written_by(filled.written_by_id),
    )


def _earlier(number: int) -> str:
    if number <= 0:
        return ""
    return ngettext("%(n)s earlier time is not shown.", "%(n)s earlier times are not shown.", number) % {
        "n": number
    }


def _items(questionnaire: Questionnaire, before: Filled | None, last: Filled) -> list[ItemRow]:
    then, now = dict(before.told) if before else {}, dict(last.told)
    return [
        ItemRow(
            text=_(item.text),
            before=_mark(then.get(item.code)) if before else "",
            now=_mark(now.get(item.code)),
            is_changed=before is not None and then.get(item.code) != now.get(item.code),
        )
        for item in questionnaire.items
    ]


def _mark(value: int | None) -> str:
    if value is None:
        return "?"
    return TICK if value == TICKED else NO_TICK
