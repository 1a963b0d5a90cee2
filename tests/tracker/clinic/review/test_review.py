"""One patient on one page: three lines at the top, two dates, a strip of answers, and a page that stays small."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from recovery.alerts.models import Alert
from recovery.clinical.care import Care, Painkiller
from recovery.clinical.scores import Side
from recovery.episodes import course, ladder, visits
from recovery.episodes.models import Treatment
from recovery.journal import medicines
from recovery.journal.models import Entry
from recovery.people.models import Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, quiet
from tests.tracker.clinic.review.conftest import TODAY, read


def held(patient: Patient, by: User, days_ago: int) -> None:
    """A visit that took place."""
    episode, day = ladder.current(patient), TODAY - timedelta(days=days_ago)
    visit = visits.plan(episode, day=day, clinic=patient.clinic, by=by, now=OFFICE_HOURS)
    visits.hold(visit, by=by, now=OFFICE_HOURS)


def three_lines(page: str) -> list[str]:
    """What stands at the top."""
    lines = page.split('<ul class="change-lines">')[1].split("</ul>", maxsplit=1)[0]
    return [line.split("</li>")[0] for line in lines.split("<li>")[1:]]


@pytest.mark.usefixtures("diary")
def test_three_lines_tell_what_changed_since_the_last_visit(
    doctor: Client, neurologist: User, patient: Patient
) -> None:
    held(patient, neurologist, 14)
    held(patient, neurologist, 0)
    page = read(doctor, patient)
    assert "What changed since 4 November 2026 (14 days)" in page
    assert "The date of the last visit." in page
    pain, standing, happened = three_lines(page)
    assert pain.startswith("Leg pain 5.")
    assert "→ 2." in pain or "→ 3." in pain
    assert ": −2." in pain
    assert "Limitation" in pain
    assert standing.startswith("Standing: Recovery lags behind (")
    assert "→ On course for recovery" in standing
    assert happened == "Filled in: 14 of 14 days. Red flags: none reported. Treatments: none written down."


@pytest.mark.usefixtures("diary")
def test_without_a_visit_it_says_from_when_it_counts(doctor: Client, patient: Patient) -> None:
    page = read(doctor, patient)
    assert "What changed since 21 October 2026 (28 days)" in page
    assert "No visit before today is written down: these are the last four weeks." in page
    Entry.objects.filter(day__lt=TODAY - timedelta(days=20)).delete()
    page = read(doctor, patient)
    assert "What changed since 29 October 2026 (20 days)" in page
    assert "this is the first day of the diary" in page
    assert three_lines(page)[0].startswith("Leg pain 5.7 (4.5–7.0) → 3.1")


@pytest.mark.usefixtures("diary")
def test_beside_an_open_red_flag_the_three_lines_give_no_comfort(doctor: Client, patient: Patient) -> None:
    log(patient, flagged("fever", leg_pain=3), now=OFFICE_HOURS)
    page = read(doctor, patient)
    _pain, standing, happened = three_lines(page)
    assert "On course" not in page
    assert "What matters is reached" not in page
    assert standing.endswith("Red flag of 18 Nov: what the pain does says little beside it.")
    assert "Red flags: Fever or very ill (18 Nov). 1 alert open." in happened
    assert page.index("Open alert: Fever or very ill") < page.index("What changed since")
    assert page.index('class="card-plain alert-card is-open"') < page.index("What changed since")


def test_a_red_flag_of_the_day_from_which_it_counts_is_told(doctor: Client, patient: Patient) -> None:
    """Of the first day of the diary, above all: it said "none reported" for four weeks."""
    log(patient, flagged("fever", leg_pain=3), now=OFFICE_HOURS)
    page = read(doctor, patient)
    assert "What changed since 18 November 2026 (0 days)" in page
    assert "Red flags: Fever or very ill (18 Nov). 1 alert open." in three_lines(page)[2]


def test_the_number_of_the_patient_stands_beside_the_name(doctor: Client, patient: Patient) -> None:
    patient.phone = "+31612345678"
    patient.save()
    page = read(doctor, patient)
    assert page.index("06 12345678</a>") < page.index(reverse("clinic:review_pdf", args=[patient.ref]))


@pytest.mark.usefixtures("diary")
def test_an_open_alert_of_long_ago_is_told_as_well(doctor: Client, patient: Patient) -> None:
    log(patient, flagged("fever", leg_pain=3), now=OFFICE_HOURS)
    Alert.objects.update(day=TODAY - timedelta(days=60))
    assert "Red flags: none reported. 1 alert open." in three_lines(read(doctor, patient))[2]


@pytest.mark.usefixtures("diary")
def test_two_dates_are_compared_with_their_levels_and_the_change(doctor: Client, patient: Patient) -> None:
    page = read(doctor, patient, first="2026-11-04", second="2026-11-11")
    compare = page.split('id="compare"', 1)[1].split("</section>", 1)[0]
    assert "csrf" not in compare  # it is sent by GET: a token would stand in the address
    assert "4 Nov 2026 beside 11 Nov 2026" in page
    row = page.split('<th scope="row">Leg pain</th>')[1].split("</tr>")[0]
    first, second, change, since_first_week = (
        cell.split("</span>")[0] for cell in row.split('<span class="whole">')[1:]
    )
    assert float(first) > float(second)
    assert float(change.replace("−", "-")) == pytest.approx(float(second) - float(first), abs=0.11)
    assert since_first_week.startswith("−")
    assert "What matters is reached:" in row
    assert "Now not acceptable." in row


@pytest.mark.usefixtures("diary")
@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("", "2026-11-18", "Fill in a date"),
        ("yesterday", "2026-11-18", "This is not a date"),
        ("2026-02-30", "2026-11-18", "This is not a date"),
        ("2031-01-01", "2026-11-18", "between the start of the leg pain and today"),
        ("1999-01-01", "2026-11-18", "between the start of the leg pain and today"),
        ("2026-11-11", "2026-11-04", "lies after the first"),
        ("2026-11-11", "2026-11-11", "lies after the first"),
    ],
)
def test_a_date_that_makes_no_sense_is_said_and_nothing_is_lost(
    doctor: Client, patient: Patient, first: str, second: str, sentence: str
) -> None:
    page = read(doctor, patient, first=first, second=second)
    assert sentence in page
    assert f'name="first" value="{first}"' in page or not first
    assert f'name="second" value="{second}"' in page
    assert "21 Oct 2026 beside 18 Nov 2026" in page


@pytest.mark.usefixtures("diary")
def test_what_was_not_answered_is_a_gap_and_never_no(doctor: Client, patient: Patient) -> None:
    Entry.objects.filter(day__gt=TODAY - timedelta(days=10)).update(strength="", painkillers=None)
    Entry.objects.filter(day=TODAY - timedelta(days=20)).update(painkillers=True, strength="worse")
    label = read(doctor, patient).split('id="strip"')[1].split('aria-label="')[1].split('"')[0]
    assert (
        "Strength in the leg: normal 20; less than before, or weak for the first time 1; not answered 10."
        in label
    )
    assert "Painkillers: yes 1; not answered 30." in label
    assert "Safety question: nothing new ticked 31; not answered 0." in label


@pytest.mark.usefixtures("diary")
def test_painkillers_lie_as_bars_on_the_axis_of_the_charts(
    doctor: Client, neurologist: User, patient: Patient
) -> None:
    Treatment.objects.create(
        episode=ladder.current(patient),
        kind=Care.PAINKILLERS,
        painkiller=Painkiller.NSAID,
        date=TODAY - timedelta(days=10),
        until=TODAY - timedelta(days=3),
        recorded_by=neurologist,
    )
    page = read(doctor, patient)
    strip = page.split('id="strip"')[1].split("</section>")[0]
    assert strip.count("<rect ") == 2
    assert "diclofenac), 8 Nov 2026 – 15 Nov 2026." in page


@pytest.mark.usefixtures("diary")
def test_the_course_is_read_once(doctor: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    from recovery.clinical import reading

    calls, judge = [], reading.judge
    monkeypatch.setattr(reading, "judge", lambda *given: calls.append(given) or judge(*given))
    read(doctor, patient)
    assert len(calls) == 1


def queries(client: Client, patient: Patient, count: object) -> int:
    with count as asked:  # type: ignore[attr-defined]
        read(client, patient)
    return len(asked)


@pytest.mark.usefixtures("diary")
def test_more_days_notes_and_questions_ask_no_more_of_the_database(
    doctor: Client, neurologist: User, patient: Patient, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    before = queries(doctor, patient, CaptureQueriesContext(connection))
    episode = ladder.current(patient)
    for n in range(4):
        visits.ask(episode, text=f"vraag {n}", by=patient.user, now=OFFICE_HOURS)
        held(patient, neurologist, 3 + n)
        log(patient, quiet(leg_pain=9), day=TODAY - timedelta(days=n))
    assert queries(doctor, patient, CaptureQueriesContext(connection)) <= before


def many_days(patient: Patient, days: int) -> None:
    """A long diary, written straight to the table, every day with a note."""
    episode = ladder.current(patient)
    episode.onset = TODAY - timedelta(days=days)
    episode.save()
    Entry.objects.bulk_create(
        Entry(
            patient=patient,
            episode=episode,
            day=TODAY - timedelta(days=back),
            limitation=back * 7 % 11,
            leg_pain=back * 3 % 11,
            back_pain=back * 5 % 11,
            feeling=("normal", "less", "worse")[back % 3],
            strength=("normal", "less")[back % 2],
            painkillers=bool(back % 2),
            note=f"Dag {back}",
            written_by=patient.user,
            written_at=OFFICE_HOURS,
        )
        for back in range(days)
    )


def test_a_year_of_days_stays_under_100_kb_and_says_what_it_shows(doctor: Client, patient: Patient) -> None:
    many_days(patient, 365)
    page = doctor.get(f"/clinic/patients/{patient.ref}/").content.decode()
    assert len(page) < 100_000
    assert "Days 1 to 60 of 365, the latest first." in page
    assert page.count("<tr>") < 200
    assert 'href="?entries=2#entries"' in page
    assert "Days 361 to 365 of 365" in read(doctor, patient, entries="7")
    assert "Days 1 to 60 of 365" in read(doctor, patient, entries="nonsense")


@pytest.mark.parametrize("days", [0, 1, 2, 3])
def test_the_first_days_of_a_diary_are_a_page_as_well(doctor: Client, patient: Patient, days: int) -> None:
    for back in range(days):
        log(patient, quiet(), day=TODAY - timedelta(days=back))
    page = read(doctor, patient)
    assert "through a fault of ours" not in page
    assert ("Nothing filled in yet" in page) is (days == 0)


@pytest.mark.usefixtures("diary")
def test_who_it_is_and_what_must_be_known_stand_above_the_charts(doctor: Client, patient: Patient) -> None:
    medicines.add(ladder.current(patient), medicines.Told("Acenocoumarol"), by=patient.user, now=OFFICE_HOURS)
    page = read(doctor, patient)
    above = page.split("three-charts", 1)[0].split("review-who", 1)[1]
    assert "leg pain for" in above
    assert above.index("What changed since") < above.index("Acenocoumarol", above.index("must-know"))


@pytest.mark.usefixtures("diary")
def test_what_the_patient_asks_stands_before_the_plan_and_nothing_empty_does(
    doctor: Client, patient: Patient
) -> None:
    assert "From the patient" not in read(doctor, patient)
    visits.ask(ladder.current(patient), text="Mag ik fietsen?", by=patient.user, now=OFFICE_HOURS)
    page = read(doctor, patient)
    assert page.index("From the patient") < page.index("Mag ik fietsen?") < page.index('id="compare"')


@pytest.mark.usefixtures("diary")
def test_a_second_episode_is_named_under_the_name(doctor: Client, patient: Patient) -> None:
    episode = ladder.current(patient)
    assert "episode 2" not in read(doctor, patient)
    back = TODAY - timedelta(days=8)
    course.follow(episode, onset=back, side=Side.RIGHT, level=None, by=patient.user, now=OFFICE_HOURS)
    assert "episode 2" in read(doctor, patient).split("What changed since", 1)[0]
