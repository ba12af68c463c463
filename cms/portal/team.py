"""« Équipe »: the people of the partner, invitations, the end of a role."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cms.portal.audience import MEMBERS, REFERENTS, Audience
from cms.portal.base import PortalView
from cms.portal.presentation import trail
from passnum.core.errors import PassnumError
from passnum.partners.enums import REFERENT_GIVES, Role
from passnum.partners.invitations import Invitee, invite, revoke_invitation
from passnum.partners.memberships import end_membership
from passnum.partners.models import Invitation, Membership
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
            accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
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

    def post(self, request: HttpRequest, public_id: UUID, role: str) -> HttpResponse:
        rows = self.partner.memberships.filter(user__public_id=public_id, role=role, ended_on__isnull=True)
        membership = rows.select_related("user", "partner").first()
        if membership is None:
            raise Http404
        end_membership(actor=self.user, membership=membership)
        messages.success(request, f"Le rôle de {membership.user} dans votre structure prend fin aujourd’hui.")
        return redirect("portal:team")


class RevokeInvitationView(PortalView):
    """Take back an invitation that has not been used."""

    audience = REFERENTS

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        invitation = self.partner.invitations.filter(public_id=public_id).first()
        if invitation is None:
            raise Http404
        revoke_invitation(actor=self.user, invitation=invitation)
        messages.success(request, f"L’invitation de {invitation.email} est annulée : son lien ne fonctionne plus.")
        return redirect("portal:team")
