"""Accounts and their roles, as EMS's administrators run them; each act asks for the password again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.admin.ui.tables import BooleanColumn, Column

from cms.backoffice.base import Act, ActView, DetailView, DomainViewSet, date_column
from cms.backoffice.permissions import ensure_administrator
from passnum.partners import memberships
from passnum.partners.enums import Role
from passnum.partners.models import Membership, Partner, User


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


class RoleForm(forms.Form):
    """A role at a partner."""

    partner = forms.ModelChoiceField(Partner.objects.active(), label="Structure")
    role = forms.ChoiceField(label="Rôle", choices=Role.choices)


class MembershipChoice(forms.ModelChoiceField):
    """One of the roles the person holds."""

    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.get_role_display()} — {obj.partner}"


class EndRoleForm(forms.Form):
    """Which role ends."""

    membership = MembershipChoice(Membership.objects.none(), label="Rôle", widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["membership"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = person.memberships.filter(ended_on__isnull=True).select_related("partner")


GIVE = Act(
    "donner-un-role",
    "Donner un rôle",
    "La personne agit dès maintenant pour cette structure, dans ce rôle.",
    lambda actor, row, data: memberships.add_membership(actor=actor, user=row, **data),
    form=RoleForm,
    done="Le rôle est donné.",
    fresh=True,
)
END = Act(
    "mettre-fin-a-un-role",
    "Mettre fin à un rôle",
    "Le rôle prend fin aujourd’hui. Avec celui de la présidence, les délégations qu’elle a données prennent fin aussi. "
    "Les actes passés restent.",
    lambda actor, row, data: memberships.end_membership(actor=actor, membership=data["membership"]),
    form=EndRoleForm,
    done="Le rôle a pris fin.",
    serious=True,
    fresh=True,
)
CLOSE = Act(
    "fermer",
    "Fermer le compte",
    "La personne est déconnectée aussitôt et ne peut plus se connecter. Ses actes passés restent au journal.",
    lambda actor, row, _: memberships.deactivate_user(actor=actor, user=row),
    done="Le compte est fermé.",
    serious=True,
    fresh=True,
)
OPEN = Act(
    "rouvrir",
    "Rouvrir le compte",
    "La personne retrouve les rôles auxquels il n’a pas été mis fin.",
    lambda actor, row, _: memberships.reactivate_user(actor=actor, user=row),
    done="Le compte est rouvert.",
    fresh=True,
)


def open_acts(row: User) -> list[Act]:
    """Roles and closing for an open account, opening for a closed one."""
    if not row.is_active:
        return [OPEN]
    has_role = row.memberships.filter(ended_on__isnull=True).exists()
    return [GIVE, *([END] if has_role else []), CLOSE]


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
    """One act on an account."""

    acts = {act.slug: act for act in (GIVE, END, CLOSE, OPEN)}
    detail = AccountDetail
    detail_url_name = "backoffice:account"

    def open_acts(self, row: User) -> list[Act]:
        return open_acts(row)

    def form(self, act: Act, row: User, *args: Any) -> forms.Form:
        return EndRoleForm(*args, person=row) if act is END else super().form(act, row, *args)
