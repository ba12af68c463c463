"""Invitations, as EMS's administrators send them and take them back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.admin.ui.tables import Column

from cms.backoffice.base import Act, ActView, DetailView, DomainViewSet, ServiceCreateView, date_column
from cms.backoffice.permissions import ensure_administrator
from cms.portal.fresh_authentication import require_fresh_authentication
from passnum.partners import invitations
from passnum.partners.enums import EMS_GROUPS, Role
from passnum.partners.models import Invitation, Partner
from tasks.mail import send_outbox
from tasks.wakeups import wake


def state_of(row: Invitation) -> str:
    """Where the invitation is, in words."""
    if row.accepted_at:
        return "acceptée"
    if row.revoked_at:
        return "annulée ou remplacée"
    return "expirée" if row.expires_at < timezone.now() else "en attente"


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


class InviteView(ServiceCreateView):
    """An invitation can open the admin itself: the password is asked again."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_fresh_authentication(request)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class InvitationViewSet(DomainViewSet):
    """Invitations, the last ones first."""

    model = Invitation
    name = "invitations"
    icon = "mail"
    menu_label = "Invitations"
    add_view_class = InviteView
    detail_url_name = "backoffice:invitation"
    list_display = [
        "email",
        Column("partner", label="Structure", accessor="partner"),
        Column("role", label="Rôle", accessor=lambda row: row.get_role_display() or row.ems_group),
        date_column("invited_at", "Envoyée", sort_key="invited_at"),
        Column("state", label="État", accessor=state_of),
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


REVOKE = Act(
    "annuler",
    "Annuler l’invitation",
    "Le lien envoyé ne fonctionne plus. La personne n’est pas prévenue.",
    lambda actor, row, _: invitations.revoke_invitation(actor=actor, invitation=row),
    done="L’invitation est annulée.",
    serious=True,
)


class InvitationDetail(DetailView):
    """One invitation and where it is."""

    template_name = "backoffice/invitation.html"
    icon = "mail"

    def get_row(self, request: HttpRequest, public_id: Any) -> Invitation:
        ensure_administrator(request)
        rows = Invitation.objects.select_related("partner", "invited_by")
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: Invitation) -> dict[str, Any]:
        return {"acts": open_acts(row), "state": state_of(row)}


def open_acts(row: Invitation) -> list[Act]:
    """An invitation that waits can be taken back."""
    return [] if row.accepted_at or row.revoked_at else [REVOKE]


class InvitationAct(ActView):
    """One act on an invitation."""

    acts = {REVOKE.slug: REVOKE}
    detail = InvitationDetail
    detail_url_name = "backoffice:invitation"

    def open_acts(self, row: Invitation) -> list[Act]:
        return open_acts(row)
