"""What the 80 of 100 means: about whom, by when, by which definition, and what it does not say."""

from recovery.clinical.explained.page import Fact, Page, Part, Slug
from recovery.clinical.explained.sources import HAUGEN, LEAFLET, LUIJSTERBURG, NHG, SURI
from recovery.clinical.natural_course import OUT_OF, STARTING_OF_100
from recovery.clinical.text import _

PAGE = Page(
    Slug.EIGHTY,
    _("What the 80 of 100 means"),
    (
        Part(
            _("About whom, by when, and when somebody counts"),
            (
                Fact(
                    _(
                        "About whom: people with a hernia in the lower back, all together. By when: in weeks to "
                        "months; the leaflet names no last day. When does somebody count? When the complaints are "
                        "gone; the leaflet does not say how that was measured, or in how many people."
                    ),
                    (LEAFLET,),
                ),
                Fact(
                    _(
                        "%(recover)s of %(all)s get over it by themselves, and %(others)s of %(all)s do not. Both "
                        "groups are real people. Which of the two you belong to cannot be read from this number."
                    ),
                    (LEAFLET,),
                    {"all": OUT_OF, "recover": STARTING_OF_100, "others": OUT_OF - STARTING_OF_100},
                ),
            ),
        ),
        Part(
            _("Why you also hear other numbers"),
            (
                Fact(
                    _("Dutch GPs count 75 of 100 without complaints within 3 months, without surgery."),
                    (NHG,),
                ),
                Fact(
                    _(
                        "Of patients of Dutch GPs who judged it themselves, 56 to 79 of 100 had recovered after a year."
                    ),
                    (LUIJSTERBURG,),
                ),
                Fact(
                    _(
                        "Of patients of Norwegian hospitals, 49 to 58 of 100 did well after a year, and about a third "
                        "had an operation."
                    ),
                    (HAUGEN,),
                ),
            ),
            listed=True,
        ),
        Part(
            _("Better is not always for good"),
            (
                Fact(
                    _(
                        "Of 100 people whose leg pain had gone, it came back within a year in about 25. It may also be "
                        "15 or 35: the number is not more certain than that."
                    ),
                    (SURI,),
                ),
            ),
        ),
    ),
    then=(Slug.WAITING, Slug.AFTER),
    comforts=True,
    pictured=True,
)
