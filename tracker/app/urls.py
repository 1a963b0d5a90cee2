"""Addresses of the app on the phone. The service worker is at the root: it serves nothing above itself."""

from django.urls import path

from tracker.app import phone, queue, shell

urlpatterns = [
    path("sw.js", shell.service_worker, name="service_worker"),
    path("app.webmanifest", shell.manifest, name="manifest"),
    path("offline/", shell.offline, name="offline"),
    path("offline/<slug:language>/", shell.offline, name="offline_in"),
    path("app/words.<slug:language>.html", shell.words, name="app_words"),
    path("app/queue/", queue.queue, name="app_queue"),
    path("app/snapshot/", phone.snapshot, name="app_snapshot"),
    path("app/this-phone/", phone.this_phone, name="this_phone"),
    path("day/<day:day>/versions/", phone.versions, name="day_versions"),
]
