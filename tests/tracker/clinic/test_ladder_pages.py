"""The manager's pages of the ladder: whom a clinic tells, after how long, and what happens to what was sent."""

import base64
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from recovery.alerts import addresses, health, ladder
from recovery.alerts.delivery import GIVE_UP_AFTER, LATEST, deliver_owed
from recovery.alerts.models import Address, ChannelKind, Delivery, Rung, Shift, Until
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, make_clinic, make_staff
from tracker.channels import send, webhook

LADDER = reverse("clinic:ladder")
DELIVERIES = reverse("clinic:deliveries")
ADD_ADDRESS = reverse("clinic:add_address")
ADD_RUNG = reverse("clinic:add_rung")
HOOK = "https://pager.noord.example/alerts?team=1"
NO_SUCH = 10**30


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def client(as_user: Callable[[User], Client], manager: User) -> Client:
    """The manager, who reads English; a worker works."""
    health.beat(now=OFFICE_HOURS)
    return in_english(as_user(manager))


@pytest.fixture
def alarm(clinic: Clinic) -> Address:
    """The address on the clinic's ladder, in office hours and outside."""
    return addresses.addresses_of(clinic)[0]


@pytest.fixture
def pager(clinic: Clinic) -> Address:
    return addresses.add(clinic, kind=ChannelKind.WEBHOOK, name="Pager", target=HOOK)


def in_english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


def read(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def post(client: Client, url: str, **data: object) -> str:
    """Where it leads to."""
    return client.post(url, data, follow=True).content.decode()


def of(name: str, *args: object) -> str:
    return reverse(f"clinic:{name}", args=args)


def step(address: Address, /, **fields: object) -> dict[str, object]:
    return {"when": "both", "after_minutes": "15", "until": "taken", "address": address.pk} | fields


def refuse(owed: Delivery) -> None:
    raise ConnectionRefusedError("<b>nobody</b> there")


def fail_for_good() -> Delivery:
    deliver_owed(refuse, clock=lambda: OFFICE_HOURS + GIVE_UP_AFTER + timedelta(seconds=1))
    return Delivery.objects.get()


# The ladder


def test_the_ladder_reads_as_sentences(
    client: Client, clinic: Clinic, alarm: Address, pager: Address
) -> None:
    for minutes, until in ((15, Until.TAKEN), (240, Until.CLOSED), (1530, Until.CLOSED)):
        ladder.add_rung(clinic, shifts=[Shift.OFFICE], after_minutes=minutes, until=until, address=pager)
    page = read(client, LADDER)
    steps = re.findall(r"<strong>(.*?):</strong>", page)
    assert steps == [
        "At once",
        "After 15 minutes, if nobody has taken it",
        "After 4 hours, if it is not closed",
        "After 1 day, 1 hour and 30 minutes, if it is not closed",
        "At once",
    ]
    assert "nobody gets a message" not in page


def test_hours_in_which_nobody_is_told_come_first(client: Client, clinic: Clinic) -> None:
    Rung.objects.filter(shift=Shift.OUTSIDE).delete()
    page = read(client, LADDER)
    assert page.index("Outside office hours nobody gets a message.") < page.index("<h1")
    assert "In office hours nobody" not in page


def test_hours_in_which_nobody_is_told_at_once_are_named(
    client: Client, clinic: Clinic, alarm: Address
) -> None:
    Rung.objects.filter(shift=Shift.OFFICE).update(after_minutes=90)
    assert (
        "In office hours nobody gets a message at once. The first goes after 1 hour and 30 minutes."
        in read(client, LADDER)
    )


def test_a_clinic_without_an_address_is_told_so(client: Client, alarm: Address, manager: User) -> None:
    addresses.retire(alarm, by=manager, now=OFFICE_HOURS)
    page = read(client, LADDER)
    assert page.index("This clinic has no address") < page.index("<h1")
    assert ADD_RUNG not in page
    assert ADD_ADDRESS in page


@pytest.mark.parametrize(
    ("when", "shifts"),
    [("both", list(Shift)), ("office", [Shift.OFFICE]), ("outside", [Shift.OUTSIDE])],
)
def test_a_step_is_set_in_the_hours_that_were_chosen(
    client: Client, clinic: Clinic, pager: Address, when: str, shifts: list[Shift]
) -> None:
    for _twice in range(2):
        page = post(client, ADD_RUNG, **step(pager, when=when, until="closed"))
        assert "The step is on the ladder." in page
    set_now = [rung for rung in ladder.rungs_of(clinic) if rung.address == pager]
    assert [(rung.shift, rung.after_minutes, rung.until) for rung in set_now] == [
        (shift, 15, Until.CLOSED) for shift in shifts
    ]


def test_a_step_at_once_waits_for_nothing(client: Client, pager: Address) -> None:
    post(client, ADD_RUNG, **step(pager, after_minutes="0", until="closed"))
    assert {rung.until for rung in Rung.objects.filter(address=pager)} == {Until.TAKEN}


@pytest.mark.parametrize("minutes", ["0", "10080"])
def test_a_step_is_at_most_a_week_after_the_alert(client: Client, pager: Address, minutes: str) -> None:
    post(client, ADD_RUNG, **step(pager, after_minutes=minutes))
    assert Rung.objects.filter(address=pager, after_minutes=minutes).count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"after_minutes": "10081"},
        {"after_minutes": "-1"},
        {"after_minutes": "1.5"},
        {"after_minutes": "soon"},
        {"after_minutes": ""},
        {"after_minutes": "9" * 5000},
        {"when": "never"},
        {"until": ""},
        {"address": ""},
        {"address": str(NO_SUCH)},
    ],
)
def test_a_wrong_step_is_refused_with_a_sentence(
    client: Client, pager: Address, fields: dict[str, str]
) -> None:
    page = post(client, ADD_RUNG, **step(pager, **fields))
    assert "error-summary" in page
    assert '<details class="more" open' in page
    assert not Rung.objects.filter(address=pager).exists()


