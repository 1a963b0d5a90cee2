"""The words of the list for its orders, and for whose patients are on it."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from recovery.caseload import Order

ORDERS = {
    Order.URGENCY: _("Urgency"),
    Order.NAME: _("Name"),
    Order.WEEKS: _("Weeks since onset"),
    Order.LAST_ENTRY: _("Last entry"),
    Order.PROBABILITY: _("Expected recovery"),
    Order.NEXT_VISIT: _("Next visit"),
}


class Whose(StrEnum):
    """Whose patients: of whoever looks, or of no doctor yet. Another doctor is named by a number."""

    MINE = "mine"
    NOBODYS = "nobody"


WHOSE = {Whose.MINE: _("Mine"), Whose.NOBODYS: _("No doctor yet")}
