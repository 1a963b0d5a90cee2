"""What every answer of the site says of itself, whatever it is: a page, a file, a refusal, a fault.

The first of the middlewares, so that nothing is answered without it, not even what the others answer themselves. What a
view sets of these it may set.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

# What a browser could lend to a page. Of all of it the pages use nothing but passkeys, to sign in.
UNUSED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "xr-spatial-tracking",
)
USED = ("publickey-credentials-create", "publickey-credentials-get")

ALWAYS = (
    (
        "Permissions-Policy",
        ", ".join([*(f"{name}=()" for name in UNUSED), *(f"{name}=(self)" for name in USED)]),
    ),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Permitted-Cross-Domain-Policies", "none"),
    # These three are Django's to set, but not on what is answered before its turn.
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)


class StrictHeadersMiddleware:
    """Puts `ALWAYS` on every answer; nobody stores one that does not say itself how it may be stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ALWAYS:
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response
