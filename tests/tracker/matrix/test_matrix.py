"""The whole site, by everybody: each address, by each method, gives what the table says and nothing else."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connection
from django.urls import NoReverseMatch, get_resolver, get_script_prefix, reverse

from recovery.people.models import Role
from tests.tracker.matrix.arguments import FOR_MACHINES, NAMES, SECRETS, walk
from tests.tracker.matrix.cast import Answer, Cast, ask, undone
from tests.tracker.matrix.columns import BY_CODE, COLUMNS, Column
from tests.tracker.matrix.headers import faults_of
from tests.tracker.matrix.table import table
from tracker.acting import PAGES, Reach

pytestmark = pytest.mark.django_db

TAKEN, REFUSED = "P>", "-XSTM"
# Methods that change something elsewhere, and nothing here.
UNKNOWN = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
ROOT_NAMES = {"home", "phone", "understand", "explained"}


# Whoever is like another gets the same pages by the same queries: these are walked on one database.
WALKED = [column for column in COLUMNS if connection.vendor == "sqlite" or not column.like]


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert set(NAMES) == set(table()), "these stand in one of both only"


def test_every_page_of_a_patient_says_what_a_proxy_may_do_there() -> None:
    patients = {name for name in walk(get_resolver().url_patterns) if name.startswith("patient:")}
    assert set(PAGES) == patients | ROOT_NAMES


def test_what_the_table_says_of_proxies_is_what_the_site_says() -> None:
    for name, cells in table().items():
        reach = PAGES.get(name, Reach.ALONE)
        assert (cells["rea"] == "--") == (reach is Reach.ALONE), name
        assert (cells["rea"] == "XX") == (reach is Reach.WRITE), name
        assert (cells["wri"][1] == "X") == (reach is Reach.READ), name


@pytest.mark.parametrize("column", WALKED, ids=lambda column: column.code)
def test_everybody_gets_what_the_table_says(column: Column, cast: Cast) -> None:
    with undone():
        client = column.arrive(cast)
        wrong = [
            fault
            for name in NAMES
            for url in (cast.address(name, column.within),)
            for looked, sent in ((ask(client, "GET", url), ask(client, "POST", url)),)
            for fault in (*faults(column, name, looked, sent), *unnoted(column, cast, url, looked, sent))
        ]
    assert not wrong, "\n" + "\n".join(wrong)
    assert get_script_prefix() == "/"


def faults(column: Column, name: str, looked: Answer, sent: Answer) -> Iterator[str]:
    """What is not as it should be about the two answers."""
    expected = table()[name][column.code]
    found = looked.code + came_of(sent, expected[1])
    where = f"{name} for {column.title}"
    if found != expected:
        yield f"{where}: {found}, and the table says {expected}"
    if looked.written:
        yield f"{where}: looking at it wrote {looked.written}"
    if sent.written and sent.code in REFUSED:
        yield f"{where}: what was refused wrote {sent.written}"
    for answer in (looked, sent):
        yield from (f"{where}: {fault}" for fault in faults_of(answer.response))
        if not column.reads:
            yield from (f"{where}: tells “{secret}”" for secret in SECRETS if secret in answer.text)
        if answer.is_page and name not in FOR_MACHINES and not answer.shows_a_number:
            yield f"{where}: whom to phone is not one tap away ({answer.response.status_code})"


def unnoted(column: Column, cast: Cast, url: str, *answers: Answer) -> Iterator[str]:
    """Whoever is shown a patient, and is not that patient, is in the log of that patient."""
    for answer in answers:
        for patient in cast.shown_in(answer.text.replace(url, "")) if column.role else ():
            if (column.role, patient.pk) not in answer.noted:
                yield f"{url} shows {patient} to {column.title}, and the log does not say so"


def came_of(sent: Answer, expected: str) -> str:
    """The letter of what was sent. A redirect is that it was done, but where nothing was to be and nothing was."""
    if expected == sent.code == ">" and not sent.written:
        return ">"
    return "+" if sent.code in TAKEN else sent.code


def test_whoever_uses_another_method_is_refused_whatever_the_address(cast: Cast) -> None:
    """Before anything is asked about who they are: so it tells nothing."""
    allowed = {
        (who, method, name, answer.response.status_code)
        for who in ("", "anna", "neurologist")
        for client in (cast.client(who),)
        for method in UNKNOWN
        for name in (*NAMES, "no such page")
        for answer in (ask(client, method, cast.urls.get(name, "/no/such/page/")),)
        if answer.code != "M" or answer.written or faults_of(answer.response)
    }
    assert not allowed


def test_a_head_is_a_look_without_its_words(cast: Cast) -> None:
    for code in ("out", "neu"):
        client = BY_CODE[code].arrive(cast)
        for name in NAMES:
            answer, expected = ask(client, "HEAD", cast.urls[name]), table()[name][code][0]
            assert answer.code == expected, f"{name} for {code}"
            assert not answer.text, name


def test_the_walk_finds_the_record_when_it_is_theirs(cast: Cast) -> None:
    """The walk above can fail: to her own neurologist these words are shown."""
    page = ask(cast.client("neurologist"), "GET", cast.urls["clinic:review"]).text
    assert "Anna Bos" in page
    assert "geheim van Anna" in page


def test_who_looked_is_looked_for_where_somebody_is_shown(cast: Cast) -> None:
    """The walk can fail there too: of a page that shows her, and of one by which nobody is noted."""
    review = ask(cast.client("neurologist"), "GET", cast.urls["clinic:review"])
    assert (Role.NEUROLOGIST, cast.anna.pk) in review.noted
    assert not list(unnoted(BY_CODE["neu"], cast, "", review))
    assert list(unnoted(BY_CODE["neu"], cast, "", replace(review, noted=frozenset())))


def test_that_a_session_is_still_used_is_no_write_of_a_page(cast: Cast) -> None:
    """Else a walk that takes longer than a minute finds one on every page."""
    client = cast.client("neurologist")
    session = client.session
    session["seen"] -= 120
    session.save()
    assert ask(client, "GET", cast.urls["clinic:alerts"]).written == []


def test_a_patient_who_looks_at_their_own_is_not_in_the_log(cast: Cast) -> None:
    client = cast.client("anna")
    assert not any(ask(client, "GET", cast.urls[name]).noted for name in ("patient:today", "patient:course"))


def test_no_address_is_for_an_operator() -> None:
    """Who runs the machines has no account on the site; Django's own admin is not there to be found."""
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")
    assert not [name for name in NAMES if "admin" in name]
