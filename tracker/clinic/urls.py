"""Addresses of the clinic's pages."""

from django.urls import path

from tracker.clinic import views

app_name = "clinic"

urlpatterns = [
    path("", views.caseload, name="caseload"),
    path("patients/<uuid:ref>/", views.review, name="review"),
    path("patients/<uuid:ref>/treatments/", views.add_treatment, name="add_treatment"),
    path("alerts/<uuid:alert_id>/", views.alert, name="alert"),
    path("alerts/<uuid:alert_id>/take/", views.take, name="take"),
    path("alerts/<uuid:alert_id>/close/", views.close, name="close"),
    path("invite/", views.invite, name="invite"),
    path("invite/link/", views.invited, name="invited"),
    path("recovery/", views.cohort, name="cohort"),
    path("numbers/", views.numbers, name="numbers"),
]
