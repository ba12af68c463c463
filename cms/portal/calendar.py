"""« Obligations et échéances »: the calendar of a partner’s conventions, filtered, as a file; a wished date tried."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS
from cms.portal.base import PortalView
from cms.portal.calendar_export import EXTENSIONS, table_file
from cms.portal.calendar_filter import CalendarFilter
from cms.portal.calendar_picture import draw
from cms.portal.file_after_proof import require_proof_for_file
from cms.portal.presentation import trail
from passnum.conventions.deadlines import check_committee_date
from passnum.conventions.enums import ObligationStatus
from passnum.conventions.models import Convention, Obligation
from passnum.core import clock
from passnum.core.errors import InvalidInput
from passnum.core.plausible_days import plausible
from passnum.oversight.calendar import COLUMNS, CalendarRow, rows_of
from passnum.oversight.findings import findings_of


class WishedDateForm(forms.Form):
    """A wished date for the committee: lawful or not, why, and the nearest lawful day (art. 7)."""

    jour = forms.DateField(
        label="Date de comité souhaitée", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_jour(self) -> date | None:
        """A slip of the keyboard is told on the form."""
        day: date | None = self.cleaned_data["jour"]
        try:
            return day if day is None else plausible(day)
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from error


def wished_date(form: WishedDateForm, convention: Convention) -> Any:
    """What the convention says of the date asked for, or None."""
    day = form.cleaned_data.get("jour") if form.is_bound and form.is_valid() else None
    if day is None or convention.in_force_from is None:
        return None
    return check_committee_date(
        day, fixed_on=clock.today(), in_force_from=convention.in_force_from, ends_on=convention.ends_on
    )


def timeline_item(row: CalendarRow, url_name: str) -> dict[str, Any]:
    """One obligation as the timeline shows it."""
    obligation = row.obligation
    return {
        "date": obligation.due_on,
        "title": f"{obligation.rule} · {obligation.label}",
        "article": obligation.article.removeprefix("art. "),
        "debtor": obligation.get_debtor_display(),
        "state": row.status.value,
        "state_label": row.status.label,
        "pill": "Sans preuve" if row.status == ObligationStatus.SANS_DELAI else "",
        "detail": obligation.explanation or obligation.definition.timing,
        "evidence": " ; ".join(row.evidence),
        "url": reverse(url_name, args=[obligation.public_id]),
    }


class CalendarScreen(PortalView):
    """What the screens of the calendar share: the convention in hand and its rows, filtered."""

    audience = DOSSIER_READERS

    def read(self, request: HttpRequest) -> tuple[Convention, CalendarFilter, list[CalendarRow]]:
        """The convention asked for, or the latest; 404 when the partner has none."""
        rows = Convention.objects.visible_to(self.user).filter(partner=self.partner).order_by("-first_year", "-pk")
        self.conventions = list(rows)
        asked = request.GET.get("convention", "")
        chosen = [row for row in self.conventions if str(row.public_id) == asked] or self.conventions
        if not chosen:
            raise Http404
        form = CalendarFilter(request.GET, convention=chosen[0])
        found = Obligation.objects.visible_to(self.user).filter(convention=chosen[0]).with_history().in_order()
        return chosen[0], form, form.keep(rows_of(found, clock.today()))


class CalendarView(CalendarScreen):
    """« Nos obligations »: a list first, a picture second."""

    template_name = "portal/calendar.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not Convention.objects.visible_to(self.user).filter(partner=self.partner).exists():
            return self.show({"convention": None, "crumbs": trail(("Obligations", ""))})
        convention, form, rows = self.read(request)
        wish = WishedDateForm(request.GET if "jour" in request.GET else None)
        items = [timeline_item(row, "portal:obligation") for row in rows]
        kept = {"convention": str(convention.public_id)} if len(self.conventions) > 1 else {}
        return self.show(
            {
                "convention": convention,
                "conventions": self.conventions,
                "form": form,
                "dated": [item for item in items if item["date"]],
                "undated": [item for item in items if not item["date"]],
                "filtered": any(form.cleaned_data.values()),
                "count": len(rows),
                "picture": draw(convention, rows, clock.today()),
                "findings": findings_of(convention),
                "wish_form": wish,
                "check": wished_date(wish, convention),
                "query": request.GET.urlencode(),
                "kept": kept,
                "cleared": f"?{urlencode(kept)}",
                "crumbs": trail(("Obligations", "")),
            }
        )


class CalendarExportView(CalendarScreen):
    """What is shown, as a file."""

    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        if extension not in EXTENSIONS:
            raise Http404
        require_proof_for_file(request, page=reverse("portal:calendar"))
        convention, _, rows = self.read(request)
        return table_file(f"obligations-{convention.reference}", extension, COLUMNS, [row.cells() for row in rows])
