"""How django-allauth behaves here: no open registration, mails through the outbox, everyone to their own door."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from passnum.mail.services import enqueue_text
from passnum.partners.permissions import is_ems
from tasks.mail import send_outbox
from tasks.wakeups import wake


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """EMS works in the admin, partners in their space."""
        return reverse("wagtailadmin_home") if is_ems(request.user) else reverse("portal:home")

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, context)
        enqueue_text(key=f"compte:{uuid.uuid4()}", to=email, subject=message.subject, text=str(message.body))
        wake(send_outbox)
