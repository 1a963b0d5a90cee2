"""After the hernia: restrictions, load, and whether it comes back."""

from recovery.clinical.explained.page import Fact, Page, Part, Slug
from recovery.clinical.explained.sources import LEAFLET, SURI
from recovery.clinical.text import _

PAGE = Page(
    Slug.AFTER,
    _("After the hernia"),
    (
        Part(
            _("What you may do"),
            (
                Fact(
                    _("When the complaints are gone, there is nothing that you may not do any more."),
                    (LEAFLET,),
                ),
                Fact(
                    _(
                        "Your body must often get used to load again: build it up step by step. Exercises that a "
                        "physiotherapist teaches you help to prevent low back pain."
                    ),
                    (LEAFLET,),
                ),
            ),
        ),
        Part(
            _("Can it come back?"),
            (
                Fact(
                    _(
                        "Yes. Who has had a hernia has a greater chance of another one, often at the same place. That "
                        "chance cannot be made smaller: if it comes back, you did nothing wrong."
                    ),
                    (LEAFLET,),
                ),
                Fact(
                    _(
                        "Of 100 people whose leg pain had gone, it came back within a year in about 25. It may also be "
                        "15 or 35: the number is not more certain than that."
                    ),
                    (SURI,),
                ),
                Fact(
                    _(
                        "The signs for which you phone at once stay the same: trouble with urine or stool, or a numb "
                        "feeling around your buttocks."
                    ),
                    (LEAFLET,),
                ),
            ),
        ),
    ),
    then=(Slug.HELPS, Slug.PHONE),
    comforts=True,
)
