"""Addresses of inviting patients."""

from django.urls import path

from tracker.clinic.invite import views

urlpatterns = [
    path("", views.invite, name="invite"),
    path("link/", views.invited, name="invited"),
    path("list/", views.guests, name="guests"),
    path("list/send/", views.send_guests, name="send_guests"),
    path("code/", views.renew_code, name="renew_code"),
    path("<int:pk>/new-link/", views.new_link, name="new_link"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
