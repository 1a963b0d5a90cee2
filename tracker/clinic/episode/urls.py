"""Addresses of the pages about one episode; part of `clinic:`."""

from django.urls import path

from tracker.clinic.episode import views

urlpatterns = [
    path("", views.episode, name="episode"),
    path("place/", views.place, name="place"),
    path("status/", views.status, name="status"),
    path("add/<slug:what>/", views.add_care, name="add_care"),
    path("<int:pk>/end/", views.end_care, name="end_care"),
    path("<slug:what>/<int:pk>/confirm/", views.confirm_care, name="confirm_care"),
    path("<slug:what>/<int:pk>/withdraw/", views.withdraw_care, name="withdraw_care"),
    path("prompts/<slug:code>/dismiss/", views.dismiss_prompt, name="dismiss_prompt"),
]
