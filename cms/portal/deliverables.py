"""A deliverable being filled: its form, saved as it is typed, begun from last year or from the register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS, REFERENTS
from cms.portal.base import RowView
from cms.portal.forms import FORMS, DraftForm, UploadForm
from cms.portal.presentation import SUBMIT_WORDS, article_number, charts, differences, trail
from passnum.core import french
from passnum.core.errors import InvalidInput, PassnumError
from passnum.deliverables import services
from passnum.deliverables.completeness import missing_for_submission, missing_in
from passnum.deliverables.drafts import counted_draft, counted_survey, read_draft
from passnum.deliverables.enums import CLOSED_STATES, RECALLABLE_STATES, DeliverableKind, DeliverableState
from passnum.deliverables.models import Deliverable
from passnum.deliverables.permissions import can_fill
from passnum.deliverables.services.drafts import changes_since_last_year, last_year_submission


class DeliverableScreen(RowView[Deliverable]):
    """What the screens of one deliverable share."""

    partner_path = "period__convention__partner"
    audience = REFERENTS

    def rows(self) -> QuerySet[Deliverable]:
        return Deliverable.objects.visible_to(self.user).select_related("period__convention__partner", "saved_by")

    def form(self, data: Any = None) -> DraftForm:
        """The form of this kind of deliverable, on what it holds now."""
        return FORMS[self.row.kind](data, deliverable=self.row, draft=read_draft(self.row))

    def common(self) -> dict[str, Any]:
        return {
            "deliverable": self.row,
            "period": self.row.period,
            "attachments": self.row.attachments.current(),
            "remarks": self._remarks(),
            "siblings": Deliverable.objects.visible_to(self.user).filter(period=self.row.period).order_by("pk"),
            "article": article_number(self.row.period),
            "crumbs": self.crumbs(),
            "upload_form": UploadForm(),
        }

    #: Name of the screen in the trail, under the deliverable; empty for the deliverable itself.
    crumb = ""

    def crumbs(self) -> list[tuple[str, str]]:
        """The trail from the space's home."""
        name = str(self.row)
        if not self.crumb:
            return trail((name, ""))
        return trail((name, reverse("portal:deliverable", args=[self.row.public_id])), (self.crumb, ""))

    def _remarks(self) -> Any:
        """What the last returned version asks to correct here, as long as the deliverable is open again."""
        last = self.row.period.dossiers.order_by("-version").first()
        if last is None or last.state not in CLOSED_STATES or self.row.state == DeliverableState.REMIS:
            return []
        return last.remarks.filter(deliverable=self.row)


class DeliverableView(DeliverableScreen):
    """The deliverable: its form for the référents while it is a draft, its content otherwise."""

    audience = DOSSIER_READERS
    template_name = "portal/deliverable.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """« Enregistrer et revenir plus tard », or « Remettre… », which saves and leads to the confirmation."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            services.save_draft(
                actor=self.user, deliverable=self.row, revision=form.cleaned_data["revision"], draft=form.draft()
            )
        except PassnumError as error:
            form.add_error(None, error.message)
            return self._page(form, status=error.http_status)
        if request.POST.get("then") == "submit":
            return redirect("portal:deliverable_submit", public_id=self.row.public_id)
        messages.success(request, "Votre brouillon est enregistré. Il n’est pas encore remis.")
        return redirect("portal:home")

    def _page(self, form: DraftForm, *, status: int = 200) -> HttpResponse:
        editable = can_fill(self.user, self.row) and self.row.state != DeliverableState.REMIS
        last = self.row.submissions.order_by("-number").first()
        live = self.row.period.dossiers.live().first()
        return self.show(
            {
                **self.common(),
                "form": form,
                "editable": editable,
                "draft": read_draft(self.row),
                "missing": missing_for_submission(self.row),
                "last_year": last_year_submission(self.row) if editable else None,
                "changes": changes_since_last_year(self.row),
                "charts": charts(read_draft(self.row)),
                "online": counted_survey(self.row) if self.row.kind == DeliverableKind.SURVEY else None,
                "register": counted_draft(self.row) if self.row.kind == DeliverableKind.INDICATORS else None,
                "submit_label": f"{SUBMIT_WORDS[self.row.kind]}…",
                "last_submission": last,
                "recallable": self.row.state == DeliverableState.REMIS
                and can_fill(self.user, self.row)
                and (live is None or live.state in RECALLABLE_STATES),
            },
            status=status,
        )


class AutosaveView(DeliverableScreen):
    """The draft saves itself: answers JSON with the new revision, or says why not."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            fields = {name: [str(e) for e in errors] for name, errors in form.errors.items()}
            return JsonResponse({"message": "Un champ est à corriger.", "fields": fields}, status=422)
        row = services.save_draft(
            actor=self.user, deliverable=self.row, revision=form.cleaned_data["revision"], draft=form.draft()
        )
        missing = missing_in(form.draft(), attachments=row.attachments.current().count())
        return JsonResponse({"revision": row.revision, "saved_at": french.clock_time(row.saved_at), "missing": missing})

    def refuse(self, request: HttpRequest, error: PassnumError) -> HttpResponse:
        return JsonResponse({"message": error.message}, status=error.http_status)


class CarryOverView(DeliverableScreen):
    """« Reprendre l’an dernier »: what would change, then the act."""

    template_name = "portal/deliverable_carry_over.html"
    crumb = "Reprendre l’an dernier"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(
            {
                **self.common(),
                "submission": last_year_submission(self.row),
                "differences": differences(changes_since_last_year(self.row)),
            }
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            revision = int(request.POST.get("revision", ""))
        except ValueError as error:
            raise InvalidInput("La page est incomplète : rechargez-la.") from error
        services.carry_over(actor=self.user, deliverable=self.row, revision=revision)
        messages.success(request, "Le texte de l’an dernier est repris. Relisez-le et mettez-le à jour.")
        return redirect("portal:deliverable", public_id=self.row.public_id)


class RegisterView(DeliverableScreen):
    """« Reprendre les chiffres du registre »: counted anew, the words stay."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        # The words are those kept last, by the autosave of this very page: nothing typed is overwritten.
        services.take_from_register(actor=self.user, deliverable=self.row, revision=self.row.revision)
        messages.success(request, "Les chiffres sont ceux du registre. Relisez-les avant de remettre le rapport.")
        return redirect("portal:deliverable", public_id=self.row.public_id)
