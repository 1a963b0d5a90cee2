"""Addresses of the patient's pages."""

from django.urls import include, path

from tracker import reading_pages
from tracker.patient import calling, care, days, questionnaires, sharing, views, visit

app_name = "patient"

urlpatterns = [
    path("start/", views.start, name="start"),
    path("today/", views.today, name="today"),
    path("day/<day:day>/", views.log_day, name="day"),
    path("day/<day:day>/remove/", views.remove_day, name="remove"),
    path("course/", views.course, name="course"),
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path("questionnaires/<slug:code>/", questionnaires.questionnaire, name="questionnaire"),
    path("care/", care.care, name="care"),
    path("care/add/<slug:what>/", care.add_care, name="add_care"),
    path("care/<int:pk>/end/", care.end_care, name="end_care"),
    path("care/<slug:what>/<int:pk>/withdraw/", care.withdraw_care, name="withdraw_care"),
    path("care/visits/<int:pk>/cancel/", care.cancel_visit, name="cancel_visit"),
    path("course/days/", days.every_day, name="days"),
    path("urgent/", calling.urgent_page, name="urgent"),
    path("urgent/contacted/", calling.contacted, name="contacted"),
    path("urgent/not-reached/", calling.not_reached, name="not_reached"),
    path("urgent/not-meant/", calling.not_meant, name="not_meant"),
    path("visit/", visit.visit, name="visit"),
    path("visit/questions/<int:question_id>/take-back/", visit.take_back_question, name="take_back_question"),
    path("reminders/", include("tracker.patient.reminders.urls")),
    path("details/", views.change_details, name="details"),
    path("my-data/", include("tracker.patient.exchange.urls")),
    path("details/who-looked/", reading_pages.of_patient, name="access_log"),
    path("sharing/", sharing.sharing, name="sharing"),
    path("sharing/code/", sharing.share, name="share"),
    path("sharing/stop/", sharing.stop_sharing, name="stop_sharing"),
    path("sharing/transfer/", sharing.answer_transfer, name="answer_transfer"),
]
