"""What is known of a hernia and done about it: level, pictures, the steps of the ladder. Values and words.

The ladder is the leaflet's [L]: time, painkillers, an injection, a referral to the neurosurgeon to discuss an
operation; physiotherapy beside it. Only an injection or operation ends the spontaneous course (section 2).
"""

from enum import StrEnum

from recovery.clinical.course import TREATMENTS, TreatmentKind
from recovery.clinical.text import _


class DiscLevel(StrEnum):
    """Between which vertebrae the disc lies. Codes are stored: never rename one."""

    L1_L2 = "L1-L2"
    L2_L3 = "L2-L3"
    L3_L4 = "L3-L4"
    L4_L5 = "L4-L5"
    L5_S1 = "L5-S1"


class ImagingKind(StrEnum):
    """MRI of the lower back, mostly with an X-ray [L]; CT where MRI cannot be."""

    MRI = "mri"
    XRAY = "xray"
    CT = "ct"


IMAGING: dict[ImagingKind, str] = {
    ImagingKind.MRI: _("MRI"),
    ImagingKind.XRAY: _("X-ray"),
    ImagingKind.CT: _("CT"),
}


class Care(StrEnum):
    """A step of the ladder. The codes of an injection and an operation are those of the course."""

    PAINKILLERS = "painkillers"
    PHYSIOTHERAPY = "physiotherapy"
    INJECTION = TreatmentKind.INJECTION.value
    REFERRAL = "referral"
    OPERATION = TreatmentKind.OPERATION.value


CARES: dict[Care, str] = {
    Care.PAINKILLERS: _("Painkillers"),
    Care.PHYSIOTHERAPY: _("Physiotherapy"),
    Care.INJECTION: TREATMENTS[TreatmentKind.INJECTION],
    Care.REFERRAL: _("Referral to the neurosurgeon"),
    Care.OPERATION: TREATMENTS[TreatmentKind.OPERATION],
}

# These go on for a while, from a date until a date; the others happen on one.
LASTING = frozenset({Care.PAINKILLERS, Care.PHYSIOTHERAPY})

# These end the spontaneous course: competing events (section 2).
ENDS_THE_COURSE = frozenset(Care(kind.value) for kind in TreatmentKind)


class Painkiller(StrEnum):
    """The class of a painkiller [M]: the names of a class are for the clinic to check."""

    PARACETAMOL = "paracetamol"
    NSAID = "nsaid"
    WEAK_OPIOID = "weak_opioid"
    STRONG_OPIOID = "strong_opioid"
    NERVE_PAIN = "nerve_pain"
    OTHER = "other"


PAINKILLERS: dict[Painkiller, str] = {
    Painkiller.PARACETAMOL: _("Paracetamol"),
    Painkiller.NSAID: _("Anti-inflammatory (such as ibuprofen, naproxen, diclofenac)"),
    Painkiller.WEAK_OPIOID: _("Opioid-like (such as tramadol, codeine)"),
    Painkiller.STRONG_OPIOID: _("Strong opioid (such as morphine, oxycodone)"),
    Painkiller.NERVE_PAIN: _("For nerve pain (such as amitriptyline, gabapentin, pregabalin)"),
    Painkiller.OTHER: _("Another painkiller"),
}
