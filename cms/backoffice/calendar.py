"""The calendar of a convention in the back office, its obligations with their acts, and the control tower."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import Truncator
from django.views import View
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.base import Act, ActView, DetailView
from cms.backoffice.day_acts import AGREEMENT, ReadProposalForm, agreement_acts
from cms.backoffice.permissions import ensure_administrator
from cms.portal.calendar import WishedDateForm, wished_date
from cms.portal.calendar_export import EXTENSIONS, table_file
from cms.portal.calendar_filter import CalendarFilter
from cms.portal.calendar_picture import draw
from cms.portal.file_after_proof import require_proof_for_file
from cms.portal.obligations import declare, evidence_file
from passnum.conventions import services
from passnum.conventions.models import Convention, Evidence, Obligation
from passnum.conventions.permissions import can_declare, can_tolerate, can_waive, can_withdraw
from passnum.core import clock
from passnum.core.french import long_date
from passnum.oversight.calendar import COLUMNS, CalendarRow, rows_of
from passnum.oversight.findings import findings_of
from passnum.oversight.tower import control_tower


def _convention(request: HttpRequest, public_id: Any) -> Convention:
    rows = Convention.objects.visible_to(ensure_administrator(request)).select_related("partner")
    return get_object_or_404(rows, public_id=public_id)


def _rows(request: HttpRequest, convention: Convention) -> tuple[CalendarFilter, list[CalendarRow]]:
    form = CalendarFilter(request.GET, convention=convention)
    found = Obligation.objects.filter(convention=convention).with_history().in_order()
    return form, form.keep(rows_of(found, clock.today()))


class ConventionCalendar(View):
    """Every obligation of both parties: filtered, exported, drawn; the findings; the wished date of a committee."""

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        convention = _convention(request, public_id)
        form, rows = _rows(request, convention)
        wish = WishedDateForm(request.GET if "jour" in request.GET else None)
        context = {
            "row": convention,
            "title": "Calendrier",
            "subtitle": str(convention),
            "header_icon": "date",
            "form": form,
            "rows": rows,
            "picture": draw(convention, rows, clock.today()),
            "findings": findings_of(convention),
            "wish_form": wish,
            "check": wished_date(wish, convention),
            "query": request.GET.urlencode(),
        }
        return render(request, "backoffice/calendar.html", context)


class ConventionCalendarExport(View):
    """What is shown, as a file."""

    def get(self, request: HttpRequest, public_id: Any, extension: str) -> HttpResponse:
        convention = _convention(request, public_id)
        if extension not in EXTENSIONS:
            raise Http404
        require_proof_for_file(request, page=reverse("backoffice:calendar", args=[public_id]))
        _, rows = _rows(request, convention)
        return table_file(f"calendrier-{convention.reference}", extension, COLUMNS, [row.cells() for row in rows])


class FactForm(forms.Form):
    text = forms.CharField(label="Ce qui a été fait", max_length=300)
    happened_on = forms.DateField(label="Le", widget=AdminDateInput)
    file = forms.FileField(label="Pièce (PDF, image, tableur, texte)", required=False)


class UntilForm(forms.Form):
    until = forms.DateField(label="Jusqu’au", widget=AdminDateInput)
    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class EvidenceChoice(forms.ModelChoiceField):
    """One piece of evidence, in words."""

    def label_from_instance(self, piece: Evidence) -> str:
        return f"{Truncator(piece.label).chars(80)}, {long_date(piece.happened_on)}"


class TakeBackForm(ReasonForm):
    """Which piece was paid in by mistake; what Passnum paid in itself is not taken back by hand."""

    evidence = EvidenceChoice(
        queryset=Evidence.objects.none(), label="Preuve", widget=forms.RadioSelect, empty_label=None
    )
    field_order = ["evidence", "reason"]

    def __init__(self, *args: Any, row: Obligation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = _taken_back(row)  # type: ignore[attr-defined]


def _taken_back(row: Obligation) -> Any:
    return row.evidence.standing().filter(target__isnull=True)


DECLARE = Act(
    "fait",
    "Déclarer un fait",
    "La preuve est versée avec votre nom et la date. Elle se retire avec un motif, et reste lisible.",
    declare,
    form=FactForm,
    done="La preuve est versée.",
)
TAKE_BACK = Act(
    "retirer",
    "Retirer une preuve",
    "La preuve reste lisible, avec le motif du retrait, et ne compte plus.",
    lambda actor, row, values: services.withdraw_evidence(actor=actor, **values),
    form=TakeBackForm,
    done="La preuve est retirée.",
)
TOLERATE = Act(
    "tolerer",
    "Accorder une tolérance",
    "La structure a plus de temps. L’échéance de la convention ne change pas : le retard reste celui du texte.",
    lambda actor, row, values: services.tolerate(actor=actor, obligation=row, **values),
    form=UntilForm,
    done="La tolérance est accordée.",
)
WAIVE = Act(
    "dispenser",
    "Dispenser expressément",
    "La structure n’a pas à citer l’Eurométropole (art. 9). Le logo et le soutien de l’État restent dus.",
    lambda actor, row, values: services.waive(actor=actor, obligation=row, **values),
    form=ReasonForm,
    done="La dispense est enregistrée.",
)
WITHDRAW = Act(
    "sans-objet",
    "Rendre sans objet",
    "Ce dont elle parle n’aura pas lieu. Elle reste dans le calendrier, avec son motif.",
    lambda actor, row, values: services.withdraw(actor=actor, obligation=row, **values),
    form=ReasonForm,
    done="L’obligation est sans objet.",
    serious=True,
)


def open_acts(actor: Any, row: Obligation) -> list[Act]:
    """The acts EMS may do on this obligation."""
    if row.withdrawn_on is not None or row.waived_on is not None:
        return []
    offers = ((DECLARE, can_declare), (TOLERATE, can_tolerate), (WAIVE, can_waive), (WITHDRAW, can_withdraw))
    found = [*agreement_acts(row), *(act for act, may in offers if may(actor, row))]
    return [*found, TAKE_BACK] if _taken_back(row).exists() else found


class ObligationDetail(DetailView):
    """One obligation: who owes it, its date and how it was found, what proves it, its former dates."""

    template_name = "backoffice/obligation.html"
    icon = "date"

    def get_row(self, request: HttpRequest, public_id: Any) -> Obligation:
        rows = Obligation.objects.visible_to(ensure_administrator(request)).with_history()
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: Obligation) -> dict[str, Any]:
        today = clock.today()
        return {
            "acts": open_acts(request.user, row),
            "status": row.status(today),
            "tolerance": row.tolerance_on(today),
            "former": list(row.dates.all())[:-1],
            "proposals": row.day_proposals.select_related("proposed_by", "answered_by"),
        }


class ObligationAct(ActView):
    """One act on an obligation."""

    acts = {act.slug: act for act in (DECLARE, TOLERATE, WAIVE, WITHDRAW, TAKE_BACK, *AGREEMENT)}
    detail = ObligationDetail
    detail_url_name = "backoffice:obligation"

    def form(self, act: Act, row: Obligation, *args: Any) -> forms.Form:
        if act is TAKE_BACK:
            return TakeBackForm(*args, row=row)
        if issubclass(act.form, ReadProposalForm):
            waiting = row.day_proposals.waiting().first()
            return act.form(*args, initial={"proposal": waiting.public_id if waiting else None})
        return super().form(act, row, *args)

    def open_acts(self, row: Obligation) -> list[Act]:
        return open_acts(self.actor, row)


class EvidenceFile(View):
    """The file of a piece of evidence."""

    def get(self, request: HttpRequest, public_id: Any) -> FileResponse:
        rows = Evidence.objects.visible_to(ensure_administrator(request))
        return evidence_file(get_object_or_404(rows, public_id=public_id))


class ControlTower(View):
    """« Tour de contrôle »: one row per partner, sorted by next legal date."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = _searched(request)
        context = {
            "title": "Tour de contrôle",
            "subtitle": long_date(clock.today()),
            "header_icon": "view",
            "rows": rows,
            "words": request.GET.get("recherche", "")[:80],
            "query": request.GET.urlencode(),
        }
        return render(request, "backoffice/tower.html", context)


class ControlTowerExport(View):
    """The tower as a file."""

    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        ensure_administrator(request)
        if extension not in EXTENSIONS:
            raise Http404
        require_proof_for_file(request, page=reverse("backoffice:tower"))
        rows = _searched(request)
        names = [light.name for light in rows[0].lights] if rows else []
        headers = ["structure", "convention", *(name.lower() for name in names), "prochaine échéance", "objet"]
        cells = [
            [
                row.convention.partner.name,
                row.convention.reference,
                *(f"{light.status.label} : {light.words}" for light in row.lights),
                f"{row.next_due_on:%d/%m/%Y}" if row.next_due_on else "",
                str(row.next_due) if row.next_due else "",
            ]
            for row in rows
        ]
        return table_file("tour-de-controle", extension, headers, cells)


def _searched(request: HttpRequest) -> list[Any]:
    words = request.GET.get("recherche", "")[:80].casefold().split()
    rows = control_tower(ensure_administrator(request))
    return [
        row
        for row in rows
        if all(w in f"{row.convention.partner} {row.convention.reference}".casefold() for w in words)
    ]
