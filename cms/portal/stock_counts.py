"""Counts of a place: what differs from the ledger, the acts that would mend it, the report. Nothing is automatic."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from cms.portal.audience import MEMBERS, Audience
from cms.portal.base import RowView
from cms.portal.booklet_forms import as_text
from cms.portal.booklets import crumbs
from cms.portal.papers import pdf
from passnum.conventions.models import Convention
from passnum.quotas.enums import AccountKind, CountFinding
from passnum.quotas.models import Booklet, StockCount
from passnum.quotas.papers import count_report, sized_ranges

#: What each finding calls for, in words.
REMEDIES = {
    CountFinding.MANQUANT: "Cherchez-les dans vos autres lieux. S’ils sont introuvables, déclarez-les perdus ; s’ils "
    "ont été remis, l’attribution reste à enregistrer.",
    CountFinding.AILLEURS: "Un carnet inscrit dans un autre lieu se déplace ; un carnet perdu ou volé se déclare "
    "retrouvé. Une remise enregistrée par erreur s’annule dans les vingt-quatre heures, par un intervenant social ; "
    "plus tard, prévenez l’Eurométropole.",
    CountFinding.INCONNU: "Ces numéros ne sont pas ceux de la structure. Relisez-les ; s’ils sont exacts, mettez ces "
    "carnets de côté et prévenez l’Eurométropole.",
}


class CountScreen(RowView[StockCount]):
    """What the screens of one count share."""

    audience = MEMBERS
    partner_path = "place__partner"

    def rows(self) -> QuerySet[StockCount]:
        return StockCount.objects.visible_to(self.user).select_related("place__partner", "counted_by")


class StockCountView(CountScreen):
    """One count: what was expected, what was found, the differences with what they call for."""

    template_name = "portal/stock_count.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = self.row
        return self.show(
            {
                "row": row,
                "crumbs": crumbs((f"Inventaire : {row.place.name}", "")),
                "can_act": Audience.REFERENT in self.roles,
                "gaps": [gap for finding in REMEDIES if (gap := self._gap(finding))],
            }
        )

    def _gap(self, finding: CountFinding) -> dict[str, Any] | None:
        """The serials of one nature, told apart by where the ledger has them."""
        serials: dict[str, list[str]] = defaultdict(list)
        for line in self.row.lines.filter(finding=finding):
            serials[line.recorded_at_place].append(line.serial)
        if not serials:
            return None
        names = sorted(chain(*serials.values()))
        acts = {CountFinding.MANQUANT: self._losses, CountFinding.AILLEURS: self._from_elsewhere}.get(finding)
        return {
            "label": finding.label,
            "found": [(where, sized_ranges(told)) for where, told in sorted(serials.items())],
            "words": REMEDIES[finding],
            "acts": acts(names) if acts else [],
        }

    @staticmethod
    def _losses(serials: list[str]) -> list[tuple[str, str]]:
        return [("Déclarer des carnets perdus…", _proposal("portal:booklets_loss", serials))]

    def _from_elsewhere(self, serials: list[str]) -> list[tuple[str, str]]:
        """The acts on what lies in another place, and on what is lost or stolen; none on what was handed out."""
        named = Booklet.objects.visible_to(self.user).filter(serial__in=serials)
        inside = named.filter(account__kind=AccountKind.LIEU).exclude(account__place=self.row.place)
        sources = dict(inside.values_list("serial", "account__place"))
        lost = list(
            named.filter(account__kind__in=[AccountKind.PERDU, AccountKind.VOLE]).values_list("serial", flat=True)
        )
        here, acts = str(self.row.place_id), []
        if sources:
            only = {"source": str(next(iter(sources.values())))} if len(set(sources.values())) == 1 else {}
            address = _proposal("portal:booklets_move", sorted(sources), target=here, **only)
            acts.append(("Déplacer des carnets…", address))
        if lost:
            acts.append(
                ("Déclarer des carnets retrouvés…", _proposal("portal:booklets_found", sorted(lost), place=here))
            )
        return acts


def _proposal(name: str, serials: list[str], **places: str) -> str:
    """The screen of the act, with these serials and these places already written: the person still decides."""
    return f"{reverse(name)}?{urlencode({'serials': as_text(serials), **places})}"


class StockCountReportView(CountScreen):
    """The report as a PDF."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = self.row
        conventions = Convention.objects.visible_to(self.user).filter(partner=self.partner)
        convention = conventions.filter(first_year__lte=row.counted_on.year).order_by("-first_year").first()
        if convention is None:
            raise Http404
        return pdf(count_report(row, convention), f"inventaire-{row.counted_on}.pdf")
