"""Why waiting is often right, and when it is not."""

from recovery.clinical.explained.page import Fact, Page, Part, Slug
from recovery.clinical.explained.sources import LEAFLET, NHG, PEUL
from recovery.clinical.natural_course import OUT_OF, STARTING_OF_100
from recovery.clinical.text import _

PAGE = Page(
    Slug.WAITING,
    _("Why waiting is often right"),
    (
        Part(
            _("Most people get better without treatment of the hernia itself"),
            (
                Fact(
                    _(
                        "Of %(all)s people with a hernia in the lower back, about %(recover)s lose their complaints "
                        "by themselves. That takes weeks to months. About %(others)s do not."
                    ),
                    (LEAFLET,),
                    {"all": OUT_OF, "recover": STARTING_OF_100, "others": OUT_OF - STARTING_OF_100},
                ),
            ),
        ),
        Part(
            _("An operation makes it quicker, not better after a year"),
            (
                Fact(
                    _(
                        "If it gets too little better in about 12 weeks, an operation can make recovery quicker. After "
                        "a year people with and without an operation are equally far."
                    ),
                    (NHG,),
                ),
                Fact(
                    _(
                        "Waiting does not suit everybody. Of people with severe pain for 6 to 12 weeks who first "
                        "waited, 39 of 100 had an operation within a year after all."
                    ),
                    (PEUL,),
                ),
            ),
        ),
        Part(
            _("Waiting is not doing nothing"),
            (
                Fact(_("Do what the pain allows. Lying in bed does not make recovery quicker."), (LEAFLET,)),
                Fact(_("Painkillers can make the pain less."), (LEAFLET,)),
            ),
            listed=True,
        ),
        Part(
            _("When waiting is not right"),
            (
                Fact(
                    _(
                        "Trouble with urine or stool, or a numb feeling around your buttocks: phone at once, day or "
                        "night. A doctor must examine that right away."
                    ),
                    (LEAFLET,),
                ),
                Fact(
                    _(
                        "Your leg gets weaker, or your foot drops: phone today. Is it quickly getting worse, or can "
                        "you hardly move your foot or leg? Phone now."
                    ),
                    (NHG,),
                ),
                Fact(
                    _(
                        "No clear improvement 6 to 8 weeks after it began, or steadily worse: discuss it with your "
                        "doctor, and have your appointment sooner."
                    ),
                    (NHG,),
                ),
            ),
            listed=True,
        ),
    ),
    then=(Slug.EIGHTY, Slug.HELPS, Slug.CARE),
    comforts=True,
)
