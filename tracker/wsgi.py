"""What the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

application = get_wsgi_application()

from tracker import field_keys, last_known  # noqa: E402 - Django is set up by the line above

field_keys.refuse_to_start_without()
last_known.prime()
