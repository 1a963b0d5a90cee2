"""What helps."""

from recovery.clinical.explained.page import Fact, Page, Part, Slug
from recovery.clinical.explained.sources import LEAFLET, LUIJSTERBURG
from recovery.clinical.text import _

PAGE = Page(
    Slug.HELPS,
    _("What helps"),
    (
        Part(
            _("Keep doing what the pain allows"),
            (
                Fact(
                    _(
                        "You may do what the pain allows. Rest that you force on yourself does not make recovery "
                        "quicker."
                    ),
                    (LEAFLET,),
                ),
            ),
        ),
        Part(
            _("Painkillers"),
            (
                Fact(
                    _(
                        "Painkillers can make the pain less. Ask your doctor or pharmacist which ones suit you, and "
                        "tell which medicines you use already, what you are allergic to, and whether you may be "
                        "pregnant."
                    ),
                    (LEAFLET,),
                ),
            ),
        ),
        Part(
            _("Exercise"),
            (
                Fact(
                    _(
                        "In one study 79 of 100 patients with physiotherapy as well had recovered after a year, and 56 "
                        "of 100 with the care of the GP alone. They judged that themselves."
                    ),
                    (LUIJSTERBURG,),
                ),
                Fact(
                    _("Exercises that a physiotherapist teaches you help to prevent low back pain later on."),
                    (LEAFLET,),
                ),
            ),
        ),
        Part(
            _("When this is not enough"),
            (
                Fact(
                    _(
                        "With severe pain that lasts long, an injection near the nerve can make the pain less. If that "
                        "too is not enough, you can discuss an operation."
                    ),
                    (LEAFLET,),
                ),
            ),
        ),
    ),
    then=(Slug.CARE, Slug.AFTER, Slug.PHONE),
    comforts=True,
)
