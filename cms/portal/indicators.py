"""« Indicateurs »: the figures of article 6, counted from the partner's register, for any period and place."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from cms.portal.audience import MEMBERS, Audience
from cms.portal.base import PortalView
from cms.portal.calendar_export import EXTENSIONS, table_file
from cms.portal.file_after_proof import require_proof_for_file
from cms.portal.presentation import trail
from passnum.core import clock
from passnum.core.errors import InvalidInput
from passnum.core.plausible_days import plausible
from passnum.distribution.indicator_table import COLUMNS, lines
from passnum.distribution.models import IndicatorCount
from passnum.distribution.reading import Indicators, read_indicators
from passnum.distribution.scope import Scope
from passnum.partners.models import DistributionPlace


def day_field(label: str) -> forms.DateField:
    """A day of the period, as the browser writes it."""
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PeriodForm(forms.Form):
    """From one day to another, both included; the current year unless asked otherwise."""

    du = day_field("Du")
    au = day_field("Au")

    def clean(self) -> dict[str, Any]:
        """The period in order; a slip of the keyboard is told on the form."""
        found = super().clean() or {}
        for name in ("du", "au"):
            try:
                if found.get(name):
                    plausible(found[name])
            except InvalidInput as error:
                self.add_error(name, error.message)
        if not self.errors and found.get("du") and found.get("au") and found["au"] < found["du"]:
            self.add_error("au", "La période finit avant d’avoir commencé : vérifiez les deux dates.")
        return found

    def period(self) -> tuple[date, date]:
        """First and last day; what is missing or refused is the current year."""
        asked = self.cleaned_data if self.is_valid() else {}
        first = asked.get("du") or date((asked.get("au") or clock.today()).year, 1, 1)
        last = asked.get("au") or (clock.today() if first <= clock.today() else date(first.year, 12, 31))
        return first, max(first, last)

    def shown_period(self) -> tuple[date, date]:
        """The same, which the fields then say, also when nobody chose it."""
        first, last = self.period()
        if self.is_valid():
            self.data = self.data.copy()
            self.data["du"], self.data["au"] = first.isoformat(), last.isoformat()
        return first, last


class PlacePeriodForm(PeriodForm):
    """The period, and one place or all."""

    lieu = forms.ChoiceField(label="Lieu", required=False)

    def __init__(self, data: Any, *, places: list[DistributionPlace]) -> None:
        super().__init__(data)
        self.places = {str(one.public_id): one for one in places}
        self.fields["lieu"].choices = [("", "Tous les lieux"), *((key, one.name) for key, one in self.places.items())]

    def place(self) -> DistributionPlace | None:
        return self.places.get(self.cleaned_data.get("lieu", "")) if self.is_valid() else None


def charts_of(found: Indicators, *, rows_url: str = "") -> list[dict[str, Any]]:
    """One chart per characteristic: (label, number) for the bars, and where the rows behind each are read."""
    charts = []
    for table in found.tables:
        charts.append(
            {
                "title": table.label,
                "rows": [(row.label, row.beneficiaries) for row in table.rows],
                "total": table.total,
                "unknown": table.unknown,
                "behind": [
                    (row.label, row.beneficiaries, _behind(rows_url, table.dimension, row.code))
                    for row in table.rows
                    if rows_url and row.beneficiaries
                ],
            }
        )
    return charts


def _behind(rows_url: str, dimension: str, modality: str, **narrower: str) -> str:
    """The address of the rows that a figure counts."""
    return f"{rows_url}&{urlencode(narrower | {'caracteristique': dimension, 'modalite': modality})}"


def opened_places(found: Indicators, rows_url: str) -> list[tuple[str, int, str]]:
    """Label, number, and the address of the rows behind, for each place."""
    total = IndicatorCount.TOTAL
    return [
        (row.label, row.beneficiaries, _behind(rows_url, total, total, lieu=row.code) if rows_url else "")
        for row in found.places
    ]


def opened_months(found: Indicators, rows_url: str) -> list[tuple[date, int, str]]:
    """First day, number, and the address of the rows behind, for each month: its days in the period."""
    total, opened = IndicatorCount.TOTAL, []
    for month, number in found.months:
        last = month.replace(day=monthrange(month.year, month.month)[1])
        days = {"du": max(found.first, month).isoformat(), "au": min(found.last, last).isoformat()}
        opened.append((month, number, _behind(rows_url, total, total, **days) if rows_url and number else ""))
    return opened


class IndicatorsScreen(PortalView):
    """What the page and its export share."""

    audience = MEMBERS

    def read(self, request: HttpRequest) -> tuple[PlacePeriodForm, Indicators]:
        """The indicators asked for."""
        places = DistributionPlace.objects.visible_to(self.user).filter(partner=self.partner)
        form = PlacePeriodForm(request.GET, places=list(places))
        first, last = form.shown_period()
        scope = Scope(partner=self.partner, place=form.place())
        return form, read_indicators(scope, first=first, last=last, margins=True)


class IndicatorsView(IndicatorsScreen):
    """Key figures, one chart per characteristic with its table, places, months."""

    template_name = "portal/indicators.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form, found = self.read(request)
        place = form.place()
        asked = {"du": found.first.isoformat(), "au": found.last.isoformat()}
        asked |= {"lieu": str(place.public_id)} if place else {}
        entitled = Audience.INTERVENANT in self.roles
        rows_url = f"{reverse('portal:attributions')}?{urlencode(asked)}" if entitled else ""
        context = {
            "form": form,
            "found": found,
            "place": place,
            "charts": charts_of(found, rows_url=rows_url),
            "places": opened_places(found, rows_url),
            "months": opened_months(found, rows_url),
            "all_rows": _behind(rows_url, IndicatorCount.TOTAL, IndicatorCount.TOTAL) if rows_url else "",
            "query": urlencode(asked),
            "extensions": sorted(EXTENSIONS),
            "cleared": request.path,
            "crumbs": trail(("Indicateurs", "")),
        }
        return self.show(context, status=200 if form.is_valid() else 422)


class IndicatorsExportView(IndicatorsScreen):
    """What is shown, as a file: counts only."""

    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        if extension not in EXTENSIONS:
            raise Http404
        require_proof_for_file(request, page=reverse("portal:indicators"))
        form, found = self.read(request)
        if not form.is_valid():
            # A file of other figures than those asked for would be taken for them.
            return IndicatorsView.as_view()(request)
        return table_file(f"indicateurs-{found.first}-{found.last}", extension, COLUMNS, lines(found))
