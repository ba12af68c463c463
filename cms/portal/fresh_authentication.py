"""The password, or the second factor, asked again on the act itself: a session left open signs nothing."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django import forms
from django.http import HttpRequest

from passnum.partners.models import User


@reauthentication_required
def require_fresh_authentication(request: HttpRequest) -> None:
    """Go on if the person proved who they are within the last minutes (`ACCOUNT_REAUTHENTICATION_TIMEOUT`).

    Otherwise allauth's exception leads to its page, and what was posted is done after the proof. For the acts of a
    page without a form of its own; where there is a form, `FreshAuthenticationForm` asks on the act itself.
    """


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
