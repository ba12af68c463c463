"""Restitutions as EMS receives them: the list, the page of one with its acts, the report (art. 12)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views import View
from wagtail.admin.ui.tables import Column, NumberColumn, StatusTagColumn

from cms.backoffice.base import Act, ActView, DetailView, DomainViewSet, date_column
from cms.backoffice.booklet_forms import ReturnForm, WriteOffForm
from cms.backoffice.filters import NamedFilters
from cms.backoffice.permissions import ensure_administrator
from cms.portal.papers import pdf
from passnum.oversight.history import acts_of
from passnum.quotas import services
from passnum.quotas.enums import RestitutionState
from passnum.quotas.models import Restitution
from passnum.quotas.papers import booklets_of, sized_ranges
from passnum.quotas.restitution_paper import NORMAL_END_UNSAID, at_normal_end, restitution_report
from tasks.mail import send_outbox
from tasks.wakeups import wake


class RestitutionFilters(NamedFilters):
    """Filters of the list of restitutions."""

    names = {"convention__partner": "Structure"}

    class Meta:
        model = Restitution
        fields = ["state", "reason", "convention__partner"]


class RestitutionViewSet(DomainViewSet):
    """« Restitutions », the latest first."""

    model = Restitution
    name = "restitutions"
    icon = "resubmit"
    menu_label = "Restitutions"
    detail_url_name = "backoffice:restitution"
    has_forms = False
    when_empty = "Aucune restitution. Une structure rend des carnets depuis son espace ; vous les comptez ici."
    filterset_class = RestitutionFilters
    search_fields = ["number", "convention__partner__name", "convention__reference"]
    search_backend_name = None
    list_display = [
        "__str__",
        Column("partner", label="Structure", accessor="convention.partner.name", sort_key="convention__partner__name"),
        Column("reason", label="Motif", accessor="get_reason_display"),
        NumberColumn("booklets", label="Carnets rendus"),
        NumberColumn("received_booklets", label="Reçus"),
        StatusTagColumn("state", label="État", accessor="get_state_display", sort_key="state"),
        date_column("sent_on", "Remise le", sort_key="sent_on"),
    ]
    list_export = [
        "number",
        "convention.partner.name",
        "get_reason_display",
        "booklets",
        "received_booklets",
        "get_state_display",
        "sent_on",
        "received_on",
    ]
    export_formats = ["csv", "xlsx"]
    form_fields: list[str] = []


RECEIVE = Act(
    "recevoir",
    "Confirmer ce qui est revenu",
    "Les carnets reçus rentrent dans le stock, les périmés sont mis de côté. Ceux qui manquent restent nommés : vous "
    "pouvez revenir ici quand ils arrivent. L’obligation de l’article 12 est respectée quand il ne reste rien.",
    lambda actor, row, values: services.receive_back(
        actor=actor,
        restitution=row,
        serials=None if values["whole"] else values["serials"],
        received_on=values["received_on"],
        note=values["note"],
    ),
    form=ReturnForm,
    done="Les carnets reçus sont dans le stock.",
)
WRITE_OFF = Act(
    "clore",
    "Tenir pour perdus les carnets manquants",
    "Les carnets annoncés et jamais revenus sont inscrits comme perdus par la structure, et la restitution est close.",
    lambda actor, row, values: services.write_off(actor=actor, restitution=row, reason=values["reason"]),
    form=WriteOffForm,
    done="La restitution est close.",
    serious=True,
)


def open_acts(row: Restitution) -> list[Act]:
    """The acts permitted from where the restitution stands."""
    if row.state == RestitutionState.RECUE:
        return []
    return [RECEIVE, WRITE_OFF] if row.state == RestitutionState.ECART else [RECEIVE]


class RestitutionDetail(DetailView):
    """One restitution: what was handed over, what came back, what is missing, history."""

    template_name = "backoffice/restitution.html"
    icon = "resubmit"
    listing = ("Restitutions", "restitutions:index")

    def get_row(self, request: HttpRequest, public_id: Any) -> Restitution:
        rows = Restitution.objects.visible_to(ensure_administrator(request))
        rows = rows.select_related("convention__partner", "operation", "sent_by", "received_by")
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: Restitution) -> dict[str, Any]:
        missing = services.on_the_way(row) if row.state == RestitutionState.ECART else []
        return {
            "title": f"Restitution {row.number}",
            "acts": open_acts(row),
            "ranges": sized_ranges(booklets_of(row.operation).values_list("serial", flat=True)),
            "missing": missing,
            "given_up": row.booklets - row.received_booklets if row.state == RestitutionState.RECUE else 0,
            "unsaid": NORMAL_END_UNSAID if at_normal_end(row) else "",
            "history": acts_of([row.convention], ensure_administrator(request), subject_id=row.public_id),
        }


class RestitutionAct(ActView):
    """One act on a restitution."""

    acts = {act.slug: act for act in (RECEIVE, WRITE_OFF)}
    detail = RestitutionDetail
    detail_url_name = "backoffice:restitution"

    def open_acts(self, row: Restitution) -> list[Act]:
        return open_acts(row)

    def after(self, row: Restitution) -> None:
        wake(send_outbox)


class RestitutionReport(View):
    """The report as a PDF."""

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        ensure_administrator(request)
        row = RestitutionDetail().get_row(request, public_id)
        return pdf(restitution_report(row), f"restitution-{row.number}.pdf")