def test_a_step_to_a_retired_or_foreign_address_is_refused(
    client: Client, pager: Address, manager: User
) -> None:
    foreign = addresses.add(
        make_clinic("Zuid", alert_email=""), kind=ChannelKind.EMAIL, name="Z", target="z@zuid.example"
    )
    addresses.retire(pager, by=manager, now=OFFICE_HOURS)
    for address in (foreign, pager):
        assert "This address is no longer in use." in post(client, ADD_RUNG, **step(address))
        assert not Rung.objects.filter(address=address).exists()


def test_a_step_is_removed_once(client: Client, clinic: Clinic) -> None:
    rung = ladder.rungs_of(clinic)[0]
    assert "The step is removed." in post(client, of("remove_rung", rung.pk))
    assert "In office hours nobody gets a message." in read(client, LADDER)
    assert "This step was removed already." in post(client, of("remove_rung", rung.pk))
    assert "This step was removed already." in post(client, of("remove_rung", NO_SUCH))


# Addresses


def test_an_address_is_added_and_says_that_it_is_on_no_step(client: Client, clinic: Clinic) -> None:
    page = post(client, ADD_ADDRESS, kind="email", name=" Poli ", target="poli@noord.example")
    assert "Poli is added." in page
    assert "On no step" in page
    assert [address.name for address in addresses.addresses_of(clinic)] == ["Poli", "alarm@noord.example"]


def test_a_doubled_post_adds_one_address(client: Client, clinic: Clinic) -> None:
    for sentence in ("Poli is added.", "Your clinic has this address already."):
        assert sentence in post(client, ADD_ADDRESS, kind="email", name="Poli", target="poli@noord.example")
    assert len(addresses.addresses_of(clinic)) == 2


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("email", ""),
        ("email", "poli"),
        ("email", "poli@noord"),
        ("email", f"a@{'é' * 60}.nl"),
        ("email", "a@b.nl\r\nBcc: c@d.nl"),
        ("email", HOOK),
        ("webhook", "poli@noord.example"),
        ("webhook", "http://pager.noord.example/"),
        ("webhook", "ftp://pager.noord.example/"),
        ("webhook", "https://"),
        ("webhook", "https:///alerts"),
        ("webhook", "https://pager.example:99999/"),
        ("webhook", "https://pager.example:0/"),
        ("webhook", "https://pager.example:port/"),
        ("webhook", "https://[::1/"),
        ("webhook", "https://a..b/"),
        ("webhook", "https://user@pager.example/"),
        ("webhook", "https://user:secret@pager.example/"),
        ("webhook", "https://@pager.example/"),
        ("webhook", "https://pager.example/#part"),
        ("webhook", "https://pager.example/#"),
        ("webhook", "https://pager.example/a b"),
        ("webhook", "https://pager.example/a\nb"),
        ("webhook", "https://pager.example/é"),
        ("webhook", f"https://pager.example/{'a' * 500}"),
        ("webhook", "http://127.0.0.1:9000/"),
        ("fax", "030 123 45 67"),
    ],
)
def test_an_address_that_nothing_can_be_sent_to_is_refused(
    client: Client, clinic: Clinic, kind: str, target: str
) -> None:
    assert "error-summary" in post(client, ADD_ADDRESS, kind=kind, name="Poli", target=target)
    assert len(addresses.addresses_of(clinic)) == 1


