"""Addresses of the clinic's pages."""

from django.urls import include, path

from tracker import reading_pages
from tracker.clinic import approval, kept, numbers, questionnaire_settings, rules, staff, tokens, views
from tracker.clinic.alerts import views as alerts
from tracker.clinic.caseload import views as caseload
from tracker.clinic.exchange import views as exchange

app_name = "clinic"

urlpatterns = [
    path("", caseload.caseload, name="caseload"),
    path("doctor/", caseload.assign, name="assign"),
    path("filters/", caseload.keep_filter, name="keep_filter"),
    path("filters/<int:key>/remove/", caseload.remove_filter, name="remove_filter"),
    path("patients/<uuid:ref>/episode/", include("tracker.clinic.episode.urls")),
    path("patients/<uuid:ref>/export.csv", exchange.export_diary, name="export_diary"),
    path("patients/<uuid:ref>/export.json", exchange.export_record, name="export_record"),
    path("export/", exchange.export, name="export"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/figures/", alerts.figures, name="figures"),
    path("alerts/<uuid:alert_id>/", alerts.alert, name="alert"),
    path("alerts/<uuid:alert_id>/take/", alerts.take, name="take"),
    path("alerts/<uuid:alert_id>/close/", alerts.close, name="close"),
    path("invite/", include("tracker.clinic.invite.urls")),
    path("patients/<uuid:ref>/leave/", include("tracker.clinic.leave.urls")),
    path("recovery/", views.cohort, name="cohort"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("approval/", approval.approval, name="approval"),
    path("approval/withdraw/", approval.withdraw, name="withdraw_approval"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:sign>/", rules.rule, name="rule"),
    path("questionnaires/", questionnaire_settings.questionnaire_settings, name="questionnaires"),
    path("staff/", staff.page, name="staff"),
    path("staff/<int:membership_id>/end/", staff.end, name="end_work"),
    path("staff/asked/<int:joining_id>/withdraw/", staff.withdraw, name="withdraw_joining"),
    path("tokens/", tokens.page, name="tokens"),
    path("tokens/<int:token_id>/revoke/", tokens.revoke, name="revoke_token"),
    path("kept/", kept.page, name="kept"),
    path("access/", reading_pages.of_clinic, name="access_log"),
    path("access/export.csv", reading_pages.export, name="export_access_log"),
    path("emergency/", include("tracker.clinic.glass.urls")),
    path("", include("tracker.clinic.ladder.urls")),
    path("", include("tracker.clinic.review.urls")),
]
