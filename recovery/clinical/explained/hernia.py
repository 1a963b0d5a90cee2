"""What a hernia is."""

from recovery.clinical.explained.page import Fact, Page, Part, Slug
from recovery.clinical.explained.sources import LEAFLET
from recovery.clinical.text import _

PAGE = Page(
    Slug.HERNIA,
    _("What a hernia is"),
    (
        Part(
            _("What happens in your back"),
            (
                Fact(
                    _(
                        "Between the bones of your spine lie discs. With a hernia a disc bulges out and presses on a "
                        "nerve. In the lower back that is a nerve to your leg. That is why you feel it in your leg."
                    ),
                    (LEAFLET,),
                ),
            ),
        ),
        Part(
            _("What you can feel"),
            (
                Fact(
                    _(
                        "Pain that runs down your leg, often to below the knee. It gets worse under load, and when you "
                        "cough, sneeze or strain."
                    ),
                    (LEAFLET,),
                ),
                Fact(
                    _("Back pain. Not everybody has it; the pain in the leg is mostly the worse of the two."),
                    (LEAFLET,),
                ),
                Fact(_("Less feeling in your leg, or a feeling that is different."), (LEAFLET,)),
                Fact(
                    _("Less strength in your leg. When that is severe, your foot drops while you walk."),
                    (LEAFLET,),
                ),
            ),
            listed=True,
        ),
        Part(
            _("What is dangerous"),
            (
                Fact(
                    _(
                        "A numb feeling around your buttocks, or a change in passing urine or stool: slower than you "
                        "are used to, or leaking. It can mean that nerves are badly trapped. It is not common, and a "
                        "doctor must examine it at once."
                    ),
                    (LEAFLET,),
                ),
                Fact(
                    _(
                        "Trouble with urine or stool is enough to phone, also when nothing feels numb, and also when "
                        "it is only slower."
                    ),
                    (LEAFLET,),
                ),
            ),
        ),
    ),
    then=(Slug.WAITING, Slug.HELPS, Slug.PHONE),
)
