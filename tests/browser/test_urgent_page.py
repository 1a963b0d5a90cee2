"""The number is on the first screen of a phone, whatever stands around it."""

from datetime import datetime

import pytest
import time_machine

from recovery.people.models import Clinic
from tests.browser.conftest import PHONE, Visit
from tests.cast import PASSWORD, flagged, log, make_clinic, make_patient

NIGHT = datetime.fromisoformat("2026-11-18T22:00:00+01:00")
TOLD = "Noem uw patiëntnummer. " * 20


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("emergency_phone", ["+31883203300", "88 abc", ""])
def test_the_number_is_on_the_first_screen(visit: Visit, language: str, emergency_phone: str) -> None:
    with time_machine.travel(NIGHT):
        clinic = make_clinic(desk_name="Polikliniek Neurologie, locatie Oost", told_nl=TOLD)
        Clinic.objects.update(emergency_phone=emergency_phone)
        log(make_patient(clinic), flagged(), now=NIGHT)
        patient = visit(PHONE, language)
        patient.sign_in("anna@example.nl", PASSWORD)
        patient.open("/urgent/")
        patient.check()
        box = patient.page.locator("a.call").bounding_box()
        assert box
        assert box["y"] + box["height"] < PHONE["height"]