@pytest.mark.parametrize("name", ["", "  ", "a" * 81])
def test_a_name_that_cannot_be_is_refused(client: Client, alarm: Address, name: str) -> None:
    assert "error-summary" in post(client, ADD_ADDRESS, kind="email", name=name, target="a@b.nl")
    assert "error-summary" in post(client, of("address", alarm.pk), name=name, target="a@b.nl")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/x", "http://[::1]:9000/", "http://localhost/"])
def test_a_demo_may_send_plainly_to_this_machine(
    client: Client, clinic: Clinic, settings: Settings, url: str
) -> None:
    settings.DEMO = True
    assert "Pager is added." in post(client, ADD_ADDRESS, kind="webhook", name="Pager", target=url)


@pytest.mark.parametrize("url", ["http://pager.example/", "http://127.0.0.1.example/"])
def test_a_demo_may_not_send_plainly_to_another_machine(client: Client, settings: Settings, url: str) -> None:
    settings.DEMO = True
    page = post(client, ADD_ADDRESS, kind="webhook", name="Pager", target=url)
    assert "The URL must begin with https://" in page


def test_a_webhook_shows_the_secret_that_it_is_signed_with(client: Client, clinic: Clinic) -> None:
    page = post(client, ADD_ADDRESS, kind="webhook", name="Pager", target=HOOK)
    pager = Address.objects.get(name="Pager")
    secret = webhook.secret_of(pager)
    assert secret in page
    assert "&quot;urgency&quot;: &quot;now&quot;" in page
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32


def test_an_e_mail_address_has_no_secret(client: Client, alarm: Address) -> None:
    assert "whsec_" not in read(client, of("address", alarm.pk))
    assert client.get(of("renew_secret", alarm.pk))["Location"] == of("address", alarm.pk)
    assert "whsec_" not in post(client, of("renew_secret", alarm.pk))


def test_a_new_secret_is_made_after_asking(client: Client, pager: Address) -> None:
    old = webhook.secret_of(pager)
    assert "Make a new secret for Pager?" in read(client, of("renew_secret", pager.pk))
    assert old in read(client, of("address", pager.pk))
    page = post(client, of("renew_secret", pager.pk))
    pager.refresh_from_db()
    assert old not in page
    assert webhook.secret_of(pager) in page


def test_an_address_is_corrected(client: Client, alarm: Address) -> None:
    page = post(client, of("address", alarm.pk), name="Desk", target="desk@noord.example")
    assert "Desk is changed." in page
    assert "desk@noord.example" in page


def test_an_address_is_not_corrected_into_another_one(client: Client, alarm: Address, clinic: Clinic) -> None:
    addresses.add(clinic, kind=ChannelKind.EMAIL, name="Poli", target="poli@noord.example")
    page = post(client, of("address", alarm.pk), name="Alarm", target="poli@noord.example")
    assert "Your clinic has this address already." in page


def test_retiring_says_first_what_it_means(client: Client, patient: Patient, alarm: Address) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    page = read(client, of("retire_address", alarm.pk))
    assert "1 message that is still owed here is given up, under your name." in page
    assert "In office hours nobody gets a message." in page
    assert "Outside office hours nobody gets a message." in page
    alarm.refresh_from_db()
    assert alarm.retired_at is None
    assert "is out of use" in post(client, of("retire_address", alarm.pk))
    assert "under the name of M. Post" in read(client, DELIVERIES)


def test_retiring_is_no_cause_for_what_is_so_already(client: Client, pager: Address) -> None:
    Rung.objects.filter(shift=Shift.OUTSIDE).delete()
    assert "nobody gets a message" not in read(client, of("retire_address", pager.pk))


