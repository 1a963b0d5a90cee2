"""The pages of explanation: readable without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recovery.alerts import contact, decisions
from recovery.clinical.explained.page import Slug
from recovery.clinical.explained.shelf import PAGE_OF
from tracker.access import own_record
from tracker.understand.presenters import explained_page, shelf


@login_not_required
@require_safe
def understand(request: HttpRequest) -> HttpResponse:
    """All pages, by their titles."""
    return render(request, "understand/shelf.html", {"pages": shelf()})


@login_not_required
@require_safe
def explained(request: HttpRequest, slug: str) -> HttpResponse:
    """One page. Beside an open red flag a page that comforts says only that the doctor comes first."""
    if slug not in PAGE_OF:
        raise Http404
    page, patient = PAGE_OF[Slug(slug)], own_record(request)
    silenced = page.comforts and patient is not None and bool(contact.open_for(patient))
    policy = decisions.policy_of(patient.clinic if patient else None)
    told = explained_page(page, policy=policy, silenced=silenced)
    return render(request, "understand/page.html", {"page": told})
