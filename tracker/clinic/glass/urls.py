"""Addresses of emergency access; part of `clinic:`."""

from django.urls import path

from tracker.clinic.glass import views

urlpatterns = [
    path("", views.break_the_glass, name="break_glass"),
    path("opened/", views.glasses, name="glasses"),
    path("opened/<int:pk>/looked/", views.review_glass, name="review_glass"),
]
