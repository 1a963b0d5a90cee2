"""When to phone: the table of signs, and whom."""

from recovery.clinical.explained.page import Fact, Page, Part, Slug
from recovery.clinical.explained.sources import LEAFLET, SAFETY_NETS
from recovery.clinical.text import _

PAGE = Page(
    Slug.PHONE,
    _("When to phone"),
    (
        Part(
            _("Whom to phone"),
            (
                Fact(
                    _(
                        "Under treatment at the hospital for your hernia: its outpatient desk, and outside office "
                        "hours its emergency department. Not under treatment: your GP, and outside office hours the "
                        "out-of-hours GP service."
                    ),
                    (LEAFLET,),
                ),
            ),
        ),
        Part(
            _("One sign is enough"),
            (
                Fact(
                    _(
                        "Each of the signs of badly trapped nerves is missing in more than half of the people who have "
                        "them. So do not wait for a second sign. And having none of them does not prove that nothing "
                        "is the matter."
                    ),
                    (SAFETY_NETS,),
                ),
            ),
        ),
    ),
    then=(Slug.HERNIA, Slug.CARE),
    signs=True,
)
