"""Settings shared by every way of running Passnum. Figures of the scheme are in `core.scheme`, not here."""

import os
from datetime import date
from pathlib import Path
from typing import Any

from passnum.config import environment, security_policy

BASE_DIR = Path(__file__).resolve().parents[3]

INSTALLED_APPS = [
    "passnum.core",
    "passnum.mail",
    "passnum.partners",
    "passnum.network",
    "passnum.conventions",
    "passnum.quotas",
    "passnum.distribution",
    "passnum.exchange",
    "passnum.deliverables",
    "passnum.committee",
    "passnum.endings",
    "passnum.oversight",
    "passnum.reminders",
    "passnum.demo",
    # Before Wagtail: their templates take precedence over the admin's own.
    "cms.backoffice",
    "cms.portal",
    "cms.pages",
    "cms.kits",
    "tasks",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_prose_editor",
    "import_export",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.portal.middleware.PlainRequestMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.backoffice.middleware.AdminPolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "cms.portal.session_limits.SessionLimitsMiddleware",
    "cms.portal.middleware.AdminDoorMiddleware",
    "cms.portal.middleware.SecondFactorMiddleware",
    "cms.portal.middleware.PrivatePagesMiddleware",
    "cms.portal.file_after_proof.FileAfterProofMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "passnum.config.urls"
WSGI_APPLICATION = "passnum.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "cms.portal.session_limits.session_end",
            ],
        },
    }
]

#: Widgets of our own are templates of the house.
FORM_RENDERER = "cms.portal.form_words.FrenchRenderer"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Accounts -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "partners.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "passnum.partners.passwords.ExpectedPasswordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "cms.portal.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "cms.portal.account_forms.LoginForm",
    "reset_password": "cms.portal.account_forms.ResetPasswordForm",
    "reset_password_from_key": "cms.portal.account_forms.ResetPasswordKeyForm",
    "change_password": "cms.portal.account_forms.ChangePasswordForm",
    "reauthenticate": "cms.portal.account_forms.ReauthenticateForm",
}
#: Nobody learns from Passnum whether an address has an account, and strangers get no mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
#: A link that leads to a new password, in seconds of real time; its page and its mail say « vingt-quatre heures ».
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "cms.portal.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "cms.portal.account_forms.AuthenticateForm",
    "reauthenticate": "cms.portal.account_forms.ReauthenticateCodeForm",
    "activate_totp": "cms.portal.account_forms.ActivateTOTPForm",
    "add_webauthn": "cms.portal.account_forms.AddKeyForm",
    "edit_webauthn": "cms.portal.account_forms.EditKeyForm",
}
MFA_TOTP_ISSUER = "Passnum"
MFA_PASSKEY_LOGIN_ENABLED = True
#: The address is verified by the invitation itself.
MFA_ALLOW_UNVERIFIED_EMAIL = True
#: A session ends after this long in any case, and after `PASSNUM_IDLE_SECONDS` without an act; seconds of real time.
SESSION_COOKIE_AGE = 10 * 3600
PASSNUM_IDLE_SECONDS = 3600
#: How long before its end the page says so.
PASSNUM_IDLE_WARNING_SECONDS = 300

# --- Language, clock ----------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
#: The business date of the demonstration; None means the real clock.
PASSNUM_TODAY: date | None = None

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "cms" / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "/media/"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "passnum.core.upload_limit.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

#: Where ClamAV listens (« unix:///run/clamav/clamd.ctl », « tcp://host:3310 »); empty where there is none.
PASSNUM_CLAMAV = os.environ.get("PASSNUM_CLAMAV", "")

# --- Wagtail ------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Passnum"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx", "png", "jpg", "jpeg"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.pages.uploads.DocumentForm"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.pages.uploads.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILADMIN_LOGIN_URL = "account_login"

# --- Security -----------------------------------------------------------------------------------
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": security_policy.SITE}
PASSNUM_ADMIN_POLICY = security_policy.ADMIN

# --- Mail ---------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = "Pass numérique <pass-numerique@strasbourg.example>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
#: Absolute address put in front of the links in mails and documents.
PASSNUM_BASE_URL = "http://127.0.0.1:8000"

# --- Background work ----------------------------------------------------------------------------
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = "Europe/Paris"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
#: The worker writes as the rest does (setting LOGGING).
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True

#: A compiling worker that says nothing for this many seconds is taken for dead, and its dossier taken up again.
PASSNUM_COMPILATION_LEASE = int(os.environ.get("PASSNUM_COMPILATION_LEASE", "60"))
#: The same for an import of a table, while its file is read; the writing is one transaction, which holds the row.
PASSNUM_IMPORT_LEASE = int(os.environ.get("PASSNUM_IMPORT_LEASE", "120"))
#: Years during which profiles are kept after the end of their convention: see passnum/oversight/retention.py.
PASSNUM_PROFILE_YEARS = int(os.environ.get("PASSNUM_PROFILE_YEARS", "2"))
#: Under these numbers of persons a figure is hidden, in what is published and in EMS's own reports; five at least.
PASSNUM_PUBLISHED_THRESHOLD = environment.number("PASSNUM_PUBLISHED_THRESHOLD", 11)
PASSNUM_INTERNAL_THRESHOLD = environment.number("PASSNUM_INTERNAL_THRESHOLD", 5)

#: Presidents and EMS need a second factor to act. On in production, off in the embedded demonstration.
PASSNUM_REQUIRE_SECOND_FACTOR = True
#: Development pages: the mails sent, the components. Never in production.
PASSNUM_DEVELOPMENT_PAGES = False
#: The demonstration has public passwords: loaded only where this is on.
PASSNUM_DEMO_ALLOWED = False
