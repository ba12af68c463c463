"""What surrounds a committee's meeting for its members: the pack of papers, the minutes, their answer (art. 7)."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cms.portal.audience import DOSSIER_READERS
from cms.portal.base import RowView
from cms.portal.committees import crumbs_of
from cms.portal.form_screen import FormScreen
from passnum.committee.documents import indicators_csv
from passnum.committee.minutes_states import MinutesState
from passnum.committee.minutes_text import blocks_of
from passnum.committee.models import Minutes, PaperPack
from passnum.committee.services.voting import answer_minutes, opinion_of
from passnum.committee.validation_rule import Answer
from tasks.mail import send_outbox
from tasks.wakeups import wake


class OpinionForm(forms.Form):
    """Validate, comment or refuse; the last two carry words."""

    answer = forms.ChoiceField(
        label="Votre avis",
        widget=forms.RadioSelect,
        choices=[
            (Answer.VALIDE.value, "Je valide ce compte rendu"),
            (Answer.COMMENTE.value, "Je le commente : une nouvelle version pourra en tenir compte"),
            (Answer.REFUSE.value, "Je le refuse, avec un motif"),
        ],
    )
    words = forms.CharField(
        label="Commentaire ou motif",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nécessaire pour commenter ou refuser. Les autres membres le lisent.",
    )


class MinutesScreen(RowView[Minutes]):
    """What the screens of one version of the minutes share."""

    partner_path = "meeting__convention__partner"
    audience = DOSSIER_READERS

    def rows(self) -> QuerySet[Minutes]:
        return Minutes.objects.visible_to(self.user).select_related("meeting__convention__partner")


class MinutesView(FormScreen, MinutesScreen):
    """One version: its text, what each member said, and the answer of the person."""

    template_name = "portal/minutes.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(OpinionForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = OpinionForm(request.POST)
        done, status = self.try_act(form)
        if done is None:
            return self._page(form, status=status)
        wake(send_outbox)
        messages.success(request, "Votre avis est enregistré, avec votre nom et l’heure.")
        return redirect("portal:minutes", public_id=self.row.public_id)

    def act(self, form: OpinionForm) -> Any:
        return answer_minutes(
            actor=self.user,
            minutes=self.row,
            answer=Answer(form.cleaned_data["answer"]),
            words=form.cleaned_data["words"],
        )

    def _page(self, form: OpinionForm, *, status: int = 200) -> HttpResponse:
        mine = opinion_of(self.user, self.row)
        return self.show(
            {
                "minutes": self.row,
                "meeting": self.row.meeting,
                "blocks": blocks_of(self.row.text),
                "opinions": self.row.opinions.select_related("member"),
                "mine": mine,
                "can_answer": self.row.state == MinutesState.SOUMIS and mine is not None and not mine.answer,
                "form": form,
                "versions": Minutes.objects.visible_to(self.user).filter(meeting=self.row.meeting),
                "crumbs": crumbs_of(self.row.meeting, f"Compte rendu, version {self.row.version}"),
            },
            status=status,
        )


class MinutesFile(MinutesScreen):
    """The validated minutes, as the sealed PDF."""

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        return private_pdf(self.row.file, f"compte-rendu-{self.row.meeting.year}.pdf")


class PackFile(RowView[PaperPack]):
    """The pack of papers: the PDF, or its data as they were hashed."""

    partner_path = "meeting__convention__partner"
    audience = DOSSIER_READERS

    def rows(self) -> QuerySet[PaperPack]:
        return PaperPack.objects.visible_to(self.user).select_related("meeting__convention__partner")

    def get(self, request: HttpRequest, extension: str, **kwargs: Any) -> HttpResponse | FileResponse:
        return pack_answer(self.row, extension)


def pack_answer(row: PaperPack, extension: str) -> HttpResponse | FileResponse:
    """The pack to download: « pdf », « json » byte for byte as it was hashed, « csv » of its indicators; or 404."""
    name = f"dossier-de-seance-{row.meeting.year}.{extension}"
    if extension in {"json", "csv"}:
        of_json = extension == "json"
        data = row.content.encode() if of_json else indicators_csv(json.loads(row.content))
        response = HttpResponse(data, content_type="application/json" if of_json else "text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    if extension != "pdf":
        raise Http404
    return private_pdf(row.file, name)


def private_pdf(field: Any, name: str) -> FileResponse:
    """A PDF of the private storage to download, or 404."""
    if not field:
        raise Http404
    try:
        stored = field.open("rb")
    except OSError as error:
        raise Http404("Fichier introuvable") from error
    return FileResponse(stored, as_attachment=True, filename=name, content_type="application/pdf")
