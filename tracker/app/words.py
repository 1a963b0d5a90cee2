"""The sentences that a phone shows without a connection, by the name under which its scripts know them."""

from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from recovery.clinical import wording
from recovery.clinical.contact import ROLES, Why112

# What stands in the templates of the server's own pages, and the sentences about danger.
WORDS: dict[str, str] = {
    "abroad": wording.ABROAD,
    "abroad_numbers": wording.ABROAD_NUMBERS,
    "after_contact": wording.AFTER_CONTACT,
    "after_contact_why": wording.AFTER_CONTACT_WHY,
    "are_you_abroad": gettext_noop("Are you abroad?"),
    "call_112": wording.CALL_112,
    "danger_of_life": gettext_noop("In danger of life:"),
    "do_not_drive": wording.DO_NOT_DRIVE,
    "for_you_now": gettext_noop("For you, at this moment"),
    "have_you_phoned": gettext_noop("Have you phoned?"),
    "may_not_answer": wording.MAY_NOT_ANSWER,
    "messaged": gettext_noop("%(clinic)s gets a message too. Do not wait for that: phone yourself."),
    "no_answer": gettext_noop("No answer? Then phone:"),
    "no_good_number": wording.NO_GOOD_NUMBER,
    "nobody_messaged": gettext_noop("Nobody gets a message about this. Phone yourself."),
    "nobody_reads": wording.NOBODY_READS,
    "nobody_to_tell": wording.NOBODY_TO_TELL,
    "not_meant_noted": wording.NOT_MEANT_NOTED,
    "not_reached": gettext_noop("I could not reach anyone"),
    "not_saved_yet": wording.NOT_SAVED_YET,
    "not_told_yet": wording.NOT_TOLD_YET,
    "number_broken": wording.NUMBER_BROKEN,
    "number_missing": wording.NUMBER_MISSING,
    "numbers_as_of": wording.NUMBERS_AS_OF,
    "phone_now": gettext_noop("Phone now"),
    "right_for": gettext_noop("Right for %(when)s. Later on, open this page again."),
    "rule_of_thumb": wording.RULE_OF_THUMB,
    "say_first": wording.SAY_FIRST,
    "still_open": wording.STILL_OPEN,
    "take_along": gettext_noop("Must you go to a doctor? Take along"),
    "tell_them": wording.TELL_THEM,
    "try_again_now": wording.TRY_AGAIN_NOW,
    "try_this": wording.TRY_THIS,
    "what_to_say": gettext_noop("What you can say"),
    "when_open": wording.WHEN_OPEN,
    "whom_to_phone": gettext_noop("Whom to phone"),
}

WHY_112: dict[Why112, str] = {
    Why112.DANGER_OF_LIFE: wording.DANGER_OF_LIFE,
    Why112.NO_NUMBER: wording.NO_NUMBER,
    Why112.NOBODY_ANSWERED: wording.NOBODY_ANSWERED,
}

BY_CODE: dict[str, dict[Any, str]] = {
    "headlines": wording.HEADLINES,
    "why": wording.WHY,
    "say_last": wording.SAY_LAST,
    "banner": wording.BANNER,
    "roles": ROLES,
    "why_112": WHY_112,
}


def words() -> dict[str, Any]:
    """Every sentence in the language that is active: single ones, those by a code, and lists."""
    return {
        **{name: _(text) for name, text in WORDS.items()},
        **{name: {code.value: _(text) for code, text in table.items()} for name, table in BY_CODE.items()},
        "things_to_take": [_(thing) for thing in wording.TAKE_ALONG.values()],
        "months": [str(MONTHS[number]) for number in sorted(MONTHS)],
    }
