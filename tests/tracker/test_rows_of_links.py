"""Links beside each other are a row that wraps: a dot between them would be left over at the end of a line."""

import re

from django.conf import settings

BESIDE_A_LINK = re.compile(r"</a>\s*·|·\s*(\{% endif %\}\s*)?<a\b")


def test_no_dot_stands_between_links() -> None:
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    assert not [template for template in templates if BESIDE_A_LINK.search(template.read_text())]


def test_a_dot_between_links_would_be_found() -> None:
    assert BESIDE_A_LINK.search('<a href="/">Back</a> · <a href="/phone/">Phone</a>')
    assert BESIDE_A_LINK.search('{{ user.email }} ·\n  <a href="/">Sign out</a>')
