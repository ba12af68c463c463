"""The first screen: who has the ball, what is due, this year, the last events."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from cms.portal.audience import DOSSIER_READERS, MEMBERS, Audience
from cms.portal.base import PortalView
from cms.portal.committee_board import committee_panel
from cms.portal.interviews import open_places, under_way
from cms.portal.partner_in_hand import choices, take_in_hand
from cms.portal.presentation import steps, task
from cms.portal.quotas import bar_of
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.deliverables.models import Deliverable, ReportingPeriod
from passnum.oversight.duties import Duty, Holder, duties_of_partner
from passnum.oversight.history import acts_of
from passnum.quotas.models import Quota

#: The holder of a duty, for each kind of reader.
HOLDERS = {Audience.REFERENT: Holder.REFERENT, Audience.PRESIDENT: Holder.PRESIDENT}
EVENTS_SHOWN = 5
PLACES_SHOWN = 3


class HomeView(PortalView):
    """« Espace partenaire »: what is due, by when and why, and what is missing."""

    audience = MEMBERS
    template_name = "portal/home.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        readable = bool(self.roles & DOSSIER_READERS)
        duties = duties_of_partner(self.partner)
        conventions = Convention.objects.visible_to(self.user).filter(partner=self.partner)
        period = (
            ReportingPeriod.objects.visible_to(self.user)
            .filter(convention__partner=self.partner, last_day__lt=clock.today())
            .order_by("-year")
            .first()
        )
        return self.show(
            {
                **self._interviews(),
                "mine": [task(duty, readable=readable) for duty in duties if self._is_mine(duty)],
                "others": [task(duty, readable=readable) for duty in duties if not self._is_mine(duty)],
                "period": period,
                "steps": self._steps(period, readable),
                "quota": self._quota(),
                "conventions": conventions,
                "committee": committee_panel(self.user, self.partner) if readable else None,
                "events": acts_of(list(conventions), self.user, whole=False)[:EVENTS_SHOWN],
            }
        )

    def _interviews(self) -> dict[str, Any]:
        """What an intervenant comes for, before anything else: where to begin, what to finish."""
        if Audience.INTERVENANT not in self.roles:
            return {}
        places = open_places(self.user, self.partner)
        return {
            "interviews": True,
            "drafts": under_way(self.user, self.partner),
            "places": [one for one in places if one["left"]][:PLACES_SHOWN],
            "further_places": sum(bool(one["left"]) for one in places) > PLACES_SHOWN,
        }

    def _is_mine(self, duty: Duty) -> bool:
        if duty.person is not None:
            return duty.person == self.user.pk
        return duty.holder in {HOLDERS[role] for role in self.roles if role in HOLDERS}

    def _steps(self, period: ReportingPeriod | None, readable: bool) -> list[dict[str, Any]]:
        if period is None:
            return []
        deliverables = Deliverable.objects.visible_to(self.user).filter(period=period).order_by("pk")
        return steps(list(deliverables), period.dossiers.live().first(), readable=readable)

    def _quota(self) -> dict[str, Any] | None:
        rows = Quota.objects.visible_to(self.user).filter(convention__partner=self.partner, year=clock.today().year)
        row = rows.select_related("convention").first()
        return bar_of(row, self.user) if row else None


class ChoosePartnerView(PortalView):
    """The choice of the partner in hand, for a person who acts for several."""

    audience = MEMBERS
    template_name = "portal/choose_partner.html"

    def _enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        own = choices(self.user)
        if not own:
            return self._without_partner(request)
        if request.method == "POST":
            for partner in own:
                if str(partner.public_id) == request.POST.get("partner"):
                    take_in_hand(request, partner)
                    return redirect("portal:home")
        return self.show({"partners": own, "choosing": True})