def test_an_old_page_of_a_retired_address_says_that_it_is_no_longer_in_use(
    client: Client, pager: Address, manager: User
) -> None:
    addresses.retire(pager, by=manager, now=OFFICE_HOURS)
    for name in ("address", "test_address", "renew_secret", "retire_address"):
        assert "Pager is no longer in use." in post(client, of(name, pager.pk), name="P", target=HOOK)
    assert not Delivery.objects.exists()


def test_who_is_second_to_retire_while_the_first_does_is_told(
    client: Client, pager: Address, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = addresses.address_of

    def and_then_retired(clinic: Clinic, pk: int) -> Address | None:
        address = found(clinic, pk)
        if address:
            addresses.retire(address, by=manager, now=OFFICE_HOURS)
        return address

    monkeypatch.setattr(addresses, "address_of", and_then_retired)
    for name in ("address", "renew_secret", "retire_address"):
        Address.objects.filter(pk=pager.pk).update(retired_at=None)
        assert "Pager is no longer in use." in post(client, of(name, pager.pk), name="P", target=HOOK)


# A test


def test_a_test_is_owed_and_then_sent(client: Client, alarm: Address) -> None:
    page = post(client, of("test_address", alarm.pk))
    assert "A test to alarm@noord.example is on its way." in page
    assert "Not tried yet. Next try as soon as possible." in page
    deliver_owed(send)
    page = read(client, DELIVERIES)
    assert "Nothing is waiting to be sent." in page
    assert "Sent 18 November 2026, 10:00." in page
    assert mail.outbox[0].to == ["alarm@noord.example"]


def test_a_test_that_fails_says_why_in_words(client: Client, alarm: Address) -> None:
    post(client, of("test_address", alarm.pk))
    deliver_owed(refuse)
    page = read(client, DELIVERIES)
    assert "Tried 1 time. Next try at 10:00:05." in page
    assert "The other side refused the connection." in page
    assert "ConnectionRefusedError: &lt;b&gt;nobody&lt;/b&gt; there" in page


def test_a_test_does_not_say_that_it_went_when_no_worker_works(
    client: Client, alarm: Address, clinic: Clinic
) -> None:
    health.beat(now=OFFICE_HOURS - timedelta(hours=2))
    assert "the program that sends them stopped 2 hours ago" in post(client, of("test_address", alarm.pk))
    health.Heartbeat.objects.all().delete()
    assert "the program that sends them has never run" in read(client, DELIVERIES)
    health.beat(now=OFFICE_HOURS - health.BOUND)
    assert "No message leaves" not in read(client, DELIVERIES)


# What was owed


def test_what_failed_for_good_stands_on_every_page_until_it_is_answered_for(
    client: Client, patient: Patient, alarm: Address
) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    failed = fail_for_good()
    for url in (LADDER, DELIVERIES, ADD_ADDRESS, of("address", alarm.pk), of("retire_address", alarm.pk)):
        assert "1 message could not be sent, and is not tried any more." in read(client, url)
    page = post(client, of("give_up", failed.pk))
    assert "could not be sent" not in page
    assert "under the name of M. Post" in page


def test_what_failed_for_good_is_tried_again(client: Client, patient: Patient) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    failed = fail_for_good()
    assert "is tried again" in post(client, of("try_again", failed.pk))
    assert "is tried already" in post(client, of("try_again", failed.pk))
    deliver_owed(send)
    assert "Sent 18 November 2026, 10:00. Tried 2 times." in read(client, DELIVERIES)
    assert "Nothing was changed." in post(client, of("give_up", failed.pk))


def test_what_is_owed_can_be_stopped_by_name(client: Client, patient: Patient, alarm: Address) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    owed = Delivery.objects.get()
    page = post(client, of("give_up", owed.pk))
    assert "This message is not tried any more." in page
    assert "Not tried any more since 18 November 2026, 10:00, under the name of M. Post." in page
    assert "Nothing was changed." in post(client, of("give_up", owed.pk))
    addresses.retire(alarm, by=patient.user, now=OFFICE_HOURS)
    assert "is no longer in use" in post(client, of("try_again", owed.pk))


def test_what_nobody_needed_any_more_says_so(client: Client, patient: Patient) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    Delivery.objects.update(dropped_at=OFFICE_HOURS)
    assert "no longer needed, because the alert was taken or closed" in read(client, DELIVERIES)


def test_thousands_of_owed_messages_make_no_endless_page(client: Client, clinic: Clinic) -> None:
    for number in range(LATEST + 2):
        desk = addresses.add(clinic, kind=ChannelKind.EMAIL, name="Desk", target=f"d{number}@noord.example")
        addresses.send_test(desk, now=OFFICE_HOURS)
    page = read(client, DELIVERIES)
    assert page.count("Not tried yet.") == LATEST
    assert "And 2 more." in page


# Whose it is


def everything(address: Address, rung: Rung, owed: Delivery) -> list[str]:
    named = ("address", "test_address", "renew_secret", "retire_address")
    return [
        LADDER,
        DELIVERIES,
        ADD_ADDRESS,
        ADD_RUNG,
        *(of(name, address.pk) for name in named),
        of("remove_rung", rung.pk),
        of("give_up", owed.pk),
        of("try_again", owed.pk),
    ]


@pytest.fixture
def owed(patient: Patient) -> Delivery:
    log(patient, flagged(note="geheim van Anna"), now=OFFICE_HOURS)
    return Delivery.objects.get()


def test_the_manager_of_another_clinic_changes_nothing_here(
    as_user: Callable[[User], Client], clinic: Clinic, owed: Delivery
) -> None:
    other = as_user(make_staff(make_clinic("Zuid", alert_email=""), "p@zuid.example", "manager", "P."))
    rung = ladder.rungs_of(clinic)[0]
    for url in everything(owed.address, rung, owed):
        answer = other.post(url, {"name": "X", "target": "x@zuid.example"})
        assert "alarm@noord.example" not in answer.content.decode()
        if url not in {LADDER, DELIVERIES, ADD_ADDRESS, ADD_RUNG, of("remove_rung", rung.pk)}:
            assert answer.status_code == 404
    assert rung in ladder.rungs_of(clinic)
    assert addresses.addresses_of(clinic) == [owed.address]
    owed.refresh_from_db()
    assert owed.state == "owed"


def test_what_does_not_exist_is_not_found(client: Client) -> None:
    for name in ("address", "test_address", "renew_secret", "retire_address", "give_up", "try_again"):
        assert client.post(of(name, NO_SUCH)).status_code == 404


def test_a_neurologist_and_a_patient_have_no_business_here(
    as_neurologist: Client, as_patient: Client, clinic: Clinic, owed: Delivery
) -> None:
    for url in everything(owed.address, ladder.rungs_of(clinic)[0], owed):
        for nobody in (as_neurologist, as_patient):
            assert nobody.get(url).status_code == 404
            assert nobody.post(url).status_code == 404


def test_no_page_of_a_manager_names_the_patient(
    client: Client, clinic: Clinic, owed: Delivery, pager: Address
) -> None:
    deliver_owed(refuse)
    pages = [read(client, url) for url in everything(owed.address, ladder.rungs_of(clinic)[0], owed)[:3]]
    fail_for_good()
    pages += [read(client, DELIVERIES), read(client, of("address", pager.pk))]
    assert "Alert not taken yet" not in pages[1]
    assert "New alert" in pages[1]
    for page in pages:
        for secret in ("Anna", "anna@", "geheim", "bladder", "Bladder", str(owed.alert_id)):
            assert secret not in page


def test_what_is_only_to_be_sent_leads_back_when_looked_at(
    client: Client, clinic: Clinic, owed: Delivery
) -> None:
    rung = ladder.rungs_of(clinic)[0]
    for name, args, back in (
        ("add_rung", [], LADDER),
        ("remove_rung", [rung.pk], LADDER),
        ("test_address", [owed.address_id], LADDER),
        ("give_up", [owed.pk], DELIVERIES),
        ("try_again", [owed.pk], DELIVERIES),
    ):
        assert client.get(of(name, *args))["Location"] == back
    assert rung in ladder.rungs_of(clinic)
    assert Delivery.objects.get().state == "owed"


def test_the_menu_of_a_manager_leads_to_the_ladder_and_that_of_a_neurologist_does_not(
    client: Client, as_neurologist: Client
) -> None:
    page = read(client, reverse("clinic:invite"))
    assert LADDER in page
    assert DELIVERIES in page
    assert LADDER not in read(as_neurologist, reverse("clinic:invite"))
