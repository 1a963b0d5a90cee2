"""Which languages the site offers: those of the folders in `tracker/locale` that are safe to read.

A translator adds a folder with a catalogue and no code: `docs/translating.md`. Safe means that every sentence about
danger is translated: a language in which one is missing is not offered. Read once, when the site starts; uses no Django
but the names of languages, since the settings need it.
"""

from collections.abc import Iterable, Iterator
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from django.conf.locale import LANG_INFO

from recovery.clinical.danger import to_translate

DEFAULT = "nl"
SOURCE = "en"
NAME_HEADER = "x-language-name"


class _Missing(NullTranslations):
    """Says of a sentence that it is not there, with an empty one."""

    def gettext(self, message: str) -> str:
        return ""


def offered(folder: Path) -> list[tuple[str, str]]:
    """Code and own name of each language: Dutch first, always English, then the others by code."""
    others = [code for code in codes(folder) if code not in {DEFAULT, SOURCE} and not missing(folder, code)]
    return [(code, name_of(folder, code)) for code in (DEFAULT, SOURCE, *others)]


def codes(folder: Path) -> list[str]:
    """The languages of the folders that hold a compiled catalogue, in order: “pt-br” for a folder pt_BR."""
    return sorted(path.parts[-3].lower().replace("_", "-") for path in folder.glob("*/LC_MESSAGES/django.mo"))


def missing(folder: Path, code: str, sentences: Iterable[str] = ()) -> list[str]:
    """The sentences about danger, or others that are named, that a catalogue lacks."""
    catalogue = _catalogue(folder, code)
    return [text for text in sentences or to_translate() if not catalogue.gettext(text)]


def name_of(folder: Path, code: str) -> str:
    """What a language calls itself: as the catalogue's header `X-Language-Name` says, else as Django knows it."""
    known = str(LANG_INFO.get(code, {}).get("name_local", code))
    told = _catalogue(folder, code).info().get(NAME_HEADER, "")
    name = told or known
    return name[:1].upper() + name[1:]


def _catalogue(folder: Path, code: str) -> NullTranslations:
    """The catalogue of a language with nothing in place of what is not there; empty where there is none."""
    for path in _paths(folder, code):
        with path.open("rb") as file:
            catalogue = GNUTranslations(file)
        catalogue.add_fallback(_Missing())
        return catalogue
    return _Missing()


def _paths(folder: Path, code: str) -> Iterator[Path]:
    for path in folder.glob("*/LC_MESSAGES/django.mo"):
        if path.parts[-3].lower().replace("_", "-") == code:
            yield path
