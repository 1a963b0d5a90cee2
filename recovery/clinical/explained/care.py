"""What a scan, an injection and an operation are for."""

from recovery.clinical.explained.page import Fact, Page, Part, Slug
from recovery.clinical.explained.sources import LEAFLET, NHG
from recovery.clinical.text import _

PAGE = Page(
    Slug.CARE,
    _("What a scan, an injection and an operation are for"),
    (
        Part(
            _("A scan (MRI)"),
            (
                Fact(
                    _(
                        "Your story and an examination are often enough to know that it is a hernia. If the doctor "
                        "must know more, an MRI scan is made of your lower back, with magnets. Mostly an X-ray is made "
                        "as well."
                    ),
                    (LEAFLET,),
                ),
            ),
        ),
        Part(
            _("An injection"),
            (
                Fact(
                    _(
                        "For severe pain that lasts long. The doctor injects a medicine near the nerve (an epidural "
                        "injection with a corticosteroid). It is meant to make the pain less."
                    ),
                    (LEAFLET,),
                ),
            ),
        ),
        Part(
            _("An operation"),
            (
                Fact(
                    _(
                        "When medicines and an injection do not help enough, you are sent to a neurosurgeon to discuss "
                        "whether an operation fits you."
                    ),
                    (LEAFLET,),
                ),
                Fact(
                    _(
                        "After about 12 weeks of too little improvement, an operation makes recovery quicker. After a "
                        "year there is no difference."
                    ),
                    (NHG,),
                ),
                Fact(
                    _(
                        "Only for badly trapped nerves, with a numb feeling around the buttocks or trouble with urine "
                        "or stool, is an operation an emergency. Then you phone at once."
                    ),
                    (LEAFLET,),
                ),
            ),
        ),
        Part(
            _("You decide together"),
            (
                Fact(
                    _(
                        "Tell what matters to you and what you do not understand, which medicines you use, what you "
                        "are allergic to, and whether you may be pregnant. Write it down before your visit."
                    ),
                    (LEAFLET,),
                ),
            ),
        ),
    ),
    then=(Slug.WAITING, Slug.HELPS, Slug.PHONE),
)
