"""Getting worse, on course, off course, or not clear: from the evidence of the last few logged days.

A standing is taken when the evidence holds on several looks in a row, and kept until it has failed, by a milder cut, on
two in a row: one noisy day changes nothing, and what stands on the edge does not flip back and forth. Several diaries
at once; scores 0 to 10.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.evidence import EARLIER_LOOK, LOOKS, NO_DAY, Evidence
from recovery.clinical.library import STARTING_SHARE, WINDOW_DAYS
from recovery.clinical.noise import Floats
from recovery.clinical.prognosis import odds_ratio
from recovery.clinical.scores import ACCEPTABLE_LEVEL
from recovery.clinical.series import LEG, LIMITATION
from recovery.clinical.text import _

Bools = NDArray[np.bool_]


class Standing(StrEnum):
    """Where a course stands. Codes are stored: never rename one."""

    TOO_EARLY = "too_early"
    RECOVERED = "recovered"
    ON_COURSE = "on_course"
    NOT_CLEAR = "not_clear"
    OFF_COURSE = "off_course"
    WORSE = "worse"
    RELAPSED = "relapsed"
    TREATED = "treated"


STANDINGS: dict[Standing, str] = {
    Standing.TOO_EARLY: _("Too early to say"),
    Standing.RECOVERED: _("Recovered"),
    Standing.ON_COURSE: _("On course for recovery"),
    Standing.NOT_CLEAR: _("Not clear yet"),
    Standing.OFF_COURSE: _("Recovery lags behind"),
    Standing.WORSE: _("Getting worse"),
    Standing.RELAPSED: _("Complaints are back"),
    Standing.TREATED: _("Treated"),
}

# Never told within FLAG_DAYS of a red flag, and by the pages never while one is open.
REASSURING = frozenset({Standing.RECOVERED, Standing.ON_COURSE})

# After a red flag the flag is the reason for these, not how the pain went.
SILENCED_BY_A_FLAG = REASSURING | {Standing.NOT_CLEAR}

# What a neurologist wants to see before the rest.
NEEDS_A_LOOK = frozenset({Standing.WORSE, Standing.RELAPSED, Standing.OFF_COURSE})

# A standing is taken after so many looks in a row, and kept by a milder cut: this share of each figure [P].
IN_A_ROW = 3
MILDER = 0.7

# On course: clearly better, at least 30% and 2 points below the first full week (Ostelo 2008 [F]), by this many
# standard errors, with no more limitation, and recovery in time at least this likely [P].
BETTER_SHARE = 0.30
BETTER_POINTS = 2
BETTER_ERRORS = 2.0
MORE_LIMITATION = 1
ON_COURSE_SHARE = 0.75

# Getting worse: leg pain and limitation together higher by at least this, and by this many standard errors [P].
WORSE_POINTS = 1.5
WORSE_ERRORS = 2.0

# Off course: from six weeks after the onset (no clear improvement at 6-8 weeks is raised at the next contact: NHG [F]),
# above the acceptable level, and not clearly better, or recovery in time at most this likely, or the time over [P].
OFF_COURSE_WEEKS = 6
OFF_COURSE_SHARE = 0.50
STILL_POINTS = 0.5

# How much a share has to change before a standing that rests on it ends [P].
SHARE_GIVES = 0.10


DIRECTIONS = (Standing.WORSE, Standing.ON_COURSE, Standing.OFF_COURSE, Standing.NOT_CLEAR)
WORSE, ON, OFF, NO_DIRECTION = range(4)


@dataclass(frozen=True, slots=True, eq=False)
class _Cuts:
    """Whether the evidence for a standing holds on each look (diaries, looks): strictly, and by the milder cut."""

    takes: Bools
    keeps: Bools


def standings(evidence: Evidence, starting_share: float = STARTING_SHARE) -> list[Standing]:
    """The standing of each diary as of its last look, by its direction alone.

    The cuts hold for the starting share of the leaflet, whatever a clinic starts from: how somebody does is not for its
    setting to say.
    """
    with np.errstate(invalid="ignore"):
        shares = _shares(evidence, starting_share)
        cuts = (_worse(evidence), _on(evidence, shares), _off(evidence, shares))
    looked = evidence.day != NO_DAY
    stands = np.full(len(looked), NO_DIRECTION)
    for look in range(IN_A_ROW - 1, LOOKS):
        before, stands = stands, np.full(len(looked), NO_DIRECTION)
        for n in (OFF, ON):
            stands[_in_a_row(cuts[n].takes & looked, look)] = n
        for n, cut in enumerate(cuts):
            keeps = cut.keeps[:, look - 1 : look + 1] & looked[:, look - 1 : look + 1]
            stands[(before == n) & keeps.any(axis=1)] = n
        stands[_in_a_row(cuts[WORSE].takes & looked, look)] = WORSE
    return [DIRECTIONS[n] for n in stands]


def _in_a_row(takes: Bools, look: int) -> Bools:
    return np.asarray(takes[:, look + 1 - IN_A_ROW : look + 1].all(axis=1))


def _worse(evidence: Evidence) -> _Cuts:
    rise, errors = evidence.rise, evidence.rise / evidence.rise_error
    return _Cuts(
        takes=(rise >= WORSE_POINTS) & (errors >= WORSE_ERRORS),
        keeps=(rise >= MILDER * WORSE_POINTS) & (errors >= MILDER * WORSE_ERRORS),
    )


def _on(evidence: Evidence, share: Floats) -> _Cuts:
    better, needed = _better(evidence)
    errors = better / evidence.change_error[..., LEG]
    limitation = np.nan_to_num(evidence.change[..., LIMITATION], nan=0.0)
    return _Cuts(
        takes=(better >= needed)
        & (errors >= BETTER_ERRORS)
        & (limitation <= MORE_LIMITATION)
        & (share >= ON_COURSE_SHARE),
        keeps=(better >= MILDER * needed)
        & (limitation <= MORE_LIMITATION / MILDER)
        & (share >= ON_COURSE_SHARE - SHARE_GIVES),
    )


def _off(evidence: Evidence, share: Floats) -> _Cuts:
    better, needed = _better(evidence)
    leg = evidence.now[..., LEG]
    late = evidence.day >= OFF_COURSE_WEEKS * WEEK_DAYS
    over = evidence.day >= WINDOW_DAYS
    stalled = (better < MILDER * needed) | (share <= OFF_COURSE_SHARE) | over
    still_stalled = (better < needed) | (share <= OFF_COURSE_SHARE + SHARE_GIVES) | over
    return _Cuts(
        takes=late & (leg > ACCEPTABLE_LEVEL + STILL_POINTS) & stalled,
        keeps=late & (leg > ACCEPTABLE_LEVEL) & still_stalled,
    )


def _better(evidence: Evidence) -> tuple[Floats, Floats]:
    """How far leg pain is below the first full week (diaries, looks), and how far it has to be (diaries, 1)."""
    return -evidence.change[..., LEG], np.maximum(BETTER_POINTS, BETTER_SHARE * evidence.first[:, None, LEG])


def _shares(evidence: Evidence, starting_share: float) -> Floats:
    """The outlook that counts on each look (diaries, looks), from the leaflet's starting share; NaN without any."""
    shares = np.repeat(evidence.last.probability[:, None], LOOKS, axis=1)
    shares[:, : EARLIER_LOOK + 1] = evidence.earlier.probability[:, None]
    if starting_share == STARTING_SHARE:
        return shares
    odds = shares / (1 - shares) / odds_ratio(starting_share)
    return odds / (1 + odds)
