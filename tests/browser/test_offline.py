"""The diary without a connection: the cable to the site is pulled out, and nothing is lost."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Route
from pytest_django.live_server_helper import LiveServer

from recovery.alerts.models import Alert, Delivery
from recovery.episodes import ladder
from recovery.episodes.models import Episode, Question
from recovery.journal import activities
from recovery.journal.models import Arrived, Entry, EntryVersion
from recovery.people.models import Clinic, Patient, User
from tests.browser.cable import Cable
from tests.browser.conftest import PHONE, Visit, Visitor
from tests.cast import GP, PASSWORD, accepted, log, make_clinic, make_patient, make_staff, quiet

# What a browser writes on the console when it has no connection is no fault of the page.
OFFLINE = re.compile("Failed to load resource: net::ERR_|status of 401|FetchEvent|Failed to fetch")


@pytest.fixture
def cable(live_server: LiveServer) -> Iterator[Cable]:
    site = urlsplit(live_server.url)
    cable = Cable(site.hostname or "", site.port or 0)
    yield cable
    cable.cut()


@pytest.fixture
def clinic(live_server: LiveServer) -> Clinic:
    return make_clinic()


@pytest.fixture
def patient(clinic: Clinic) -> Patient:
    return make_patient(clinic)


Owner = Callable[..., Visitor]

# A page from before somebody signed in anew in another tab.
OLD_TOKENS = "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((one) => { one.value = 'x'.repeat(64); })"

# A page that glides to where it is sent takes a tap for the score beside the one that was meant.
STANDS_AT_ONCE = "(() => { scrollTo(0, 0); scrollTo(0, 300); return scrollY === 300; })()"

# From then on nothing can be kept on the phone.
FULL = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"


@pytest.fixture
def owner(visit: Visit, cable: Cable) -> Owner:
    """Somebody on their phone, signed in, who said whether it is theirs alone."""

    def arrive(email: str = "anna@example.nl", *, own: str = "yes") -> Visitor:
        visitor = visit(PHONE, "en")
        visitor.page.context.set_default_timeout(40_000)
        visitor.address = cable.url
        visitor.page.context.add_cookies([{"name": "language", "value": "en", "url": cable.url}])
        sign_in(visitor, email, own=own)
        return visitor

    return arrive


def sign_in(visitor: Visitor, email: str, *, own: str = "yes") -> None:
    visitor.sign_in(email, PASSWORD)
    visitor.page.wait_for_url("**/today/")
    visitor.page.click(f"[data-own={own}]")
    visitor.page.wait_for_selector(f"[data-words=own-{own}]")
    visitor.page.evaluate("navigator.serviceWorker.ready")
    visitor.page.reload()
    until(visitor, "navigator.serviceWorker.controller !== null")


def day(back: int) -> str:
    return f"/day/{timezone.localdate() - timedelta(days=back)}/"


NOTHING_WAITS = "diary.get('current').then((me) => diary.waiting(me)).then((all) => !all.length)"


def until(visitor: Visitor, expression: str) -> None:
    """Wait for something to be true; the site's own policy keeps a page from evaluating it by itself."""
    for _attempt in range(400):
        if visitor.page.evaluate(expression):
            return
        visitor.page.wait_for_timeout(100)
    pytest.fail(f"never true: {expression}")


def drawn(visitor: Visitor) -> None:
    visitor.page.wait_for_selector("body[data-shell=drawn]")


def fill(visitor: Visitor, *signs: str, leg_pain: int = 5) -> None:
    """The form of a day, of the site or of the shell: they are the same."""
    page = visitor.page
    for sign in signs:
        page.check(f"[name=signs][value={sign}]")
    if not signs:
        for name, value in (("limitation", 4), ("leg_pain", leg_pain), ("back_pain", 2)):
            page.locator(f"[name={name}][value='{value}']").check(force=True)
        page.check("[name=feeling][value=normal]")
        page.check("[name=strength][value=normal]")
        page.check("[name=none_new]")
    page.click("main form .btn-primary")


def waiting(visitor: Visitor) -> int:
    record = "diary.get('current')"
    return int(
        visitor.page.evaluate(f"{record}.then((mine) => diary.waiting(mine)).then((all) => all.length)")
    )


