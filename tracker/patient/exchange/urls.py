"""Addresses of what a patient takes out and brings in."""

from django.urls import path

from tracker.patient.exchange import own, views

urlpatterns = [
    path("", views.take_out, name="take_out"),
    path("diary.csv", views.take_out_diary, name="take_out_diary"),
    path("record.json", views.take_out_record, name="take_out_record"),
    path("everything.zip", own.own_archive, name="take_out_everything"),
    path("bring-in/", views.bring_in, name="bring_in"),
    path("bring-in/check/", views.check, name="check_file"),
    path("bring-in/drop/", views.drop, name="drop_file"),
]
