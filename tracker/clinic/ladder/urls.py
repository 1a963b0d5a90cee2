"""Addresses of the manager's pages about the ladder; part of `clinic:`."""

from django.urls import path

from tracker.clinic.ladder import views

urlpatterns = [
    path("ladder/", views.ladder, name="ladder"),
    path("ladder/steps/", views.add_rung, name="add_rung"),
    path("ladder/steps/<int:rung_id>/remove/", views.remove_rung, name="remove_rung"),
    path("ladder/addresses/", views.add_address, name="add_address"),
    path("ladder/addresses/<int:address_id>/", views.address, name="address"),
    path("ladder/addresses/<int:address_id>/test/", views.test_address, name="test_address"),
    path("ladder/addresses/<int:address_id>/secret/", views.renew_secret, name="renew_secret"),
    path("ladder/addresses/<int:address_id>/retire/", views.retire_address, name="retire_address"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/<int:delivery_id>/stop/", views.give_up, name="give_up"),
    path("deliveries/<int:delivery_id>/again/", views.try_again, name="try_again"),
]
