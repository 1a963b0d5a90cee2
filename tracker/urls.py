"""Every address of the site."""

from datetime import date

from django.urls import include, path, re_path, register_converter

from tracker import diaries, display_pages, invited, joining, leaving, pages, refusal, signing_in
from tracker.app.tables import tables_page
from tracker.health import health_page
from tracker.metrics import metrics_page
from tracker.patient.reminders.pausing import pause_reminders
from tracker.readiness import live_page, ready_page
from tracker.security_txt import security_txt


class DayConverter:
    """A date in an address, as 2026-12-31; anything else is no page."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

handler400 = "tracker.errors.bad_request"
handler403 = "tracker.errors.forbidden"
handler404 = "tracker.errors.not_found"
handler500 = "tracker.errors.server_error"

urlpatterns = [
    path("", pages.home, name="home"),
    path("phone/", pages.phone, name="phone"),
    path("invitation/<str:token>/", invited.invited, name="invitation"),
    path("work/<str:token>/", joining.joining, name="joining"),
    path("proxy/<str:token>/", diaries.invited, name="proxy_invitation"),
    path("diaries/", diaries.diaries, name="diaries"),
    path("diaries/<uuid:ref>/end/", diaries.end, name="end_helping"),
    re_path(r"^for/(?P<ref>[0-9a-f-]{36})/(?P<rest>.*)$", refusal.not_here, name="not_here"),
    path("reminders/pause/<str:token>/", pause_reminders, name="pause_reminders"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("health/", health_page, name="health"),
    path("live/", live_page, name="live"),
    path("ready/", ready_page, name="ready"),
    path("metrics/", metrics_page, name="metrics"),
    path("language/", pages.language, name="language"),
    path("app/tables.<str:language>.json", tables_page, name="app_tables"),
    path("display/", display_pages.display, name="display"),
    path("understand/", include("tracker.understand.urls")),
    path("account/delete/", leaving.delete_account, name="delete_account"),
    path("account/", include("tracker.accounts")),
    path("addresses/", signing_in.to_signing_in, name="account_email"),  # allauth asks for it by name
    path("clinic/", include("tracker.clinic.urls")),
    path("fhir/", include("tracker.fhir.urls")),
    path("", include("tracker.app.urls")),
    path("", include("tracker.patient.urls")),
]
