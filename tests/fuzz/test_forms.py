"""Every form of the site, filled in by somebody who means nothing by it, or means ill."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from tests.browser.pages import PAGES, WITH_KEYS
from tests.fuzz.bystander import Bystander
from tests.fuzz.conftest import Complaints
from tests.fuzz.forms import Form
from tests.fuzz.nonsense import tries, values
from tests.fuzz.site import (
    MULTIPART,
    URLENCODED,
    Attempt,
    client_of,
    each,
    look,
    multipart,
    urlencoded,
    view_name,
)

FEW = 2


def every_form(kees: Bystander, complaints: Complaints) -> Iterator[tuple[Attempt, Form]]:
    """Every form that anybody finds, once: by where it goes and what it asks."""
    looked: Counter[str] = Counter()
    seen: set[tuple[str, ...]] = set()
    for email in PAGES | WITH_KEYS:
        attempt = Attempt(client_of(email), kees, complaints, email)
        for form in (form for page in look(email, looked) for form in page.forms):
            what = (view_name(form.action), *sorted({*form.fields, *form.files} - {"next"}))
            if what not in seen:
                seen.add(what)
                yield attempt, form


def test_no_form_takes_nonsense_badly(kees: Bystander, complaints: Complaints) -> None:
    found = every_form(kees, complaints)
    each((partial(fill_in, *one), f"{one[1].action} {[*one[1].fields]} of {one[0].who}") for one in found)


def fill_in(attempt: Attempt, form: Form) -> None:
    """Its own answers, some replaced, some sent twice, some left out; whole and broken."""
    names = st.sampled_from([*form.fields, *form.files, "iets"])
    told = st.dictionaries(names, values(attempt.kees.ids), min_size=1, max_size=4)
    twice = st.lists(st.tuples(names, values(attempt.kees.ids)), max_size=2)

    @tries(FEW)
    @given(
        told, twice, st.sets(names, max_size=1), st.sampled_from(("form", "form", "parts", "broken", "json"))
    )
    def try_it(told: dict[str, bytes], twice: list[tuple[str, bytes]], without: set[str], shape: str) -> None:
        sent = [
            (name, told.get(name.decode(), value))
            for name, value in form.sent()
            if name.decode() not in without
        ]
        sent += [(name.encode(), value) for name, value in (*told.items(), *twice) if name not in form.fields]
        sent += [(name.encode(), value) for name, value in twice]
        files = [(name.encode(), told.get(name, b"date,leg_pain\n2026-11-10,5\n")) for name in form.files]
        send(form, attempt, shape, sent, files)

    try_it()


def send(
    form: Form,
    attempt: Attempt,
    shape: str,
    sent: list[tuple[bytes, bytes]],
    files: list[tuple[bytes, bytes]],
) -> None:
    if not form.is_post:
        attempt.send("GET", f"{form.action.partition('?')[0]}?{urlencoded(sent).decode()}")
    elif shape == "json":
        attempt.send("POST", form.action, b'{"a": [1, NaN, "\\ud800"]}', "application/json")
    elif shape == "broken":
        attempt.send("POST", form.action, multipart(sent, files)[:-9], MULTIPART)
    elif files or shape == "parts":
        attempt.send("POST", form.action, multipart(sent, files), MULTIPART)
    else:
        attempt.send("POST", form.action, urlencoded(sent), URLENCODED)
