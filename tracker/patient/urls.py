"""Addresses of the patient's pages."""

from django.urls import path

from tracker.patient import calling, days, views

app_name = "patient"

urlpatterns = [
    path("start/", views.start, name="start"),
    path("today/", views.today, name="today"),
    path("day/<day:day>/", views.log_day, name="day"),
    path("day/<day:day>/remove/", views.remove_day, name="remove"),
    path("course/", views.course, name="course"),
    path("course/days/", days.every_day, name="days"),
    path("urgent/", calling.urgent_page, name="urgent"),
    path("urgent/contacted/", calling.contacted, name="contacted"),
    path("urgent/not-reached/", calling.not_reached, name="not_reached"),
    path("urgent/not-meant/", calling.not_meant, name="not_meant"),
    path("details/", views.change_details, name="details"),
]
