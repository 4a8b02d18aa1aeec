"""Django's settings. What an operator may change comes from the environment (`docs/guides/operator.md`).

Who doesn't log in meets no session and no cookie: the public pages can only be read.
"""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from ljuspunkt.config import installation
from ljuspunkt.config.database import database
from ljuspunkt.config.organisations import organisations

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
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "csp",
    "ljuspunkt.databases",
    "ljuspunkt.ui",
    "django.forms",  # after ui, whose templates come before its own
    "ljuspunkt.rooms.mail",
    "ljuspunkt.rooms.audit",
    "ljuspunkt.rooms.people",
    "ljuspunkt.rooms.meetings",
    "ljuspunkt.rooms.indicators",
    "ljuspunkt.rooms.surveys",
    "ljuspunkt.rooms.conference",
    "ljuspunkt.rooms.analysis",
    "ljuspunkt.rooms.reports",
    "ljuspunkt.rooms.entrance",
    # After the rooms, so that our templates come before theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ljuspunkt.web.middleware.quiet_browser",
    "ljuspunkt.web.middleware.no_zero_bytes",
    "django.middleware.gzip.GZipMiddleware",
    "ljuspunkt.rooms.conference.middleware.voters_are_nobody",  # before the session is read
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "ljuspunkt.web.middleware.buttons_lead_to_their_page",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ljuspunkt.rooms.people.login.sessions.sessions_end",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "ljuspunkt.rooms.entrance.navigation.frame",
            ]
        },
    }
]

FORM_RENDERER = "ljuspunkt.ui.forms.Renderer"

DATABASES = {"default": database(os.environ.get("LJUSPUNKT_DATABASE"), INSTALLATION)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "entrance:work"
LOGOUT_REDIRECT_URL = "entrance:home"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_BY_CODE_REQUIRED = {"password"}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}  # codes of a second factor; axes counts wrong passwords
ACCOUNT_ADAPTER = "ljuspunkt.rooms.people.login.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "ljuspunkt.rooms.people.login.forms.LoginForm",
    "reauthenticate": "ljuspunkt.rooms.people.login.forms.ReauthenticateForm",
    "change_password": "ljuspunkt.rooms.people.login.forms.ChangePasswordForm",
    "set_password": "ljuspunkt.rooms.people.login.forms.SetPasswordForm",
    "reset_password": "ljuspunkt.rooms.people.login.forms.ResetPasswordForm",
    "reset_password_from_key": "ljuspunkt.rooms.people.login.forms.ResetPasswordKeyForm",
    "confirm_login_code": "ljuspunkt.rooms.people.login.forms.ConfirmLoginCodeForm",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is that of the invitation, and proven by following its link
MFA_TOTP_ISSUER = "Ljuspunkt"
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "ljuspunkt.rooms.people.login.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "ljuspunkt.rooms.people.login.forms.AuthenticateForm",
    "reauthenticate": "ljuspunkt.rooms.people.login.forms.ReauthenticateCodeForm",
    "activate_totp": "ljuspunkt.rooms.people.login.forms.ActivateTOTPForm",
    "add_webauthn": "ljuspunkt.rooms.people.login.forms.AddPasskeyForm",
    "edit_webauthn": "ljuspunkt.rooms.people.login.forms.EditPasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "ljuspunkt.rooms.people.login.adapters.OrganisationAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that leads elsewhere would be stopped by the policy for forms
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": organisations(os.environ)}}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_HANDLER = "ljuspunkt.rooms.people.login.lockout.QuietCounter"
AXES_USERNAME_CALLABLE = "ljuspunkt.rooms.people.login.lockout.typed_address"
AXES_CLIENT_IP_CALLABLE = "ljuspunkt.rooms.people.login.lockout.sign_of_address"
AXES_LOCKOUT_CALLABLE = "ljuspunkt.rooms.people.login.lockout.locked"

# A session ends after two hours without a page, and after half a day in any case.
SESSION_COOKIE_AGE = 2 * 60 * 60
SESSION_LONGEST = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ljuspunkt.rooms.entrance.views.refused"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

BALLOT_KEYS = INSTALLATION / "ballot-keys"
WAVE_KEYS = INSTALLATION / "wave-keys"
PASSPHRASE_COST = (4, 64 * 2**20)  # rounds and bytes of Argon2id, for each guess
DATA_SETS = INSTALLATION / "data-sets"

MAIL = os.environ.get("LJUSPUNKT_MAIL", "")
MAIL_FOLDER = INSTALLATION / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("LJUSPUNKT_MAIL_FROM") or "Ljuspunkt <ljuspunkt@localhost>"
EMAIL_BACKEND = "ljuspunkt.rooms.mail.backend.Queue"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["ljuspunkt.ui.formats"]
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
# Behind a proxy that speaks https, it names the browser's address last in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_HTTPS else 0
# The invented people of an example may log in by password alone, where nobody else can come.
ON_THIS_MACHINE_ONLY = not BEHIND_HTTPS and set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]", "::1"}
SESSION_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None

# Nothing logged here holds an address of a person: no access log, no request objects, no mail to administrators.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "filters": {"without_address": {"()": "ljuspunkt.web.log.WithoutAddress"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_address"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        "axes": {"handlers": ["nowhere"], "propagate": False},
    },
}
