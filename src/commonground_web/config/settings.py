"""Django's settings of the room that this process is; nothing of another room can be reached."""

from __future__ import annotations

import os
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from commonground_web.config.face import Face
from commonground_web.demo.marks import read_mark
from commonground_web.kernel.home import PART, Served, this_home
from commonground_web.kernel.rooms import this_room

ROOM = this_room()
ROOM_HOME = this_home()
FACE: Face = import_module(f"commonground_web.config.{ROOM}").FACE
DEMO = read_mark(ROOM_HOME)
ROOM_ROLES = "commonground_web.demo.door.roles.ROLES" if DEMO else FACE.roles
ROOM_BANNER = "demo/banner.html" if DEMO else ""
ROOM_PURPOSES = FACE.purposes
ROOM_RETENTION = FACE.retention
ROOM_THINGS = FACE.things
ROOM_APPROVER = FACE.approver
ROOM_AGENCIES = FACE.agencies
ROOM_SITES = FACE.sites
AGENCY_STANDING = FACE.standing
BORROWED_TABLES = "commonground_web.config.borrowed.TABLES"
BORROWED_EXPOSURES = "commonground_web.config.borrowed.EXPOSURES"

_room = ROOM_HOME.settings
_address = urlsplit(_room.address)
_is_secure = _address.scheme == "https"

DEBUG = False
SECRET_KEY = ROOM_HOME.secret("web")["secret_key"]
ALLOWED_HOSTS = [_address.hostname or ""]
CSRF_TRUSTED_ORIGINS = [_room.address]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "commonground_web.kernel.pages",
    "commonground_web.kernel.signin",  # before allauth: its templates stand in for allauth's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "commonground_web.kernel.audit",
    "commonground_web.kernel.backups",
    "commonground_web.kernel.accounts",
    "commonground_web.kernel.retention",
    "commonground_web.kernel.purge",
    "commonground_web.kernel.files",
    "commonground_web.kernel.exports",
    "commonground_web.kernel.trail",
    "commonground_web.kernel.rounds",
    "commonground_web.kernel.waiting",
    "commonground_web.valves.boxes",
    "commonground_web.valves.published",
    *FACE.apps,
    *(["commonground_web.demo.door"] if DEMO else []),
]
AUTH_USER_MODEL = "accounts.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "commonground_web.config.urls"
WSGI_APPLICATION = "commonground_web.config.wsgi.application"

MIDDLEWARE = [
    "commonground_web.kernel.access.proxy.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "commonground_web.kernel.signin.privacy.KeepNothing",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "commonground_web.kernel.pages.language.AccountLanguage",
    "axes.middleware.AxesMiddleware",
    "commonground_web.kernel.signin.middleware.ActorMiddleware",
    "commonground_web.kernel.access.gate.Gate",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "commonground_web.kernel.pages.context.room",
            ],
        },
    }
]
FORM_RENDERER = "commonground_web.kernel.pages.rendering.Renderer"


def _database() -> dict[str, Any]:
    part = os.environ.get(PART, "web")
    if isinstance(_room.database, Served):
        served = _room.database
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": served.name,
            "HOST": served.host,
            "PORT": served.port,
            "USER": served.owner if part == "owner" else served.web,
            "PASSWORD": ROOM_HOME.secret(part)["password"],
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"sslmode": served.sslmode},
        }
    pragmas = (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "recursive_triggers=ON",  # or INSERT OR REPLACE would delete past the triggers
        "trusted_schema=ON",
        "cache_size=-20000",
    )
    return {
        "ENGINE": "commonground_web.kernel.compartments.sqlite",
        "NAME": ROOM_HOME.database,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "part": part,
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
        },
    }


