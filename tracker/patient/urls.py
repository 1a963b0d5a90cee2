"""Addresses of the patient's pages."""

from django.urls import path

from tracker.patient import views

app_name = "patient"

urlpatterns = [
    path("start/", views.start, name="start"),
    path("today/", views.today, name="today"),
    path("day/<day:day>/", views.log_day, name="day"),
    path("day/<day:day>/remove/", views.remove_day, name="remove"),
    path("course/", views.course, name="course"),
    path("urgent/", views.urgent_page, name="urgent"),
    path("urgent/contacted/", views.contacted, name="contacted"),
    path("details/", views.change_details, name="details"),
]
