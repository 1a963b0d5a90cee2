"""What several pages of the clinic say in the same words."""

from django.utils.translation import ngettext


def age_in_words(years: int | None) -> str:
    """“45 years”; empty when it is not known."""
    return "" if years is None else ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