DATABASES = {"default": _database()}
DATABASE_ROLES = (
    {part: getattr(_room.database, part) for part in ("web", "backup", "valve")}
    if isinstance(_room.database, Served)
    else {}
)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SHORTEST_PASSWORD = 12
SHORTEST_WITHOUT_LISTED_WORDS = 8
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {
        "NAME": "commonground_web.kernel.accounts.words.ListedWordsValidator",
        "OPTIONS": {"min_length": SHORTEST_WITHOUT_LISTED_WORDS},
    },
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AXES_VERBOSE = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front"
REAUTHENTICATION_URL = "account_reauthenticate"
ACCOUNT_ADAPTER = "commonground_web.kernel.signin.adapters.RoomAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever has an account followed a link to their address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": None}  # failures are counted by axes
MFA_ADAPTER = "commonground_web.kernel.signin.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = f"Common Ground {ROOM}"
MFA_FORMS = {
    "authenticate": "commonground_web.kernel.signin.forms.CodeForm",
    "reauthenticate": "commonground_web.kernel.signin.forms.CodeAgainForm",
    "add_webauthn": "commonground_web.kernel.signin.forms.AddKeyForm",
    "authenticate_webauthn": "commonground_web.kernel.signin.forms.KeyForm",
    "reauthenticate_webauthn": "commonground_web.kernel.signin.forms.KeyAgainForm",
}

AXES_FAILURE_LIMIT = 5  # CJIS Security Policy AC-7: five in a quarter of an hour
FAILURES_FROM_ALL = 20  # network addresses together, for one account
AXES_HANDLER = "commonground_web.kernel.signin.lockout.Handler"
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "email"
AXES_USERNAME_CALLABLE = "commonground_web.kernel.signin.lockout.hidden_address"
AXES_LOCKOUT_CALLABLE = "commonground_web.kernel.signin.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the audit tells of it
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "email", "code", "next"]

SESSION_IDLE = timedelta(minutes=30)  # AC-11
SESSION_LONGEST = timedelta(hours=12)
SESSION_FRESH = timedelta(minutes=15)
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

_cookies = f"{'__Host-' if _is_secure else ''}{ROOM}"
SESSION_COOKIE_NAME = f"{_cookies}-session"
CSRF_COOKIE_NAME = f"{_cookies}-csrf"
LANGUAGE_COOKIE_NAME = f"{_cookies}-language"
MESSAGES_COOKIE_NAME = f"{_cookies}-messages"
MESSAGE_STORAGE = "commonground_web.kernel.pages.messages.Storage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _is_secure
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # gone with the browser, as those are promised who complain
CSRF_FAILURE_VIEW = "commonground_web.kernel.pages.errors.form_went_stale"
SECURE_HSTS_SECONDS = 31_536_000 if _is_secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _is_secure  # a room's name is the room's alone
SECURE_SSL_REDIRECT = False
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # the proxy redirects, before a request comes here
    "security.W021",  # whether browsers ship the name is its owner's to decide
]
TRUSTED_PROXY = str(_room.proxy)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
USE_TZ = True
TIME_ZONE = _room.time_zone
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},  # of few, any flood would throw out what counts it
    }
}
STATIC_URL = "static/"
STATIC_ROOT = ROOM_HOME.folder / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = ROOM_HOME.media
PURGE_WAITS_DAYS = 7
SEALED_BY_LIBRARIES = "commonground_web.kernel.signin.rekeying.reseal_factors"
LARGEST_FILE = 20_000_000
SCANNER = _room.scanner
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

EMAIL_HOST, EMAIL_PORT = _room.mail.host, _room.mail.port
EMAIL_USE_TLS = _room.mail.use_tls
EMAIL_HOST_USER = _room.mail.user
# A room that was just restored has none: it opens, and `room check` tells of it.
EMAIL_HOST_PASSWORD = ROOM_HOME.secret("mail")["password"] if ROOM_HOME.has_secret("mail") else ""
EMAIL_TIMEOUT = 10  # or a page would wait for a server that swallows what it is sent
DEFAULT_FROM_EMAIL = _room.mail.sender
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if _room.mail.host
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = ROOM_HOME.folder / "mail"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name} {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # They tell paths, which may hold one-time links, and what errors say; `errors` tells of faults
    # by the number of the request, and the audit of requests.
    "loggers": {
        "axes": {"level": "ERROR"},
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
    },
}
