"""The clinic's numbers: what its manager sets is what its patients see, and nothing that was typed is lost."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from recovery.people.holidays import CLINICS_CLOSE_ON
from recovery.people.models import Clinic, User
from tests.cast import NIGHT, OFFICE_HOURS

NUMBERS = reverse("clinic:numbers")
PHONE = reverse("phone")
WORKING_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@pytest.fixture(autouse=True)
def clock() -> time_machine.Traveller:  # type: ignore[misc]
    with time_machine.travel(OFFICE_HOURS, tick=False) as traveller:
        yield traveller


@pytest.fixture
def as_manager(as_user: Callable[[User], Client], manager: User) -> Client:
    return as_user(manager)


def numbers(**fields: Any) -> dict[str, Any]:
    """The form as a browser sends it, unless told otherwise."""
    return {
        "desk_phone": "088 320 39 00",
        "emergency_phone": "088 320 33 00",
        "gp_out_of_hours_phone": "030 123 45 67",
        **{f"{day}_opens": "08:00" for day in WORKING_DAYS},
        **{f"{day}_closes": "17:00" for day in WORKING_DAYS},
        "kept_holidays": [holiday.value for holiday in CLINICS_CLOSE_ON],
        "starting_share": "80",
        "reads_after_discharge_days": "28",
        "shows_figure": "on",
    } | fields


def save(client: Client, **fields: Any) -> str:
    return client.post(NUMBERS, numbers(**fields), follow=True).content.decode()


def text(client: Client, url: str = PHONE) -> str:
    return client.get(url).content.decode()


def test_a_number_that_the_manager_changes_is_the_one_that_patients_see(
    as_manager: Client, as_patient: Client
) -> None:
    save(as_manager, desk_phone="030 111 22 33")
    assert 'class="call" href="tel:+31301112233"' in text(as_patient)


def test_a_lines_own_name_is_shown_instead_of_ours(as_manager: Client, as_patient: Client) -> None:
    save(as_manager, desk_name="Polikliniek Neurologie, locatie Oost", gp_out_of_hours_name="Spoedpost Oost")
    page = text(as_patient)
    assert "Polikliniek Neurologie, locatie Oost, Neurologie Noord" in page
    assert "Poli Neurologie" not in page
    assert "Spoedpost Oost" in page


def test_each_weekday_has_hours_of_its_own(as_manager: Client, as_patient: Client, clinic: Clinic) -> None:
    save(as_manager, wednesday_opens="", wednesday_closes="", saturday_opens="09:00", saturday_closes="12:30")
    clinic.refresh_from_db()
    assert (clinic.wednesday_opens, clinic.saturday_closes) == (None, time(12, 30))
    assert 'class="call" href="tel:+31883203300"' in text(as_patient)
    for hours in ("Maandag t/m dinsdag 08:00", "Donderdag t/m vrijdag 08:00", "Zaterdag 09:00–12:30"):
        assert hours in text(Client())


def test_a_clinic_without_hours_shows_its_numbers_all_the_same(as_manager: Client) -> None:
    never = {f"{day}_{end}": "" for day in WORKING_DAYS for end in ("opens", "closes")}
    save(as_manager, **never)
    assert "tel:+31883203300" in text(Client())


def test_the_manager_chooses_the_holidays(
    as_manager: Client, as_patient: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-04-03T10:00:00+02:00")  # Good Friday
    assert 'class="call" href="tel:+31883203900"' in text(as_patient)
    save(as_manager, kept_holidays=["good_friday"])
    assert 'class="call" href="tel:+31883203300"' in text(as_patient)
    clock.move_to("2026-04-27T10:00:00+02:00")  # King's Day
    assert 'class="call" href="tel:+31883203900"' in text(as_patient)


def test_further_closed_days_are_dates_with_a_reason(
    as_manager: Client, as_patient: Client, clinic: Clinic
) -> None:
    save(as_manager, further_days="18-11-2026 Verhuizing\r\n\r\n24/12/2026\r\n2020-01-02 lang geleden")
    found = [(closed.day, closed.reason) for closed in clinic.closed_days.all()]
    assert found == [
        (date(2020, 1, 2), "lang geleden"),
        (date(2026, 11, 18), "Verhuizing"),
        (date(2026, 12, 24), ""),
    ]
    assert 'class="call" href="tel:+31883203300"' in text(as_patient)
    assert "18-11-2026 Verhuizing\n24-12-2026" in text(as_manager, NUMBERS)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("24-12-2026\nkerst", "Regel 2: begin met een datum"),
        ("31-02-2026", "Regel 1: begin met een datum"),
        ("24-12-26", "Regel 1: begin met een datum"),
        ("24-12-2062", "Regel 1: controleer het jaar"),
        ("\n24-12-2026\n2026-12-24 weer", "Regel 3: deze datum staat al in de lijst"),
        ("24-12-2026 " + "x" * 121, "Regel 1: de reden is te lang"),
    ],
)
def test_a_closed_day_that_cannot_be_read_is_named_by_its_line_and_kept(
    as_manager: Client, clinic: Clinic, typed: str, sentence: str
) -> None:
    page = save(as_manager, further_days=typed, desk_name="Poli Oost")
    assert sentence in page
    assert typed.strip() in page
    assert "Poli Oost" in page
    clinic.refresh_from_db()
    assert (clinic.closed_days.count(), clinic.desk_name) == (0, "")


def test_every_line_that_is_wrong_is_named(as_manager: Client) -> None:
    page = save(as_manager, further_days="a\n24-12-2026\nb")
    assert "Regel 1:" in page
    assert "Regel 3:" in page
    assert "Regel 2:" not in page


def test_what_is_told_stands_below_the_number_outside_the_hours_of_the_clinic(
    as_manager: Client,
    as_patient: Client,
    as_user: Callable[[User], Client],
    manager: User,
    clock: time_machine.Traveller,
) -> None:
    save(as_manager, told_nl="Noem uw <b>nummer</b>.\r\nTweede regel.", told_en="Say your number.")
    assert "phones-told" not in text(as_patient)
    clock.move_to(NIGHT)
    page = text(as_patient)
    assert 'lang="nl">Noem uw &lt;b&gt;nummer&lt;/b&gt;.\nTweede regel.</p>' in page
    assert page.index('class="call"') < page.index("phones-told")
    as_patient.cookies["language"] = "en"
    assert "Say your number." in text(as_patient)
    save(as_user(manager), told_nl="Noem uw nummer.")
    assert 'class="phones-told" lang="nl">Noem uw nummer.' in text(as_patient)


def test_a_text_of_500_characters_fits_and_one_more_does_not(as_manager: Client, clinic: Clinic) -> None:
    save(as_manager, told_nl="x" * 498 + "\r\ny")
    clinic.refresh_from_db()
    assert len(clinic.told_nl) == 500
    assert "error-summary" in save(as_manager, told_nl="x" * 501)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"desk_phone": "abc"}, "Dit is geen telefoonnummer"),
        ({"emergency_phone": ""}, "Vul een telefoonnummer in"),
        ({"gp_out_of_hours_phone": ""}, "Vul een telefoonnummer in"),
        ({"monday_opens": "25:00"}, "Schrijf een tijd zoals 08:30"),
        ({"friday_closes": "07:00"}, "De sluitingstijd moet na de openingstijd komen"),
        ({"friday_closes": "08:00"}, "De sluitingstijd moet na de openingstijd komen"),
        ({"tuesday_opens": ""}, "Vul beide tijden in, of geen"),
        ({"sunday_closes": "12:00"}, "Vul beide tijden in, of geen"),
        ({"kept_holidays": ["no-such-day"]}, "no-such-day"),
        ({"desk_name": "x" * 81}, "80"),
        ({"starting_share": "39"}, "40 tot"),
        ({"starting_share": "96"}, "40 tot"),
        ({"starting_share": "80,5"}, "40 tot"),
        ({"starting_share": ""}, "40 tot"),
        ({"reads_after_discharge_days": "366"}, "0 tot 365"),
        ({"reads_after_discharge_days": "-1"}, "0 tot 365"),
    ],
)
def test_wrong_input_gets_a_sentence_and_changes_nothing(
    as_manager: Client, clinic: Clinic, fields: dict[str, Any], sentence: str
) -> None:
    before = Clinic.objects.values().get()
    page = save(as_manager, told_nl="niet kwijtraken", **fields)
    assert "error-summary" in page
    assert sentence in page
    assert "niet kwijtraken" in page
    assert Clinic.objects.values().get() == before


def test_the_summary_of_errors_leads_to_the_day(as_manager: Client) -> None:
    page = save(as_manager, tuesday_opens="")
    assert 'href="#div_id_tuesday_opens">Dinsdag, opent om' in page
    assert 'id="div_id_tuesday_opens"' in page


@pytest.mark.parametrize("share", [40, 95])
def test_a_manager_sets_the_starting_point_and_hides_the_figure(
    as_manager: Client, clinic: Clinic, share: int
) -> None:
    sent = numbers(starting_share=str(share))
    del sent["shows_figure"]
    as_manager.post(NUMBERS, sent)
    clinic.refresh_from_db()
    assert (clinic.starting_share, clinic.shows_figure) == (share, False)


def shown(client: Client) -> str:
    """What the page that somebody has open says of the numbers it shows."""
    found = re.search(r'name="as_shown" value="(\w+)"', text(client, NUMBERS))
    assert found
    return found[1]


def test_a_page_from_before_somebody_else_saved_puts_no_old_number_back(
    as_manager: Client, clinic: Clinic
) -> None:
    opened = shown(as_manager)
    save(as_manager, as_shown=opened, desk_phone="030 111 22 33")
    page = save(as_manager, as_shown=opened, told_nl="Noem uw patiëntnummer.")
    assert "Iemand heeft deze pagina intussen veranderd" in page
    assert "+31301112233" in page
    assert "Noem uw patiëntnummer." in page
    clinic.refresh_from_db()
    assert (str(clinic.desk_phone), clinic.told_nl) == ("+31301112233", "")
    again = re.search(r'name="as_shown" value="(\w+)"', page)
    assert again
    save(as_manager, as_shown=again[1], desk_phone="030 111 22 33", told_nl="Noem uw patiëntnummer.")
    clinic.refresh_from_db()
    assert clinic.told_nl == "Noem uw patiëntnummer."


def test_further_days_that_somebody_else_changed_are_not_lost_either(
    as_manager: Client, clinic: Clinic
) -> None:
    opened = shown(as_manager)
    save(as_manager, as_shown=opened, further_days="24-12-2026 eerste")
    save(as_manager, as_shown=opened, further_days="24-12-2026 tweede")
    assert [closed.reason for closed in clinic.closed_days.all()] == ["eerste"]


def test_a_neurologist_does_not_change_the_numbers(as_neurologist: Client) -> None:
    assert as_neurologist.post(NUMBERS, numbers()).status_code == 404


def test_a_manager_takes_silence_from_the_list_and_allows_notifications(
    as_manager: Client, clinic: Clinic, settings: Settings
) -> None:
    assert 'name="allows_push"' not in text(as_manager, NUMBERS)
    settings.WEB_PUSH_KEY = "a-key"
    assert 'name="allows_push"' in text(as_manager, NUMBERS)
    as_manager.post(NUMBERS, numbers(allows_push="on"))
    clinic.refresh_from_db()
    assert (clinic.shows_silence, clinic.allows_push) == (False, True)
