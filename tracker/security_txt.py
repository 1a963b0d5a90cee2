"""Where to report a fault in how the site is guarded (RFC 9116); where nobody is named there is no such page."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker import languages

# What was read longer ago than this is asked for again; at most a year is allowed.
HOLDS_FOR = timedelta(days=180)


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The address in `SECURITY_CONTACT`, a mail address or a page."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    told = settings.SECURITY_CONTACT
    lines = [
        f"Contact: {told if ':' in told else f'mailto:{told}'}",
        f"Expires: {timezone.now() + HOLDS_FOR:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {languages.DEFAULT}, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
