"""EMS's indicators: the programme, a partner, a place, any period; never the rows. And the publication of figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from cms.backoffice.permissions import ensure_administrator
from cms.portal.calendar_export import EXTENSIONS, table_file
from cms.portal.components.figures import BAR_WIDTH
from cms.portal.file_after_proof import require_proof_for_file
from cms.portal.indicators import PeriodForm, charts_of
from passnum.core.errors import PassnumError
from passnum.deliverables.transmitted import transmitted_margins
from passnum.distribution.indicator_table import COLUMNS, lines
from passnum.distribution.models import FiguresRelease
from passnum.distribution.protecting import protect, shown_rows, threshold_beside
from passnum.distribution.reading import Indicators, read_indicators
from passnum.distribution.releasing import (
    preview_release,
    release_figures,
    threshold_of_release,
    why_not,
)
from passnum.distribution.scope import Scope
from passnum.distribution.suppression import Published
from passnum.distribution.thresholds import internal_threshold, published_threshold
from passnum.partners.models import DistributionPlace, Partner, User


class ScopeForm(PeriodForm):
    """Period, partner, place, and for whom the figures are meant."""

    structure = forms.ChoiceField(label="Structure", required=False)
    lieu = forms.ChoiceField(label="Lieu", required=False)
    pour = forms.ChoiceField(label="Chiffres", required=False)

    def __init__(self, data: Any, *, actor: User) -> None:
        super().__init__(data)
        self.partners = {str(one.public_id): one for one in Partner.objects.visible_to(actor)}
        places = DistributionPlace.objects.visible_to(actor).select_related("partner")
        asked = data.get("structure", "")
        self.places = {str(one.public_id): one for one in places if asked in ("", str(one.partner.public_id))}
        self.fields["structure"].choices = [
            ("", "Tout le dispositif"),
            *((key, one.name) for key, one in self.partners.items()),
        ]
        self.fields["pour"].choices = [
            ("", "Entiers, pour l’instruction"),
            ("interne", f"Pour un rapport interne : moins de {internal_threshold()} masqués"),
            ("public", f"Comme à la publication : moins de {published_threshold()} masqués"),
        ]
        self.fields["lieu"].choices = [("", "Tous les lieux"), *((key, str(one)) for key, one in self.places.items())]

    def scope(self) -> Scope:
        asked = self.cleaned_data if self.is_valid() else {}
        return Scope(
            partner=self.partners.get(asked.get("structure", "")), place=self.places.get(asked.get("lieu", ""))
        )

    def under(self) -> int:
        """The threshold asked for, zero for whole figures; where the form cannot be read, what is published at most."""
        thresholds = {"": 0, "interne": internal_threshold()}
        asked = self.cleaned_data["pour"] if self.is_valid() else "public"
        return thresholds.get(asked, published_threshold())


def _read(form: ScopeForm, actor: User) -> tuple[Indicators, dict[str, Published] | None]:
    """The figures asked for, and how they are shown when the small ones are hidden."""
    first, last = form.shown_period()
    found = read_indicators(form.scope(), first=first, last=last)
    if under := form.under():
        return found, protect(form.scope(), found, under=under)
    scope = form.scope()
    if scope.place is not None:
        return found, None
    return replace(found, margins=transmitted_margins(actor, partner=scope.partner, first=first, last=last)), None


def _with_bars(rows: list[tuple[str, int | None]], *, whole: int | None) -> list[tuple[str, int | None, str]]:
    """(label, number or None for hidden, width of its bar): the whole bar is the total, where it is shown."""
    full = whole or sum(number or 0 for _, number in rows) or 1
    return [(label, number, f"{BAR_WIDTH * (number or 0) / full:.1f}") for label, number in rows]


def _sources(form: ScopeForm, found: Indicators) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """What a total is made of, one level down: (title, (name, persons, address of the same figures for it alone)).

    EMS reads counts (art. 6): the last level is a place, never the rows.
    """
    asked = {name: form.data.get(name, "") for name in ("du", "au", "structure")}
    codes = [row.code for row in found.places]
    homes = dict(DistributionPlace.objects.filter(public_id__in=codes).values_list("public_id", "partner__public_id"))
    by_partner: Counter[str] = Counter()
    for row in found.places:
        by_partner[str(homes[UUID(row.code)])] += row.beneficiaries
    partners = [
        (form.partners[key].name, number, f"?{urlencode(asked | {'structure': key})}")
        for key, number in by_partner.most_common()
    ]
    places = [(row.label, row.beneficiaries, f"?{urlencode(asked | {'lieu': row.code})}") for row in found.places]
    return [("Par structure", partners), ("Par lieu de distribution", places)]


class IndicatorsPage(View):
    """Every figure of article 6, whole or as it could be shown to others."""

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = ensure_administrator(request)
        form = ScopeForm(request.GET, actor=actor)
        found, shown = _read(form, actor)
        charts = charts_of(found) if shown is None else _masked(found, shown)
        for chart in charts:
            chart["rows"] = _with_bars(chart["rows"], whole=chart["total"])
        context = {
            "title": "Indicateurs",
            "header_icon": "list-ul",
            "form": form,
            "found": found,
            "under": form.under() and threshold_beside(found.first, found.last, under=form.under()),
            "charts": charts,
            "bar_width": BAR_WIDTH,
            "sources": [] if form.under() else _sources(form, found),
            "query": request.GET.urlencode(),
            "extensions": sorted(EXTENSIONS),
            "releases": FiguresRelease.objects.select_related("released_by"),
        }
        return render(request, "backoffice/indicators.html", context, status=200 if form.is_valid() else 422)


def _masked(found: Indicators, shown: dict[str, Published]) -> list[dict[str, Any]]:
    """One table per characteristic, small numbers hidden."""
    return [
        {
            "title": table.label,
            "rows": rows,
            "total": shown[table.dimension].total,
            "hidden": sum(number is None for _, number in rows),
        }
        for table in found.tables
        for rows in [[(row.label, number) for row, number in shown_rows(table, shown[table.dimension])]]
    ]


class IndicatorsExport(View):
    """What is shown, as a file: counts only."""

    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        actor = ensure_administrator(request)
        if extension not in EXTENSIONS:
            raise Http404
        require_proof_for_file(request, page=reverse("backoffice:indicators"))
        form = ScopeForm(request.GET, actor=actor)
        if not form.is_valid():
            # A file of other figures than those asked for would be taken for them.
            return IndicatorsPage().get(request)
        found, shown = _read(form, actor)
        return table_file(f"indicateurs-{found.first}-{found.last}", extension, COLUMNS, lines(found, shown))


class ReleasePage(View):
    """Publish the programme's figures of a period: first as they would be shown, then for good."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ensure_administrator(request)
        return self._page(request, PeriodForm(request.GET or None))

    def post(self, request: HttpRequest) -> HttpResponse:
        actor = ensure_administrator(request)
        form = PeriodForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        first, last = form.period()
        try:
            release_figures(actor=actor, first=first, last=last)
        except PassnumError as error:
            form.add_error("au", error.message)
            return self._page(request, form, status=error.http_status)
        messages.success(request, "Les chiffres sont publiés sur la page « Chiffres » du site.")
        return redirect(f"{reverse('backoffice:indicators')}?{urlencode({'du': first, 'au': last})}")

    @staticmethod
    def _page(request: HttpRequest, form: PeriodForm, *, status: int = 200) -> HttpResponse:
        tables, refusal, under = [], "", published_threshold()
        if form.is_bound and form.is_valid():
            first, last = form.period()
            found, shown = preview_release(first=first, last=last)
            under = threshold_of_release(first, last)
            refusal = why_not(found, shown)
            tables = [
                (table.label, [(row.label, number) for row, number in shown_rows(table, shown[table.dimension])])
                for table in found.tables
            ]
        context = {
            "title": "Publier des chiffres",
            "header_icon": "globe",
            "trail": [("Indicateurs", reverse("backoffice:indicators"))],
            "form": form,
            "tables": tables,
            "under": under,
            "refusal": refusal,
            "releases": FiguresRelease.objects.all(),
        }
        return render(request, "backoffice/release.html", context, status=status)
