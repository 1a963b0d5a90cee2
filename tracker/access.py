"""The decorators that hand a view its record, or end the request.

Every page of a patient begins with `@patient_page`, every page about one with `@record_page`. What is not
yours answers 404, as if it did not exist. Under `/for/<ref>/` the own record is that of whom a proxy acts for:
`tracker.acting` has seen to it that they may, and which pages there are.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from recovery.people import access, break_glass
from recovery.people.models import BreakGlass, Clinic, Ground, Patient, Proxy, User
from tracker import last_known, looking

View = Callable[..., HttpResponseBase]


def user_of(request: HttpRequest) -> User:
    """The signed-in user. `LoginRequiredMiddleware` has seen to it that there is one."""
    return cast("User", request.user)


# Where a request keeps it.
ACTING_FOR = "acting_for"
GLASS = "glass"


def acting_for(request: HttpRequest) -> Proxy | None:
    """In whose diary this request is, and what it may there; `None` in one's own."""
    found: Proxy | None = vars(request).get(ACTING_FOR)
    return found


def works_at_a_clinic(request: HttpRequest) -> bool:
    """Whether whoever is signed in is staff of any clinic, asked for once a request."""
    known = vars(request)
    if "works_at_a_clinic" not in known:
        known["works_at_a_clinic"] = request.user.is_authenticated and access.is_staff(user_of(request))
    return bool(known["works_at_a_clinic"])


def forget_who(request: HttpRequest) -> None:
    """Whoever was signed in no longer is: what this request knew of them goes too."""
    for name in ("works_at_a_clinic", "own_record"):
        vars(request).pop(name, None)


def own_record(request: HttpRequest) -> Patient | None:
    """The record of whoever is signed in, or of whom they act for, asked for once a request."""
    known = vars(request)
    if "own_record" not in known:
        known["own_record"] = _read_own(request) if request.user.is_authenticated else None
    found: Patient | None = known["own_record"]
    return found


def _read_own(request: HttpRequest) -> Patient | None:
    """The record, and of its clinic the public lines kept for when the database is not there."""
    proxy = acting_for(request)
    found = proxy.patient if proxy else access.own_record(user_of(request))
    if found and found.clinic:
        last_known.remember(found.clinic)
    return found


def known_record(request: HttpRequest) -> Patient | None:
    """The record of whoever is signed in, if this request asked for it before; asks the database nothing."""
    found: Patient | None = vars(request).get("own_record")
    return found


def patient_page(view: View) -> View:
    """Hands the view the user's own record as `patient`; who has none is sent to where they belong."""

    @wraps(view)
    def page(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        patient = own_record(request)
        if patient is None:
            return redirect("home")
        return view(request, patient=patient, **kwargs)

    return page


def glass_of(request: HttpRequest) -> BreakGlass | None:
    """The emergency access by which this request reads a record; `None` where the clinic reads it."""
    found: BreakGlass | None = vars(request).get(GLASS)
    return found


def record_page(view: View) -> View:
    """Hands the view the record behind `ref` as `patient`, if this neurologist may read it.

    That they do is written down. In an emergency only some pages are there, to look at and not to write in.
    """

    @wraps(view)
    def page(request: HttpRequest, *, ref: UUID, **kwargs: Any) -> HttpResponseBase:
        user = user_of(request)
        patient = access.record_for(user, ref) or _through_glass(request, user, ref)
        glass = glass_of(request)
        clinic = glass.clinic if glass else patient.clinic if patient else None
        if patient is None or clinic is None:
            raise Http404
        return looking.one_record(
            request,
            looking.staff(request, user, clinic),
            patient,
            Ground.EMERGENCY if glass else None,
            lambda: view(request, patient=patient, **kwargs),
        )

    return page


def _through_glass(request: HttpRequest, user: User, ref: UUID) -> Patient | None:
    if request.method not in looking.SAFE or looking.name_of(request) not in looking.THROUGH_GLASS:
        return None
    glass = break_glass.standing(user, ref, now=timezone.now())
    vars(request)[GLASS] = glass
    return glass.patient if glass else None


def _page_of_clinic(clinic_of: Callable[[User], Clinic | None]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            clinic = clinic_of(user_of(request))
            if clinic is None:
                raise Http404
            return view(request, clinic=clinic, **kwargs)

        return page

    return decorate


# Each hands the view a `clinic`: the one this neurologist reads, the one this manager runs, or either.
neurologist_page = _page_of_clinic(access.clinic_read_by)
manager_page = _page_of_clinic(access.clinic_managed_by)
staff_page = _page_of_clinic(access.clinic_of_staff)
