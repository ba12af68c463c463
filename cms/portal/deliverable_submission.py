"""A deliverable handed in: checked, its receipt, taken back while nobody has examined it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cms.portal.audience import DOSSIER_READERS, Audience
from cms.portal.deliverables import DeliverableScreen
from cms.portal.forms import ReasonForm
from cms.portal.presentation import SUBMIT_WORDS
from passnum.core.errors import InvalidInput
from passnum.deliverables import services
from passnum.deliverables.completeness import missing_for_submission
from passnum.deliverables.drafts import read_draft
from passnum.deliverables.enums import DeliverableState
from passnum.deliverables.models import Deliverable, Submission
from tasks.dossiers import compile_dossier
from tasks.mail import send_outbox
from tasks.wakeups import wake


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
