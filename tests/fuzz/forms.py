"""The forms of a page, read from its HTML as a browser would: their fields, and what they would send untouched."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

SILENT = {"submit", "button", "image", "reset"}
CHOSEN = {"radio", "checkbox"}


@dataclass
class Form:
    """Where it goes, and its fields, each with every value that it offers; a file has none."""

    action: str
    method: str = "get"
    encoding: str = "application/x-www-form-urlencoded"
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @property
    def is_post(self) -> bool:
        return self.method == "post"

    def sent(self) -> list[tuple[bytes, bytes]]:
        """Its first answers."""
        return [(name.encode(), values[0].encode()) for name, values in self.fields.items() if values]


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._open: Form | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        match tag:
            case "a" if "href" in told:
                self.links.append(urljoin(self.url, told["href"]))
            case "form":
                action = urljoin(self.url, told.get("action") or self.url)
                self._open = Form(action, told.get("method", "get").lower(), told.get("enctype", ""))
                self.forms.append(self._open)
            case "input" | "button" if self._open and told.get("name"):
                self._input(self._open, told, tag)
            case "select" if self._open and told.get("name"):
                self._select = told["name"]
                self._open.fields.setdefault(self._select, [])
            case "option" if self._open and self._select:
                self._open.fields[self._select].append(told.get("value", ""))
            case "textarea" if self._open and told.get("name"):
                self._open.fields.setdefault(told["name"], ["iets"])

    def _input(self, form: Form, told: dict[str, str], tag: str) -> None:
        kind, name = told.get("type", "submit" if tag == "button" else "text"), told["name"]
        if kind == "file":
            form.files.append(name)
        elif name != "csrfmiddlewaretoken":
            form.fields.setdefault(name, []).append(told.get("value") or SAMPLES.get(kind, "on"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "form":
            self._open = None


# What somebody might fill in.
SAMPLES = {
    "text": "iets",
    "number": "3",
    "date": "2026-11-17",
    "time": "20:00",
    "email": "iemand@example.nl",
    "tel": "0612345678",
    "password": "een-lang-wachtwoord-8",
    "search": "a",
    "url": "https://pager.example/x",
}


def read(html: str, url: str) -> tuple[list[Form], list[str]]:
    """The forms and the links of a page."""
    reader = _Reader(url)
    reader.feed(html)
    return reader.forms, reader.links
