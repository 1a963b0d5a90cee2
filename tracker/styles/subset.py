"""Which of Bootstrap's rules the pages use, and its dark scheme also for who only told their device."""

import re
from collections.abc import Iterator
from pathlib import Path

import crispy_bootstrap5
import crispy_forms

from tracker.styles.rules import classes, every_class, pick, rules

ROOT = Path(__file__).resolve().parents[2]
WHOLE = Path(__file__).with_name("bootstrap-5.3.8.min.css")
SUBSET = ROOT / "tracker" / "static" / "vendor" / "bootstrap-5.3.8.subset.css"
CRISPY = Path(crispy_bootstrap5.__file__).parent / "templates" / "bootstrap5"

# The templates of crispy that our forms never ask for.
NOT_OURS = {
    "accordion",
    "accordion-group",
    "alert",
    "modal",
    "tab",
    "tab-link",
    "inline_field",
    "floating_field",
}

# Which class a widget gets is decided in code of crispy's.
CRISPY_CODE = Path(crispy_forms.__file__).parent / "templatetags" / "crispy_forms_field.py"

# Put together in a template: `alert-` and the level of a message.
PUT_TOGETHER = {f"alert-{level}" for level in ("secondary", "info", "success", "warning", "danger")}

WORD = re.compile(r"[A-Za-z][\w-]*")
CLASS_ATTRIBUTE = re.compile(r"""class(?:Name)?\s*[=:]\s*(["'])(.*?)\1""", re.DOTALL)
STRING = re.compile(r"""(["'`])((?:(?!\1)[^\n])*)\1""")
LICENCE = (
    "/* Bootstrap 5.3.8, (c) 2011-2025 The Bootstrap Authors, MIT. The part that is used: make styles. */\n"
)

# On a screen only: paper stays light.
DARK = "[data-bs-theme=dark]"
BY_CHOICE = "@media screen"
BY_DEVICE = "@media screen and (prefers-color-scheme:dark)"
NOT_CHOSEN = "html:not([data-bs-theme])"


def subset() -> str:
    """The style sheet to serve."""
    whole = WHOLE.read_text()
    used = used_classes() & every_class(whole)
    kept = pick(whole, lambda selector: classes(selector) <= used)
    return LICENCE + "".join(_with_dark(kept)) + "\n"


def used_classes() -> set[str]:
    """Every word that a template or a line of code may use as a class; a few too many do no harm."""
    return {word for text in _texts() for word in WORD.findall(text)} | PUT_TOGETHER


def _texts() -> Iterator[str]:
    for path in [*(ROOT / "templates").rglob("*.html"), *_crispy()]:
        yield from (found[1] for found in CLASS_ATTRIBUTE.findall(_without_tags(path.read_text())))
    for path in [
        CRISPY_CODE,
        *_crispy(),
        *(ROOT / "tracker").rglob("*.py"),
        *(ROOT / "tracker" / "static").glob("*.js"),
    ]:
        yield from _class_strings(path)


def _crispy() -> list[Path]:
    return sorted(path for path in CRISPY.rglob("*.html") if path.stem not in NOT_OURS)


def _without_tags(template: str) -> str:
    """Only the quotes of HTML itself: those within template tags would end an attribute too soon."""
    return re.sub(r"\{[%{].*?[%}]\}", lambda tag: tag[0].replace('"', " ").replace("'", " "), template)


def _class_strings(path: Path) -> Iterator[str]:
    """The strings of code that can be classes: words of letters and dashes, nothing else."""
    for _quote, text in STRING.findall(path.read_text()):
        if re.fullmatch(r"[a-z0-9 -]+", text):
            yield text


def _with_dark(sheet: str) -> Iterator[str]:
    """Rules of the dark scheme twice: for who chose it here, and for who chose nothing but has a dark device."""
    for rule in rules(sheet):
        if DARK in rule.head:
            yield f"{BY_CHOICE}{{{rule.head}{{{rule.body}}}}}"
            yield f"{BY_DEVICE}{{{rule.head.replace(DARK, NOT_CHOSEN)}{{{rule.body}}}}}"
        else:
            yield f"{rule.head}{{{rule.body}}}"
