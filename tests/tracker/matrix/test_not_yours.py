"""What is not yours answers as if it did not exist: in the address, beside an id of one's own, and in what is sent."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone

from recovery import handover
from recovery.alerts.models import Address
from recovery.episodes import ladder, notes
from recovery.episodes.models import Note
from tests.cast import posted
from tests.tracker.matrix.arguments import NAMES, activity_of
from tests.tracker.matrix.cast import Answer, Cast, ask, undone
from tests.tracker.matrix.columns import BY_CODE
from tests.tracker.matrix.table import table
from tracker.patient.day_form import ACTIVITY

pytestmark = pytest.mark.django_db

NO_SUCH_KEY = 987_654_321
REF = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
CSRF = re.compile(r'(?:name="csrfmiddlewaretoken" value|"csrf")[=:] ?"[^"]+"')
NUMBER = re.compile(r"(?<=/)\d+(?=/)|(?<=%2F)\d+(?=%2F)|\b987654321\b")
UNLIKE = {"Content-Length", "Expires"}
# A signed link, which works for whoever has it.
FOR_WHO_HAS_IT = {"pause_reminders"}


def elsewhere(told: object) -> object:
    """An id like this one, of nothing at all."""
    match told:
        case UUID():
            return uuid4()
        case int():
            return NO_SUCH_KEY
        case str() if found := REF.search(told):
            other = str(uuid4()) if "-" in found[0] else uuid4().hex
            return told.replace(found[0], other)
        case _:
            return told


def nowhere(url: str) -> str:
    """The same address with ids of nothing; the same one where it has no id."""
    match = resolve(url)
    kwargs = {name: elsewhere(told) for name, told in match.kwargs.items()}
    return url if kwargs == match.kwargs else reverse(match.view_name, kwargs=kwargs)


def seen(answer: Answer) -> tuple[Any, ...]:
    """All that who asked gets to see, but for ids, and the token that each page has of its own."""
    headers = {name: _plain(told) for name, told in answer.response.headers.items() if name not in UNLIKE}
    return answer.response.status_code, headers, _plain(CSRF.sub("csrf", answer.text)), answer.written


def _plain(text: str) -> str:
    return NUMBER.sub("ID", REF.sub("ID", text))


def test_the_addresses_with_an_id_are_found(cast: Cast) -> None:
    with_id = {name for name in NAMES if nowhere(cast.urls[name]) != cast.urls[name]}
    assert {"clinic:review", "clinic:alert", "patient:end_care", "fhir:observation", "not_here"} <= with_id
    assert "patient:today" not in with_id


@pytest.mark.parametrize("code", ["oth", "acc", "far", "man", "mae", "stn", "ove", "tof", "eme"])
def test_what_is_not_yours_answers_as_if_it_did_not_exist(code: str, cast: Cast) -> None:
    with undone():
        client = BY_CODE[code].arrive(cast)
        unlike = [
            f"{method} {name}"
            for name in NAMES
            for url in (cast.urls[name],)
            for other in (nowhere(url),)
            if other != url and name not in FOR_WHO_HAS_IT and not is_theirs(name, code)
            for method in ("GET", "POST")
            if seen(ask(client, method, url)) != seen(ask(client, method, other))
        ]
    assert not unlike


def is_theirs(name: str, code: str) -> bool:
    """What a manager or a neurologist may do about what is the clinic's own, or may read in an emergency."""
    looked, sent = table()[name][code]
    if code in {"man", "stn", "ove", "eme"} and name.startswith("clinic:"):
        return (looked + sent).strip("-M") != ""
    return False


@pytest.mark.parametrize(
    "name",
    [
        "clinic:end_care",
        "clinic:confirm_care",
        "clinic:withdraw_care",
        "clinic:hold_visit",
        "clinic:cancel_visit",
    ],
)
def test_an_id_of_one_patient_is_none_in_the_address_of_another(name: str, cast: Cast) -> None:
    """Her neurologist reads both; the address says whose record it is."""
    kwargs = resolve(cast.urls[name]).kwargs | {"ref": cast.bert.ref}
    (key,) = [name for name, told in kwargs.items() if isinstance(told, int)]
    client = cast.client("neurologist")
    for method in ("GET", "POST"):
        hers = ask(client, method, reverse(name, kwargs=kwargs))
        none = ask(client, method, reverse(name, kwargs=kwargs | {key: NO_SUCH_KEY}))
        assert seen(hers) == seen(none)
        assert not hers.written