def reconnect(visitor: Visitor, cable: Cable, url: str) -> None:
    """The cable is in again. With a sign that waits, the page may go to the number before another is open."""
    cable.mend()
    try:
        visitor.open(url)
    except PlaywrightError as error:
        if "ERR_ABORTED" not in error.message and "interrupted by another navigation" not in error.message:
            raise


def in_vain(visitor: Visitor) -> AbstractContextManager[object]:
    """What is done within is tried at once, and comes to nothing: a later try is another one."""
    return visitor.page.expect_event("requestfailed", lambda request: request.url.endswith("/app/queue/"))


def kept(visitor: Visitor) -> list[str]:
    """Everything that the phone keeps about anybody."""
    keys = """async () => {
      const open = indexedDB.open("diary");
      const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
      const all = (name) => new Promise((done) => {
        const asked = database.transaction(name).objectStore(name).getAllKeys();
        asked.onsuccess = () => done(asked.result);
      });
      return [...await all("items"), ...await all("kept")];
    }"""
    return [key for key in visitor.page.evaluate(keys) if key != "language"]


def calm(visitor: Visitor) -> None:
    """Nothing on the console but that there was no connection."""
    wrong = [text for text in visitor.complaints if not OFFLINE.search(text)]
    assert not wrong, wrong


