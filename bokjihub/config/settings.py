"""The one settings file. Values come from the environment; importing it starts nothing and opens nothing.

Modes (`BOKJIHUB_MODE`): `demo` (default; synthetic people, every screen says so), `development`, `production`.
Production refuses to start with a missing key, a default, or without TLS (R64, trust/requirements).
"""

import os
from pathlib import Path

from bokjihub.config.secrets import load_secrets
from bokjihub.pgserver import address

BASE_DIR = Path(__file__).resolve().parents[2]
PACKAGE_DIR = BASE_DIR / "bokjihub"

BOKJIHUB_MODE = os.environ.get("BOKJIHUB_MODE", "demo")
BOKJIHUB_DATA_DIR = address.data_dir()
BOKJIHUB_DEMO = BOKJIHUB_MODE == "demo"
# Where heads of the audit chains are written; in production a folder on another machine.
BOKJIHUB_SEAL_DIR = Path(os.environ.get("BOKJIHUB_SEAL_DIR", BOKJIHUB_DATA_DIR / "seals"))
# Name of the guaranteeing agency (보장기관) shown on letters and in the title.
BOKJIHUB_AGENCY = os.environ.get("BOKJIHUB_AGENCY", "남원시")
# Minutes without a request after which a login ends (notice on safety measures, art. 6; local plan).
BOKJIHUB_IDLE_MINUTES = int(os.environ.get("BOKJIHUB_IDLE_MINUTES", "10"))
# Days for which audit rows are kept; less than two years is refused (same notice, art. 8).
BOKJIHUB_AUDIT_DAYS = int(os.environ.get("BOKJIHUB_AUDIT_DAYS", "1825"))

_secrets = load_secrets(mode=BOKJIHUB_MODE, data_dir=BOKJIHUB_DATA_DIR)
SECRET_KEY = _secrets.secret_key
BOKJIHUB_FIELD_KEYS = _secrets.field_keys
BOKJIHUB_SEARCH_KEY = _secrets.search_key

DEBUG = os.environ.get("BOKJIHUB_DEBUG") == "1" and BOKJIHUB_MODE != "production"
ALLOWED_HOSTS = os.environ.get("BOKJIHUB_HOSTS", "localhost 127.0.0.1 [::1] testserver").split()
CSRF_TRUSTED_ORIGINS = os.environ.get("BOKJIHUB_TRUSTED_ORIGINS", "").split()
USE_TLS = BOKJIHUB_MODE == "production"

INSTALLED_APPS = [
    "bokjihub.pgserver",
    "bokjihub.ui",
    "bokjihub.audit",
    "bokjihub.areas",
    "bokjihub.accounts",
    "bokjihub.clocks",
    "bokjihub.exports",
    "bokjihub.partners",
    "bokjihub.rollout",
    "bokjihub.people",
    "bokjihub.discovery",
    "bokjihub.visits",
    "bokjihub.assessments",
    "bokjihub.benefits",
    "bokjihub.resources",
    "bokjihub.counselling",
    "bokjihub.emergency",
    "bokjihub.programmes",
    "bokjihub.cases",
    "bokjihub.statistics",
    "bokjihub.desk",
    "bokjihub.field",
    "bokjihub.portal",
    "bokjihub.demo",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # widget templates for our form renderer
    "django_htmx",
    # Both wrap the loaders on start and the later one wins, so both are set up by hand below.
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bokjihub.desk.unsent.KeepUnsent",
    "bokjihub.accounts.access.session.SessionGuard",
    "bokjihub.accounts.access.session.PrivateCache",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bokjihub.ui.papers.middleware.papers",
]

ROOT_URLCONF = "bokjihub.config.urls"
WSGI_APPLICATION = "bokjihub.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "bokjihub.ui.templatetags.korean",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bokjihub.ui.context.shell",
                "bokjihub.desk.context.navigation",
            ],
        },
    }
]
FORM_RENDERER = "bokjihub.ui.forms.HouseRenderer"

DATABASES = {"default": address.database_settings(address.chosen_role())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk:home"
# Wrong passwords before an account rests, and for how long (notice on safety measures, art. 5 (6)).
BOKJIHUB_LOCK_AFTER = 5
BOKJIHUB_LOCK_MINUTES = 15

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = USE_TLS
SESSION_COOKIE_NAME = "__Host-bokjihub" if USE_TLS else "bokjihub"
CSRF_COOKIE_SECURE = USE_TLS
CSRF_FAILURE_VIEW = "bokjihub.desk.views.grown_old"
CSRF_COOKIE_NAME = "__Host-csrf" if USE_TLS else "csrf"
SECURE_SSL_REDIRECT = USE_TLS
SECURE_HSTS_SECONDS = 31_536_000 if USE_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if USE_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "ko"
TIME_ZONE = "Asia/Seoul"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BOKJIHUB_DATA_DIR / "static"
# `bokjihub up` collects and says so; elsewhere (tests, runserver) files come from where they are written.
_collected = os.environ.get("BOKJIHUB_STATIC") == "collected"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "bokjihub.config.static.Collected"
        if _collected
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _collected
MEDIA_ROOT = BOKJIHUB_DATA_DIR / "photos"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("BOKJIHUB_LOG", "WARNING")},
}
