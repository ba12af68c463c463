"""The password, or the second factor, asked again on the act itself: a session left open signs nothing."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    raise_if_reauthentication_required,
)
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django import forms
from django.http import HttpRequest

from passnum.partners.models import User

#: Proofs given to Passnum itself. A sign-in elsewhere may be an old session that nobody typed anything for.
_OWN_PROOFS = frozenset({"password", "mfa"})


def require_fresh_authentication(request: HttpRequest) -> None:
    """Go on if the person proved again who they are within the last minutes (`ACCOUNT_REAUTHENTICATION_TIMEOUT`).

    Otherwise allauth's exception leads to its page, and what was posted is done after the proof. For the acts of a
    page without a form of its own; where there is a form, `FreshAuthenticationForm` asks on the act itself.
    """
    raise_if_reauthentication_required(request, app="")


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved who they are within the last minutes, by signing in or since."""
    return has_just_signed_in(request) or not is_reauthentication_required(request, app="")


def has_just_signed_in(request: HttpRequest) -> bool:
    """Whether the password, and the second factor where there is one, were given within the last minutes."""
    if not isinstance(request.user, User):
        return False
    given = [
        float(one["at"])
        for one in get_authentication_records(request, request.user)
        if one.get("method") in _OWN_PROOFS and not one.get("reauthenticated")
    ]
    return bool(given) and 0 <= time.time() - max(given) < app_settings.REAUTHENTICATION_TIMEOUT


class FreshAuthenticationForm(forms.Form):
    """One field: the account's password, or the six digits of the authenticator where the person has one."""

    secret = forms.CharField(
        label="Votre mot de passe",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Saisissez votre mot de passe pour confirmer que c’est bien vous."},
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert isinstance(request.user, User)
        self.request, self.user = request, request.user
        self.codes = list(self.user.authenticator_set.filter(type=Authenticator.Type.TOTP))
        if self.codes:
            self.fields["secret"].label = "Votre mot de passe, ou le code à six chiffres de votre application"

    def clean_secret(self) -> str:
        if not ratelimit.consume(self.request, action="reauthenticate", user=self.user):
            raise forms.ValidationError("Trop d’essais : attendez une minute, puis recommencez.")
        secret: str = self.cleaned_data["secret"]
        if self.user.check_password(secret) or any(code.wrap().validate_code(secret) for code in self.codes):
            return ""
        raise forms.ValidationError("Ce n’est pas le bon mot de passe (ou le bon code). Rien n’a été fait.")
