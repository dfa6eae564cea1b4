"""All settings, read from the environment; ``docs/operations.md`` explains each variable.

Development and demonstration need none of them. In production (``DEBUG`` off) the site refuses to start with an
unsafe value: see ``config/safety.py``.
"""

import sys
from pathlib import Path
from urllib.parse import unquote

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from accounts.vocabulary import UnitKind
from config import safety
from rectification.vocabulary import (
    DeadlineKind,
    ExtensionLevel,
    ExtensionState,
    IssueKind,
    MeasureState,
    Pace,
    ReportState,
    ReportStatus,
    RhythmKind,
    Standing,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def refuse(reason: object) -> None:
    """One line instead of a traceback: whoever reads it is setting up a machine, not reading code."""
    sys.exit(f"Xiaohao does not start. {reason}")


# --- how this installation runs -------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # allows the demo people and their one password; never in production
ALLOW_INSECURE_HTTP = env.bool("ALLOW_INSECURE_HTTP", default=DEMO)  # for loopback: no HTTPS redirect, no Secure cookies
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds password hashes and papers
SECRET_KEY = env.str("SECRET_KEY", default=safety.DEVELOPMENT_KEY if DEBUG else "")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'xiaohao.sqlite3'}")
REDIS_URL = env.str("REDIS_URL", default="")
# Without HTTPS there is no proxy; with it there is one, which is on this machine where nothing else is said.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[] if DEBUG or ALLOW_INSECURE_HTTP else ["127.0.0.1", "::1"])

try:
    safety.refuse_unsafe(
        debug=DEBUG,
        demo=DEMO,
        secret_key=SECRET_KEY,
        allowed_hosts=ALLOWED_HOSTS,
        insecure_http=ALLOW_INSECURE_HTTP,
        database_url=DATABASE_URL,
        redis_url=REDIS_URL,
        trusted_proxies=TRUSTED_PROXIES,
    )
except ImproperlyConfigured as error:
    refuse(error)

# --- applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "config.static.OwnStaticFiles",
    "django_htmx",
    "template_partials",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "axes",
    "accounts",
    "rectification",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.RequestIdMiddleware",
    "config.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.ChosenLanguageMiddleware",
    "rectification.web.bounds.RequestBoundsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rectification.web.answers.RefusalMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "accounts.middleware.PasswordChangeMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "rectification.web.context.page",
            ],
        },
    },
]

FORM_RENDERER = "rectification.web.rendering.ComponentForms"

# --- databases ------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    OPTIONS["transaction_mode"] = "IMMEDIATE"
    OPTIONS["timeout"] = 20
    OPTIONS["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
else:
    DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])  # %2Frun%2Fpostgresql: a socket's folder
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    OPTIONS["options"] = f"-c lock_timeout=5s -c statement_timeout={env.str('STATEMENT_TIMEOUT', default='30s')}"

# One web process can count in its own memory; several need a common place.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "xiaohao"}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",  # shared by all processes of this machine
        "LOCATION": VAR_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- people ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.signin.SignInBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; without a password here the sign-in form has none either
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": False}  # failures are counted by axes, in the database
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
PASSWORD_PROFILE = env.str("PASSWORD_PROFILE", default="mlps")  # "mlps" (GB/T 22239) or "asvs" (OWASP ASVS 5)
AUTH_PASSWORD_VALIDATORS = [{"NAME": "accounts.passwords.ProfileValidator"}]

ACT_RECORDER = "rectification.workflow.trail.record_for_accounts"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # one network cannot lock a person out of another
AXES_CLIENT_IP_CALLABLE = "accounts.signin.network_of"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # our own access log has it
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_ENGINE = "accounts.session_store"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_IDLE_SECONDS_PRIVILEGED = 15 * 60  # signatories and administrators
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "rectification.web.answers.csrf_failure"

# --- transport ------------------------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not (DEBUG or ALLOW_INSECURE_HTTP):
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come over plain HTTP from the same machine
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# --- language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True

# --- files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")  # large, and read by developers at most
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 24 * 1024 * 1024  # of a whole request, files included: see RequestBoundsMiddleware
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- background work ------------------------------------------------------------------------------------------------

CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object]
if not REDIS_URL:
    CELERY_BROKER_URL = "filesystem://localhost/"
    queue = VAR_DIR / "queue"
    queue.mkdir(exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(queue / "control"),
    }
else:
    # Celery spells a socket and its database otherwise than Redis does
    CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_connect_timeout": 1, "socket_timeout": 5}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False  # a row in ``jobs`` is the promise; the sweep finds what was not published
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # LOGGING below holds for workers too
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep jobs": {"task": "rectification.jobs.tasks.sweep", "schedule": 10.0},
    "recount working days": {"task": "rectification.intake.tasks.recount_working_days", "schedule": 600.0},
    "sweep documents": {"task": "rectification.intake.tasks.sweep_documents", "schedule": 6 * 3600.0},
    "turn periods": {"task": "rectification.progress.tasks.turn_periods", "schedule": 60.0},
    "sweep answers": {"task": "rectification.web.tasks.sweep_answers", "schedule": 3600.0},
    "sum up refusals": {"task": "rectification.workflow.tasks.sum_up_refusals", "schedule": 60.0},
    "sweep evidence": {"task": "rectification.evidence.tasks.sweep", "schedule": 6 * 3600.0},
}

# --- interface for programs -----------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rectification.web.strict_json.StrictJSON"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rectification.web.paging.ApiPages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "rectification.web.answers.api_refusal",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
NAMED_WORDS = (  # several tables have a "kind" or a "state": the schema calls each list by its own name
    *(DeadlineKind, ExtensionLevel, ExtensionState, IssueKind, MeasureState, Pace),
    *(ReportState, ReportStatus, RhythmKind, Standing, UnitKind),
)
SPECTACULAR_SETTINGS = {
    "TITLE": "Xiaohao",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "rectification.overview.schema.with_refusals"],
    "ENUM_NAME_OVERRIDES": {words.__name__: [word.value for word in words] for words in NAMED_WORDS},
}

# --- mail and logs --------------------------------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="xiaohao@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.middleware.RequestIdFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
