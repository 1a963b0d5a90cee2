"""The red flags as a part of `docs/clinical-rules.md`, to be read and signed by a clinician."""

from collections.abc import Iterable

from django.utils import translation

from recovery.clinical.circumstances import INJECTION_ASKED_DAYS, OPERATION_ASKED_DAYS
from recovery.clinical.signs import (
    BESIDE_CANCER,
    COURSE_RULES,
    RULE_OF,
    RULES,
    RULES_VERSION,
    Ground,
    Rule,
    Sign,
    Urgency,
    When,
)
from recovery.clinical.standing import STANDINGS

WHENS: dict[When, str] = {
    When.ALWAYS: "always",
    When.AFTER_INJECTION: "after an injection",
    When.AFTER_OPERATION: "after an operation",
    When.CANCER_HISTORY: "cancer now or in the past, or not known",
}

INTRO = f"""## Red flags, version {RULES_VERSION}

Any single sign is enough. Unsure counts as new. An unanswered question is asked again, never read as no.
That nothing was ticked never means safe. An alert keeps the version of the rules and the answers that raised it.

A row in **bold** is the leaflet's: it can never be switched off or made less urgent. “Yes” under “to be signed” means
that something in the row is from memory or our own proposal, so that a clinic must sign it before use.
"""

AFTER = f"""
The answer “strength in the leg: less than before” is the sign “{RULE_OF[Sign.WEAKNESS].short}”.

The first questions ask once for older complaints of bladder, bowel and saddle area. A complaint that began with the
hernia, an unsure answer, or pain in both legs is a sign at once. An old complaint is named in the daily question, and
counts when it is new, different or worse.

### When the questions about a treatment are asked

| treatment | asked on the day itself and for, days after it | basis |
|---|---|---|
| injection | {INJECTION_ASKED_DAYS} | [P] |
| operation | {OPERATION_ASKED_DAYS} | [P] |

A sign that is ticked outside its time counts all the same. Whether somebody has or had cancer is asked once in the
first questions; who did not answer, or would rather not say, is asked about new pain as if it were so.
"""

CLINIC = """### What a clinic can change

A manager of the clinic can set another urgency for every row that is not bold, or sign it as it stands: with the name
of the clinician who signs, the date, and a note. Each decision is kept; the latest holds. When a row changes in a later
version, its signature shows as signed for an earlier version, and what was decided holds until it is signed anew.

A clinic cannot change the rows in bold, nor that 112 is the number where the table says so, nor which signs together
are “now”. It cannot switch a question off. Its decision holds for the patients who chose that clinic.

### Signature

| | |
|---|---|
| Read and agreed, with these changes: | |
| Name and post | |
| Date | |
| Signature | |
"""


def red_flags() -> Iterable[str]:
    """The section, line by line."""
    yield INTRO
    yield "| sign | phone | asked | basis | to be signed | row of version | English | Dutch |"
    yield "|---|---|---|---|---|---|---|---|"
    yield from (_row(rule) for rule in RULES if not rule.retired)
    yield AFTER
    yield "### What makes a row more urgent\n"
    yield "Also when the signs were reported on different days, while their alerts are open.\n"
    yield from (f"- {line}" for rule in RULES if not rule.retired for line in _combinations(rule))
    yield "\n### Judged from the course, not from an answer\n"
    yield "| what | standing | what follows | basis | row of version |"
    yield "|---|---|---|---|---|"
    for row in COURSE_RULES:
        grounds = _grounds(row.grounds)
        yield f"| {row.what} | {STANDINGS[row.standing]} | {row.then} | {grounds} | {row.version} |"
    yield "\n### Not asked any more\n"
    for rule in RULES:
        if rule.retired:
            yield f"- {rule.short}: “{rule.question}” (until version {RULES_VERSION}). Where it was told, it counts."
    yield ""
    yield CLINIC


def _row(rule: Rule) -> str:
    cells = (
        f"**{rule.short}**" if rule.fixed else rule.short,
        f"{rule.urgency.value}, 112" if rule.ambulance else rule.urgency.value,
        WHENS[rule.when],
        _grounds(rule.grounds),
        "yes" if rule.must_be_signed else "no",
        rule.version,
        rule.question,
        dutch(rule.question),
    )
    return f"| {' | '.join(cells)} |"


def _grounds(grounds: Iterable[Ground]) -> str:
    return "; ".join(f"{ground.source} [{ground.basis.value}]" for ground in grounds)


def _combinations(rule: Rule) -> Iterable[str]:
    """What makes a row "now" that is not so by itself."""
    if rule.urgency is Urgency.NOW:
        return
    for when in sorted(rule.now_after):
        yield f"{rule.short}: now {WHENS[when]}."
    if rule.now_with == BESIDE_CANCER:
        yield f"{rule.short}: now with any sign that is not about cancer or weight loss."
    elif rule.now_with:
        others = ", ".join(other.short for other in RULES if other.sign in rule.now_with)
        yield f"{rule.short}: now with {others}."


def dutch(text: str) -> str:
    """A sentence as patients read it in Dutch."""
    with translation.override("nl"):
        return translation.gettext(text)
