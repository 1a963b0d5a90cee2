"""What is wrong with a file, in words that say what to do about it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recovery.exchange.arrivals import Reason, Refused
from recovery.exchange.diary_csv import BadRow, Problem
from recovery.exchange.other_apps import Unreadable
from tracker.words import long_date

PROBLEMS = {
    Problem.NOT_A_ROW: gettext_lazy(
        "This line has more or fewer parts than the first line. Look for a missing or extra comma or quotation mark."
    ),
    Problem.NO_DATE: gettext_lazy("The date is missing. Fill it in, or remove the line."),
    Problem.NO_SUCH_DATE: gettext_lazy("This date does not exist, or is written in another way. Correct it."),
    Problem.TWICE: gettext_lazy("This day is there already, on an earlier line. Keep one line a day."),
    Problem.FUTURE: gettext_lazy("This day has yet to come. Correct the date, or remove the line."),
    Problem.BEFORE_ONSET: gettext_lazy(
        "This day lies before the start of your leg pain. Remove the line, or change the start under My details."
    ),
    Problem.NO_NUMBER: gettext_lazy("This is not a number. Fill in a number, or leave it empty."),
    Problem.OFF_SCALE: gettext_lazy("This number is not on the scale. Correct it, or leave it empty."),
    Problem.NO_SUCH_ANSWER: gettext_lazy("This is not one of the answers. Correct it, or leave it empty."),
    Problem.NO_MOMENT: gettext_lazy(
        "This is not a time like 2026-12-31T20:00+01:00. Correct it, or leave it empty."
    ),
    Problem.TOO_LONG: gettext_lazy("This note is too long. Make it shorter: 2000 signs at most."),
}

UNREADABLE = {
    Unreadable.TOO_BIG: gettext_lazy("This file is too big. Choose a file of at most 2 MB."),
    Unreadable.TOO_MANY_ROWS: gettext_lazy(
        "This file has too many lines. Choose a file of at most 20,000 lines."
    ),
    Unreadable.NOT_TEXT: gettext_lazy(
        "This is not a text file. Choose a file that ends in .csv or .json. From a spreadsheet: save it as CSV first."
    ),
    Unreadable.EMPTY: gettext_lazy("This file is empty. Choose another one."),
    Unreadable.NO_TABLE: gettext_lazy(
        "We find no table in this file. The first line has to name the columns, with commas or semicolons between."
    ),
    Unreadable.NOT_A_RECORD: gettext_lazy(
        "This is no record of this diary. Choose the file that you took out here before."
    ),
}

REFUSED = {
    Reason.OF_ANOTHER: gettext_lazy(
        "This file belongs to the record of somebody else. You cannot bring it in here."
    ),
    Reason.NOT_VALID: gettext_lazy(
        "Something in this file cannot be right. Take it out again where it comes from."
    ),
    Reason.NO_EPISODE: gettext_lazy("This file tells of no hernia that goes on now, or of more than one."),
    Reason.NOBODY: gettext_lazy("This file does not say whose it is."),
    Reason.EMAIL_KNOWN: gettext_lazy("Somebody with this e-mail address has a diary here already."),
    Reason.RECORD_KNOWN: gettext_lazy("This record is here already."),
    Reason.FUTURE: PROBLEMS[Problem.FUTURE],
    Reason.BEFORE_ONSET: gettext_lazy(
        "The file begins before the start of your leg pain. Change the start under My details, and try again."
    ),
}


def bad_row(row: BadRow) -> str:
    """Where, what stands there, and what to do."""
    where = _("Line %(line)s, %(column)s") if row.column else _("Line %(line)s")
    place = where % {"line": row.line, "column": row.column}
    found = f" “{row.found}”" if row.found else ""
    return f"{place}{found}: {PROBLEMS[row.problem]}"


def refused(why: Refused) -> str:
    """Why a record is not brought in, and the day where it is about one."""
    about = f"{long_date(why.about)}: " if not isinstance(why.about, str) else ""
    return f"{about}{REFUSED[why.reason]}"


def days(count: int) -> str:
    """“3 days”."""
    return ngettext("%(n)s day", "%(n)s days", count) % {"n": count}
