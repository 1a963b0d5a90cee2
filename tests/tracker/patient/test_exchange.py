"""My data: out as it is, in after it was seen, and no file that makes the page fall over."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recovery.alerts import contact
from recovery.alerts.models import Alert, Outcome
from recovery.exchange.models import UPLOAD_LASTS, Upload
from recovery.exchange.records import dossier_of
from recovery.journal.models import Entry
from recovery.people.models import AccessRecord, Patient, User
from tests.cast import flagged, log, make_patient, quiet

CHECK = reverse("patient:check_file")
APP = "Datum;Beenpijn;Opmerking\n{0};70;veel gezeten\n{1};55;\n"


def day(back: int) -> str:
    return (timezone.localdate() - timedelta(days=back)).isoformat()


def hand_in(client: Client, content: str | bytes, name: str = "dagboek.csv") -> str:
    """Hand in a file; the page that follows."""
    raw = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, raw)
    answer = client.post(reverse("patient:bring_in"), {"file": file}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def other_app() -> str:
    return APP.format(day(40), day(39))


MAPPING = {"day": "0", "order": "ymd", "leg_pain": "1", "scale": "100", "note": "2"}


def test_the_diary_comes_out_and_goes_into_an_empty_one(
    as_patient: Client, patient: Patient, as_user: Callable[[User], Client]
) -> None:
    log(patient, quiet(6, note="=1+1\nregel twee"))
    taken = as_patient.get(reverse("patient:take_out_diary")).content.decode()
    other = make_patient(None, "other@example.nl")
    client = as_user(other.user)
    assert "=1+1<br>regel twee" in hand_in(client, taken)
    assert client.post(CHECK)["Location"] == reverse("patient:course")
    there, here = (Entry.objects.get(patient=one) for one in (patient, other))
    assert there.answers() == here.answers()
    assert not Upload.objects.exists()


def test_the_record_comes_out_as_a_document(as_patient: Client, patient: Patient) -> None:
    log(patient, quiet())
    answer = as_patient.get(reverse("patient:take_out_record"))
    assert answer["Content-Type"].startswith("application/fhir+json")
    assert json.loads(answer.content)["type"] == "document"
    assert not AccessRecord.objects.exists()


def test_what_the_clinic_wrote_when_it_closed_an_alert_is_not_in_the_patients_own_file(
    as_patient: Client, patient: Patient, neurologist: User, as_neurologist: Client
) -> None:
    alert = log(patient, flagged()).alert
    assert alert
    contact.close(
        alert, outcome=Outcome.OTHER, needed=True, note="twijfel", by=neurologist, now=timezone.now()
    )
    taken = as_patient.get(reverse("patient:take_out_record")).content.decode()
    assert "twijfel" not in taken
    assert '"other"' in taken
    assert (
        "twijfel" in as_neurologist.get(reverse("clinic:export_record", args=[patient.ref])).content.decode()
    )


def test_a_file_chosen_in_another_tab_is_shown_before_it_is_brought_in(
    as_patient: Client, patient: Patient
) -> None:
    seen = re.search(
        r'name="upload" value="([^"]+)"', hand_in(as_patient, f"date,signs,leg_pain\n{day(9)},none,3\n")
    )
    assert seen
    other = hand_in(as_patient, f"date,signs,leg_pain\n{day(8)},none,9\n")
    answer = as_patient.post(CHECK, {"upload": seen[1]})
    assert answer["Location"] == CHECK
    assert not Entry.objects.exists()
    again = re.search(r'name="upload" value="([^"]+)"', other)
    assert again
    as_patient.post(CHECK, {"upload": again[1]})
    assert Entry.objects.get().leg_pain == 9


def test_the_own_record_back_in_adds_nothing(as_patient: Client, patient: Patient) -> None:
    log(patient, flagged())
    before = dossier_of(patient)
    taken = as_patient.get(reverse("patient:take_out_record")).content
    page = hand_in(as_patient, taken, "record.json")
    assert "btn-primary" not in page
    as_patient.post(CHECK)
    assert dossier_of(patient) == before


def test_a_day_that_was_taken_back_comes_back_with_the_record(as_patient: Client, patient: Patient) -> None:
    log(patient, quiet(7))
    taken = as_patient.get(reverse("patient:take_out_record")).content
    Entry.objects.all().delete()
    hand_in(as_patient, taken, "record.json")
    assert not Entry.objects.exists()
    as_patient.post(CHECK)
    assert Entry.objects.get().leg_pain == 7


def test_the_first_sentence_says_that_nobody_is_told_and_whom_to_phone(as_patient: Client) -> None:
    for page in (
        as_patient.get(reverse("patient:bring_in")).content.decode(),
        hand_in(as_patient, other_app()),
    ):
        main = page.split("<main", 1)[1]
        assert main.index('class="alert alert-danger"') < main.index("<h1>")
        assert reverse("phone") in main.split("<h1>", 1)[0]


def test_a_diary_of_another_app_is_asked_about_seen_and_then_brought_in(
    as_patient: Client, patient: Patient
) -> None:
    page = hand_in(as_patient, other_app())
    assert "“Beenpijn”" in page
    page = as_patient.get(CHECK, MAPPING).content.decode()
    assert "veel gezeten" in page
    assert not Entry.objects.exists()
    as_patient.post(CHECK, MAPPING)
    told = [(entry.leg_pain, entry.signs, entry.backfilled) for entry in Entry.objects.order_by("day")]
    assert told == [(7, None, True), (6, None, True)]


def test_the_same_file_again_adds_nothing(as_patient: Client) -> None:
    for _time in range(2):
        hand_in(as_patient, other_app())
        as_patient.post(CHECK, MAPPING)
    assert Entry.objects.count() == 2


def test_bad_rows_are_named_and_nothing_is_half_brought_in(as_patient: Client) -> None:
    hand_in(as_patient, other_app() + f"{day(-3)};10;\ngisteren;1;\n{day(300)};1;\n{day(38)};veel;\n")
    page = as_patient.get(CHECK, MAPPING).content.decode()
    assert page.count("<li>") >= 4
    for line in (4, 5, 6, 7):
        assert f"egel {line}" in page or f"ine {line}" in page
    assert "New: " not in page and "Nieuw: " not in page  # nothing is, as long as a row is bad
    assert "veel gezeten" in page
    as_patient.post(CHECK, MAPPING)
    assert not Entry.objects.exists()


def test_a_day_that_is_there_and_differs_is_named_and_stays(as_patient: Client, patient: Patient) -> None:
    log(patient, quiet(1))
    hand_in(as_patient, f"date,leg_pain,signs\n{day(0)},9,none\n{day(1)},8,none\n")
    as_patient.post(CHECK)
    assert [entry.leg_pain for entry in Entry.objects.order_by("day")] == [8, 1]


@pytest.mark.parametrize("scale", ["5", ""])
def test_a_scale_that_cannot_be_told_as_ten_is_refused(as_patient: Client, scale: str) -> None:
    hand_in(as_patient, other_app())
    page = as_patient.get(CHECK, MAPPING | {"scale": scale}).content.decode()
    assert 'class="error-summary"' in page
    as_patient.post(CHECK, MAPPING | {"scale": scale})
    assert not Entry.objects.exists()


def test_an_order_of_dates_that_could_be_otherwise_is_not_filled_in(as_patient: Client) -> None:
    page = hand_in(as_patient, "Datum;Beenpijn\n1/2/2026;7\n3/2/2026;7\n")
    order = page.split('id="div_id_order"', 1)[1].split('id="div_id_leg_pain"', 1)[0]
    assert "checked" not in order
    certain = hand_in(as_patient, "Datum;Beenpijn\n31/2/2026;7\n13/2/2026;7\n".replace("31/2", "28/2"))
    order = certain.split('id="div_id_order"', 1)[1].split('id="div_id_leg_pain"', 1)[0]
    assert "checked" in order


def test_a_red_flag_that_is_brought_in_leads_to_the_number_and_tells_no_clinic(
    as_patient: Client, patient: Patient
) -> None:
    page = hand_in(as_patient, f"date,signs,leg_pain\n{day(0)},bladder,3\n")
    assert page.split("<h1>", 1)[0].count('class="alert alert-danger"') == 2
    assert as_patient.post(CHECK)["Location"] == reverse("phone")
    assert not Alert.objects.exists()


def test_an_open_alert_that_is_brought_in_leads_to_the_urgent_page(
    as_user: Callable[[User], Client], patient: Patient, as_patient: Client
) -> None:
    log(patient, flagged())
    taken = as_patient.get(reverse("patient:take_out_record")).content.decode()
    alert = Alert.objects.get()
    taken = taken.replace(str(alert.pk), "11111111-2222-4333-8444-555555555555")
    other = as_user(make_patient(None, "other@example.nl").user)
    hand_in(other, taken, "record.json")
    assert other.post(CHECK)["Location"] == reverse("patient:urgent")


def test_the_record_of_somebody_else_with_an_alert_is_refused(
    as_user: Callable[[User], Client], patient: Patient, as_patient: Client
) -> None:
    log(patient, flagged())
    taken = as_patient.get(reverse("patient:take_out_record")).content
    other = make_patient(None, "other@example.nl")
    page = hand_in(as_user(other.user), taken, "record.json")
    assert 'role="alert"' in page
    as_user(other.user).post(CHECK)
    assert not Entry.objects.filter(patient=other).exists()


NESTED = "[" * 100_000
NONSENSE: dict[str, Any] = {
    "empty": b"",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20,
    "too big": b"x" * 3_000_000,
    "too many lines": b"a;b\n" + b"1;2\n" * 20_001,
    "one column": b"alleen dit\nen dit\n",
    "an open quotation": b'a;b\n"nooit dicht;1\n',
    "nested json": ('{"resourceType": ' + NESTED).encode(),
    "nested list": NESTED.encode(),
    "json that is no record": b'{"resourceType": "Bundle", "type": "searchset"}',
    "json of odd values": b'{"resourceType": "Bundle", "type": "document", "entry": [1, null, "x"]}',
    "a number without end": b'{"resourceType": ' + b"9" * 10_000 + b"}",
    "half a surrogate": b'{"resourceType": "\\ud800"}',
    "not our dates": b"date,signs\nx,\n",
    "our header twice": b"date,date,signs\n",
    "utf-16": "datum;pijn\n1-1-2026;3\n".encode("utf-16"),
}


@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_gets_a_sentence_and_never_an_error(as_patient: Client, what: str) -> None:
    page = hand_in(as_patient, NONSENSE[what], "iets.csv")
    assert "error-summary" in page or "utf-16" in what
    assert as_patient.post(CHECK, MAPPING).status_code in {200, 302}
    assert not Entry.objects.exists()
    assert len(page) < 100_000


def test_a_file_is_seen_by_nobody_else_and_forgotten_in_time(
    as_patient: Client, as_user: Callable[[User], Client], stranger: Patient
) -> None:
    hand_in(as_patient, other_app())
    assert as_user(stranger.user).get(CHECK)["Location"] == reverse("patient:bring_in")
    Upload.objects.update(at=timezone.now() - UPLOAD_LASTS - timedelta(minutes=1))
    assert as_patient.get(CHECK)["Location"] == reverse("patient:bring_in")
    hand_in(as_user(stranger.user), other_app())
    assert Upload.objects.get().patient == stranger


def test_a_file_that_is_not_wanted_is_forgotten_at_once(as_patient: Client) -> None:
    hand_in(as_patient, other_app())
    as_patient.post(reverse("patient:drop_file"))
    assert not Upload.objects.exists()


def test_days_are_brought_in_many_at_a_time(as_user: Callable[[User], Client], db: None) -> None:
    counts = []
    for number in (10, 400):
        client = as_user(make_patient(None, f"p{number}@example.nl", onset_days_ago=500).user)
        rows = "".join(f"{day(back)},3,none\n" for back in range(number))
        hand_in(client, f"date,leg_pain,signs\n{rows}")
        with CaptureQueriesContext(connection) as asked:
            client.post(CHECK)
        counts.append(len(asked))
    assert counts[1] - counts[0] <= 390 // 50  # what SQLite takes at once
    assert Entry.objects.count() == 410
