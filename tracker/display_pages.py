"""The page on which somebody chooses how the pages look; for everybody, without an account."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tracker.display import Display, Scheme, Size, display_of, keep

SCHEMES = [
    (Scheme.AUTO.value, _("As my phone or computer is set")),
    (Scheme.LIGHT.value, _("Light")),
    (Scheme.DARK.value, _("Dark")),
]
SIZES = [
    (Size.NORMAL.value, _("Normal")),
    (Size.LARGE.value, _("Large")),
    (Size.LARGEST.value, _("Very large")),
]


class DisplayForm(forms.Form):
    """Scheme and size of the text."""

    scheme = forms.ChoiceField(choices=SCHEMES)
    size = forms.ChoiceField(choices=SIZES)

    def chosen(self) -> Display:
        """What was chosen."""
        return Display(Scheme(self.cleaned_data["scheme"]), Size(self.cleaned_data["size"]))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Choose; then back to the page where somebody came from."""
    back = _back(request, request.POST.get("next") or request.GET.get("next", ""))
    form = DisplayForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        now = display_of(request)
        shown = {"schemes": SCHEMES, "sizes": SIZES, "chosen": now, "next": back}
        return render(request, "display.html", shown)
    response = HttpResponseRedirect(back)
    keep(response, form.chosen())
    return response


def _back(request: HttpRequest, told: str) -> str:
    """A page of this site by its path, else the start."""
    ours = told.startswith("/") and url_has_allowed_host_and_scheme(
        told, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return told if ours else reverse("home")
