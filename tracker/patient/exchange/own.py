"""Everything about the patient in one archive: after the password, and never for somebody who helps."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recovery.clinical import wording
from recovery.erasure import archive
from recovery.people.models import Patient
from tracker.access import patient_page
from tracker.password_again import asks_password
from tracker.patient.exchange.own_pdf import own_pdf
from tracker.words import moment

README, PDF = "README.txt", "diary.pdf"


@patient_page
@require_safe
@asks_password
def own_archive(_request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The archive. A phone that is stolen while it is open does not give it away: the password is asked again."""
    now = timezone.now()
    beside = {
        README: "\r\n".join(_readme(now)).encode("utf-8-sig"),
        PDF: own_pdf(patient, now=now),
    }
    answer = HttpResponse(
        archive.zipped(archive.files(patient, now=now), beside=beside), content_type="application/zip"
    )
    answer["Content-Disposition"] = f'attachment; filename="everything-{timezone.localdate(now)}.zip"'
    return answer


def _readme(now: datetime) -> Iterator[str]:
    """What each file is, in the language of the page."""
    yield _("Everything about you")
    yield _("made on %(when)s") % {"when": moment(now)}
    yield ""
    yield _(wording.NOBODY_READS)
    yield _("Keep these files safe: they are about your health, and everybody who has them can read them.")
    yield ""
    yield f"{PDF}: {_('Your diary, your consents and who looked, to read')}"
    yield f"{archive.DIARY}: {_('Your days, for a spreadsheet')}"
    yield f"{archive.RECORD}: {_('The whole record, for another system (FHIR)')}"
    for holding in archive.going_out():
        yield f"{archive.table_name(holding)}: {_(holding.says)}"
    yield ""
    yield _("Not in it: passwords and other secrets, and what your clinic wrote for itself.")
