"""How django-allauth behaves here: no open registration, mails through the outbox, everyone to their own door."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from passnum.core import secrecy
from passnum.mail.html_version import html_version
from passnum.mail.services import enqueue_text
from passnum.partners.models import User
from passnum.partners.permissions import is_ems
from tasks.mail import send_outbox
from tasks.wakeups import wake

_KEY_NAMES = ("Première clé", "Clé de réserve")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation alone."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Ce compte est fermé.",
        "email_password_mismatch": "L’adresse ou le mot de passe ne convient pas.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "incorrect_code": "Ce code ne convient pas. Attendez le suivant, puis recommencez.",
        "incorrect_password": "Ce n’est pas le bon mot de passe.",
        "invalid_login": "L’adresse ou le mot de passe ne convient pas.",
        "invalid_password_reset": "Ce lien a déjà servi ou n’est plus valable.",
        "rate_limited": "Trop d’essais : attendez quelques minutes, puis recommencez.",
        "too_many_login_attempts": "Trop d’essais : attendez cinq minutes, puis recommencez.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """EMS works in the admin, partners in their space."""
        return reverse("wagtailadmin_home") if is_ems(request.user) else reverse("portal:home")

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        values = context | {"base_url": settings.PASSNUM_BASE_URL.rstrip("/")}
        message = self.render_mail(template_prefix, email, values)
        text = f"{message.body}\n"
        html = html_version(subject=message.subject, text=text)
        enqueue_text(key=f"compte:{uuid.uuid4()}", to=email, subject=message.subject, text=text, html=html)
        wake(send_outbox)


class MFAAdapter(DefaultMFAAdapter):
    """The second factor, in the words of the house."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Ce code ne convient pas. Attendez le suivant, puis recommencez.",
        "cannot_generate_recovery_codes": "Activez d’abord un second facteur : les codes de secours le remplacent.",
    }

    def encrypt(self, text: str) -> str:
        return secrecy.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrecy.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        count = user.authenticator_set.filter(type=type).count()
        return _KEY_NAMES[count] if count < len(_KEY_NAMES) else f"Clé nᵒ {count + 1}"

    def _get_site_name(self) -> str:
        return "Passnum"
