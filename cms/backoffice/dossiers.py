"""Dossiers as EMS meets them: the list, the page with its history, and the acts of the examination."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from cms.backoffice.base import Act, ActView, DetailView, DomainViewSet, date_column
from cms.backoffice.permissions import ensure_administrator
from passnum.deliverables import services
from passnum.deliverables.assembly import contents_of, key_figures, previous_contents
from passnum.deliverables.comparison import changes, risks
from passnum.deliverables.enums import TRANSITIONS, TRANSMITTED_STATES, DeliverableKind, DossierState
from passnum.deliverables.models import Deliverable, Dossier
from passnum.oversight.history import acts_of
from tasks.mail import send_outbox
from tasks.wakeups import wake


class DossierFilters(WagtailFilterSet):
    """Filters of the list of dossiers."""

    class Meta:
        model = Dossier
        fields = ["state", "period__year", "period__convention__partner"]


class DossierViewSet(DomainViewSet):
    """Dossiers transmitted to EMS."""

    model = Dossier
    name = "dossiers"
    icon = "folder-open-inverse"
    menu_label = "Dossiers"
    detail_url_name = "backoffice:dossier"
    has_forms = False
    ordering = ["-period__year", "period__convention__partner__name"]
    filterset_class = DossierFilters
    search_fields = ["period__convention__partner__name", "period__convention__reference"]
    search_backend_name = None
    list_display = [
        "__str__",
        Column("partner", label="Structure", accessor="period.convention.partner.name"),
        Column("year", label="Exercice", accessor="period.year", sort_key="period__year"),
        StatusTagColumn("state", label="État", accessor="get_state_display", sort_key="state"),
        date_column("transmitted_at", "Transmis", sort_key="transmitted_at"),
        date_column("committee", "Comité", path="period.committee_on"),
    ]
    list_export = ["__str__", "period.convention.partner.name", "period.year", "get_state_display", "transmitted_at"]
    export_formats = ["csv", "xlsx"]
    form_fields: list[str] = []


class ReasonForm(forms.Form):
    """A text asked for with the act."""

    reason = forms.CharField(label="Réserves", widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)


class SendBackForm(forms.Form):
    """A reason, and what is to be corrected in each deliverable chosen: only those reopen."""

    reason = forms.CharField(
        label="Motif du renvoi",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": "Un renvoi porte toujours un motif."},
    )
    programme = forms.CharField(label="À corriger dans le programme d’actions", required=False, max_length=4000)
    indicators = forms.CharField(label="À corriger dans le rapport d’indicateurs", required=False, max_length=4000)
    survey = forms.CharField(label="À corriger dans l’enquête de satisfaction", required=False, max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in DeliverableKind:
            self.fields[kind.value].help_text = "Laissez vide si ce livrable convient : il ne sera pas rouvert."

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not any((values.get(kind.value) or "").strip() for kind in DeliverableKind):
            raise forms.ValidationError(
                "Dites ce qui est à corriger dans au moins un livrable : lui seul sera rouvert."
            )
        return values


def _send_back(actor: Any, row: Dossier, values: dict[str, Any]) -> Dossier:
    deliverables = Deliverable.objects.visible_to(actor).filter(period=row.period)
    remarks = {d: values[d.kind] for d in deliverables if (values.get(d.kind) or "").strip()}
    return services.send_back(actor=actor, dossier=row, reason=values["reason"], remarks=remarks)


#: The acts of EMS, by the state they lead to.
ACTS: dict[DossierState, Act] = {
    DossierState.EN_EXAMEN: Act(
        "examiner",
        "Prendre en examen",
        "La structure verra que son dossier est en cours d’examen.",
        lambda actor, row, _: services.open_examination(actor=actor, dossier=row),
        done="Le dossier est en examen.",
    ),
    DossierState.APPROUVE: Act(
        "approuver",
        "Approuver le dossier",
        "La structure en sera prévenue. L’approbation n’est pas une garantie (art. 10).",
        lambda actor, row, _: services.approve(actor=actor, dossier=row),
        done="Le dossier est approuvé.",
    ),
    DossierState.APPROUVE_AVEC_RESERVES: Act(
        "approuver-avec-reserves",
        "Approuver avec réserves",
        "Vos réserves sont envoyées à la structure et gardées avec le dossier.",
        lambda actor, row, values: services.approve_with_reservations(
            actor=actor, dossier=row, reservations=values["reason"]
        ),
        form=ReasonForm,
        done="Le dossier est approuvé avec réserves.",
    ),
    DossierState.A_CORRIGER: Act(
        "renvoyer",
        "Renvoyer au partenaire",
        "Les livrables remarqués se rouvrent. La version corrigée repassera par la présidence de la structure.",
        _send_back,
        form=SendBackForm,
        done="Le dossier est renvoyé avec vos remarques.",
        serious=True,
    ),
    DossierState.ARCHIVE: Act(
        "archiver",
        "Archiver le dossier",
        "Le fichier transmis est gardé tel quel. Le dossier ne changera plus.",
        lambda actor, row, _: services.archive(actor=actor, dossier=row),
        done="Le dossier est archivé.",
        serious=True,
        fresh=True,
    ),
}


def open_acts(row: Dossier) -> list[Act]:
    """The acts permitted from the dossier's state, in the order of the circuit."""
    if row.state not in TRANSMITTED_STATES:
        return []
    return [act for state, act in ACTS.items() if state in TRANSITIONS[DossierState(row.state)]]


class DossierDetail(DetailView):
    """One dossier: who has the ball, figures, what changed, the file, the history."""

    template_name = "backoffice/dossier.html"
    icon = "folder-open-inverse"

    def get_row(self, request: HttpRequest, public_id: Any) -> Dossier:
        rows = Dossier.objects.visible_to(ensure_administrator(request))
        return get_object_or_404(
            rows.select_related("period__convention__partner", "validated_by"), public_id=public_id
        )

    def context(self, request: HttpRequest, row: Dossier) -> dict[str, Any]:
        parts, before = contents_of(row), previous_contents(row)
        reader = ensure_administrator(request)
        return {
            "period": row.period,
            "convention": row.period.convention,
            "acts": open_acts(row),
            "figures": key_figures(parts, before),
            "changes": changes(parts, before),
            "risks": risks(row, parts, before),
            "remarks": row.remarks.select_related("deliverable"),
            "versions": Dossier.objects.visible_to(reader).filter(period=row.period).order_by("-version"),
            "history": acts_of([row.period.convention], reader, subject_id=row.public_id),
        }


class DossierAct(ActView):
    """One act of the examination."""

    acts = {act.slug: act for act in ACTS.values()}
    detail = DossierDetail
    detail_url_name = "backoffice:dossier"

    def open_acts(self, row: Dossier) -> list[Act]:
        return open_acts(row)

    def after(self, row: Dossier) -> None:
        wake(send_outbox)


class DossierFile(View):
    """The transmitted file, and no other."""

    def get(self, request: HttpRequest, public_id: Any) -> FileResponse:
        row = DossierDetail().get_row(request, public_id)
        try:
            stored = row.compiled_file.open("rb")
        except OSError as error:
            raise Http404("Fichier introuvable") from error
        name = f"dossier-{row.period.year}-version-{row.version}.pdf"
        return FileResponse(
            stored, as_attachment="telecharger" in request.GET, filename=name, content_type="application/pdf"
        )
