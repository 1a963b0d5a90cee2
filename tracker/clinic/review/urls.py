"""Addresses of the review of one patient."""

from django.urls import path

from tracker.clinic.review import views

urlpatterns = [
    path("patients/<uuid:ref>/", views.review, name="review"),
    path("patients/<uuid:ref>/prepared/", views.prepared, name="prepared"),
    path("patients/<uuid:ref>/review.pdf", views.review_pdf, name="review_pdf"),
    path("patients/<uuid:ref>/treatments/", views.plan, name="add_treatment"),
    path("patients/<uuid:ref>/plan/", views.plan, name="plan"),
    path("patients/<uuid:ref>/notes/", views.add_note, name="add_note"),
    path("patients/<uuid:ref>/visits/today/", views.visit_today, name="visit_today"),
    path("patients/<uuid:ref>/visits/<int:visit_id>/hold/", views.hold_visit, name="hold_visit"),
    path("patients/<uuid:ref>/visits/<int:visit_id>/cancel/", views.cancel_visit, name="cancel_visit"),
]
