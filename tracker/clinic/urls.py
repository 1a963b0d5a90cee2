"""Addresses of the clinic's pages."""

from django.urls import include, path

from tracker.clinic import numbers, rules, views
from tracker.clinic.alerts import views as alerts
from tracker.clinic.caseload import views as caseload

app_name = "clinic"

urlpatterns = [
    path("", caseload.caseload, name="caseload"),
    path("doctor/", caseload.assign, name="assign"),
    path("filters/", caseload.keep_filter, name="keep_filter"),
    path("filters/<int:key>/remove/", caseload.remove_filter, name="remove_filter"),
    path("patients/<uuid:ref>/", views.review, name="review"),
    path("patients/<uuid:ref>/treatments/", views.add_treatment, name="add_treatment"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/figures/", alerts.figures, name="figures"),
    path("alerts/<uuid:alert_id>/", alerts.alert, name="alert"),
    path("alerts/<uuid:alert_id>/take/", alerts.take, name="take"),
    path("alerts/<uuid:alert_id>/close/", alerts.close, name="close"),
    path("invite/", views.invite, name="invite"),
    path("invite/link/", views.invited, name="invited"),
    path("recovery/", views.cohort, name="cohort"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:sign>/", rules.rule, name="rule"),
    path("", include("tracker.clinic.ladder.urls")),
]
