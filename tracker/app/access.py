"""The door for a script on a page: as `patient_page`, but who is signed out is told so, not sent elsewhere."""

from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from tracker.access import View, own_record


def patient_json(view: View) -> View:
    """Hands the view the user's own record as `patient`; 401 for who is signed out, 403 for who has none."""

    @wraps(view)
    def page(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return JsonResponse({"status": "signed_out"}, status=401)
        patient = own_record(request)
        if patient is None:
            return JsonResponse({"status": "no_record"}, status=403)
        return view(request, patient=patient, **kwargs)

    return login_not_required(page)
