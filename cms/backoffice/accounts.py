"""Accounts and invitations, as EMS's administrators run them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.admin.ui.tables import BooleanColumn, Column

from cms.backoffice.base import Act, ActView, DetailView, DomainViewSet, date_column
from cms.backoffice.permissions import ensure_administrator
from passnum.partners import invitations, memberships
from passnum.partners.enums import EMS_GROUPS, Role
from passnum.partners.models import Invitation, Partner, User
from tasks.mail import send_outbox
from tasks.wakeups import wake


class AccountViewSet(DomainViewSet):
    """Accounts, open and closed."""

    model = User
    name = "comptes"
    icon = "user"
    menu_label = "Comptes"
    has_forms = False
    detail_url_name = "backoffice:account"
    list_display = [
        "email",
        Column("name", label="Nom", accessor="get_full_name", sort_key="last_name"),
        "job_title",
        BooleanColumn("is_active", label="Actif"),
        date_column("last_login", "Dernière connexion", sort_key="last_login"),
    ]
    list_filter = ["is_active", "groups"]
    search_fields = ["email", "first_name", "last_name"]
    search_backend_name = None
    form_fields: list[str] = []


ACTS = (
    Act(
        "fermer",
        "Fermer le compte",
        "La personne est déconnectée aussitôt et ne peut plus se connecter. Ses actes passés restent au journal.",
        lambda actor, row, _: memberships.deactivate_user(actor=actor, user=row),
        done="Le compte est fermé.",
        serious=True,
    ),
    Act(
        "rouvrir",
        "Rouvrir le compte",
        "La personne retrouve les rôles auxquels il n’a pas été mis fin.",
        lambda actor, row, _: memberships.reactivate_user(actor=actor, user=row),
        done="Le compte est rouvert.",
    ),
)


def open_acts(row: User) -> list[Act]:
    """Closing an open account, opening a closed one."""
    return [ACTS[0]] if row.is_active else [ACTS[1]]


class AccountDetail(DetailView):
    """One account: roles, groups, second factor."""

    template_name = "backoffice/account.html"
    icon = "user"

    def get_row(self, request: HttpRequest, public_id: Any) -> User:
        ensure_administrator(request)
        return get_object_or_404(User, public_id=public_id)

    def context(self, request: HttpRequest, row: User) -> dict[str, Any]:
        return {
            "acts": open_acts(row),
            "memberships": row.memberships.select_related("partner").order_by("partner__name", "role"),
            "groups": row.groups.all(),
            "second_factor": row.authenticator_set.exclude(type="recovery_codes").exists(),
        }


class AccountAct(ActView):
    """Closing or opening an account."""

    acts = {act.slug: act for act in ACTS}
    detail = AccountDetail
    detail_url_name = "backoffice:account"

    def open_acts(self, row: User) -> list[Act]:
        return open_acts(row)


class InvitationForm(forms.ModelForm):
    """An invitation to a role at a partner, or to a group of EMS."""

    partner = forms.ModelChoiceField(Partner.objects.active(), label="Structure", required=False)
    role = forms.ChoiceField(label="Rôle dans la structure", choices=[("", "—"), *Role.choices], required=False)
    ems_group = forms.ChoiceField(
        label="ou groupe de l’Eurométropole",
        choices=[("", "—"), *((name, name) for name in EMS_GROUPS)],
        required=False,
    )

    class Meta:
        model = Invitation
        fields = ["email", "first_name", "last_name", "partner", "role", "ems_group"]

    def save_through_service(self, actor: Any) -> Invitation:
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        row = invitations.invite(actor=actor, invitee=invitations.Invitee(**values))
        wake(send_outbox)
        return row


class InvitationViewSet(DomainViewSet):
    """Invitations, the last ones first."""

    model = Invitation
    name = "invitations"
    icon = "mail"
    menu_label = "Invitations"
    list_display = [
        "email",
        Column("partner", label="Structure", accessor="partner"),
        Column("role", label="Rôle", accessor=lambda row: row.get_role_display() or row.ems_group),
        date_column("invited_at", "Envoyée", sort_key="invited_at"),
        date_column("accepted_at", "Acceptée"),
        date_column("revoked_at", "Annulée"),
    ]
    list_filter = ["partner", "role"]
    search_fields = ["email"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return InvitationForm

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "edit"]

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(**kwargs) | {"edit_url_name": None}

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**kwargs) | {"edit_url_name": None}
