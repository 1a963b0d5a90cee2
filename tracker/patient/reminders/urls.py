"""Addresses of the patient's pages about reminders."""

from django.urls import path

from tracker.patient.reminders import views

urlpatterns = [
    path("", views.reminders, name="reminders"),
    path("not-now/", views.decline, name="decline_reminders"),
    path("rhythm/", views.keep, name="keep_rhythm"),
    path("browser/", views.allow_browser, name="allow_browser"),
    path("browser/end/", views.end_browsers, name="end_browsers"),
]
