"""Every address of the site."""

from datetime import date

from django.urls import include, path, re_path, register_converter

from tracker import diaries, display_pages, invited, pages, refusal, signing_in
from tracker.app.tables import tables_page
from tracker.health import health_page
from tracker.patient.reminders.pausing import pause_reminders


class DayConverter:
    """A date in an address, as 2026-12-31; anything else is no page."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

handler400 = "tracker.errors.bad_request"
handler500 = "tracker.errors.server_error"

urlpatterns = [
    path("", pages.home, name="home"),
    path("phone/", pages.phone, name="phone"),
    path("invitation/<str:token>/", invited.invited, name="invitation"),
    path("proxy/<str:token>/", diaries.invited, name="proxy_invitation"),
    path("diaries/", diaries.diaries, name="diaries"),
    path("diaries/<uuid:ref>/end/", diaries.end, name="end_helping"),
    re_path(r"^for/(?P<ref>[0-9a-f-]{36})/(?P<rest>.*)$", refusal.not_here, name="not_here"),
    path("reminders/pause/<str:token>/", pause_reminders, name="pause_reminders"),
    path("health/", health_page, name="health"),
    path("language/", pages.language, name="language"),
    path("app/tables.<str:language>.json", tables_page, name="app_tables"),
    path("display/", display_pages.display, name="display"),
    path("understand/", include("tracker.understand.urls")),
    path("account/", include("tracker.accounts")),
    path("addresses/", signing_in.to_signing_in, name="account_email"),  # allauth asks for it by name
    path("clinic/", include("tracker.clinic.urls")),
    path("fhir/", include("tracker.fhir.urls")),
    path("", include("tracker.app.urls")),
    path("", include("tracker.patient.urls")),
]
