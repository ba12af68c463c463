"""The base of every screen of the partners' space: signed in, partner in hand, audience, errors shown once."""

from __future__ import annotations

from typing import Any, Generic, TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from cms.portal.audience import DOSSIER_READERS, Audience, audiences_of
from cms.portal.partner_in_hand import choices, current_partner, take_in_hand
from passnum.core.errors import PassnumError
from passnum.partners.models import Partner, User
from passnum.partners.permissions import is_ems

Row = TypeVar("Row", bound=Model)


class PortalView(View):
    """One screen. Subclasses declare `audience` and read rows through `find`, which asks `visible_to`."""

    audience: frozenset[Audience]
    template_name = ""
    partner: Partner
    user: User
    roles: frozenset[Audience]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        self.user = request.user
        response = self._enter(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def _enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        partner = current_partner(request)
        if partner is None:
            return self._without_partner(request)
        self.partner = partner
        try:
            self.prepare(request, **kwargs)
            self.roles = audiences_of(self.user, self.partner)
            if not self.roles & self.audience:
                raise Http404
            return super().dispatch(request, *args, **kwargs)
        except PassnumError as error:
            return self.refuse(request, error)

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        """Read the object of the screen; its partner is taken in hand when it is another of the person's own."""

    def refuse(self, request: HttpRequest, error: PassnumError) -> HttpResponse:
        """Say in French what was refused and what to do, with the matching status."""
        context = {"error": error, "back_url": self._back(request), **self.shared_context()}
        return render(request, "portal/refused.html", context, status=error.http_status)

    @staticmethod
    def _back(request: HttpRequest) -> str:
        """The page the person came from, when it is one of ours."""
        referer = request.headers.get("Referer", "")
        ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
        return referer if ours else ""

    def find(self, rows: QuerySet[Any], public_id: UUID, *, partner_path: str) -> Any:
        """The row of that public identifier among `rows` (already `visible_to`), or 404.

        `partner_path` leads from the row to its partner, as in a lookup. A link in a mail may lead to another
        partner of the same person: that one is then taken in hand, and the screen says so.
        """
        row = rows.filter(public_id=public_id).first()
        if row is None:
            raise Http404
        owner: Any = row
        for name in partner_path.split("__"):
            owner = getattr(owner, name)
        if owner.pk != self.partner.pk:
            self._take_other(owner)
        return row

    def _take_other(self, owner: Partner) -> None:
        if owner.pk not in {partner.pk for partner in choices(self.user)}:
            raise Http404
        take_in_hand(self.request, owner)
        self.partner = owner
        messages.info(self.request, f"Vous agissez maintenant pour {owner.name}.")

    def shared_context(self) -> dict[str, Any]:
        """What the layout of the space needs."""
        roles = getattr(self, "roles", frozenset())
        return {
            "partner": getattr(self, "partner", None),
            "roles": roles,
            "reads_dossiers": bool(roles & DOSSIER_READERS),
            "several_partners": len(choices(self.user)) > 1,
        }

    def show(self, context: dict[str, Any], *, status: int = 200, template: str = "") -> HttpResponse:
        """Render the screen with the layout's context."""
        return render(self.request, template or self.template_name, {**self.shared_context(), **context}, status=status)

    def _without_partner(self, request: HttpRequest) -> HttpResponse:
        if choices(self.user):
            return redirect("portal:choose_partner")
        if is_ems(self.user):
            if request.resolver_match and request.resolver_match.url_name == "home":
                return redirect("wagtailadmin_home")
            raise Http404
        return render(request, "portal/no_partner.html", {"no_partner": True}, status=403)


class RowView(PortalView, Generic[Row]):
    """A screen about one row, found by its public identifier in the address."""

    row: Row
    partner_path = "partner"

    def rows(self) -> QuerySet[Row]:
        """The rows the person may read: always through `visible_to`."""
        raise NotImplementedError

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.row = self.find(self.rows(), kwargs["public_id"], partner_path=self.partner_path)
