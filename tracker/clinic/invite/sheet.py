"""The printed sheet: who invites, the code to scan, the address in letters, and whom to phone when it is urgent."""

import segno
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from recovery.clinical import wording
from recovery.clinical.contact import GP_HOURS
from recovery.people.models import Invitation
from recovery.people.phones import public_lines
from tracker.phones import public_phones
from tracker.words import long_date

# Printed, a quarter of the height may be lost to a fold or a stain.
ERRORS = "q"


def sheet(invitation: Invitation, link: str) -> SafeString:
    """One A4 in the language of the clinic. Nothing on it says more than that this clinic invites this person."""
    with translation.override(invitation.clinic.language):
        context = {
            "invitation": invitation,
            "link": link,
            "code": qr_code(link),
            "until": long_date(invitation.expires_at.date()),
            "clinics": public_phones([public_lines(invitation.clinic)]),
            "gp": GP_HOURS,
            "language": invitation.clinic.language,
            "danger": translation.gettext(wording.RULE_OF_THUMB),
            "nobody_reads": translation.gettext(wording.NOBODY_READS),
            "call_112": translation.gettext(wording.CALL_112),
        }
        return render_to_string("clinic/invite/sheet_body.html", context)


def qr_code(link: str) -> SafeString:
    """The link as a picture in the page: an SVG without size, so that the page decides."""
    code = segno.make(link, error=ERRORS, micro=False)
    drawn = code.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass=None)
    return mark_safe(drawn)  # noqa: S308 - drawn by the library from squares only
