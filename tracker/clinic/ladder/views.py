"""The ladder of a clinic, its addresses, and what was sent there; for the manager, who reads no records."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from recovery.alerts import addresses, delivery
from recovery.alerts import ladder as steps
from recovery.alerts.addresses import AlreadyThereError, RetiredError
from recovery.alerts.models import Address, ChannelKind, Delivery
from recovery.people.models import Clinic
from tracker.access import View, manager_page, user_of
from tracker.clinic.ladder import presenters
from tracker.clinic.ladder.forms import AddressForm, NewAddressForm, RungForm

GET_AND_POST = ["GET", "HEAD", "POST"]


def _address_page(view: View) -> View:
    """Hands the view one of the clinic's addresses in use; of one that was retired the ladder tells."""

    @manager_page
    @require_http_methods(GET_AND_POST)
    @wraps(view)
    def page(request: HttpRequest, *, clinic: Clinic, address_id: int) -> HttpResponseBase:
        found = addresses.address_of(clinic, address_id)
        if found is None:
            raise Http404
        if found.retired_at:
            return _retired(request, found.name)
        try:
            return view(request, address=found)
        except RetiredError:
            return _retired(request, found.name)

    return page


def _retired(request: HttpRequest, name: str) -> HttpResponse:
    _tell_retired(request, name)
    return redirect("clinic:ladder")


def _tell_retired(request: HttpRequest, name: str) -> None:
    messages.warning(request, _("%(name)s is no longer in use. Nothing was changed.") % {"name": name})


def _page(request: HttpRequest, clinic: Clinic, name: str, **context: Any) -> HttpResponse:
    """A page with what a manager must know on top."""
    known = {"clinic": clinic, "notices": presenters.notices(clinic, now=timezone.now())}
    return render(request, f"clinic/ladder/{name}.html", known | context)


