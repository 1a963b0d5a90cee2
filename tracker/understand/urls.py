"""Addresses of the pages of explanation."""

from django.urls import path

from tracker.understand import views

urlpatterns = [
    path("", views.understand, name="understand"),
    path("<slug:slug>/", views.explained, name="explained"),
]
