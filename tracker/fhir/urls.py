"""Addresses of the read API; whatever is none of them is answered in FHIR as well."""

from django.urls import path

from tracker.fhir import views

app_name = "fhir"

urlpatterns = [
    path("", views.nothing, name="base"),
    path("metadata", views.metadata, name="metadata"),
    path("Patient", views.patients, name="patients"),
    path("Patient/<str:key>", views.patient, name="patient"),
    path("Observation", views.observations, name="observations"),
    path("Observation/<str:key>", views.observation, name="observation"),
    path("QuestionnaireResponse", views.responses, name="responses"),
    path("QuestionnaireResponse/<str:key>", views.response, name="response"),
    path("Flag", views.flags, name="flags"),
    path("Flag/<str:key>", views.flag, name="flag"),
    path("<path:rest>", views.nothing, name="nothing"),
]
