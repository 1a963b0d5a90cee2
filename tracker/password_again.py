"""The password once more, for what a stolen phone that is still signed in must not do."""

from collections.abc import Callable
from typing import cast

from allauth.account.decorators import reauthentication_required

from tracker.access import View


def asks_password(view: View) -> View:
    """Whoever did not fill in the password a short while ago does so first, and then comes here."""
    return cast("View", reauthentication_required(view))


def asks_password_to_post(view: View) -> View:
    """As `asks_password`, for what is sent: the page itself says what will happen and is for whoever is signed in."""
    decorate = cast("Callable[[View], View]", reauthentication_required(allow_get=True))
    return decorate(view)
