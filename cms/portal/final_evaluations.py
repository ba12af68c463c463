"""The final evaluation in the partner’s space: read, agreed to, as a file (art. 8)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS
from cms.portal.base import RowView
from cms.portal.endings import binds
from cms.portal.presentation import trail
from passnum.endings import services
from passnum.endings.models import FinalEvaluation


class EvaluationView(RowView[FinalEvaluation]):
    """The final evaluation: figures, conclusions, the presidency's agreement."""

    audience = DOSSIER_READERS
    partner_path = "convention__partner"
    template_name = "portal/evaluation.html"

    def rows(self) -> QuerySet[FinalEvaluation]:
        return FinalEvaluation.objects.visible_to(self.user).select_related("convention__partner")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        agrees = binds(self) and self.row.concluded_on is None and bool(self.row.conclusions)
        return self.show(
            {
                "row": self.row,
                "figures": services.whole_figures(self.row.convention),
                "agrees": agrees and self.row.partner_agreed_on is None,
                "crumbs": trail(("Fin de convention", reverse("portal:endings")), ("Évaluation finale", "")),
            }
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not binds(self):
            raise Http404
        revision = request.POST.get("revision", "")
        services.agree_on_evaluation(
            actor=self.user,
            evaluation=self.row,
            revision=int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 9 else -1,
        )
        messages.success(request, "Votre accord est donné.")
        return redirect("portal:evaluation", public_id=self.row.public_id)


class EvaluationFileView(RowView[FinalEvaluation]):
    """The frozen evaluation."""

    audience = DOSSIER_READERS
    partner_path = "convention__partner"

    def rows(self) -> QuerySet[FinalEvaluation]:
        return FinalEvaluation.objects.visible_to(self.user).select_related("convention__partner")

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        if not self.row.file:
            raise Http404
        try:
            stored = self.row.file.open("rb")
        except OSError as error:
            raise Http404("Fichier introuvable") from error
        return FileResponse(
            stored, as_attachment=True, filename="evaluation-finale.pdf", content_type="application/pdf"
        )
