"""Production: everything comes from the environment; see docs/production.md."""

from pathlib import Path

from passnum.config import broker, environment, security_policy, sign_on
from passnum.config.logs import logging_to_console

from .base import *  # noqa: F403
from .base import BASE_DIR, STORAGES

DEBUG = False
SECRET_KEY = environment.required("SECRET_KEY", "une longue suite de caractères au hasard, gardée secrète")
SECRET_KEY_FALLBACKS = environment.listed(environment.optional("SECRET_KEY_FALLBACKS"))
#: The first encrypts; the others only read what they encrypted once.
PASSNUM_SECRETS_KEYS = environment.listed(
    environment.required("PASSNUM_SECRETS_KEYS", "la clé qui chiffre les secrets des seconds facteurs")
)
PASSNUM_IDLE_SECONDS = environment.number("IDLE_MINUTES", 60) * 60
ALLOWED_HOSTS = environment.listed(environment.required("ALLOWED_HOSTS", "les noms du site, séparés par des virgules"))
PASSNUM_BASE_URL = environment.required("PASSNUM_BASE_URL", "l’adresse du site, par exemple https://pass.exemple.fr")
PASSNUM_BASE_URL = PASSNUM_BASE_URL.rstrip("/")
WAGTAILADMIN_BASE_URL = PASSNUM_BASE_URL
CSRF_TRUSTED_ORIGINS = [PASSNUM_BASE_URL]

# --- Database, cache, broker --------------------------------------------------------------------
DATABASES = {
    "default": environment.postgresql(
        environment.required("DATABASE_URL", "l’adresse de PostgreSQL, postgresql://compte:motdepasse@hôte:5432/base")
    )
}
CELERY_BROKER_URL = environment.required("REDIS_URL", "l’adresse de Redis, redis://hôte:6379/0")
CELERY_BROKER_TRANSPORT_OPTIONS = broker.redis_options()
CACHES = {"default": broker.redis_cache(environment.optional("CACHE_URL", CELERY_BROKER_URL))}

# --- Mail ---------------------------------------------------------------------------------------
globals().update(
    environment.smtp(environment.required("EMAIL_URL", "le serveur d’envoi, smtp+tls://compte:motdepasse@hôte:587"))
)
DEFAULT_FROM_EMAIL = environment.required("DEFAULT_FROM_EMAIL", "l’expéditeur, « Pass numérique <adresse> »")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Files: a disk, or S3 -----------------------------------------------------------------------
STATIC_ROOT = Path(environment.optional("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
if _bucket := environment.optional("S3_BUCKET"):
    STORAGES |= environment.s3(_bucket, host=PASSNUM_BASE_URL.partition("://")[2])
else:
    _files = Path(
        environment.required("PASSNUM_DATA", "le dossier des fichiers (ou S3_BUCKET pour les garder dans S3)")
    )
    MEDIA_ROOT = _files / "media"
    STORAGES["private"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": _files / "private", "base_url": None},
    }

# --- Encrypted connections ----------------------------------------------------------------------
#: Proxies in front of the web server: they say which protocol and which address the visitor used.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TRUSTED_PROXY_COUNT", 1)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
#: A supervisor inside the machine asks without encryption.
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_HSTS_SECONDS = environment.number("HSTS_SECONDS", 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# The compiled dossier and Wagtail's previews are shown in frames of the site itself: SAMEORIGIN, not DENY.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

# --- Signing in with the organisation's own accounts --------------------------------------------
if _oidc := environment.optional("OIDC_SERVER_URL"):
    SOCIALACCOUNT_PROVIDERS = sign_on.provider(
        server=_oidc,
        client_id=environment.required("OIDC_CLIENT_ID", "le nom de Passnum chez le fournisseur d’identité"),
        secret=environment.required("OIDC_CLIENT_SECRET", "le secret remis par le fournisseur d’identité"),
        name=environment.optional("OIDC_NAME", "le compte de mon organisation"),
    )
    # The address that the provider vouches for opens the account invited with it; nobody else's.
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    _hosts = [_oidc, *environment.listed(environment.optional("OIDC_OTHER_HOSTS"))]
    CONTENT_SECURITY_POLICY = {"DIRECTIVES": sign_on.admit(security_policy.SITE, *_hosts)}

LOGGING = logging_to_console(as_json=True, level=environment.optional("LOG_LEVEL", "INFO"))
