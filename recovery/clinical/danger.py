"""Every sentence about danger that a patient reads or says, for whoever reviews or translates them."""

from collections.abc import Iterator

from recovery.clinical import wording
from recovery.clinical.signs import RULES


def sentences() -> Iterator[str]:
    """Every sentence of `wording` and every sentence to say on the phone, in order."""
    for name, value in vars(wording).items():
        if name.isupper():
            yield from value.values() if isinstance(value, dict) else (value,)
    yield from (rule.say for rule in RULES)


def to_translate() -> tuple[str, ...]:
    """What a language must have before a patient can choose it: those sentences and what is asked, each once."""
    asked = (rule.question for rule in RULES)
    return tuple(dict.fromkeys([*sentences(), *asked]))
