"""What is said at once after a day was saved: never a bare "saved", and no comfort beside an open red flag."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from recovery.checkin import CheckIn
from recovery.clinical.course import Reading
from recovery.clinical.scores import Scale
from recovery.journal.diary import Change
from tracker.words import figure, weekday_date


def feedback(done: CheckIn, *, flag_is_open: bool) -> str:
    """One or two sentences on what was saved and how it compares."""
    saved = _SAVED[done.change](weekday_date(done.entry.day))
    if flag_is_open or done.reading is None or done.reading.flagged_on or done.entry.leg_pain is None:
        return saved
    return f"{saved} {_compared(done.entry.leg_pain, done.reading)}"


_SAVED = {
    Change.NEW: lambda day: _("%(day)s is in your diary.") % {"day": capfirst(day)},
    Change.CORRECTED: lambda day: (
        _("%(day)s was filled in already. It is replaced; what was there before is kept.")
        % {"day": capfirst(day)}
    ),
    Change.SAME: lambda day: (
        _("%(day)s was in your diary already, with these answers.") % {"day": capfirst(day)}
    ),
}


def _compared(leg_pain: int, reading: Reading) -> str:
    recent = reading.now.get(Scale.LEG_PAIN)
    if recent is None:
        return _("Leg pain: %(score)s of 10.") % {"score": leg_pain}
    sentence = _("Leg pain: %(score)s of 10. Over the last 7 days it was around %(recent)s.")
    return sentence % {"score": leg_pain, "recent": figure(round(recent.mean, 1))}
