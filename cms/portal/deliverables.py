"""Screens of a deliverable: form, autosave, submission, receipt, « Reprendre l’an dernier », taking back."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS, REFERENTS, Audience
from cms.portal.base import RowView
from cms.portal.forms import FORMS, DraftForm, ReasonForm, UploadForm
from cms.portal.presentation import SUBMIT_WORDS, article_number, charts, differences, trail
from passnum.core import french
from passnum.core.errors import InvalidInput, PassnumError
from passnum.deliverables import services
from passnum.deliverables.completeness import missing_for_submission, missing_in
from passnum.deliverables.drafts import counted_draft, counted_survey, read_draft
from passnum.deliverables.enums import CLOSED_STATES, RECALLABLE_STATES, DeliverableKind, DeliverableState
from passnum.deliverables.models import Deliverable, Submission
from passnum.deliverables.permissions import can_fill
from passnum.deliverables.services.drafts import changes_since_last_year, last_year_submission
from tasks.dossiers import compile_dossier
from tasks.mail import send_outbox
from tasks.wakeups import wake


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


class SubmitView(DeliverableScreen):
    """« Remettre… »: what will happen, who sees it, what can no longer be changed; then the act."""

    template_name = "portal/deliverable_submit.html"
    crumb = "Remettre"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row.state == DeliverableState.REMIS:
            return self._to_receipt()
        return self._page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row.state == DeliverableState.REMIS:
            messages.info(request, "Ce livrable était déjà remis : voici son accusé de réception.")
            return self._to_receipt()
        if request.POST.get("agreed") != "on":
            return self._page("Cochez la case pour confirmer que vous avez relu.", status=422)
        try:
            revision = int(request.POST.get("revision", ""))
        except ValueError:
            return self._page("La page est incomplète : rechargez-la.", status=422)
        try:
            done = services.submit(actor=self.user, deliverable=self.row, revision=revision)
        except InvalidInput as error:
            return self._page(error.message, status=error.http_status)
        wake(send_outbox)
        if done.dossier is not None:
            wake(compile_dossier, done.dossier.pk)
        return redirect("portal:deliverable_receipt", public_id=self.row.public_id, number=done.submission.number)

    def _to_receipt(self) -> HttpResponse:
        last = self.row.submissions.order_by("-number").first()
        number = last.number if last else 1
        return redirect("portal:deliverable_receipt", public_id=self.row.public_id, number=number)

    def _page(self, problem: str = "", *, status: int = 200) -> HttpResponse:
        left = [d for d in self.common()["siblings"] if d.pk != self.row.pk and d.state != DeliverableState.REMIS]
        return self.show(
            {
                **self.common(),
                "missing": missing_for_submission(self.row),
                "left": left,
                "draft": read_draft(self.row),
                "problem": problem,
                "submit_label_now": SUBMIT_WORDS[self.row.kind],
            },
            status=status,
        )


class ReceiptView(DeliverableScreen):
    """« Accusé de réception »: what was handed in, when, by whom, its digest, and what comes next."""

    audience = DOSSIER_READERS
    template_name = "portal/deliverable_receipt.html"
    crumb = "Accusé de réception"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = Submission.objects.visible_to(self.user).filter(deliverable=self.row, number=kwargs["number"])
        submission = rows.select_related("submitted_by").first()
        if submission is None:
            return redirect("portal:deliverable", public_id=self.row.public_id)
        left = [d for d in self.common()["siblings"] if d.state != DeliverableState.REMIS]
        return self.show(
            {
                **self.common(),
                "submission": submission,
                "title": f"{self.row.get_kind_display()} {self.row.period.year} : bien remis",
                "lines": [
                    ("Structure", self.partner.name),
                    ("Remis par", submission.submitted_by.get_full_name()),
                    ("Remise", f"nᵒ {submission.number}"),
                    ("Pièces jointes", len(json.loads(submission.content)["attachments"])),
                ],
                "next_steps": self._next_steps(left),
                "dossier": self.row.period.dossiers.live().first(),
                "left": left if Audience.REFERENT in self.roles else [],
                "can_retry": True,
            }
        )

    @staticmethod
    def _next_steps(left: list[Deliverable]) -> list[str]:
        if left:
            names = ", ".join(d.get_kind_display().lower() for d in left)
            return [
                f"Il reste à remettre : {names}.",
                "Le dossier sera compilé dès que les trois livrables seront remis.",
            ]
        return [
            "Le dossier est compilé en quelques secondes.",
            "La présidence de votre structure le valide (art. 6).",
            "L’Eurométropole le reçoit, l’examine, puis l’archive.",
        ]


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


class RecallView(DeliverableScreen):
    """« Reprendre ce livrable… » before the President has decided, with a reason."""

    template_name = "portal/deliverable_recall.html"
    crumb = "Reprendre"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(ReasonForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        services.recall(actor=self.user, deliverable=self.row, reason=form.cleaned_data["reason"])
        messages.success(request, "Le livrable est rouvert. Le dossier sera recompilé à la prochaine remise.")
        return redirect("portal:deliverable", public_id=self.row.public_id)

    def _page(self, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        return self.show(
            {**self.common(), "form": form, "dossier": self.row.period.dossiers.live().first()}, status=status
        )
