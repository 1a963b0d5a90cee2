"""What an operator is given names every setting that the site reads, and no other."""

import re
import shlex
import ssl
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).parents[2]
SETTINGS = (ROOT / "tracker" / "settings.py").read_text()
READ = re.compile(r"""os\.environ(?:\.get\(|\[)\s*["']([A-Z_]+)["']""")

# Read by name in a library (`dj_database_url`).
BESIDE = {"DATABASE_URL"}


def read() -> set[str]:
    return set(READ.findall(SETTINGS)) | BESIDE


def test_the_settings_are_found() -> None:
    assert {"SECRET_KEY", "ALERT_FALLBACK", "VAR_DIR", "DEMO"} <= read()


def test_every_setting_stands_in_the_table_of_the_document() -> None:
    document = (ROOT / "docs" / "operating.md").read_text()
    rows = [line.split("|")[1] for line in document.splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`([A-Z_]+)(?:=[01])?`", row)} == read()


def test_every_setting_stands_in_the_example() -> None:
    example = (ROOT / "deploy" / "env.example").read_text()
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == read()


def test_the_example_fills_in_nothing_that_an_operator_must_choose() -> None:
    from tracker.production import NEEDED

    given = dict(
        re.findall(r'^([A-Z_]+)="(.*)"$', (ROOT / "deploy" / "env.example").read_text(), re.MULTILINE)
    )
    assert {name: given[name] for name in NEEDED} == dict.fromkeys(NEEDED, "")


@pytest.mark.parametrize(
    "unit", sorted((ROOT / "deploy" / "systemd").glob("*.service")), ids=lambda unit: unit.name
)
def test_every_process_runs_without_privileges(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    for needed in ("User=recovery", "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes"):
        assert needed in lines


@pytest.mark.parametrize(
    "unit", sorted((ROOT / "deploy" / "systemd").glob("*.service")), ids=lambda unit: unit.name
)
def test_a_process_is_refused_what_it_may_not_ask_and_never_killed_for_it(unit: Path) -> None:
    """numpy calls `mbind` when it is imported: under the filter without it nothing started."""
    lines = unit.read_text().splitlines()
    assert lines.index("SystemCallFilter=mbind") > lines.index("SystemCallFilter=~@privileged @resources")
    assert "SystemCallErrorNumber=EPERM" in lines


def test_a_command_makes_no_file_that_everybody_on_the_machine_reads() -> None:
    units = (ROOT / "deploy" / "systemd").glob("*.service")
    assert all("UMask=0027" in unit.read_text().splitlines() for unit in units)
    assert "umask 027" in (ROOT / "deploy" / "recovery-manage").read_text().splitlines()


def test_every_command_of_a_unit_and_of_the_document_is_one_that_the_site_takes() -> None:
    """As it is called there: with the options that it has, and nothing behind them that it does not read."""
    texts = [path.read_text() for path in (ROOT / "deploy" / "systemd").glob("*.service")]
    texts.append((ROOT / "docs" / "operating.md").read_text().replace("\\\n", " "))
    called = re.findall(
        r"(?:recovery-manage|manage\.py) +((?!to\b)[a-z_]+[^`\n]*)$", "\n".join(texts), re.MULTILINE
    )
    assert any(line.startswith("backup --to") for line in called)
    for line in called:
        name, *arguments = shlex.split(line)
        load_command_class(*_found(name)).create_parser("manage.py", name).parse_args(arguments)


def _found(name: str) -> tuple[str, str]:
    app = get_commands()[name]
    return (app if isinstance(app, str) else "tracker"), name


def test_no_proxy_passes_on_what_a_visitor_says_about_itself() -> None:
    nginx = (ROOT / "deploy" / "nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx
    assert "$proxy_add_x_forwarded_for" not in nginx
    assert "$request_uri" not in nginx.split("log_format")[1].split(";")[0]


def test_the_proxy_speaks_tls_with_forward_secrecy_and_authenticated_modes_alone() -> None:
    """As OpenSSL reads the words of the file; the strongest are preferred."""
    told = dict(
        line.strip().rstrip(";").split(" ", 1)
        for line in (ROOT / "deploy" / "nginx.conf").read_text().splitlines()
        if line.strip().startswith("ssl_")
    )
    assert told["ssl_protocols"] == "TLSv1.2 TLSv1.3"
    assert told["ssl_prefer_server_ciphers"] == "on"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(told["ssl_ciphers"])
    offered = context.get_ciphers()
    assert all(each["aead"] for each in offered)
    old = [each["name"] for each in offered if each["protocol"] != "TLSv1.3"]
    assert old == told["ssl_ciphers"].split(":")
    assert all(name.startswith("ECDHE-") for name in old)


def test_no_proxy_sends_a_system_on_that_asks_in_clear() -> None:
    clear = (ROOT / "deploy" / "nginx.conf").read_text().split("listen 443")[0]
    assert re.search(r"location /fhir/ \{\s+return 403;", clear)
    assert re.search(r"handle /fhir/\* \{\s+respond 403", (ROOT / "deploy" / "Caddyfile").read_text())


def test_nginx_writes_no_path_of_any_server_of_ours() -> None:
    """Not of who still comes over plain HTTP, nor with what went wrong: a path holds the token of an invitation."""
    servers = (ROOT / "deploy" / "nginx.conf").read_text().split("\nserver {")[1:]
    assert len(servers) == 2
    for server in servers:
        assert "access_log /var/log/nginx/recovery.log recovery;" in server
        assert "error_log /var/log/nginx/recovery-error.log emerg;" in server


def test_nginx_shows_the_page_with_the_numbers_for_what_is_too_large() -> None:
    """The page is asked for within the request that was too large, and would be refused as well."""
    page = (ROOT / "deploy" / "nginx.conf").read_text().split("location = /outage.html {")[1].split("}")[0]
    assert "client_max_body_size 0;" in page


def test_caddy_shows_the_page_with_the_numbers_whole_and_for_what_is_too_large() -> None:
    """A condition of the browser made it an empty answer; what is cut off on its way is a broken connection."""
    caddy = (ROOT / "deploy" / "Caddyfile").read_text()
    errors = caddy.split("handle_errors {")[1]
    assert errors.index("request_header -If-*") < errors.index("file_server")
    assert errors.index("request_header -Range") < errors.index("file_server")
    (said,) = re.findall(r"@large header_regexp Content-Length (\S+)", caddy)
    assert "error @large 413" in caddy
    large = {
        size: bool(re.match(said, str(size))) for size in (12_582_912, 12_999_999, 13_000_000, 99_999_999)
    }
    assert list(large.values()) == [False, False, True, True]
    assert re.match(said, "100000000")


def test_every_metric_of_the_rules_is_one_that_the_site_tells() -> None:
    rules = (ROOT / "deploy" / "prometheus-rules.yml").read_text()
    told = (ROOT / "tracker" / "metrics.py").read_text()
    for name in set(re.findall(r"\brecovery_[a-z_]+", rules)):
        assert f'"{name.removesuffix("_total")}"' in told, name
