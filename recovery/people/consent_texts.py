"""What somebody agrees to, as it was shown: texts with a version, in Dutch and English.

A text that was ever shown stays as it is, in every language, so that what was agreed to can be read years later; a
change is a new version at the end of `TEXTS`. The first line is about danger, as `clinical.wording` has it. Whoever
agreed to an earlier version has agreed: nothing changes for them.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import get_language

# The language of who reads another one than the texts are in.
FALLBACK = "nl"


class Kind(StrEnum):
    """To what: a clinic reads along, a named person reads or writes, reminders pass a browser's maker."""

    CLINIC = "clinic"
    PROXY = "proxy"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class Text:
    """A version of what is agreed to, a sentence or two a line, by language."""

    kind: Kind
    version: str
    lines: dict[str, tuple[str, ...]]

    def in_language(self, language: str) -> tuple[str, ...]:
        """The lines, in the fallback where there are none in that language."""
        return self.lines.get(language, self.lines[FALLBACK])


TEXTS: tuple[Text, ...] = (
    Text(
        Kind.CLINIC,
        "1",
        {
            "nl": (
                "Dit dagboek wordt niet dag en nacht gelezen. Is er iets mis? Wacht niet op ons: bel.",
                "De neurologen van de kliniek lezen uw hele dagboek, vanaf de eerste dag: bij uw afspraak en na een "
                "rode vlag (een gevaarteken).",
                "De kliniek krijgt een bericht als u een rode vlag (een gevaarteken) meldt. Wacht daar niet op: bel "
                "zelf.",
                "Wie van de kliniek uw dagboek opent, wordt opgeschreven. U kunt dat nalezen.",
                "U kunt op elk moment stoppen. Vanaf dat moment kan de kliniek niets meer lezen. Wat zij in haar eigen "
                "dossier heeft staan, blijft daar.",
            ),
            "en": (
                "Nobody reads this diary day and night. Is something wrong? Do not wait for us: phone.",
                "The neurologists of the clinic read your whole diary, from its first day: at your visit, and after a "
                "red flag.",
                "The clinic gets a message when you report a red flag. Do not wait for that: phone yourself.",
                "Who of the clinic opens your diary is written down. You can read that.",
                "You can stop at any time. From that moment the clinic can read nothing more. What it has in its own "
                "file stays there.",
            ),
        },
    ),
    Text(
        Kind.PROXY,
        "1",
        {
            "nl": (
                "Dit dagboek wordt niet dag en nacht gelezen. Is er iets mis? Wacht niet op ons: bel.",
                "Wie u vraagt, leest uw hele dagboek, ook wat u later opschrijft.",
                "Mag die persoon ook invullen? Dan staat de naam van die persoon erbij.",
                "Die persoon ziet niet wie er nog meer meeleest, en kan dat niet veranderen.",
                "U kunt op elk moment stoppen. Vanaf dat moment kan die persoon niets meer lezen.",
            ),
            "en": (
                "Nobody reads this diary day and night. Is something wrong? Do not wait for us: phone.",
                "Whoever you ask reads your whole diary, also what you write later.",
                "May that person fill it in as well? Then their name stands beside it.",
                "That person does not see who else reads along, and cannot change it.",
                "You can stop at any time. From that moment that person can read nothing more.",
            ),
        },
    ),
    Text(
        Kind.PUSH,
        "1",
        {
            "nl": (
                "Dit dagboek wordt niet dag en nacht gelezen. Is er iets mis? Wacht niet op ons: bel.",
                "Een melding gaat langs de maker van uw browser, zoals Google, Apple of Mozilla. Die kan niet lezen "
                "wat erin staat, en weet wel dat en wanneer u een melding krijgt.",
                "In de melding staat niets over uw gezondheid.",
                "U kunt op elk moment stoppen. Dan komt de herinnering per mail.",
            ),
            "en": (
                "Nobody reads this diary day and night. Is something wrong? Do not wait for us: phone.",
                "A notification passes the maker of your browser, such as Google, Apple or Mozilla. They cannot read "
                "what is in it, and do know that and when you get one.",
                "The notification says nothing about your health.",
                "You can stop at any time. Then the reminder comes by mail.",
            ),
        },
    ),
)


def current(kind: Kind) -> Text:
    """What is shown and agreed to now."""
    return [text for text in TEXTS if text.kind is kind][-1]


def find(kind: Kind, version: str) -> Text | None:
    """What was agreed to; `None` from before the texts were kept."""
    return next((text for text in TEXTS if text.kind is kind and text.version == version), None)


def language() -> str:
    """The language in which the texts are shown now."""
    asked = (get_language() or FALLBACK).split("-")[0]
    return asked if asked in TEXTS[0].lines else FALLBACK


def lines(kind: Kind) -> tuple[str, ...]:
    """The current text, in the language of the page."""
    return current(kind).in_language(language())


def as_shown(kind: Kind) -> dict[str, str]:
    """What a row keeps of the text that is shown now: its version and language."""
    return {"consent_version": current(kind).version, "consent_language": language()}
