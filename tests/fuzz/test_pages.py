"""Every page, asked for with nonsense: in its query, its path, its cookies and the headers of the request."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from urllib.parse import parse_qsl, quote_from_bytes

from hypothesis import given
from hypothesis import strategies as st

from tests.browser.pages import PAGES, WITH_KEYS
from tests.fuzz.bystander import Bystander
from tests.fuzz.conftest import Complaints
from tests.fuzz.nonsense import tries, values
from tests.fuzz.site import Attempt, client_of, each, look, urlencoded, view_name

FEW = 2

ASKED = (
    "q",
    "page",
    "sort",
    "order",
    "from",
    "to",
    "first",
    "second",
    "day",
    "next",
    "language",
    "filter",
    "doctor",
)
HEADERS = (
    *("HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_RANGE", "HTTP_IF_NONE_MATCH"),
    *(
        "HTTP_IF_MODIFIED_SINCE",
        "HTTP_REFERER",
        "HTTP_USER_AGENT",
        "HTTP_X_FORWARDED_FOR",
        "HTTP_X_FORWARDED_PROTO",
    ),
    *(
        "HTTP_AUTHORIZATION",
        "HTTP_HOST",
        "HTTP_ORIGIN",
        "HTTP_X_CSRFTOKEN",
        "HTTP_COOKIE",
        "HTTP_X_REQUEST_ID",
    ),
)
COOKIES = ("language", "display", "csrftoken", "messages", "x")

Page = tuple[Attempt, str, list[str]]


def every_page(kees: Bystander, complaints: Complaints) -> Iterator[Page]:
    """Every page that anybody looks at, once by its view, with the names that its links ask by."""
    looked: Counter[str] = Counter()
    seen: set[str] = set()
    for email in PAGES | WITH_KEYS:
        attempt = Attempt(client_of(email), kees, complaints, email)
        for page in look(email, looked):
            if (view := view_name(page.url)) not in seen:
                seen.add(view)
                links = {name for link in page.links for name, _ in parse_qsl(link.partition("?")[2])}
                yield (
                    attempt,
                    page.url,
                    sorted({*ASKED, *links, *(n for form in page.forms for n in form.fields)}),
                )


def ask(attempt: Attempt, url: str, names: list[str]) -> None:
    """With a query, headers and cookies; and then at an address of which a part is something else."""
    some = values(attempt.kees.ids)
    query = st.lists(st.tuples(st.sampled_from(names), some), max_size=3)
    headers = st.dictionaries(st.sampled_from(HEADERS), some, max_size=2)
    cookies = st.dictionaries(st.sampled_from(COOKIES), some, max_size=1)
    path, _mark, _query = url.partition("?")
    parts = path.split("/")
    place = st.integers(1, max(1, len(parts) - 2))

    @tries(FEW)
    @given(
        query, headers, cookies, place, some, st.booleans(), st.sampled_from(("GET", "GET", "HEAD", "POST"))
    )
    def try_it(
        query: list[tuple[str, bytes]],
        headers: dict[str, bytes],
        cookies: dict[str, bytes],
        place: int,
        other: bytes,
        is_elsewhere: bool,
        method: str,
    ) -> None:
        told = {name: _header(value) for name, value in headers.items()}
        if cookies:
            told["HTTP_COOKIE"] = "; ".join(
                [*_own(attempt), *(f"{n}={_header(v)}" for n, v in cookies.items())]
            )
        to = (
            "/".join([*parts[:place], quote_from_bytes(other[:300]), *parts[place + 1 :]])
            if is_elsewhere
            else path
        )
        asked = urlencoded([(name.encode(), value[:2_000]) for name, value in query]).decode()
        attempt.send(method, f"{to}?{asked}", **told)

    try_it()


def _header(value: bytes) -> str:
    """As a server hands it on: bytes as letters, no line break, a few kilobytes at most."""
    return value[:4_000].decode("latin-1").replace("\r", "").replace("\n", "")


def _own(attempt: Attempt) -> list[str]:
    return [f"{name}={morsel.value}" for name, morsel in attempt.client.cookies.items()]


def test_no_page_takes_a_strange_request_badly(kees: Bystander, complaints: Complaints) -> None:
    found = every_page(kees, complaints)
    each((partial(ask, *page), f"{page[1]} of {page[0].who}") for page in found)
