"""« Équipe »: the people of the partner, invitations, the end of a role; and the page behind an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from cms.portal.audience import MEMBERS, REFERENTS, Audience
from cms.portal.base import PortalView
from cms.portal.presentation import trail
from passnum.core.errors import PassnumError
from passnum.partners.enums import Role
from passnum.partners.invitations import (
    REFERENT_GIVES,
    Invitee,
    accept_with_account,
    accept_with_new_account,
    end_membership,
    invite,
    read_invitation,
)
from passnum.partners.models import Invitation, Membership, User
from tasks.mail import send_outbox
from tasks.wakeups import wake


class InviteForm(forms.Form):
    """A colleague to invite."""

    email = forms.EmailField(label="Adresse électronique", max_length=254)
    first_name = forms.CharField(label="Prénom", max_length=80, required=False)
    last_name = forms.CharField(label="Nom", max_length=80, required=False)
    role = forms.ChoiceField(
        label="Rôle", choices=[(role.value, role.label) for role in Role if role in REFERENT_GIVES]
    )


class TeamView(PortalView):
    """Who acts for the partner, and in which role."""

    audience = MEMBERS
    template_name = "portal/team.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(InviteForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if Audience.REFERENT not in self.roles:
            raise Http404
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            invite(actor=self.user, invitee=Invitee(partner=self.partner, **form.cleaned_data))
        except PassnumError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, error.message)
            return self._page(form, status=error.http_status)
        wake(send_outbox)
        messages.success(request, f"L’invitation part à {form.cleaned_data['email']}. Elle est valable sept jours.")
        return redirect("portal:team")

    def _page(self, form: InviteForm, *, status: int = 200) -> HttpResponse:
        members: QuerySet[Membership] = self.partner.memberships.filter(ended_on__isnull=True)
        waiting: QuerySet[Invitation] = self.partner.invitations.filter(
            accepted_at__isnull=True, revoked_at__isnull=True
        )
        is_referent = Audience.REFERENT in self.roles
        return self.show(
            {
                "members": members.filter(user__is_active=True)
                .select_related("user")
                .order_by("role", "user__last_name"),
                "invitations": waiting if is_referent else [],
                "form": form if is_referent else None,
                "ends": {role.value for role in REFERENT_GIVES} if is_referent else set(),
                "crumbs": trail(("Équipe", "")),
            },
            status=status,
        )


class EndMembershipView(PortalView):
    """End the role of a colleague."""

    audience = REFERENTS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        membership = self.partner.memberships.filter(pk=pk).select_related("user", "partner").first()
        if membership is None:
            raise Http404
        end_membership(actor=self.user, membership=membership)
        messages.success(request, f"Le rôle de {membership.user} dans votre structure prend fin aujourd’hui.")
        return redirect("portal:team")


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
            return super().dispatch(request, *args, **kwargs)
        except PassnumError as error:
            return render(request, "portal/invitation_refused.html", {"error": error}, status=error.http_status)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if self._has_account() and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        names = {"first_name": self.invitation.first_name, "last_name": self.invitation.last_name}
        return self._page(request, AcceptForm(email=self.invitation.email, initial=names))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if isinstance(request.user, User):
            accept_with_account(token=token, user=request.user)
            messages.success(request, "Votre nouveau rôle est actif.")
            return redirect("portal:home")
        if self._has_account():
            return redirect_to_login(request.get_full_path())
        form = AcceptForm(request.POST, email=self.invitation.email)
        if not form.is_valid():
            return self._page(request, form, status=422)
        user = accept_with_new_account(token=token, **form.cleaned_data)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        messages.success(request, f"Bienvenue {user.first_name} : votre compte est ouvert.")
        return redirect("account_login")

    def _has_account(self) -> bool:
        return User.objects.filter(email__iexact=self.invitation.email).exists()

    def _page(self, request: HttpRequest, form: AcceptForm, *, status: int = 200) -> HttpResponse:
        context = {"invitation": self.invitation, "form": form, "help_texts": password_validators_help_texts()}
        return render(request, "portal/invitation.html", context, status=status)
