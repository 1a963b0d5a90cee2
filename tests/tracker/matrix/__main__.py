"""`make matrix`: write docs/access.md from the table."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.tracker.matrix.document import PATH, document

    PATH.write_text(document(), encoding="utf-8")
