"""Django's settings. What an operator may change comes from the environment (`docs/guides/operator.md`).

There are no accounts, sessions or cookies: every page is public and can only be read.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from ljuspunkt.config import installation
from ljuspunkt.config.database import database

PACKAGE = Path(__file__).resolve().parents[1]
INSTALLATION = installation.folder(os.environ)

SECRET_KEY = installation.secret_key(os.environ, INSTALLATION)
DEBUG = installation.yes(os.environ, "LJUSPUNKT_DEBUG")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *installation.listed(os.environ, "LJUSPUNKT_HOSTS")]

CONTACT = os.environ.get("LJUSPUNKT_CONTACT", "")

ROOT_URLCONF = "ljuspunkt.config.urls"
WSGI_APPLICATION = "ljuspunkt.config.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "csp",
    "ljuspunkt.ui",
    "ljuspunkt.rooms.indicators",
    "ljuspunkt.rooms.conference",
    "ljuspunkt.rooms.analysis",
    "ljuspunkt.rooms.reports",
    "ljuspunkt.rooms.entrance",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ljuspunkt.ui.middleware.quiet_browser",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = {"default": database(os.environ.get("LJUSPUNKT_DATABASE"), INSTALLATION)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "/static/"
STATIC_ROOT = INSTALLATION / "static"
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    }
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_HTTPS = installation.yes(os.environ, "LJUSPUNKT_HTTPS")
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None

# Nothing logged here holds an address of a person: no access log, no request objects, no mail to administrators.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
