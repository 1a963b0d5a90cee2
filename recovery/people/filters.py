"""The ways of looking at the list of patients that a neurologist keeps, each for themselves."""

from recovery.people.models import SavedFilter, User

# More are no longer found.
MOST_FILTERS = 20


class TooMany(Exception):
    """There are as many filters as can be kept."""


def kept_by(user: User) -> list[SavedFilter]:
    """The filters of a user, by name."""
    return sorted(SavedFilter.objects.filter(user=user), key=lambda kept: (kept.name, kept.pk))


def keep(user: User, *, name: str, query: str) -> SavedFilter:
    """Keep `query`, as in the address of the page, under a name; the same name again says something new.

    `TooMany` when there is no room for another.
    """
    others = SavedFilter.objects.filter(user=user).exclude(name=name)
    if others.count() >= MOST_FILTERS:
        raise TooMany
    kept, _new = SavedFilter.objects.update_or_create(user=user, name=name, defaults={"query": query})
    return kept


def remove(user: User, key: int) -> bool:
    """Forget a filter of this user. False when it is not theirs, or gone."""
    return bool(SavedFilter.objects.filter(user=user, pk=key).delete()[0])
