"""Where a message can go: the field for each kind of address, and what a webhook's URL must be."""

from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from recovery.alerts.models import ChannelKind
from recovery.alerts.models.ladder import LONGEST_TARGET
from tracker.channels.outbound import may_be_reached
from tracker.fields import email_field

# What can stand in a request without being rewritten.
PRINTABLE = range(0x21, 0x7F)


def target_field(kind: ChannelKind) -> forms.CharField:
    """The address itself, as this kind of channel needs it."""
    if kind is ChannelKind.EMAIL:
        return email_field(_("E-mail address"), help_text=_("One that is read at once, day and night."))
    return url_field(_("URL"), help_text=_("It begins with https://. The IT department knows it."))


def url_field(label: Any, **options: Any) -> forms.CharField:
    """The URL of a webhook."""
    return forms.CharField(
        label=label,
        max_length=LONGEST_TARGET,
        validators=[can_be_posted_to],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Fill in the URL, such as https://pager.example.nl/alerts."),
            "max_length": _("This URL is too long. Check it."),
        },
        **options,
    )


def can_be_posted_to(url: str) -> None:
    """Refuses a URL that no message can be sent to safely."""
    parts = _parts(url)
    if parts is None:
        raise forms.ValidationError(_("This is not a URL. Write it like https://pager.example.nl/alerts."))
    if parts.username is not None or parts.password is not None:
        raise forms.ValidationError(_("Leave the name and password out of the URL: messages are signed."))
    if "#" in url:
        raise forms.ValidationError(_("Leave out the “#” and what comes after it: it is never sent."))
    if _is_inside(parts.hostname or ""):
        raise forms.ValidationError(
            _(
                "This address lies within a network that the site does not post to. Ask whoever runs the site to name "
                "it in WEBHOOK_HOSTS."
            )
        )
    if parts.scheme == "http" and not _may_be_plain(parts):
        raise forms.ValidationError(
            _(
                "The URL must begin with https://, so that nobody can read or change a message on its way. Plain "
                "http:// is for trying out: in a demo, and to this machine itself."
            )
        )


def _is_inside(host: str) -> bool:
    """Known to be inside without asking anybody; what a name stands for is judged when a message goes there."""
    try:
        return not may_be_reached(host, host)
    except ValueError:
        return "." not in host and host.lower() not in settings.WEBHOOK_HOSTS


def _parts(url: str) -> SplitResult | None:
    """The parts of a URL with a scheme, host and port that can be connected to."""
    try:
        parts = urlsplit(url)
        is_url = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        (parts.hostname or "").encode("idna")
    except ValueError:
        return None
    return parts if is_url and all(ord(letter) in PRINTABLE for letter in url) else None


def _may_be_plain(parts: SplitResult) -> bool:
    """Plain HTTP stays on this machine, and is for trying the site out only."""
    return (settings.DEMO or settings.DEBUG) and _is_loopback(parts.hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
