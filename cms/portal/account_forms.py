"""The forms of accounts in the words of the house; what they check is allauth's."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

_RULES = "Quinze caractères au moins. Une suite de mots que vous seul associez convient très bien."
_CODE = "Code à six chiffres de votre application"


class HouseWords(forms.Form):
    """Gives labels and help texts of the house, and takes the placeholders away: a label is always in sight."""

    words: ClassVar[dict[str, tuple[str, str]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class LoginForm(HouseWords, account.LoginForm):
    words: ClassVar = {"login": ("Adresse électronique", ""), "password": ("Mot de passe", "")}


class ResetPasswordForm(HouseWords, account.ResetPasswordForm):
    words: ClassVar = {"email": ("Adresse électronique", "Celle avec laquelle vous vous connectez.")}


class ResetPasswordKeyForm(HouseWords, account.ResetPasswordKeyForm):
    words: ClassVar = {
        "password1": ("Nouveau mot de passe", _RULES),
        "password2": ("Nouveau mot de passe, une seconde fois", ""),
    }


class ChangePasswordForm(HouseWords, account.ChangePasswordForm):
    words: ClassVar = {"oldpassword": ("Mot de passe actuel", ""), **ResetPasswordKeyForm.words}


class ReauthenticateForm(HouseWords, account.ReauthenticateForm):
    words: ClassVar = {"password": ("Votre mot de passe", "")}


class AuthenticateForm(HouseWords, mfa.AuthenticateForm):
    words: ClassVar = {"code": (_CODE, "Ou l’un de vos codes de secours.")}


class ReauthenticateCodeForm(HouseWords, mfa.ReauthenticateForm):
    words: ClassVar = AuthenticateForm.words


class ActivateTOTPForm(HouseWords, totp.ActivateTOTPForm):
    words: ClassVar = {"code": (_CODE, "")}


_KEY_NAME = ("Nom de la clé", "Pour la reconnaître plus tard, par exemple « Téléphone » ou « Clé du bureau ».")


class AddKeyForm(HouseWords, webauthn.AddWebAuthnForm):
    words: ClassVar = {
        "name": _KEY_NAME,
        "passwordless": (
            "Me connecter avec cette seule clé, sans mot de passe",
            "L’appareil demandera alors votre empreinte, votre visage ou son code.",
        ),
    }


class EditKeyForm(HouseWords, webauthn.EditWebAuthnForm):
    words: ClassVar = {"name": _KEY_NAME}
