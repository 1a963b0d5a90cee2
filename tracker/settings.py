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

from tracker import languages, logs, production
from tracker.secret import kept_in_a_file, make_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
DEMO = os.environ.get("DEMO") == "1"
DEBUG = os.environ.get("DEBUG") == "1"

# --- the keys that seal what names a person (`recovery.people.sealing`): the first seals, the others open what is old

FIELD_KEYS = os.environ.get("FIELD_KEYS", "").split()
if os.environ.get("FIELD_KEYS_FILE"):
    FIELD_KEYS = Path(os.environ["FIELD_KEYS_FILE"]).read_text(encoding="ascii").split()
if DEMO and not FIELD_KEYS:
    FIELD_KEYS = [kept_in_a_file(VAR_DIR / "field-key", make_key)]
# "0" while a version runs beside this one that cannot open what is sealed, and before going back to such a version.
SEAL_FIELDS = os.environ.get("SEAL_FIELDS", "1") != "0"

# --- secrets and hosts; without DEMO nothing starts that lacks any of what `tracker.production` asks

if not DEMO and (refused := production.refusals(os.environ, field_keys=FIELD_KEYS)):
    told = "\n  ".join(refused)
    raise ImproperlyConfigured(
        f"This does not start yet:\n  {told}\nSee docs/operating.md. Or set DEMO=1 to try the site on this machine."
    )

if DEMO:
    SECRET_KEY = kept_in_a_file(VAR_DIR / "secret-key")
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *os.environ.get("ALLOWED_HOSTS", "").split()]
    BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
else:
    SECRET_KEY = os.environ["SECRET_KEY"]
    ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split()
    BASE_URL = os.environ["BASE_URL"].rstrip("/")
    ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "1"))
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True

# A monitor on the machine itself asks these without TLS; a system that does is refused, by tracker/fhir/secure.py.
SECURE_REDIRECT_EXEMPT = [r"^(health|live|ready|metrics)/$", r"^fhir/"]

# --- the parts

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
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
    "recovery.erasure",
    "tracker",
]

MIDDLEWARE = [
    "tracker.methods.HeadMiddleware",
    "tracker.headers.StrictHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tracker.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "tracker.fhir.secure.NotInClearMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracker.methods.KnownMethodsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "tracker.sessions.LenientSessionMiddleware",
    "tracker.bounds.BoundedBodyMiddleware",
    "tracker.typed.TypedTextMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tracker.sessions.BoundedSessionMiddleware",
    "tracker.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tracker.acting.ActingMiddleware",
    "tracker.sessions.SignInFirstMiddleware",
    "tracker.second_factor.SecondFactorMiddleware",
    "tracker.limits.LimitMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tracker.errors.EmptyErrorMiddleware",
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
    # The worker sends to several addresses at once. Without a database nobody waits longer for the number than this.
    _database.setdefault("OPTIONS", {})["pool"] = {"min_size": 2, "max_size": 20, "timeout": 4}

# Several processes share it. What is counted exactly is not in here but in `recovery.people.limits`.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}

# --- signing in

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "tracker.passwords.GoodEnough"}]
# SHA-1 digests of passwords that leaked, one a line and sorted, such as the list of Have I Been Pwned ordered by hash.
BREACHED_PASSWORDS_FILE = os.environ.get("BREACHED_PASSWORDS_FILE", "")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "tracker.account.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# An address is proven by a code in a mail, so that nobody learns from this site whether it has an account.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Counted by `tracker.limits`, which cannot be raced nor emptied by filling the cache.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False

# --- the second factor

MFA_ADAPTER = "tracker.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
# A code of half a minute ago is taken too; `tracker.second_factor` sees to it that none is taken twice.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Hersteldagboek"
MFA_FORMS = {
    "authenticate": "tracker.second_factor.CodeForm",
    "reauthenticate": "tracker.second_factor.CodeAgainForm",
    "activate_totp": "tracker.second_factor.FirstCodeForm",
    "add_webauthn": "tracker.second_factor.PasskeyForm",
}

# --- sessions: the row holds no readable word; how long one lasts is checked on the server

