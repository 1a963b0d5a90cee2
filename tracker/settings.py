"""Settings, all from the environment; `docs/operating.md` lists them.

`DEMO=1` is for a laptop: plain HTTP, a key of its own in `var/`, mail written to files. Without it the
site expects to be in production and refuses to start without a secret.
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_constants
from django.core.exceptions import ImproperlyConfigured

from tracker import languages
from tracker.secret import kept_in_a_file, make_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
DEMO = os.environ.get("DEMO") == "1"
DEBUG = os.environ.get("DEBUG") == "1"

# --- secrets and hosts


def _required(name: str, what: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {what}. Or set DEMO=1 to try the site on this machine.")
    return value


if DEMO:
    SECRET_KEY = kept_in_a_file(VAR_DIR / "secret-key")
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *os.environ.get("ALLOWED_HOSTS", "").split()]
    BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
else:
    SECRET_KEY = _required("SECRET_KEY", "a long random string that stays the same")
    ALLOWED_HOSTS = _required("ALLOWED_HOSTS", "the host names of the site, with spaces between").split()
    BASE_URL = _required("BASE_URL", "the address of the site, such as https://herstel.example.nl").rstrip(
        "/"
    )
    ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "1"))
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# --- the keys that seal what names a person (`recovery.people.sealing`): the first seals, the others open what is old

FIELD_KEYS = os.environ.get("FIELD_KEYS", "").split()
if os.environ.get("FIELD_KEYS_FILE"):
    FIELD_KEYS = Path(os.environ["FIELD_KEYS_FILE"]).read_text(encoding="ascii").split()
if DEMO and not FIELD_KEYS:
    FIELD_KEYS = [kept_in_a_file(VAR_DIR / "field-key", make_key)]
# "0" while a version runs beside this one that cannot open what is sealed, and before going back to such a version.
SEAL_FIELDS = os.environ.get("SEAL_FIELDS", "1") != "0"

# --- the parts

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "phonenumber_field",
    "recovery.people",
    "recovery.episodes",
    "recovery.journal",
    "recovery.trends",
    "recovery.aftercare",
    "recovery.reminders",
    "recovery.alerts",
    "recovery.exchange",
    "tracker",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "tracker.sessions.LenientSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tracker.sessions.SlidingSessionMiddleware",
    "tracker.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tracker.acting.ActingMiddleware",
    "tracker.sessions.SignInFirstMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tracker.caching.NeverStoreMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "tracker.context.site",
            ],
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- database and cache

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{VAR_DIR / 'tracker.sqlite3'}")}
_database = DATABASES["default"]

if _database["ENGINE"] == "django.db.backends.sqlite3":
    # WAL and IMMEDIATE: several processes write without "database is locked". FULL: an alert survives a
    # power cut. A connection is kept, since the last one to close takes the files of the log away, and on a full
    # disk nobody can make them again, not even to read whom to phone.
    _database["CONN_MAX_AGE"] = None
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    _database["CONN_MAX_AGE"] = 0
    # After a restart of the database nobody is handed a connection that died with it.
    _database["CONN_HEALTH_CHECKS"] = True
    # The worker sends to several addresses at once; without a database, an error page after ten seconds.
    _database.setdefault("OPTIONS", {})["pool"] = {"min_size": 2, "max_size": 20, "timeout": 10}

# The limits on signing in count across processes, so they are counted in the database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}

# --- signing in

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name}
    for name in (
        "tracker.account.LongEnough",
        "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "django.contrib.auth.password_validation.CommonPasswordValidator",
        "django.contrib.auth.password_validation.NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "tracker.account.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# A patient logs a day in half a minute, in bed; being signed out then costs the entry.
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_NAME = "session"
SESSION_SERIALIZER = "tracker.sealed_sessions.SealedSerializer"
CSRF_FAILURE_VIEW = "tracker.errors.csrf_failure"

# Message levels by the names that Bootstrap has for them.
MESSAGE_STORAGE = "tracker.told_once.DiaryStorage"
MESSAGE_TAGS = {message_constants.DEBUG: "secondary", message_constants.ERROR: "danger"}

# --- headers

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- language and time

LANGUAGE_CODE = languages.DEFAULT
LOCALE_PATHS = [BASE_DIR / "tracker" / "locale"]
LANGUAGES = languages.offered(LOCALE_PATHS[0])
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
PHONENUMBER_DEFAULT_REGION = "NL"
PHONENUMBER_DB_FORMAT = "E164"

# --- static files

# Absolute: in the diary of somebody else (`tracker.acting`) it is the same.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tracker.static_storage.ModuleStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

# --- mail: the demo writes it to files in var/mail unless a server is named

if DEMO:
    DEFAULT_FROM_EMAIL = "hersteldagboek@demo.example"
    EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
else:
    DEFAULT_FROM_EMAIL = _required("DEFAULT_FROM_EMAIL", "the sender of mails")
    EMAIL_HOST = _required("EMAIL_HOST", "the mail server, which also takes the alerts to the clinic")
EMAIL_BACKEND = (
    "tracker.channels.smtp.Backend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "1") == "1"

# --- how long a mail server or a webhook may be silent; what follows from it is in tracker.deadline and
# recovery.alerts.models.delivery

DELIVERY_WAIT_SECONDS = int(os.environ.get("DELIVERY_WAIT_SECONDS", "20"))
EMAIL_TIMEOUT = DELIVERY_WAIT_SECONDS

# --- notifications of a browser: offered only with a key, by clinics that allow it; `manage.py make_push_key` makes one

WEB_PUSH_KEY = os.environ.get("WEB_PUSH_KEY", "")
if os.environ.get("WEB_PUSH_KEY_FILE"):
    WEB_PUSH_KEY = Path(os.environ["WEB_PUSH_KEY_FILE"]).read_text(encoding="ascii").strip()
# The services of the makers of browsers; the site posts to no other address that a browser names.
WEB_PUSH_HOSTS = os.environ.get(
    "WEB_PUSH_HOSTS",
    "fcm.googleapis.com .push.services.mozilla.com .push.apple.com .notify.windows.com",
).split()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"recovery": {"level": "INFO"}, "tracker": {"level": "INFO"}},
}
