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

#: What each finding calls for: words, and the screen that does it.
REMEDIES = {
    CountFinding.MANQUANT: (
        "Cherchez-les dans vos autres lieux. S’ils sont introuvables, déclarez-les perdus ; s’ils ont été remis, "
        "l’attribution reste à enregistrer.",
        "portal:booklets_loss",
        "Déclarer des carnets perdus…",
    ),
    CountFinding.AILLEURS: (
        "Le registre les situe dans un autre lieu de la structure, ou les tient pour remis ou perdus. Enregistrez leur "
        "déplacement, ou déclarez-les retrouvés.",
        "portal:booklets_move",
        "Déplacer des carnets…",
    ),
    CountFinding.INCONNU: (
        "Ces numéros ne sont pas ceux de la structure. Relisez-les ; s’ils sont exacts, mettez ces carnets de côté et "
        "prévenez l’Eurométropole.",
        "",
        "",
    ),
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
                "crumbs": crumbs((f"Inventaire de {row.place.name}", "")),
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
        words, address, button = REMEDIES[finding]
        return {
            "label": finding.label,
            "found": [(where, sized_ranges(names)) for where, names in sorted(serials.items())],
            "words": words,
            "address": self._proposal(finding, address, sorted(chain(*serials.values()))),
            "button": button,
        }

    def _proposal(self, finding: CountFinding, address: str, serials: list[str]) -> str:
        """The screen of the act, with these serials and these places already written: the person still decides."""
        proposed = {"target": str(self.row.place_id)}
        if finding == CountFinding.AILLEURS:
            # Only what lies in another place can be moved from there: the rest is handed out, lost or stolen.
            inside = Booklet.objects.visible_to(self.user).filter(serial__in=serials, account__kind=AccountKind.LIEU)
            elsewhere = dict(inside.exclude(account__place=self.row.place).values_list("serial", "account__place"))
            serials = sorted(elsewhere)
            if len(set(elsewhere.values())) == 1:
                proposed["source"] = str(next(iter(elsewhere.values())))
        return (
            f"{reverse(address)}?{urlencode({'serials': as_text(serials), **proposed})}" if address and serials else ""
        )


class StockCountReportView(CountScreen):
    """The report as a PDF."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = self.row
        conventions = Convention.objects.visible_to(self.user).filter(partner=self.partner)
        convention = conventions.filter(first_year__lte=row.counted_on.year).order_by("-first_year").first()
        if convention is None:
            raise Http404
        return pdf(count_report(row, convention), f"inventaire-{row.counted_on}.pdf")
