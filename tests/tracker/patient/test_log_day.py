"""Logging a day: a quiet one is short, a sign is never lost, nonsense gets a sentence and writes nothing."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recovery.alerts.models import Alert, Rung
from recovery.clinical.signs import Sign
from recovery.journal.models import Entry, EntryVersion
from recovery.people.models import Clinic, Patient
from tests.cast import NIGHT, OFFICE_HOURS, flagged, log, make_patient, posted

TODAY = OFFICE_HOURS.date()
DAY = reverse("patient:day", args=[TODAY])
DESK_SHOWN = "tel:+31883203900"
EMERGENCY_SHOWN = "tel:+31883203300"


@pytest.fixture(autouse=True)
def clock() -> time_machine.Traveller:  # type: ignore[misc]
    with time_machine.travel(OFFICE_HOURS, tick=False) as traveller:
        yield traveller


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_a_quiet_day_leads_to_how_it_goes_with_feedback(as_patient: Client) -> None:
    answer = as_patient.post(DAY, posted(), follow=True)
    assert answer.redirect_chain == [(reverse("patient:course"), 302)]
    page = answer.content.decode()
    assert "Woensdag 18 november staat in uw dagboek. Beenpijn: 5 van 10." in page
    assert "Te vroeg om iets te zeggen" in page
    assert Entry.objects.get().note == ""


def test_no_answer_is_chosen_beforehand(as_patient: Client) -> None:
    assert " checked" not in text(as_patient, DAY)


def test_a_sign_leads_to_the_urgent_page_with_the_number_of_this_moment(
    as_patient: Client, clock: time_machine.Traveller
) -> None:
    data = posted(none_new=None, signs=["bladder"])
    answer = as_patient.post(DAY, data, follow=True)
    assert answer.redirect_chain == [(reverse("patient:urgent"), 302)]
    assert answer.content.decode().index(DESK_SHOWN) < answer.content.decode().index(EMERGENCY_SHOWN)
    clock.move_to(NIGHT)
    later = text(as_patient, reverse("patient:urgent"))
    assert later.index(EMERGENCY_SHOWN) < later.index(DESK_SHOWN)


def test_the_banner_stands_on_every_page_until_contact_was_made(as_patient: Client) -> None:
    as_patient.post(DAY, posted(none_new=None, signs=["bladder"]))
    pages = ["patient:today", "patient:course", "patient:details", "phone", "account_change_password"]
    for name in pages:
        assert "Bel nu. U heeft iets gemeld dat niet kan wachten." in text(as_patient, reverse(name)), name
    shown = Alert.objects.values_list("pk", flat=True)
    as_patient.post(reverse("patient:contacted"), {"alert": ["nonsense", *shown]})
    for name in pages:
        assert 'class="banner"' not in text(as_patient, reverse(name)), name


def test_a_skipped_safety_question_is_asked_again_and_never_read_as_no(as_patient: Client) -> None:
    page = as_patient.post(DAY, posted(none_new=None)).content.decode()
    assert "Beantwoord deze vraag" in page
    assert not Entry.objects.exists()


def test_what_was_typed_is_kept_when_something_is_missing(as_patient: Client) -> None:
    page = as_patient.post(DAY, posted(leg_pain=None, note="niet kwijtraken", back_pain="7")).content.decode()
    assert "niet kwijtraken" in page
    assert 'name="back_pain" value="7" checked' in page
    assert "Kies een getal van 0 tot 10." in page
    assert not Entry.objects.exists()


@pytest.mark.parametrize("name", ["limitation", "leg_pain", "back_pain", "feeling", "strength"])
def test_each_question_is_needed_on_a_quiet_day(as_patient: Client, name: str) -> None:
    page = as_patient.post(DAY, posted(**{name: None})).content.decode()
    assert f'href="#div_id_{name}"' in page
    assert not Entry.objects.exists()


@pytest.mark.parametrize("sign", list(Sign))
def test_with_a_sign_ticked_nothing_else_is_needed(as_patient: Client, sign: Sign) -> None:
    assert as_patient.post(DAY, {"signs": [sign.value]})["Location"] == reverse("patient:urgent")
    assert Alert.objects.get().signs == {sign}
    assert Entry.objects.get().leg_pain is None


def test_a_sign_wins_from_none_of_these(as_patient: Client) -> None:
    as_patient.post(DAY, posted(signs=["saddle"]))
    assert Alert.objects.get().signs == {Sign.SADDLE}


NOT_WHOLE = [
    {"signs": ["bladder"], "leg_pain": "11"},
    {"signs": ["bladder", "no-such-sign"]},
    {"signs": ["bladder"], "note": "x" * 2001},
    {"strength": "worse", "none_new": None},
    {"strength": "worse", "leg_pain": None},
]


@pytest.mark.parametrize("wrong", NOT_WHOLE)
def test_a_sign_in_a_form_that_cannot_be_saved_rings_once(
    as_patient: Client, wrong: dict[str, object]
) -> None:
    for _tap in range(2):
        as_patient.post(DAY, posted(**wrong))
    alert = Alert.objects.get()
    assert alert.signs == ({Sign.BLADDER} if "signs" in wrong else {Sign.WEAKNESS})
    assert alert.day == TODAY
    assert alert.deliveries.exists()
    as_patient.post(DAY, posted(strength="worse"))
    assert Entry.objects.get().strength == "worse"


def test_without_a_sign_a_form_that_cannot_be_saved_rings_nobody(as_patient: Client) -> None:
    as_patient.post(DAY, posted(leg_pain=None))
    as_patient.post(DAY, posted(signs=["no-such-sign"]))
    assert not Alert.objects.exists()


def test_a_sign_that_could_not_ring_is_tried_again(
    as_patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise OperationalError

    monkeypatch.setattr("recovery.checkin.raise_for", broken)
    answer = as_patient.post(DAY, posted(strength="worse", leg_pain=None))
    assert answer.status_code == 503  # so that a phone keeps it
    page = answer.content.decode()
    assert DESK_SHOWN in page
    assert page.count("Wacht even en sla het opnieuw op") == 1


@pytest.mark.parametrize("wrong", NOT_WHOLE)
def test_a_sign_in_a_form_that_cannot_be_saved_shows_the_number_at_once(
    as_patient: Client, wrong: dict[str, object]
) -> None:
    answer = as_patient.post(DAY, posted(**wrong))
    assert not Entry.objects.exists()
    page = answer.content.decode()
    assert DESK_SHOWN in page
    assert page.index(DESK_SHOWN) < page.index("<form method")
    assert "Uw antwoorden zijn nog niet opgeslagen" in page


def test_a_sign_for_a_day_too_long_ago_shows_the_number_too(as_patient: Client) -> None:
    old = reverse("patient:day", args=[TODAY - timedelta(days=9)])
    page = as_patient.post(old, posted(signs=["bladder"])).content.decode()
    assert DESK_SHOWN in page
    assert "Deze dag kunt u niet invullen" in page
    assert not Entry.objects.exists()
    assert Alert.objects.get().signs == {Sign.BLADDER}


@pytest.mark.parametrize("days", [-4, 1])
def test_a_day_that_cannot_be_filled_in_says_so(as_patient: Client, days: int) -> None:
    url = reverse("patient:day", args=[TODAY + timedelta(days=days)])
    answer = as_patient.get(url)
    assert answer.status_code == 404
    assert "Deze dag kunt u niet invullen" in answer.content.decode()
    assert as_patient.post(url, posted()).status_code == 200
    assert not Entry.objects.exists()


def test_an_address_with_a_date_that_does_not_exist_is_no_page(as_patient: Client) -> None:
    assert as_patient.get("/day/2026-02-30/").status_code == 404


def test_a_call_about_an_older_page_leaves_a_newer_sign_ringing(as_patient: Client) -> None:
    as_patient.post(reverse("patient:day", args=[TODAY - timedelta(days=1)]), {"signs": ["fever"]})
    old_page = text(as_patient, reverse("patient:urgent"))
    as_patient.post(DAY, {"signs": ["bladder"]})
    (shown,) = set(re.findall(r'name="alert" value="([\w-]+)"', old_page))
    answer = as_patient.post(reverse("patient:contacted"), {"alert": [shown]}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("patient:urgent")
    assert "Bel nu" in answer.content.decode()


def test_a_milder_sign_does_not_soften_one_that_is_open(as_patient: Client) -> None:
    as_patient.post(reverse("patient:day", args=[TODAY - timedelta(days=1)]), {"signs": ["weakness"]})
    as_patient.post(reverse("patient:contacted"), {"alert": [Alert.objects.get().pk]})
    page = as_patient.post(DAY, {"signs": ["cancer"]}, follow=True).content.decode()
    assert "Bel nu. Dit kan spoed zijn." in page
    assert "Mijn been of voet is zwakker dan eerst" in page


def test_the_same_sign_again_after_contact_rings_again(as_patient: Client) -> None:
    as_patient.post(DAY, {"signs": ["bladder"]})
    as_patient.post(reverse("patient:contacted"), {"alert": [Alert.objects.get().pk]})
    as_patient.post(DAY, {"signs": ["bladder"], "note": "nu lukt het helemaal niet meer"})
    assert Alert.objects.count() == 2
    assert Alert.objects.ringing().get().answers["note"] == "nu lukt het helemaal niet meer"


def test_a_message_is_promised_only_when_one_is_owed(as_patient: Client, clinic: Clinic) -> None:
    Rung.objects.filter(clinic=clinic).delete()
    page = as_patient.post(DAY, {"signs": ["bladder"]}, follow=True).content.decode()
    assert "krijgt ook een bericht" not in page
    assert "Niemand krijgt hier een bericht over" in page


def test_a_fault_of_the_database_shows_the_number_and_keeps_what_was_typed(
    as_patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise OperationalError

    monkeypatch.setattr("recovery.journal.diary.write", broken)
    answer = as_patient.post(DAY, posted(signs=["bladder"], note="bewaar dit"))
    assert answer.status_code == 503  # so that a phone keeps it
    page = answer.content.decode()
    assert DESK_SHOWN in page
    assert "bewaar dit" in page
    assert page.count("Wacht even en sla het opnieuw op") == 1


def test_who_was_signed_out_is_told_that_nothing_was_saved(db: None) -> None:
    page = Client().post(DAY, {"signs": ["bladder"]}, follow=True).content.decode()
    assert "U was uitgelogd" in page
    assert page.index("bel") < page.index("U was uitgelogd")


def test_a_form_from_an_old_page_shows_the_number(patient: Patient) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(patient.user)
    answer = strict.post(DAY, {"signs": ["bladder"]})
    assert answer.status_code == 403
    assert DESK_SHOWN in answer.content.decode()


def test_a_line_break_counts_once_as_it_does_in_the_browser(as_patient: Client) -> None:
    note = "\r\n".join(["x" * 199] * 10)
    assert as_patient.post(DAY, posted(note=note)).status_code == 302
    assert len(Entry.objects.get().note) == 1999


def test_a_second_tab_becomes_a_correction_and_says_so(as_patient: Client) -> None:
    as_patient.post(DAY, posted(leg_pain="8"))
    page = as_patient.post(DAY, posted(leg_pain="3"), follow=True).content.decode()
    assert "was al ingevuld" in page
    assert (Entry.objects.get().leg_pain, EntryVersion.objects.get().answers["leg_pain"]) == (3, 8)


def test_the_form_of_a_day_that_was_filled_in_shows_its_answers(as_patient: Client, patient: Patient) -> None:
    log(patient, flagged("fever", leg_pain=9, painkillers=True, note="koorts"), now=OFFICE_HOURS)
    page = text(as_patient, DAY)
    for shown in (
        'name="leg_pain" value="9" checked',
        'value="fever" checked',
        'value="yes" checked',
        "koorts",
    ):
        assert shown in page
    assert 'name="none_new" checked' not in page


def test_a_day_filled_in_later_is_marked(as_patient: Client) -> None:
    as_patient.post(reverse("patient:day", args=[TODAY - timedelta(days=2)]), posted())
    assert Entry.objects.get().backfilled
    assert "later ingevuld" in text(as_patient, reverse("patient:course"))


def test_a_day_can_be_removed_after_asking(as_patient: Client) -> None:
    as_patient.post(DAY, posted(none_new=None, signs=["bladder"]))
    remove = reverse("patient:remove", args=[TODAY])
    assert "Deze dag verwijderen?" in text(as_patient, remove)
    assert Entry.objects.exists()
    as_patient.post(remove)
    assert not Entry.objects.exists()
    assert Alert.objects.ringing().exists()
    assert as_patient.post(remove).status_code == 302


def test_an_old_complaint_is_named_beside_its_sign(as_user: object, clinic: object) -> None:
    old = make_patient(clinic, "oud@example.nl", baseline_bladder="old")  # type: ignore[arg-type]
    page = text(as_user(old.user), DAY)  # type: ignore[operator]
    assert page.count("Dit had u al.") == 1


def test_no_comfort_after_a_quiet_day_while_a_flag_is_open(as_patient: Client, patient: Patient) -> None:
    log(patient, flagged(), now=OFFICE_HOURS - timedelta(days=1))
    page = as_patient.post(DAY, posted(leg_pain="0"), follow=True).content.decode()
    assert "Beenpijn: 0 van 10" not in page
    assert "standing-open" in page


anything = st.one_of(st.none(), st.text(max_size=30), st.integers().map(str))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "limitation",
                "leg_pain",
                "back_pain",
                "feeling",
                "strength",
                "sleep",
                "painkillers",
                "note",
                "none_new",
            ]
        ),
        anything,
    ),
    st.lists(st.one_of(st.sampled_from([s.value for s in Sign]), st.text(max_size=10)), max_size=4),
)
def test_nothing_that_can_be_typed_breaks_it(
    as_patient: Client, fields: dict[str, str | None], signs: list[str]
) -> None:
    """Whatever is sent: no error of ours, and a known sign always ends with a number to phone."""
    data = posted(**fields, signs=signs)
    answer = as_patient.post(DAY, data, follow=True)
    assert answer.status_code == 200
    if set(signs) & set(Sign):
        assert "tel:+3188320" in answer.content.decode()


def test_a_wrong_note_is_unfolded(as_patient: Client) -> None:
    page = as_patient.post(DAY, posted(note="x" * 2001)).content.decode()
    assert '<details class="more" open>' in page
    assert '<details class="more">' in text(as_patient, DAY)


def test_the_language_cannot_be_switched_under_a_refused_form(as_patient: Client) -> None:
    assert 'name="language"' in text(as_patient, DAY)
    assert 'name="language"' not in as_patient.post(DAY, {}).content.decode()


def test_an_english_date_keeps_its_capitals(as_patient: Client) -> None:
    as_patient.cookies["language"] = "en"
    page = as_patient.post(DAY, posted(), follow=True).content.decode()
    assert "Wednesday 18 November is in your diary." in page


def test_the_page_is_dated_in_dutch_time(as_patient: Client, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime.fromisoformat("2026-11-18T23:30:00+00:00"))
    assert "Donderdag 19 november" in text(as_patient, reverse("patient:today"))
