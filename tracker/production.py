"""What the site must be given before it serves patients. `tracker.settings` asks, and nothing starts without it.

Plain Python: the web server, the worker and every command read their settings first, so each of them refuses.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

# As Django's own check has it; a key of `openssl rand -base64 48` is longer and more varied.
SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 12
PLACEHOLDERS = (
    "django-insecure",
    "changeme",
    "change-me",
    "change_me",
    "placeholder",
    "your-secret",
    "example",
)

FIELD_KEY_BYTES = 32
SHORTEST_TOKEN = 32

# Of what PostgreSQL offers, the two that look at whose certificate it is; "require" encrypts for whoever answers.
VERIFYING = frozenset({"verify-full", "verify-ca"})

NEEDED = {
    "SECRET_KEY": "a long random string that stays the same: openssl rand -base64 48",
    "ALLOWED_HOSTS": "the host names of the site, with spaces between",
    "BASE_URL": "the address of the site, such as https://herstel.example.nl",
    "EMAIL_HOST": "the mail server, which also takes the alerts to the clinic",
    "DEFAULT_FROM_EMAIL": "the sender of mails",
    "ALERT_FALLBACK": (
        "the second line of alerts, a mailbox or an https webhook of who runs this site: it is told, without health "
        "data, when an alert reaches nobody at its clinic"
    ),
}
MAKE_FIELD_KEY = "openssl rand -base64 32 | tr '+/' '-_'"
NO_FIELD_KEYS = (
    f"Set FIELD_KEYS: what seals names at rest, keys of 32 bytes with spaces between: {MAKE_FIELD_KEY}"
)


def refusals(given: Mapping[str, str], *, field_keys: list[str]) -> list[str]:
    """Why the site may not start with these settings: a sentence each, with the name of the setting and what to do."""
    missing = [f"Set {name}: {what}." for name, what in NEEDED.items() if not given.get(name, "").strip()]
    return [*missing, *_wrong({name: value for name, value in given.items() if value.strip()}, field_keys)]


def addresses_of(fallback: str) -> list[str]:
    """The mailboxes and webhooks of `ALERT_FALLBACK`."""
    return fallback.split()


def _wrong(given: Mapping[str, str], field_keys: list[str]) -> Iterator[str]:
    if weak := _weakness(given.get("SECRET_KEY", "")):
        yield f"SECRET_KEY {weak}. Make another: openssl rand -base64 48"
    if given.get("DEBUG") == "1":
        yield "DEBUG=1 shows settings and data of patients to whoever meets an error. Remove DEBUG."
    if "*" in given.get("ALLOWED_HOSTS", "").split():
        yield "ALLOWED_HOSTS is “*”: anybody could put a host of theirs in a mail of yours. Name the hosts."
    if "BASE_URL" in given and not _is_https(given["BASE_URL"]):
        yield "BASE_URL must begin with https:// and name a host: passwords and health data pass over it."
    if "DEFAULT_FROM_EMAIL" in given and not _is_mailbox(given["DEFAULT_FROM_EMAIL"].rstrip(">")):
        yield "DEFAULT_FROM_EMAIL is no e-mail address."
    yield from _in_clear(given)
    yield from _wrong_fallback(given)
    yield from _wrong_field_keys(field_keys)
    if 0 < len(given.get("METRICS_TOKEN", "")) < SHORTEST_TOKEN:
        yield f"METRICS_TOKEN is shorter than {SHORTEST_TOKEN} characters. Make one: openssl rand -hex 24"


def _weakness(secret: str) -> str:
    """What is weak about a secret; empty when nothing is, or when there is none."""
    if not secret:
        return ""
    if any(word in secret.lower() for word in PLACEHOLDERS):
        return "is one that others know"
    if len(secret) < SHORTEST_SECRET:
        return f"is shorter than {SHORTEST_SECRET} characters"
    return "repeats few characters" if len(set(secret)) < FEWEST_CHARACTERS else ""


def _in_clear(given: Mapping[str, str]) -> Iterator[str]:
    """What would leave this machine without TLS, or to somebody unknown."""
    hosts, sslmode = _database(given.get("DATABASE_URL", ""))
    if not all(_is_here(host) for host in hosts) and sslmode not in VERIFYING:
        yield (
            "DATABASE_URL leads to another machine without TLS that knows it: put ?sslmode=verify-full behind it, and "
            "&sslrootcert= with the file of the authority that signed its certificate."
        )
    if given.get("EMAIL_USE_TLS", "1") != "1" and not _is_here(given.get("EMAIL_HOST", "")):
        yield "EMAIL_USE_TLS is off and EMAIL_HOST another machine: links in mails open accounts. Remove EMAIL_USE_TLS."


def _database(url: str) -> tuple[list[str], str]:
    """The hosts of a PostgreSQL, an empty one or a directory for a socket, and its `sslmode`; no host for SQLite."""
    parts = urlsplit(url)
    if not parts.scheme.startswith("postgres"):
        return [], ""
    asked = parse_qs(parts.query)
    named = unquote(parts.netloc.rpartition("@")[2])
    hosts = [host for each in (named, *asked.get("host", [])) for host in each.split(",")]
    return [_without_port(host) for host in hosts], asked.get("sslmode", [""])[-1]


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_here(host: str) -> bool:
    """Whether this is the machine itself: a socket, or an address that leads nowhere else."""
    if not host or host.startswith("/") or host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _wrong_fallback(given: Mapping[str, str]) -> Iterator[str]:
    for address in addresses_of(given.get("ALERT_FALLBACK", "")):
        if not _is_https(address) and not _is_mailbox(address):
            yield f"ALERT_FALLBACK: “{address}” is neither an e-mail address nor an https address."


def _wrong_field_keys(keys: list[str]) -> Iterator[str]:
    if not keys:
        yield NO_FIELD_KEYS
    elif not all(_is_field_key(key) for key in keys):
        yield f"FIELD_KEYS holds something that is no key of {FIELD_KEY_BYTES} bytes. Make one: {MAKE_FIELD_KEY}"


def _is_field_key(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key)) == FIELD_KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def _is_https(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname)


def _is_mailbox(address: str) -> bool:
    before, at, after = address.rpartition("@")
    return bool(before and at and "." in after) and "://" not in address
