"""Settings for a command that reads a file and needs no site: from a fresh clone, with nothing set.

No secret, no database, no address: no page can be served with these, and a query fails. `manage.py` names the commands.
"""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

INSTALLED_APPS = ["tracker"]
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [BASE_DIR / "templates"]},
]
LANGUAGE_CODE = "en"
TIME_ZONE = "Europe/Amsterdam"
