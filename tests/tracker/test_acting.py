"""A proxy in somebody's diary: in by the address alone, and out when it is ended. Which pages: see matrix/."""

from collections.abc import Callable
from threading import get_ident
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from recovery.alerts.models import Alert
from recovery.journal.models import Arrived, Entry
from recovery.people import proxies
from recovery.people.models import Clinic, Patient, Proxy, User
from tests.cast import accepted, flagged, log, make_user, posted, quiet


@pytest.fixture
def karin(db: None) -> User:
    return make_user("karin@example.nl", "Karin de Wit")


@pytest.fixture
def as_karin(karin: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(karin)


@pytest.fixture
def alert(patient: Patient) -> Alert:
    done = log(patient, flagged(note="geheim van Anna"), now=timezone.now())
    assert done.alert
    return done.alert


def within(patient: Patient, path: str) -> str:
    return f"/for/{patient.ref}{path}"


def today_of(patient: Patient) -> str:
    return within(patient, reverse("patient:day", args=[timezone.localdate()]))


@pytest.mark.parametrize("who", ["signed out", "stranger", "other neurologist"])
def test_whoever_is_no_proxy_finds_no_diary_by_its_address(
    who: str, patient: Patient, as_user: Callable[[User], Client], request: pytest.FixtureRequest
) -> None:
    url = within(patient, "/today/")
    match who:
        case "signed out":
            answer = Client().get(url)
            assert answer.status_code == 302
            assert answer["Location"] == f"/account/login/?next={url}"
            return
        case "stranger":
            client = as_user(request.getfixturevalue("stranger").user)
        case _:
            client = as_user(request.getfixturevalue("other_neurologist"))
    answer = client.get(url)
    assert answer.status_code == 404
    assert "Anna" not in answer.content.decode()
    assert client.get(f"/for/{uuid4()}/today/").status_code == 404


@pytest.mark.parametrize(
    "rest",
    [
        "/for/{ref}/today/",
        "//today/",
        "/%2Ftoday/",
        "/..%2F..%2Fclinic/",
        "/clinic/",
        "/account/login/",
        "/static/site.css",
        "/fhir/Patient",
        "/health/",
        "/language/",
        "/diaries/",
        "/nothing/",
    ],
)
def test_nothing_but_the_pages_of_the_table_lies_in_a_diary(
    rest: str, patient: Patient, karin: User, as_karin: Client
) -> None:
    accepted(patient, karin)
    answer = as_karin.get(within(patient, rest.format(ref=patient.ref)))
    assert answer.status_code == 404
    assert get_script_prefix() == "/"


@pytest.mark.parametrize("ref", ["0", "x" * 36, "{upper}", "{ref}0", "-" * 36])
def test_an_address_that_is_not_quite_one_is_no_page(
    ref: str, patient: Patient, karin: User, as_karin: Client
) -> None:
    accepted(patient, karin)
    told = ref.format(ref=patient.ref, upper=str(patient.ref).upper())
    answer = as_karin.get(f"/for/{told}/today/")
    assert answer.status_code == 404


def test_every_link_of_a_page_stays_in_the_diary_but_those_of_the_own_account(
    patient: Patient, karin: User, as_karin: Client
) -> None:
    accepted(patient, karin)
    log(patient, quiet())
    page = as_karin.get(within(patient, "/course/")).content.decode()
    prefix = within(patient, "/")
    assert f'href="{prefix}today/"' in page
    assert 'href="/today/"' not in page
    assert 'action="/language/"' in page
    assert 'href="/account/logout/"' in page
    assert f'href="{prefix}details/"' not in page
    assert 'href="/static/' in page


def test_the_own_pages_are_not_changed_by_a_diary_of_somebody_else(
    patient: Patient, stranger: Patient, as_user: Callable[[User], Client]
) -> None:
    accepted(patient, stranger.user)
    client = as_user(stranger.user)
    client.get(within(patient, "/today/"))
    page = client.get("/today/").content.decode()
    assert "/for/" not in page
    assert "acting-bar" not in page


def test_a_fault_leaves_no_beginning_behind(
    patient: Patient, karin: User, as_karin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted(patient, karin)
    as_karin.raise_request_exception = False
    monkeypatch.setattr("tracker.patient.days.days_page", lambda *_args: 1 / 0)
    thread = get_ident()
    answer = as_karin.get(within(patient, "/course/days/"))
    assert answer.status_code == 500
    assert "tel:" in answer.content.decode()
    assert get_ident() == thread
    assert get_script_prefix() == "/"
    assert reverse("patient:today") == "/today/"


def test_whose_diary_it_is_stands_on_every_page_of_it(
    patient: Patient, karin: User, as_karin: Client, alert: Alert
) -> None:
    accepted(patient, karin)
    for path in ("/today/", "/course/", "/care/", "/visit/", "/urgent/", "/phone/", "/nothing/"):
        page = as_karin.get(within(patient, path)).content.decode()
        assert "acting-bar" in page
        assert "Anna Bos" in page


def test_the_banner_and_the_number_are_those_of_the_patient(
    patient: Patient, karin: User, as_karin: Client, alert: Alert
) -> None:
    accepted(patient, karin)
    page = as_karin.get(within(patient, "/today/"))
    assert page.context["banner"]
    assert f'href="{within(patient, "/urgent/")}"' in page.content.decode()
    assert as_karin.get(within(patient, "/phone/")).context["phones"]
    assert "phones" not in as_karin.get("/phone/").context


def test_nothing_of_it_is_stored(patient: Patient, karin: User, as_karin: Client) -> None:
    accepted(patient, karin)
    assert "no-store" in as_karin.get(within(patient, "/today/"))["Cache-Control"]


def test_a_slash_that_is_missing_leads_within_the_diary(
    patient: Patient, karin: User, as_karin: Client
) -> None:
    accepted(patient, karin)
    answer = as_karin.get(within(patient, "/today"))
    assert answer.status_code == 301
    assert answer["Location"] == within(patient, "/today/")


def test_a_form_without_its_token_is_refused(patient: Patient, karin: User) -> None:
    accepted(patient, karin)
    client = Client(enforce_csrf_checks=True)
    client.force_login(karin)
    assert client.post(today_of(patient), posted()).status_code == 403
    assert not Entry.objects.exists()


def test_a_proxy_who_works_at_a_clinic_has_both(
    patient: Patient, other_neurologist: User, as_user: Callable[[User], Client]
) -> None:
    accepted(patient, other_neurologist)
    client = as_user(other_neurologist)
    assert client.get("/", follow=True).request["PATH_INFO"] == reverse("clinic:caseload")
    assert reverse("diaries") in client.get(reverse("clinic:caseload")).content.decode()
    page = client.get(within(patient, "/today/"))
    assert page.status_code == 200
    assert reverse("clinic:caseload") not in page.content.decode()
    assert client.get(reverse("clinic:review", args=[patient.ref])).status_code == 404


def test_a_patient_helps_another_patient_and_writes_in_the_right_diary(
    patient: Patient, stranger: Patient, as_user: Callable[[User], Client]
) -> None:
    accepted(patient, stranger.user)
    client = as_user(stranger.user)
    client.post(today_of(patient), posted())
    entry = Entry.objects.get()
    assert (entry.patient, entry.written_by) == (patient, stranger.user)


def test_after_signing_in_a_proxy_chooses_a_diary(patient: Patient, karin: User, as_karin: Client) -> None:
    accepted(patient, karin)
    answer = as_karin.get("/", follow=True)
    assert answer.request["PATH_INFO"] == reverse("diaries")
    page = answer.content.decode()
    assert f'href="{within(patient, "/today/")}"' in page
    assert reverse("patient:start") in page


def test_a_proxy_ends_it_too(patient: Patient, karin: User, as_karin: Client) -> None:
    proxy = accepted(patient, karin)
    assert as_karin.get(reverse("end_helping", args=[proxy.ref])).status_code == 200
    as_karin.post(reverse("end_helping", args=[proxy.ref]))
    assert Proxy.objects.get().ended_by == karin
    assert as_karin.get(within(patient, "/today/")).status_code == 404


def test_a_reader_who_ticks_a_sign_is_shown_the_patients_number(
    patient: Patient, karin: User, as_karin: Client
) -> None:
    accepted(patient, karin, may_write=False)
    answer = as_karin.post(today_of(patient), posted(signs=["bladder"], none_new=None))
    assert answer.status_code == 403
    assert "tel:" in answer.content.decode().split("<h1")[0].split("phone-now")[1]
    assert not Entry.objects.exists()
    assert not Alert.objects.exists()


def test_who_wrote_stands_beside_the_day(
    patient: Patient, karin: User, as_karin: Client, as_patient: Client, as_neurologist: Client
) -> None:
    accepted(patient, karin)
    log(patient, quiet(), day=timezone.localdate())
    own = as_patient.get("/course/").content.decode()
    assert "tag-writer" not in own
    as_karin.post(today_of(patient), posted(leg_pain="9"))
    pages = (
        as_patient.get("/course/"),
        as_patient.get("/course/days/"),
        as_neurologist.get(reverse("clinic:review", args=[patient.ref])),
    )
    for page in pages:
        assert "Karin (" in page.content.decode()


def test_an_alert_says_who_reported_it(
    clinic: Clinic, patient: Patient, karin: User, as_karin: Client, as_neurologist: Client
) -> None:
    accepted(patient, karin)
    answer = as_karin.post(today_of(patient), posted(signs=["bladder"], none_new=None))
    assert answer["Location"] == within(patient, "/urgent/")
    assert Alert.objects.get().raised_by == karin
    assert "Karin (" in as_neurologist.get(reverse("clinic:alerts")).content.decode()
    as_karin.post(within(patient, "/urgent/contacted/"), {"alert": str(Alert.objects.get().pk)})
    page = as_neurologist.get(reverse("clinic:review", args=[patient.ref])).content.decode()
    assert page.count("Karin (") >= 2


def test_what_is_said_of_one_diary_is_not_shown_in_another(
    patient: Patient, stranger: Patient, as_user: Callable[[User], Client]
) -> None:
    accepted(patient, stranger.user)
    client = as_user(stranger.user)
    client.post(today_of(patient), posted())
    said = "staat in uw dagboek"
    assert said not in client.get("/course/").content.decode()
    assert said not in client.get(reverse("diaries")).content.decode()
    client.post(reverse("patient:day", args=[timezone.localdate()]), posted(leg_pain="1"))
    theirs = client.get(within(patient, "/course/")).content.decode()
    assert theirs.count(said) == 1
    assert "Beenpijn: 5" in theirs
    assert said not in client.get(within(patient, "/course/")).content.decode()
    own = client.get("/course/").content.decode()
    assert own.count(said) == 1
    assert "Beenpijn: 1" in own


def test_an_id_of_a_phone_is_none_of_a_diary_of_somebody_else(
    patient: Patient, stranger: Patient, as_user: Callable[[User], Client]
) -> None:
    accepted(patient, stranger.user)
    client, sent = as_user(stranger.user), str(uuid4())
    client.post(today_of(patient), posted(phone_id=sent, phone_record=str(stranger.ref)))
    assert Entry.objects.get().patient == patient
    assert not Arrived.objects.exists()


@pytest.mark.parametrize("path", ["/app/queue/", "/app/snapshot/", "/app/this-phone/", "/sw.js", "/offline/"])
def test_nothing_of_the_phone_lies_in_a_diary_of_somebody_else(
    path: str, patient: Patient, karin: User, as_karin: Client
) -> None:
    accepted(patient, karin)
    assert as_karin.get(within(patient, path)).status_code == 404
    page = as_karin.get(within(patient, "/today/")).content.decode()
    assert "app/phone" not in page
    assert "app/store" not in page
    assert "data-record" not in page


def test_who_wrote_stands_beside_all_that_a_proxy_writes(
    patient: Patient, karin: User, as_karin: Client, as_patient: Client, as_neurologist: Client
) -> None:
    accepted(patient, karin)
    for path, sent in (
        ("/medicines/add/", {"name": "Ibuprofen", "painkiller": "nsaid"}),
        ("/activities/", {"name": "naar de winkel lopen"}),
        ("/body/", {"marks": ["knee_left:pain"]}),
        ("/visit/prepare/", {"matters": "weer fietsen", "send": "yes", "to": str(patient.clinic_id)}),
        ("/weekly/", {"answer": "same", "none_new": "on"}),
        ("/recovered/", {"effect": "1"}),
        ("/aftercare/steps/add/", {"kind": "walking", "what": "lopen", "amount": "10 minuten"}),
    ):
        answer = as_karin.post(within(patient, path), sent)
        assert answer.status_code == 302, path
    ref = [patient.ref]
    for client, path in (
        (as_patient, "/medicines/"),
        (as_patient, "/activities/"),
        (as_patient, "/body/"),
        (as_patient, "/visit/prepare/"),
        (as_patient, "/course/"),
        (as_patient, "/aftercare/"),
        (as_neurologist, reverse("clinic:prepared", args=ref)),
    ):
        assert "Karin (" in client.get(path).content.decode(), path
    review = as_neurologist.get(reverse("clinic:review", args=ref)).content.decode()
    assert review.count("Karin (") >= 6


def test_the_printed_sheet_bears_the_name_of_the_patient(
    patient: Patient, karin: User, as_karin: Client
) -> None:
    accepted(patient, karin)
    page = as_karin.get(within(patient, "/visit/prepare/")).content.decode()
    assert '<p class="print-only">Anna Bos' in page


@pytest.mark.parametrize("is_ended", [False, True])
def test_a_mark_that_is_a_sign_shows_a_number_where_nothing_is_saved(
    is_ended: bool, patient: Patient, karin: User, as_karin: Client
) -> None:
    proxy = accepted(patient, karin, may_write=False)
    if is_ended:
        proxies.end(proxy, by=patient.user, now=timezone.now())
    page = as_karin.post(within(patient, "/body/"), {"marks": ["genitals:numb"]}).content.decode()
    assert 'class="phone-now"' in page
    assert "tel:" in page.split("phone-now")[1]
    assert not Alert.objects.exists()
