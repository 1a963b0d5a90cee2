"""The books of the faults find what is lost, and the table says it."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from bench.faults import account
from bench.faults.__main__ import BEGIN, DOCUMENT, END
from bench.faults.arrivals import Arrival, copies, repeats
from bench.faults.patients import Day, Saved
from bench.faults.people import SignedIn, make_clinic, open_days, patients_of, raise_alerts, signed_in
from bench.faults.result import Result
from bench.faults.table import losses, table, total
from recovery.alerts.models import Address, Alert, Delivery
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Patient
from tests.cast import flagged, log, quiet


def saved(patient: Patient, *, leg_pain: int = 4, sign: bool = True, answered: bool = True) -> Saved:
    return Saved(Day(SignedIn(patient, ""), open_days()[0], leg_pain, flagged=sign), answered=answered)


def arrivals(*deliveries: Delivery) -> list[Arrival]:
    return [Arrival(str(one.key), one.address.target, 0.0) for one in deliveries]


@pytest.fixture
def sent(patient: Patient) -> Delivery:
    """A red flag whose message was sent."""
    log(patient, flagged())
    Delivery.objects.update(sent_at=Delivery.objects.get().owed_at)
    return Delivery.objects.get()


def all_lost(clinic: Clinic, patient: Patient, arrived: list[Arrival]) -> list[str]:
    told = list(Address.objects.filter(clinic=clinic))
    return [
        *account.days_lost([saved(patient)]),
        *account.alerts_lost(clinic),
        *account.deliveries_lost(clinic, told),
        *account.messages_lost(clinic, arrived),
    ]


def test_when_everything_is_there_nothing_is_lost(clinic: Clinic, patient: Patient, sent: Delivery) -> None:
    assert all_lost(clinic, patient, arrivals(sent)) == []


def test_a_day_that_was_answered_and_is_not_there_is_lost(patient: Patient) -> None:
    (found,) = account.days_lost([saved(patient)])
    assert "answered with success, and not there" in found


def test_a_day_that_is_there_with_other_answers_is_lost(patient: Patient) -> None:
    log(patient, quiet(4))
    (found,) = account.days_lost([saved(patient, leg_pain=5, sign=False)])
    assert "other answers" in found
    (found,) = account.days_lost([saved(patient, sign=True)])
    assert "other answers" in found
    assert list(account.days_lost([saved(patient, sign=False)])) == []


def test_a_day_that_could_never_be_saved_is_lost(patient: Patient) -> None:
    (found,) = account.days_lost([replace(saved(patient, answered=False), refused=[500])])
    assert "never saved, refused with [500]" in found


def test_a_red_flag_without_an_alert_is_lost(clinic: Clinic, patient: Patient, sent: Delivery) -> None:
    Delivery.objects.all().delete()
    Alert.objects.all().delete()
    (found,) = account.alerts_lost(clinic)
    assert "a red flag without an alert" in found


def test_an_alert_without_its_day_is_half_written(clinic: Clinic, sent: Delivery) -> None:
    Entry.objects.all().delete()
    (found,) = account.alerts_lost(clinic)
    assert "an alert without its day" in found


def test_an_alert_that_owes_nothing_is_lost(clinic: Clinic, patient: Patient, sent: Delivery) -> None:
    Delivery.objects.all().delete()
    (found,) = all_lost(clinic, patient, [])
    assert "nothing was ever owed to alarm@noord.example" in found


def test_a_row_that_says_sent_is_lost_when_nothing_came(clinic: Clinic, sent: Delivery) -> None:
    (found,) = account.messages_lost(clinic, [])
    assert "sent, and never arrived" in found


def test_what_is_still_owed_in_the_end_is_lost(clinic: Clinic, sent: Delivery) -> None:
    """Also when it came: a row that stays open for good is what others lose."""
    Delivery.objects.update(sent_at=None)
    assert not account.all_over(clinic)
    assert ["still owed" in found for found in account.messages_lost(clinic, arrivals(sent))] == [True]
    assert ["owed, and never" in found for found in account.messages_lost(clinic, [])] == [True]


def test_a_repeat_under_another_id_is_found(clinic: Clinic, sent: Delivery) -> None:
    other = replace(arrivals(sent)[0], key="another")
    (found,) = account.messages_lost(clinic, [*arrivals(sent), other])
    assert "under the id another" in found


def test_what_came_to_another_clinic_is_none_of_this_one(clinic: Clinic, sent: Delivery) -> None:
    elsewhere = replace(arrivals(sent)[0], to="alarm@zuid.example")
    assert account.came_to(clinic, [elsewhere]) == []
    assert len(list(account.messages_lost(clinic, [elsewhere]))) == 1


def test_an_answer_without_a_number_is_lost(patient: Patient) -> None:
    one = replace(saved(patient), numberless=["400"])
    (found,) = account.numbers_lost([one])
    assert "without a number (400)" in found


def test_copies_and_repeats_are_counted_by_id() -> None:
    came = [Arrival(key, "", 0.0) for key in ("a", "b", "a", "a")]
    assert copies(came) == {"a": 3, "b": 1}
    assert repeats(came) == 2


def test_patients_made_in_bulk_can_sign_in_and_raise_alerts(db: None, client: Client) -> None:
    clinic = make_clinic("made")
    (who, other) = signed_in(patients_of(clinic, 2))
    client.cookies["session"] = who.session
    assert client.get("/today/").status_code == 200
    (alert,) = raise_alerts([other.patient], ago=timedelta(seconds=50))
    assert alert.patient == other.patient


RESULT = Result("disk full", "SQLite", 1_000, "days", 999, 3, ("one day",))


def test_the_table_counts_and_each_loss_has_its_sentence() -> None:
    row = str(table([RESULT])).splitlines()[-1]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells == ["disk full", "SQLite", "1,000 days", "999", "3", "1", "–"]
    assert list(losses([RESULT])) == ["disk full, SQLite: one day"]
    many = replace(RESULT, lost=("one day",) * 1_010)
    assert list(losses([many]))[-1] == "disk full, SQLite: and 1,000 more"
    assert len(list(losses([many]))) == 11
    assert total([RESULT, RESULT]) == "2 rows, 2 lost, 6 messages came more than once."


def test_the_document_holds_a_full_run_without_loss_and_the_rows_that_it_names() -> None:
    document = (Path(__file__).parents[2] / DOCUMENT).read_text()
    by_hand, _, rest = document.partition(BEGIN)
    written = rest.partition(END)[0]
    assert " 0 lost," in written
    named = re.search(r"The rows for these are (.+?)\.\n", by_hand, re.DOTALL)
    assert named
    for name in re.findall(r"“(.+?)”", " ".join(named[1].split())):
        assert f"| {name} " in written, name
