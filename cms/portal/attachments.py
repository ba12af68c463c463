"""Files joined to a deliverable: adding, removing, reading."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from cms.portal.audience import DOSSIER_READERS, REFERENTS
from cms.portal.base import RowView
from cms.portal.deliverables import DeliverableScreen
from passnum.core.errors import PassnumError
from passnum.deliverables import services
from passnum.deliverables.models import Attachment


class AddAttachmentView(DeliverableScreen):
    """Join files, each told one by one: kept, or refused with the reason and the remedy."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        files = request.FILES.getlist("files")
        results = [self._join(file) for file in files]
        if request.headers.get("Accept") == "application/json":
            refused = any(not result["kept"] for result in results)
            fresh = self.rows().get(pk=self.row.pk)
            return JsonResponse(
                {"results": results, "revision": fresh.revision}, status=422 if refused or not files else 200
            )
        if not files:
            messages.error(request, "Choisissez un fichier à joindre.")
        for result in results:
            (messages.success if result["kept"] else messages.error)(request, result["message"])
        return redirect("portal:deliverable", public_id=self.row.public_id)

    def _join(self, file: Any) -> dict[str, Any]:
        try:
            attachment = services.add_attachment(actor=self.user, deliverable=self.row, uploaded=file)
        except PassnumError as error:
            return {"kept": False, "message": error.message}
        return {"kept": True, "message": f"« {attachment.name} » est joint."}


class AttachmentScreen(RowView[Attachment]):
    """What the screens of one attachment share."""

    partner_path = "deliverable__period__convention__partner"

    def rows(self) -> QuerySet[Attachment]:
        return Attachment.objects.visible_to(self.user).select_related("deliverable__period__convention__partner")


class RemoveAttachmentView(AttachmentScreen):
    """Take a file off the draft."""

    audience = REFERENTS

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        services.remove_attachment(actor=self.user, attachment=self.row)
        messages.success(request, f"« {self.row.name} » est retiré du livrable.")
        return redirect("portal:deliverable", public_id=self.row.deliverable.public_id)


class AttachmentView(AttachmentScreen):
    """Download a file; never shown inside the site."""

    audience = DOSSIER_READERS

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        try:
            stored = self.row.file.open("rb")
        except OSError as error:
            raise Http404("Fichier introuvable") from error
        response = FileResponse(stored, as_attachment=True, filename=self.row.name, content_type=self.row.media_type)
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        return response
