"""The site's settings, for tests: nothing leaves the process, nothing waits."""

import atexit
import os
import shutil
import tempfile

os.environ["DEMO"] = "1"
# One for all workers, who are given it by whoever starts them; that one takes it away.
if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="tracker-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from tracker.settings import *  # noqa: F403

DEMO = False
ALERT_FALLBACK = ["wacht@example.nl"]
BASE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False

# The tables are made from the models; tests/conftest.py says why.
DATABASES["default"]["TEST"] = {"MIGRATE": False}
# A file, not memory: threads then have connections of their own, as the server's have.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"]["NAME"] = str(VAR_DIR / "test.sqlite3")
