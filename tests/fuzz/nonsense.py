"""What nobody means to send, as the bytes that arrive."""

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

TRIES = int(os.environ.get("FUZZ", "0"))


def tries(few: int) -> settings:
    """So `few` in the suite, always the same; as many as `FUZZ` asks for otherwise."""
    return settings(
        max_examples=TRIES or few,
        deadline=None,
        database=None,
        derandomize=not TRIES,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )


# Typed text that could stay: recognised in what is stored.
TEXTS = (
    "gewone tekst",
    "zeg \"hallo\" & <b>'dag'</b>",
    "<script>alert(1)</script>",
    "'; DROP TABLE people_user; --",
    "../../../../etc/passwd",
    "{{ 7*7 }}{% debug %}${7*7}%(x)s%s%n",
    '=HYPERLINK("http://x")',
    "javascript:alert(1)",
    "onderwerp\r\nBcc: iemand@example.nl\r\n\r\nhallo",
    "\u202eomgekeerd\u202c \u200f\u200e",
    "\u0000nul\u0000",
    "bel\u0007 \u001b[31mrood\u001b[0m \u0085 \u2028 \u009b",
    "👩🏽‍⚕️🇳🇱" * 20,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A" * 30,
    "ﷺ" * 200,
    "a" * 100_000,
    " " * 5_000,
    "x@" * 3_000,
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass"),
)
NUMBERS = (
    *(
        "-1",
        "0",
        "10",
        "11",
        "007",
        "1e999",
        "-1e999",
        "NaN",
        "Infinity",
        "-0",
        "0x1F",
        "1_000",
        "1,5",
        "٣",
        "²",
    ),
    *("9" * 19, "9223372036854775808", "-9223372036854775809", "9" * 5_000, "1" + "0" * 400),
)
DATES = (
    *(
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
        "2026-02-30",
        "2026-11-18",
        "31-12-2026",
        "1-1-1",
        "12026-01-01",
    ),
    *("2026-11-18T25:61:61", "2026-W01-1", "20261118", "٢٠٢٦-١١-١٨", "00:00", "23:59:59.999999", "24:00"),
)
WORDS = ("on", "off", "yes", "no", "true", "null", "None", "[]", "{}", "[[[[", '{"a":', "undefined")
ADDRESSES = (
    *(
        "iemand@example.nl",
        "a@b",
        "a@xn--",
        "ä@ö.example",
        f"{'a' * 64}@{'b' * 180}.example",
        "a b@c.example",
    ),
    *(
        "0612345678",
        "+31 6 12 34 56 78",
        "112",
        "+" * 50,
        "tel:112;ext=1",
        "https://user:x@127.0.0.1:99999/#",
    ),
    *("http://[::1", "https://xn--ls8h.example/", "//evil.example", "https://[fe80::1%25eth0]/"),
)
RAW = (b"\xff\xfe\xfd", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"%00%0d%0a", b"\x00" * 64, b"")

KNOWN = tuple(
    text.encode("utf-8", "surrogatepass") for text in (*TEXTS, *NUMBERS, *DATES, *WORDS, *ADDRESSES)
)


def values(others: tuple[str, ...] = ()) -> st.SearchStrategy[bytes]:
    """One value: what is known to hurt, what refers to somebody else, and whatever else there is."""
    known = (*KNOWN, *RAW, *(other.encode() for other in others))
    return st.one_of(
        st.sampled_from(known),
        st.sampled_from(known),
        st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.binary(max_size=40),
        st.integers().map(lambda number: str(number).encode()),
        st.floats().map(lambda number: str(number).encode()),
        st.dates().map(lambda day: day.isoformat().encode()),
    )
