"""Addresses of leaving the clinic, below the address of a patient."""

from django.urls import path

from tracker.clinic.leave import views

urlpatterns = [
    path("", views.leave, name="leave"),
    path("discharge/", views.discharge, name="discharge"),
    path("readmit/", views.readmit, name="readmit"),
    path("transfer/", views.offer_transfer, name="offer_transfer"),
    path("transfer/take-back/", views.take_back_transfer, name="take_back_transfer"),
]