SESSION_ENGINE = "tracker.sealed_sessions"
# A patient logs a day in half a minute, in bed; being signed out then costs the entry. Staff read records of others.
PATIENT_SESSION_IDLE_SECONDS = int(os.environ.get("PATIENT_SESSION_IDLE_SECONDS", str(30 * 24 * 3600)))
PATIENT_SESSION_SECONDS = int(os.environ.get("PATIENT_SESSION_SECONDS", str(90 * 24 * 3600)))
STAFF_SESSION_IDLE_SECONDS = int(os.environ.get("STAFF_SESSION_IDLE_SECONDS", str(30 * 60)))
STAFF_SESSION_SECONDS = int(os.environ.get("STAFF_SESSION_SECONDS", str(12 * 3600)))
SESSION_COOKIE_AGE = PATIENT_SESSION_IDLE_SECONDS
# In production a browser takes what begins like this from this host alone and over TLS alone, never from a neighbour.
COOKIE_PREFIX = "" if DEMO else "__Host-"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_HTTPONLY = True
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
        "worker-src": [SELF],
        "frame-src": [NONE],
        "media-src": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- bounds on what is sent; a file has a bound of its own, and what `tracker.bounds` lets in is the largest of them

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
LARGEST_BODY = 4_000_000

# Who is told of a fault in how the site is guarded: a mail address or a page, shown in /.well-known/security.txt.
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "")

# --- language and time

LANGUAGE_CODE = languages.DEFAULT
LOCALE_PATHS = [BASE_DIR / "tracker" / "locale"]
LANGUAGES = languages.offered(LOCALE_PATHS[0])
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
PHONENUMBER_DEFAULT_REGION = "NL"
PHONENUMBER_DB_FORMAT = "E164"

# --- static files

# Absolute: in the diary of somebody else (`tracker.acting`) it is the same.
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "static"))
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
    DEFAULT_FROM_EMAIL = os.environ["DEFAULT_FROM_EMAIL"]
    EMAIL_HOST = os.environ["EMAIL_HOST"]
EMAIL_BACKEND = (
    "tracker.channels.smtp.Backend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "1") == "1"

# --- what was raised, outside of the database as well: a restore raises again what no backup holds (`alerts.ledger`)

ALERT_LEDGER = Path(os.environ.get("ALERT_LEDGER", VAR_DIR / "ledger"))

# --- how long a mail server or a webhook may be silent; what follows from it is in tracker.deadline and
# recovery.alerts.models.delivery

DELIVERY_WAIT_SECONDS = int(os.environ.get("DELIVERY_WAIT_SECONDS", "20"))
EMAIL_TIMEOUT = DELIVERY_WAIT_SECONDS

# --- the second line of alerts: mailboxes and webhooks of who runs this installation (`recovery.alerts.second_line`)

ALERT_FALLBACK = production.addresses_of(os.environ.get("ALERT_FALLBACK", ""))

# --- /metrics/ is there for who sends this as a bearer token; without it there is no such page

METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
# The hosts within the hospital's own network that a webhook may be on, such as a pager; others have to be public.
WEBHOOK_HOSTS = os.environ.get("WEBHOOK_HOSTS", "127.0.0.1 localhost ::1" if DEMO else "").lower().split()

# --- notifications of a browser: offered only with a key, by clinics that allow it; `manage.py make_push_key` makes one

WEB_PUSH_KEY = os.environ.get("WEB_PUSH_KEY", "")
if os.environ.get("WEB_PUSH_KEY_FILE"):
    WEB_PUSH_KEY = Path(os.environ["WEB_PUSH_KEY_FILE"]).read_text(encoding="ascii").strip()
# The services of the makers of browsers; the site posts to no other address that a browser names.
WEB_PUSH_HOSTS = os.environ.get(
    "WEB_PUSH_HOSTS",
    "fcm.googleapis.com .push.services.mozilla.com .push.apple.com .notify.windows.com",
).split()

# --- how many years who looked at a diary is kept, before `manage.py forget_old_reads` and the worker delete it

ACCESS_LOG_YEARS = int(os.environ.get("ACCESS_LOG_YEARS", "5"))
if ACCESS_LOG_YEARS < 5:
    raise ImproperlyConfigured("Set ACCESS_LOG_YEARS to 5 or more: the law asks five years (NEN 7513).")

# --- what is written down: lines of JSON, or for who reads along on a laptop plain ones

LOGGING = logs.config(plain=DEMO)
