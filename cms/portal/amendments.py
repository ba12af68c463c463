"""The text of the convention as the partner reads it: consolidated on any day, amendment by amendment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS
from cms.portal.base import RowView
from cms.portal.presentation import trail
from passnum.conventions.amendment_pdf import render_amendment
from passnum.conventions.consolidation import consolidated
from passnum.conventions.models import Amendment, Convention, ConventionFile, DocumentVersion
from passnum.core import clock
from passnum.core.difference import difference
from passnum.core.errors import WrongState


class DayForm(forms.Form):
    """The day of the text."""

    jour = forms.DateField(label="Texte au", required=False, widget=forms.DateInput(attrs={"type": "date"}))


class TextView(RowView[Convention]):
    """The articles in force on the day asked for."""

    audience = DOSSIER_READERS
    template_name = "portal/convention_text.html"

    def rows(self) -> QuerySet[Convention]:
        return Convention.objects.visible_to(self.user).select_related("partner")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = DayForm(request.GET if "jour" in request.GET else None)
        day = (form.is_bound and form.is_valid() and form.cleaned_data["jour"]) or clock.today()
        return self.show(
            {
                "convention": self.row,
                "form": form,
                "day": day,
                "articles": consolidated(self.row, day),
                "versions": DocumentVersion.objects.visible_to(self.user).filter(convention=self.row),
                "amendments": Amendment.objects.visible_to(self.user).filter(convention=self.row),
                "files": ConventionFile.objects.visible_to(self.user).filter(convention=self.row),
                "crumbs": trail(("Convention", "")),
            }
        )


class AmendmentScreen(RowView[Amendment]):
    """What the screens of one amendment share."""

    audience = DOSSIER_READERS
    partner_path = "convention__partner"

    def rows(self) -> QuerySet[Amendment]:
        return Amendment.objects.visible_to(self.user).select_related("convention__partner")


class AmendmentView(AmendmentScreen):
    """One amendment: what it changes, word by word, and its dates."""

    template_name = "portal/amendment.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        changes = [
            {"change": change, "pieces": difference(change.former_text, change.new_text)}
            for change in self.row.changes.order_by("article")
        ]
        text = reverse("portal:convention_text", args=[self.row.convention.public_id])
        crumbs = trail(("Convention", text), (f"Avenant nᵒ {self.row.number}", ""))
        return self.show({"row": self.row, "changes": changes, "crumbs": crumbs})


class AmendmentDocumentView(AmendmentScreen):
    """The document to sign, or the signed copy once EMS holds it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse | FileResponse:
        if self.row.signed_copy:
            try:
                stored = self.row.signed_copy.open("rb")
            except OSError as error:
                raise WrongState("Le fichier n’est pas disponible : prévenez l’Eurométropole.") from error
            name = f"avenant-{self.row.number}-signe.pdf"
            return FileResponse(stored, as_attachment=True, filename=name, content_type="application/pdf")
        response = HttpResponse(render_amendment(self.row, made_at=clock.now()), content_type="application/pdf")
        response.headers["Content-Disposition"] = f'attachment; filename="avenant-{self.row.number}.pdf"'
        return response


class SharedFileView(RowView[ConventionFile]):
    """A file of the record that EMS shares with the structure, as long as it is not taken off; never shown inside."""

    audience = DOSSIER_READERS
    partner_path = "convention__partner"

    def rows(self) -> QuerySet[ConventionFile]:
        return ConventionFile.objects.visible_to(self.user).select_related("convention__partner")

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        try:
            stored = self.row.file.open("rb")
        except OSError as error:
            raise WrongState("Le fichier n’est pas disponible : prévenez l’Eurométropole.") from error
        response = FileResponse(stored, as_attachment=True, filename=self.row.name, content_type=self.row.media_type)
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        return response


class DocumentScreen(RowView[DocumentVersion]):
    """What the screens of one version of the document share."""

    audience = DOSSIER_READERS
    partner_path = "convention__partner"

    def rows(self) -> QuerySet[DocumentVersion]:
        return DocumentVersion.objects.visible_to(self.user).select_related("convention__partner")


class DocumentView(DocumentScreen):
    """What the code on each page leads to: the version, its digests, the signed scan that answers it."""

    template_name = "portal/document.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("e", "")[:64]
        text = reverse("portal:convention_text", args=[self.row.convention.public_id])
        return self.show(
            {
                "row": self.row,
                "asked": asked,
                "matches": bool(asked) and self.row.text_sha256.startswith(asked),
                "crumbs": trail(("Convention", text), (f"Version {self.row.number}", "")),
            }
        )


class DocumentFileView(DocumentScreen):
    """The frozen file."""

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        try:
            stored = self.row.file.open("rb")
        except OSError as error:
            raise WrongState("Le fichier n’est pas disponible : prévenez l’Eurométropole.") from error
        name = f"convention-version-{self.row.number}.pdf"
        return FileResponse(stored, as_attachment=True, filename=name, content_type="application/pdf")