def test_three_days_without_a_connection_one_with_a_red_flag(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    cable.cut()
    for back in (2, 1):
        anna.open(day(back))
        drawn(anna)
        fill(anna, leg_pain=back)
        anna.page.wait_for_selector("[data-say=saved]:visible")
    anna.open(day(0))
    drawn(anna)
    fill(anna, "bladder")
    anna.page.wait_for_selector(".urgent-head")
    anna.picture("offline-urgent")
    text = anna.page.inner_text("main")
    assert "Phone now" in text
    assert "not been told" in text
    assert anna.page.locator("a.call").get_attribute("href")
    anna.open("/course/")
    anna.page.wait_for_selector("[data-words=banner]")
    assert not Entry.objects.exists()
    reconnect(anna, cable, "/today/")
    anna.page.wait_for_url("**/urgent/")
    assert "told" in anna.page.inner_text("main")
    assert Entry.objects.count() == Arrived.objects.count() == 3
    alert = Alert.objects.get()
    assert alert.answered_at
    assert alert.answered_at < alert.raised_at
    assert Delivery.objects.filter(alert=alert).exists()
    assert waiting(anna) == 0
    calm(anna)


def test_beside_a_flag_that_waits_no_course_is_foretold(owner: Owner, cable: Cable, patient: Patient) -> None:
    for back in range(20, 0, -1):
        log(patient, quiet(leg_pain=5), day=timezone.localdate() - timedelta(days=back))
    anna = owner()
    cable.cut()
    anna.open("/course/")
    drawn(anna)
    assert anna.page.locator("svg .judged").count()
    anna.open(day(0))
    drawn(anna)
    fill(anna, "bladder")
    anna.page.wait_for_selector(".urgent-head")
    anna.open("/course/")
    drawn(anna)
    anna.page.wait_for_selector("[data-words=banner]")
    anna.page.wait_for_selector(".chart svg")
    assert anna.page.locator(".judged").count() == 0
    calm(anna)


def server_has_taken_it(anna: Visitor) -> None:
    """A phone gives up waiting before a busy server is done."""
    for _ in range(150):
        if Entry.objects.exists():
            return
        anna.page.wait_for_timeout(200)
    raise AssertionError("the server never took it")


def test_a_save_whose_answer_is_lost_is_taken_once(owner: Owner, cable: Cable, patient: Patient) -> None:
    anna = owner()
    anna.open(day(0))
    anna.page.wait_for_load_state("networkidle")
    cable.deaf_from = b"POST /day/"
    fill(anna, "saddle")
    anna.page.wait_for_selector("body[data-shell=drawn]")
    assert anna.page.locator(".urgent-head").count() == 1
    server_has_taken_it(anna)
    cable.cut()
    reconnect(anna, cable, "/urgent/")
    until(anna, NOTHING_WAITS)
    assert Entry.objects.count() == Alert.objects.count() == Arrived.objects.count() == 1
    assert not EntryVersion.objects.exists()
    calm(anna)


def test_a_form_that_was_open_when_the_connection_went_is_kept(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    anna.open(day(0))
    cable.cut()
    fill(anna)
    drawn(anna)
    anna.page.wait_for_selector("[data-say=saved]:visible")
    assert waiting(anna) == 1
    cable.mend()
    anna.open("/today/")
    until(anna, NOTHING_WAITS)
    assert Entry.objects.get().leg_pain == 5
    calm(anna)


def test_of_two_devices_both_are_shown(owner: Owner, cable: Cable, patient: Patient) -> None:
    anna = owner()
    cable.cut()
    anna.open(day(0))
    drawn(anna)
    fill(anna, leg_pain=3)
    anna.page.wait_for_selector("[data-say=saved]:visible")
    log(patient, quiet(leg_pain=8), day=timezone.localdate(), now=timezone.now())
    cable.mend()
    anna.open("/today/")
    anna.page.click("[data-words=two-devices] a")
    text = anna.page.inner_text("main")
    assert "filled in on two devices" in text
    assert re.search(r"Leg pain\s+8", text)
    assert re.search(r"Leg pain\s+3", text)
    calm(anna)
    anna.complaints.clear()
    anna.check()


def test_a_day_that_the_diary_cannot_take_is_told_in_words_and_not_in_codes(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    now = timezone.now()
    activities.choose(ladder.current(patient), name="Walking the dog", by=patient.user, now=now)
    anna = owner()
    cable.cut()
    anna.open(day(0))
    drawn(anna)
    anna.page.locator("[name^=activity_][value='7']").check(force=True)
    anna.page.click("main details summary")
    anna.page.fill("[name=note]", "<b>On the train</b>")
    anna.page.check("[name=sleep][value=hardly]")
    fill(anna, leg_pain=3)
    anna.page.wait_for_selector("[data-say=saved]:visible")
    Episode.objects.update(onset=timezone.localdate() + timedelta(days=1))
    cable.mend()
    anna.open("/phone/")
    refused = anna.page.locator("[data-words=refused]")
    refused.wait_for()
    assert f"{timezone.localdate():%-d %B %Y}: this day came" in refused.inner_text()
    assert refused.locator("li").all_inner_texts() == [
        "Limitation: 4",
        "Leg pain: 3",
        "Back pain: 2",
        "Walking the dog: 7",
        "Feeling in the leg: Normal",
        "Strength in the leg: Normal",
        "New or different: none of these",
        "Sleep: Hardly slept",
        "Note: <b>On the train</b>",
    ]
    calm(anna)
    anna.complaints.clear()
    anna.check()


def test_signed_out_the_queue_waits_and_goes_after_signing_in(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    cable.cut()
    anna.open(day(0))
    drawn(anna)
    fill(anna)
    anna.page.wait_for_selector("[data-say=saved]:visible")
    anna.page.context.clear_cookies(name="session")
    cable.mend()
    anna.open("/phone/")
    anna.page.wait_for_selector("[data-words=sign-in]")
    assert not Entry.objects.exists()
    anna.sign_in("anna@example.nl", PASSWORD)
    anna.page.wait_for_url("**/today/")
    until(anna, NOTHING_WAITS)
    assert Entry.objects.count() == 1
    calm(anna)


def test_two_people_on_one_phone_see_and_send_only_what_is_theirs(
    owner: Owner, cable: Cable, patient: Patient, clinic: Clinic
) -> None:
    make_patient(clinic, "kees@example.nl", name="Kees Dal")
    phone = owner()
    cable.cut()
    phone.open(day(0))
    drawn(phone)
    fill(phone, "bladder")
    phone.page.wait_for_selector(".urgent-head")
    phone.page.context.clear_cookies(name="session")
    cable.mend()
    sign_in(phone, "kees@example.nl")
    phone.open("/course/")
    phone.page.wait_for_load_state("networkidle")
    assert phone.page.locator("[data-words=banner], [data-words=waiting]").count() == 0
    assert not Arrived.objects.exists()
    phone.page.context.clear_cookies(name="session")
    phone.sign_in("anna@example.nl", PASSWORD)
    phone.page.wait_for_url("**/urgent/")
    assert Alert.objects.get().patient == patient


def test_on_a_shared_phone_nothing_is_kept_and_the_answers_stay_on_the_screen(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner(own="no")
    anna.open(day(0))
    cable.cut()
    fill(anna, "bladder")
    drawn(anna)
    anna.page.wait_for_selector("[data-say=shared]:visible")
    anna.page.wait_for_selector("#danger .urgent-head")
    assert "Nobody gets a message about this" in anna.page.inner_text("#danger")
    assert anna.page.is_checked("[name=signs][value=bladder]")
    assert not [key for key in kept(anna) if not key.startswith(("own:", "current"))]
    anna.open("/course/")
    drawn(anna)
    assert "Nothing of your diary is kept" in anna.page.inner_text("main")
    calm(anna)


@pytest.mark.parametrize("sign", [(), ("bladder",)])
def test_on_a_shared_phone_saving_again_with_a_connection_sends_it(
    owner: Owner, cable: Cable, patient: Patient, sign: tuple[str, ...]
) -> None:
    anna = owner(own="no")
    anna.open(day(0))
    cable.cut()
    fill(anna, *sign)
    drawn(anna)
    anna.page.wait_for_selector("[data-say=shared]:visible")
    with in_vain(anna):
        anna.page.click("main form .btn-primary")
    assert anna.page.is_visible("[data-say=shared]")
    cable.mend()
    anna.page.click("main form .btn-primary")
    anna.page.wait_for_url("**/urgent/" if sign else "**/today/")
    assert Entry.objects.get().signs == list(sign)
    assert Alert.objects.count() == len(sign)
    calm(anna)


def test_what_a_broken_store_could_not_keep_is_sent_when_it_is_saved_again(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    cable.cut()
    anna.open(day(0))
    drawn(anna)
    anna.page.evaluate(f"() => {{ {FULL} }}")
    with in_vain(anna):
        fill(anna, "saddle")
    assert anna.page.is_visible("[data-say=broken]")
    cable.mend()
    anna.page.click("main form .btn-primary")
    anna.page.wait_for_url("**/urgent/")
    assert Alert.objects.get().day == timezone.localdate()


def test_weakness_in_a_form_that_is_not_whole_is_sent_and_the_form_stays(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    cable.cut()
    anna.open(day(0))
    drawn(anna)
    anna.page.locator("[name=leg_pain][value='7']").check(force=True)
    anna.page.check("[name=strength][value=worse]")
    cable.mend()
    anna.page.click("main form .btn-primary")
    anna.page.wait_for_selector("#danger .urgent-head")
    until(anna, NOTHING_WAITS)
    assert Alert.objects.get().day == timezone.localdate()
    assert anna.page.is_checked("[name=leg_pain][value='7']")
    assert anna.page.locator("[name=strength]").first.is_visible()


def test_a_form_that_is_not_whole_is_asked_for_again_without_a_connection(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    anna.open(day(0))
    cable.cut()
    anna.page.locator("[name=leg_pain][value='7']").check(force=True)
    anna.page.click("main form .btn-primary")
    drawn(anna)
    anna.page.wait_for_selector("#div_id_limitation .field-error")
    assert anna.page.evaluate(STANDS_AT_ONCE)
    assert not anna.page.is_visible("[data-say=saved]")
    assert anna.page.is_checked("[name=leg_pain][value='7']")
    assert waiting(anna) == 0
    fill(anna, leg_pain=6)
    anna.page.wait_for_selector("[data-say=saved]:visible")
    cable.mend()
    anna.open("/today/")
    until(anna, NOTHING_WAITS)
    assert Entry.objects.get().leg_pain == 6
    calm(anna)


@pytest.mark.parametrize("signs", [(), ("bladder",)])
def test_on_a_shared_phone_a_session_that_ended_while_typing_takes_nothing_away(
    owner: Owner, patient: Patient, signs: tuple[str, ...]
) -> None:
    anna = owner(own="no")
    anna.open(day(0))
    anna.page.context.clear_cookies(name="session")
    fill(anna, *signs)
    drawn(anna)
    anna.page.wait_for_selector("[data-say=sign-in-first]:visible")
    assert anna.page.locator("#danger .urgent-head").count() == len(signs)
    assert not anna.page.is_visible("[data-say=offline]")
    anna.page.click("main form .btn-primary")
    anna.page.wait_for_timeout(1000)
    assert anna.page.is_visible("[data-say=sign-in-first]")
    elsewhere = anna.page.context.new_page()
    elsewhere.goto(f"{anna.address}/account/login/")
    elsewhere.fill("[name=login]", "anna@example.nl")
    elsewhere.fill("[name=password]", PASSWORD)
    elsewhere.click("main form .btn-primary")
    elsewhere.wait_for_url("**/today/")
    anna.page.click("main form .btn-primary")
    anna.page.wait_for_url("**/urgent/" if signs else "**/today/")
    assert Entry.objects.get().signs == list(signs)


def test_on_a_shared_phone_a_form_of_before_signing_in_anew_is_saved_again(
    owner: Owner, patient: Patient
) -> None:
    anna = owner(own="no")
    anna.open(day(0))
    anna.page.evaluate(OLD_TOKENS)
    fill(anna, leg_pain=6)
    drawn(anna)
    anna.page.wait_for_selector("[data-say=old]:visible")
    anna.page.click("main form .btn-primary")
    anna.page.wait_for_url("**/today/")
    assert Entry.objects.get().leg_pain == 6


def test_on_a_shared_phone_a_sign_in_such_a_form_waits_for_no_tap(owner: Owner, patient: Patient) -> None:
    anna = owner(own="no")
    anna.open(day(0))
    anna.page.evaluate(OLD_TOKENS)
    fill(anna, "bladder")
    anna.page.wait_for_url("**/urgent/")
    assert anna.page.get_attribute("a.call", "href")
    assert Alert.objects.get().day == timezone.localdate()


def test_a_phone_that_cannot_keep_anything_says_so_and_shows_the_number(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    anna.page.context.add_init_script(FULL)
    cable.cut()
    anna.open(day(0))
    drawn(anna)
    fill(anna, "saddle")
    anna.page.wait_for_selector("[data-say=broken]:visible")
    anna.page.wait_for_selector("#danger .urgent-head")
    assert anna.page.is_checked("[name=signs][value=saddle]")


def test_signing_out_clears_the_phone(owner: Owner, patient: Patient) -> None:
    anna = owner()
    assert [key for key in kept(anna) if key.startswith("snapshot:")]
    anna.open("/account/logout/")
    anna.page.click("main form .btn-primary")
    anna.page.wait_for_url(re.compile(r":\d+/$"))
    assert kept(anna) == []


def test_signing_out_with_days_that_are_not_sent_asks_first(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    cable.cut()
    anna.open(day(0))
    drawn(anna)
    fill(anna, "bladder")
    anna.page.wait_for_selector(".urgent-head")
    anna.page.route("**/app/queue/", lambda route: route.abort())
    anna.page.context.route("**/app/queue/", lambda route: route.abort())
    cable.mend()
    anna.open("/account/logout/")
    anna.page.wait_for_load_state("networkidle")
    anna.page.click("main form .btn-primary")
    anna.page.wait_for_selector("[data-words=sign-out-unsent]")
    assert anna.page.locator("[data-leave=drop]").is_hidden()  # an alert is not thrown away
    anna.page.click("[data-leave=keep]")
    anna.page.wait_for_url(re.compile(r":\d+/$"))
    assert len(kept(anna)) == 1


def test_the_shell_has_nothing_that_axe_finds(owner: Owner, cable: Cable, patient: Patient) -> None:
    anna = owner()
    cable.cut()
    for url in (day(0), "/today/", "/phone/", "/course/"):
        anna.open(url)
        drawn(anna)
        anna.complaints.clear()
        anna.check()


def test_own_activities_are_asked_and_kept_without_a_connection(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    nasty = 'stairs <img src=x onerror="window.stolen=1"> $& {activity}'
    walking, stairs = (
        activities.choose(
            Episode.objects.current(patient),
            name=name,
            by=patient.user,
            now=timezone.now() - timedelta(days=1),
        )
        for name in ("walking to the shop", nasty)
    )
    scores = {str(walking.ref): 7, str(stairs.ref): 2}
    log(patient, quiet(activities=scores), day=timezone.localdate() - timedelta(days=1))
    anna = owner()
    cable.cut()
    anna.open(day(1))
    drawn(anna)
    assert anna.page.is_checked(f"[name=activity_{walking.ref}][value='7']")
    assert nasty in anna.page.inner_text("#day-form")
    assert anna.page.evaluate("window.stolen") is None
    anna.page.locator(f"[name=activity_{stairs.ref}][value='9']").check(force=True)
    anna.page.click("main form .btn-primary")
    anna.page.wait_for_selector("[data-say=saved]:visible")
    anna.open(day(0))
    drawn(anna)
    anna.page.locator(f"[name=activity_{walking.ref}][value='3']").check(force=True)
    fill(anna)
    anna.page.wait_for_selector("[data-say=saved]:visible")
    cable.mend()
    anna.open("/today/")
    until(anna, NOTHING_WAITS)
    told = dict(Entry.objects.values_list("day", "activities"))
    assert told == {
        timezone.localdate() - timedelta(days=1): {str(walking.ref): 7, str(stairs.ref): 9},
        timezone.localdate(): {str(walking.ref): 3},
    }
    calm(anna)


def test_a_note_with_signs_of_a_program_breaks_nothing(owner: Owner, cable: Cable, patient: Patient) -> None:
    anna = owner(own="no")
    anna.open(day(0))
    note = "$` $& $' </script><script>window.stolen=1</script></main>"
    anna.page.click("main details summary")
    anna.page.fill("[name=note]", note)
    cable.cut()
    fill(anna, "bladder")
    drawn(anna)
    anna.page.wait_for_selector("#danger .urgent-head")
    assert anna.page.input_value("[name=note]") == note
    assert anna.page.evaluate("window.stolen") is None
    calm(anna)


def test_a_flag_that_waits_after_signing_out_shows_the_number_and_nothing_else(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    cable.cut()
    anna.open(day(0))
    drawn(anna)
    fill(anna, "bladder")
    anna.page.wait_for_selector(".urgent-head")
    anna.page.context.route("**/app/queue/", lambda route: route.abort())
    cable.mend()
    anna.open("/account/logout/")
    anna.page.wait_for_load_state("networkidle")
    anna.page.click("main form .btn-primary")
    anna.page.click("[data-leave=keep]")
    anna.page.wait_for_url(re.compile(r":\d+/$"))
    for url in ("/", "/phone/", "/account/login/", "/understand/"):
        anna.open(url)
        anna.page.wait_for_selector("[data-words=banner]")
    cable.cut()
    anna.open(day(0))
    drawn(anna)
    anna.page.wait_for_selector("[data-words=banner]")
    assert not anna.page.locator("[name=signs]:checked").count()
    assert "112" in anna.page.inner_text("main")
    cable.mend()
    anna.page.context.unroute("**/app/queue/")
    anna.sign_in("anna@example.nl", PASSWORD)
    anna.page.wait_for_url("**/urgent/")
    assert Alert.objects.count() == 1


TABLES = "/app/tables.en.json"
ASKED = f"void fetch('{TABLES}').then((answer) => answer.json()).catch(() => null)"
KEPT = f"caches.match('{TABLES}', {{ignoreVary: true}}).then((answer) => answer?.text() ?? '')"


def test_an_answer_that_breaks_off_while_its_page_is_left_takes_nothing_away_that_the_phone_kept(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    """At some moment the head of the answer was in and the rest was not: what was kept was empty then."""
    anna = owner()
    anna.page.wait_for_load_state("networkidle")
    whole = anna.page.evaluate(KEPT)
    assert "112" in whole
    for late in range(1, 50, 4):
        anna.page.evaluate(ASKED)
        anna.page.wait_for_timeout(late)
        cable.cut()
        anna.open("/phone/")
        drawn(anna)
        assert anna.page.evaluate(KEPT) == whole, late
        cable.mend()
        anna.open("/understand/")


SLOW_STORE = """
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...asked) {
  if (performance.now() < 3000) throw new DOMException("late", "UnknownError");
  return open.apply(this, asked);
};"""

NO_WORDS = """
const real = self.fetch;
self.fetch = (asked, ...rest) =>
  String(asked).includes("/app/words.") ? Promise.reject(new TypeError("Failed to fetch")) : real(asked, ...rest);"""


def test_a_store_that_is_late_is_asked_again_for_a_flag(owner: Owner, cable: Cable, patient: Patient) -> None:
    anna = owner()
    cable.cut()
    anna.open(day(0))
    drawn(anna)
    fill(anna, "bladder")
    anna.page.wait_for_selector(".urgent-head")
    anna.page.add_init_script(SLOW_STORE)
    anna.open("/phone/")
    drawn(anna)
    assert not anna.page.locator("[data-words=banner]").count()
    anna.page.wait_for_selector("[data-words=banner]")


def test_a_flag_is_sent_although_the_words_about_it_cannot_be_had(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    cable.cut()
    anna.open(day(0))
    drawn(anna)
    fill(anna, "bladder")
    anna.page.wait_for_selector(".urgent-head")
    anna.page.add_init_script(NO_WORDS)
    reconnect(anna, cable, "/phone/")
    anna.page.wait_for_url("**/urgent/")
    assert Alert.objects.get().signs == {"bladder"}


def test_an_item_that_the_server_cannot_take_keeps_no_other_waiting(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    cable.cut()
    for back, sign in ((1, "saddle"), (0, "bladder")):
        anna.open(day(back))
        drawn(anna)
        fill(anna, sign)
        anna.page.wait_for_selector(".urgent-head")

    def poisoned(route: Route) -> None:
        is_first = "saddle" in (route.request.post_data or "")
        route.fulfill(status=500) if is_first else route.continue_()

    anna.page.context.route("**/app/queue/", poisoned)
    reconnect(anna, cable, "/today/")
    anna.page.wait_for_url("**/urgent/")
    assert Alert.objects.get().signs == {"bladder"}
    assert waiting(anna) == 1


def test_what_was_typed_in_any_other_form_can_be_sent_again(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    anna.open("/visit/")
    anna.page.fill("main form [name=text]", "May I lift\nmy grandson?")
    cable.cut()
    anna.page.click("main form:has([name=text]) button")
    anna.page.wait_for_selector("[data-say=not-sent-yet]:visible")
    anna.picture("offline-not-sent")
    anna.page.click("[data-say=not-sent-yet] button")
    anna.page.wait_for_selector("[data-say=not-sent-yet]:visible")
    cable.mend()
    anna.page.click("[data-say=not-sent-yet] button")
    anna.page.wait_for_selector("main form [name=text]")
    assert Question.objects.get().text.splitlines() == ["May I lift", "my grandson?"]
    calm(anna)


def test_a_password_that_could_not_be_sent_stands_in_no_page(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    anna.open("/account/password/")
    anna.page.fill("main form [type=password] >> nth=0", PASSWORD)
    cable.cut()
    anna.page.click("main form .btn-primary")
    anna.page.wait_for_selector("[data-say=not-sent]:visible")
    assert PASSWORD not in anna.page.content()


def test_a_sign_in_any_other_form_shows_the_number_when_it_cannot_be_sent(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    anna.open("/body/")
    anna.page.locator("[name=marks][data-place=buttock_left][data-sensation=numb]").check(force=True)
    cable.cut()
    anna.page.click("main form .actions .btn-wide")
    drawn(anna)
    anna.page.wait_for_selector(".urgent-head")
    assert anna.page.locator("a.call").get_attribute("href")
    assert "could not be sent" in anna.page.inner_text("main")


def test_a_sign_that_was_sent_since_silences_an_older_chart(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    for back in range(20, 0, -1):
        log(patient, quiet(leg_pain=back // 4), day=timezone.localdate() - timedelta(days=back))
    anna = owner()
    anna.page.context.route("**/app/snapshot/", lambda route: route.abort())
    cable.cut()
    anna.open("/course/")
    drawn(anna)
    anna.page.wait_for_selector("[data-standing] p")
    anna.open(day(0))
    drawn(anna)
    fill(anna, "bladder")
    anna.page.wait_for_selector(".urgent-head")
    reconnect(anna, cable, "/today/")
    anna.page.wait_for_url("**/urgent/")
    cable.cut()
    anna.open("/course/")
    drawn(anna)
    assert not anna.page.locator("[data-standing] p").count()
    anna.open("/urgent/")
    drawn(anna)
    anna.page.wait_for_selector(".urgent-head")
    assert "not been told" not in anna.page.inner_text("main")


def test_a_phone_whose_clock_is_a_year_behind_shows_days_to_fill_in_and_rings(
    owner: Owner, cable: Cable, patient: Patient
) -> None:
    anna = owner()
    cable.cut()
    anna.page.clock.install(time=timezone.now() - timedelta(days=365))
    anna.open("/today/")
    drawn(anna)
    assert anna.page.locator("#days li").count() == 4
    anna.page.click("#days li a >> nth=0")
    drawn(anna)
    fill(anna, "bladder")
    anna.page.wait_for_selector(".urgent-head")
    reconnect(anna, cable, "/today/")
    anna.page.wait_for_url("**/urgent/")
    alert = Alert.objects.get()
    assert alert.day == timezone.localdate()
    assert alert.answered_at == alert.raised_at


def test_who_helps_has_the_rule_without_a_connection_and_a_sign_is_sent_again_with_one_tap(
    visit: Visit, cable: Cable, patient: Patient
) -> None:
    accepted(patient, User.objects.create_user("karin@example.nl", PASSWORD, name="Karin"))
    karin = visit(PHONE, "en")
    karin.page.context.set_default_timeout(40_000)
    karin.address = cable.url
    karin.page.context.add_cookies([{"name": "language", "value": "en", "url": cable.url}])
    karin.sign_in("karin@example.nl", PASSWORD)
    diary = f"/for/{patient.ref}"
    karin.open(f"{diary}/today/")
    karin.page.evaluate("navigator.serviceWorker.ready")
    karin.page.reload()
    until(karin, "navigator.serviceWorker.controller !== null")
    karin.page.wait_for_load_state("networkidle")
    cable.cut()
    karin.open(f"{diary}/course/")
    drawn(karin)
    assert "112" in karin.page.inner_text("main")
    assert "320 39 00" not in karin.page.inner_text("main")
    cable.mend()
    karin.open(f"{diary}{day(0)}")
    cable.cut()
    fill(karin, "bladder")
    drawn(karin)
    karin.page.wait_for_selector(".urgent-head")
    cable.mend()
    karin.page.click("[data-say=not-sent-yet] button")
    karin.page.wait_for_url(f"**{diary}/urgent/")
    assert Alert.objects.get().signs == {"bladder"}


def test_somebody_without_a_diary_finds_nothing_of_the_owner(
    owner: Owner, cable: Cable, patient: Patient, clinic: Clinic
) -> None:
    make_staff(clinic, "haan@noord.example")
    anna = owner()
    assert [key for key in kept(anna) if key.startswith("snapshot:")]
    anna.page.context.clear_cookies(name="session")
    anna.sign_in("haan@noord.example", PASSWORD)
    anna.page.wait_for_url("**/clinic/**")
    anna.page.wait_for_load_state("networkidle")
    assert kept(anna) == ["current"]
    cable.cut()
    anna.open("/course/")
    drawn(anna)
    assert "Nothing of your diary is kept" in anna.page.inner_text("main")


def test_the_caches_hold_nothing_about_a_patient(owner: Owner, cable: Cable, patient: Patient) -> None:
    log(patient, quiet(note="geheim van Anna"))
    anna = owner()
    for url in ("/today/", "/course/", day(0), "/medicines/", "/prepare/", "/urgent/", "/details/"):
        anna.open(url)
        anna.page.wait_for_load_state("networkidle")
    texts = anna.page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              found.push([request.url, await (await cache.match(request)).text()]);
            }
          }
          return found;
        }"""
    )
    assert len(texts) > 20
    secrets = ("Anna", "geheim", str(patient.ref), "anna@", GP.removeprefix("+31"), patient.clinic.name)
    assert not [url for url, text in texts for secret in secrets if secret in text]