def test_every_address_with_a_record_and_a_key_is_in_the_test_above() -> None:
    marked = test_an_id_of_one_patient_is_none_in_the_address_of_another.pytestmark[-1].args[1]
    kinds = {name: {type(told) for told in resolve(url).kwargs.values()} for name, url in _urls().items()}
    assert {name for name, found in kinds.items() if {UUID, int} <= found} == set(marked)


def _urls() -> dict[str, str]:
    """The addresses with a record and a key, with any of both."""
    found = {}
    for name in NAMES:
        for args in ([uuid4(), 1], [uuid4(), "treatment", 1]):
            try:
                found[name] = reverse(name, args=args)
            except NoReverseMatch:  # an address with other arguments
                continue
    return found


# --- ids in what is sent: who sends it, where, and what, with an id of somebody else's and with one of nothing

Sent = Callable[[Cast, bool], dict[str, Any]]


def the_id(told: object, *, hers: bool) -> str:
    return str(told if hers else elsewhere(told))


def an_alert(cast: Cast, hers: bool) -> dict[str, Any]:
    return {"alert": the_id(cast.alert.pk, hers=hers), "tried": "desk"}


def an_offer(cast: Cast, hers: bool) -> dict[str, Any]:
    by = cast.users["neurologist"]
    offer = handover.offer_transfer(cast.anna, to=cast.elsewhere, by=by, now=timezone.now())
    return {"offer": the_id(offer.pk, hers=hers), "answer": "yes"}


def a_note(cast: Cast, hers: bool) -> dict[str, Any]:
    by = cast.users["neurologist"]
    note = notes.write(
        ladder.current(cast.anna), clinic=cast.clinic, text="x", shared=False, by=by, now=timezone.now()
    )
    assert isinstance(note, Note)
    return {"text": "iets", "replaces": the_id(note.ref, hers=hers)}


def a_patient(cast: Cast, hers: bool) -> dict[str, Any]:
    return {"ref": the_id(cast.anna.ref, hers=hers), "doctor": str(cast.users["far neurologist"].pk)}


def a_doctor(cast: Cast, hers: bool) -> dict[str, Any]:
    return {"ref": str(cast.anna.ref), "doctor": the_id(cast.users["far neurologist"].pk, hers=hers)}


def an_address(cast: Cast, hers: bool) -> dict[str, Any]:
    theirs = Address.objects.filter(clinic=cast.clinic).earliest("pk")
    return {"when": "both", "after_minutes": "0", "until": "taken", "address": the_id(theirs.pk, hers=hers)}


def a_clinic(cast: Cast, hers: bool) -> dict[str, Any]:
    return {"matters": "fietsen", "send": "yes", "to": the_id(cast.elsewhere.pk, hers=hers)}


def an_activity(cast: Cast, hers: bool) -> dict[str, Any]:
    ref = the_id(activity_of(cast.anna).ref, hers=hers)
    return posted(**{f"{ACTIVITY}{ref}": "5"})


FIELDS: tuple[tuple[str, str, Sent], ...] = (
    ("bert", "patient:contacted", an_alert),
    ("bert", "patient:not_reached", an_alert),
    ("bert", "patient:not_meant", an_alert),
    ("bert", "patient:answer_transfer", an_offer),
    ("bert", "patient:day", an_activity),
    ("anna", "patient:prepare", a_clinic),
    ("far neurologist", "clinic:assign", a_patient),
    ("neurologist", "clinic:assign", a_doctor),
    ("far manager", "clinic:add_rung", an_address),
    ("neurologist", "clinic:add_note", a_note),
)


@pytest.mark.parametrize(
    ("who", "name", "sent"), FIELDS, ids=[f"{who}-{name}" for who, name, _sent in FIELDS]
)
def test_an_id_that_is_sent_and_not_yours_is_as_one_of_nothing(
    who: str, name: str, sent: Sent, cast: Cast
) -> None:
    client, url = cast.client(who), cast.urls[name]
    if name == "clinic:add_note":
        url = url.replace(str(cast.anna.ref), str(cast.bert.ref))
    answers = []
    for is_hers in (True, False):
        with undone():
            answers.append(ask(client, "POST", url, sent(cast, is_hers)))
    assert answers[0].response.status_code < 400
    assert seen(answers[0]) == seen(answers[1])


def test_what_a_phone_sends_into_the_record_of_another_is_refused(cast: Cast) -> None:
    client: Client = cast.client("bert")
    for record in (cast.anna.ref, uuid4()):
        answer = client.post(
            cast.urls["app_queue"],
            {"record": str(record), "id": str(uuid4())},
            content_type="application/json",
        )
        assert answer.status_code == 409
        assert answer.json() == {"status": "other_record"}