@manager_page
@require_safe
def ladder(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Who is told when, and the addresses."""
    return _ladder(request, clinic, RungForm(addresses=addresses.addresses_of(clinic)))


def _ladder(request: HttpRequest, clinic: Clinic, form: RungForm) -> HttpResponse:
    in_use, rungs = list(form.addresses.values()), steps.rungs_of(clinic)
    return _page(
        request,
        clinic,
        "ladder",
        form=form,
        warnings=presenters.warnings(in_use, rungs),
        ladders=presenters.shift_ladders(rungs),
        addresses=presenters.address_rows(in_use, rungs),
    )


@manager_page
@require_http_methods(GET_AND_POST)
def add_rung(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Set a step. Looked at, the address leads to the ladder."""
    if request.method != "POST":
        return redirect("clinic:ladder")
    form = RungForm(request.POST, addresses=addresses.addresses_of(clinic))
    if not form.is_valid():
        return _ladder(request, clinic, form)
    rung = form.rung()
    try:
        steps.add_rung(clinic, **rung)
    except RetiredError:
        return _retired(request, rung["address"].name)
    messages.success(request, _("The step is on the ladder."))
    return redirect("clinic:ladder")


@manager_page
@require_http_methods(GET_AND_POST)
def remove_rung(request: HttpRequest, *, clinic: Clinic, rung_id: int) -> HttpResponse:
    """Take a step out of the ladder."""
    if request.method == "POST" and steps.remove_rung(clinic, rung_id):
        messages.success(request, _("The step is removed. What was owed by it is still sent."))
    elif request.method == "POST":
        messages.warning(request, _("This step was removed already."))
    return redirect("clinic:ladder")


@manager_page
@require_http_methods(GET_AND_POST)
def add_address(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """A new address, after which its own page tells what is next."""
    form = NewAddressForm(request.POST if request.method == "POST" else None)
    made = _added(clinic, form) if form.is_valid() else None
    if made is None:
        return _page(request, clinic, "add_address", form=form)
    messages.success(request, _("%(name)s is added. It gets nothing until it is on a step.") % {"name": made})
    return (
        redirect("clinic:ladder") if made.kind == ChannelKind.EMAIL else redirect("clinic:address", made.pk)
    )


def _added(clinic: Clinic, form: NewAddressForm) -> Address | None:
    """The new address; nothing, and a sentence on the form, when the clinic has it."""
    try:
        return addresses.add(clinic, **form.cleaned_data)
    except AlreadyThereError:
        form.add_error("target", _("Your clinic has this address already."))
        return None


@_address_page
def address(request: HttpRequest, *, address: Address) -> HttpResponse:
    """Rename or correct an address; for a webhook also how it is signed."""
    form = AddressForm(
        request.POST if request.method == "POST" else None,
        kind=ChannelKind(address.kind),
        initial={"name": address.name, "target": address.target},
    )
    if form.is_valid() and _changed(address, form):
        messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
        return redirect("clinic:ladder")
    signing = presenters.signing(address, now=timezone.now())
    return _page(request, address.clinic, "address", address=address, form=form, signing=signing)


def _changed(address: Address, form: AddressForm) -> bool:
    """Whether it was changed; when the clinic has it already, the form says so."""
    try:
        addresses.change(address, **form.cleaned_data)
    except AlreadyThereError:
        form.add_error("target", _("Your clinic has this address already."))
        return False
    return True


@_address_page
def test_address(request: HttpRequest, *, address: Address) -> HttpResponse:
    """Owe a test. Looked at, the address leads to the ladder."""
    if request.method != "POST":
        return redirect("clinic:ladder")
    addresses.send_test(address, now=timezone.now())
    sentence = _(
        "A test to %(name)s is on its way. Look at this page again in a moment, and ask whether it arrived."
    )
    messages.success(request, sentence % {"name": address})
    return redirect("clinic:deliveries")


@_address_page
def renew_secret(request: HttpRequest, *, address: Address) -> HttpResponse:
    """Make a new secret for a webhook, after asking."""
    if address.kind != ChannelKind.WEBHOOK:
        return redirect("clinic:address", address.pk)
    if request.method != "POST":
        return _page(request, address.clinic, "renew_secret", address=address)
    addresses.renew_secret(address)
    messages.success(request, _("There is a new secret. Give it to whoever runs the other side now."))
    return redirect("clinic:address", address.pk)


@_address_page
def retire_address(request: HttpRequest, *, address: Address) -> HttpResponse:
    """Take an address out of use, after saying what that means."""
    if request.method != "POST":
        nobody = presenters.nobody_without(address, steps.rungs_of(address.clinic))
        owed = addresses.owed_at(address)
        return _page(request, address.clinic, "retire_address", address=address, owed=owed, nobody=nobody)
    if not addresses.retire(address, by=user_of(request), now=timezone.now()):
        return _retired(request, address.name)
    messages.success(request, _("%(name)s is out of use.") % {"name": address})
    return redirect("clinic:ladder")


@manager_page
@require_safe
def deliveries(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """What failed for good, what is owed, what was sent."""
    now, owed = timezone.now(), delivery.owed_to(clinic)
    return _page(
        request,
        clinic,
        "deliveries",
        given_up=[presenters.given_up_row(given_up) for given_up in delivery.given_up(clinic)],
        owed=[presenters.owed_row(each, now=now) for each in owed],
        more_owed=delivery.how_many_owed(clinic) - len(owed),
        latest=[presenters.ended_row(ended) for ended in delivery.latest(clinic)],
    )


def _delivery_page(act: Callable[..., None]) -> View:
    """Does this with one of the clinic's deliveries and leads back to all of them, also when looked at."""

    @manager_page
    @require_http_methods(GET_AND_POST)
    @wraps(act)
    def page(request: HttpRequest, *, clinic: Clinic, delivery_id: int) -> HttpResponse:
        found = delivery.delivery_of(clinic, delivery_id)
        if found is None:
            raise Http404
        if request.method == "POST":
            act(request, clinic=clinic, owed=found)
        return redirect("clinic:deliveries")

    return page


@_delivery_page
def give_up(request: HttpRequest, *, clinic: Clinic, owed: Delivery) -> None:
    """Stop trying, by name."""
    if delivery.give_up(clinic, owed.pk, by=user_of(request), now=timezone.now()):
        messages.success(request, _("This message is not tried any more. Your name stands with it."))
    else:
        messages.warning(request, _("This message was sent or stopped meanwhile. Nothing was changed."))


@_delivery_page
def try_again(request: HttpRequest, *, clinic: Clinic, owed: Delivery) -> None:
    """Owe again what failed for good."""
    if delivery.try_again(clinic, owed.pk, now=timezone.now()):
        messages.success(request, _("This message is tried again. Look at this page again in a moment."))
    elif owed.address.retired_at:
        _tell_retired(request, owed.address.name)
    else:
        messages.warning(request, _("This message is tried already, or was sent. Nothing was changed."))
