"""The page behind the link of an invitation: name and password, or the account that exists already."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views import View

from cms.portal.audience import Audience
from passnum.core.errors import PassnumError
from passnum.partners.invitations import accept_with_account, accept_with_new_account, read_invitation
from passnum.partners.models import User


class AcceptForm(forms.Form):
    """Name and password of the person invited."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Quinze caractères au moins. Une suite de mots que vous seul associez convient très bien.",
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        person = User(
            email=self.email,
            first_name=self.cleaned_data.get("first_name", ""),
            last_name=self.cleaned_data.get("last_name", ""),
        )
        validate_password(password, person)
        return password


class InvitationView(View):
    """The page behind the link of an invitation: name and password, or the account that exists already."""

    audience = frozenset({Audience.PUBLIC})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            self.invitation = read_invitation(kwargs["token"])
            response = super().dispatch(request, *args, **kwargs)
        except PassnumError as error:
            response = render(request, "portal/invitation_refused.html", {"error": error}, status=error.http_status)
        add_never_cache_headers(response)
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if self._has_account() and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        names = {"first_name": self.invitation.first_name, "last_name": self.invitation.last_name}
        return self._page(request, AcceptForm(email=self.invitation.email, initial=names))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if isinstance(request.user, User):
            accept_with_account(token=token, user=request.user)
            messages.success(request, "Votre nouveau rôle est actif.")
            return redirect("account_login")
        if self._has_account():
            return redirect_to_login(request.get_full_path())
        form = AcceptForm(request.POST, email=self.invitation.email)
        if not form.is_valid():
            return self._page(request, form, status=422)
        user = accept_with_new_account(token=token, **form.cleaned_data)
        messages.success(request, f"Bienvenue {user.first_name} : votre compte est ouvert.")
        response: HttpResponse = perform_login(request, user)
        return response

    def _has_account(self) -> bool:
        return User.objects.filter(email__iexact=self.invitation.email).exists()

    def _page(self, request: HttpRequest, form: AcceptForm, *, status: int = 200) -> HttpResponse:
        other = isinstance(request.user, User) and request.user.email.lower() != self.invitation.email.lower()
        context = {"invitation": self.invitation, "form": form, "signed_in_as_other": other}
        return render(request, "portal/invitation.html", context, status=status)
