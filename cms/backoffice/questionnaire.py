"""The questionnaire of the diagnosis in the admin: versions, questions, trial, paper form (art. 4)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from wagtail.admin.ui.tables import Column

from cms.backoffice.base import Act, ActView, DetailView, DomainViewSet, date_column
from cms.backoffice.permissions import ensure_administrator
from cms.backoffice.questionnaire_forms import IntroductionForm, QuestionForm
from cms.portal.attribution_forms import ConversationForm
from passnum.core.errors import PassnumError
from passnum.distribution.draft import AttributionDraft
from passnum.distribution.enums import ContentState
from passnum.distribution.models import Question, Questionnaire
from passnum.distribution.printed import render_questionnaire
from passnum.distribution.publishing import (
    missing_before_publishing,
    prepare_questionnaire,
    publish_questionnaire,
)
from passnum.distribution.writing import remove_question, save_introduction, save_question
from passnum.partners.models import DistributionPlace

PREPARE = Act(
    "preparer",
    "Préparer une nouvelle version",
    "Une copie de la version en usage est ouverte aux modifications. Rien ne change pour les structures avant sa "
    "publication. Si une version est déjà en préparation, c’est elle qui est reprise.",
    lambda actor, row, _: prepare_questionnaire(actor=actor),
    done="Voici la version en préparation : rien ne change pour les structures avant sa publication.",
)
INTRODUCE = Act(
    "introduction",
    "Modifier l’introduction et la simulation",
    "La simulation n’est proposée que si la personne accepte et si le lieu est équipé ; seul le niveau est gardé.",
    lambda actor, row, values: save_introduction(actor=actor, questionnaire=row, **values),
    form=IntroductionForm,
    done="C’est enregistré.",
)
PUBLISH = Act(
    "publier",
    "Publier le questionnaire",
    "Les entretiens qui commencent l’emploient aussitôt. Cette version ne changera plus ; les entretiens en cours "
    "finissent avec la précédente.",
    lambda actor, row, _: publish_questionnaire(actor=actor, questionnaire=row),
    done="Le questionnaire est publié.",
)


class QuestionnaireViewSet(DomainViewSet):
    """« Questionnaire du diagnostic »."""

    model = Questionnaire
    name = "questionnaires"
    icon = "form"
    menu_label = "Questionnaire"
    list_display = [
        "__str__",
        Column("state", label="État", accessor="get_state_display"),
        date_column("published_at", "Publié le"),
    ]
    search_backend_name = None
    detail_url_name = "backoffice:questionnaire"
    has_forms = False


def find_version(request: HttpRequest, public_id: Any) -> Questionnaire:
    """The version, for administrators; 404 for an unknown one."""
    ensure_administrator(request)
    return get_object_or_404(Questionnaire.objects.prefetch_related("questions__answers"), public_id=public_id)


class QuestionnaireDetail(DetailView):
    """One version: its questions, what each answer weighs, what it still lacks."""

    template_name = "backoffice/questionnaire.html"
    icon = "form"
    listing = ("Questionnaire", "questionnaires:index")

    def get_row(self, request: HttpRequest, public_id: Any) -> Questionnaire:
        return find_version(request, public_id)

    def context(self, request: HttpRequest, row: Questionnaire) -> dict[str, Any]:
        editable = row.state == ContentState.BROUILLON
        return {
            "acts": open_acts(row),
            "editable": editable,
            "missing": missing_before_publishing(row) if editable else [],
            "next_number": row.questions.count() + 1,
        }


def open_acts(row: Questionnaire) -> list[Act]:
    """A draft is changed and published; what is published is the start of a new version."""
    return [PUBLISH, INTRODUCE] if row.state == ContentState.BROUILLON else [PREPARE]


class QuestionnaireAct(ActView):
    """One act on a version."""

    acts = {act.slug: act for act in (PREPARE, INTRODUCE, PUBLISH)}
    detail = QuestionnaireDetail
    detail_url_name = "backoffice:questionnaire"

    def open_acts(self, row: Questionnaire) -> list[Act]:
        return open_acts(row)

    def form(self, act: Act, row: Any, *args: Any) -> forms.Form:
        return IntroductionForm(*args[:1], instance=row) if act is INTRODUCE else act.form(*args)

    def post(self, request: HttpRequest, public_id: Any, slug: str) -> HttpResponse:
        answer = super().post(request, public_id, slug)
        draft = Questionnaire.objects.filter(state=ContentState.BROUILLON).first()
        if slug == PREPARE.slug and draft is not None and answer.status_code == 302:
            return redirect(self.detail_url_name, public_id=draft.public_id)
        return answer


class QuestionView(View):
    """Write one question of the draft: its words, its answers, what they weigh; or take it out."""

    def get(self, request: HttpRequest, public_id: Any, number: int) -> HttpResponse:
        row = find_version(request, public_id)
        if row.state != ContentState.BROUILLON:
            return redirect("backoffice:questionnaire", public_id=public_id)
        return self._page(request, row, number, QuestionForm(instance=self._question(row, number)))

    def post(self, request: HttpRequest, public_id: Any, number: int) -> HttpResponse:
        actor = ensure_administrator(request)
        row = find_version(request, public_id)
        form = QuestionForm(request.POST, instance=self._question(row, number))
        removing = request.POST.get("remove") == "on"
        if not removing and not form.is_valid():
            return self._page(request, row, number, form, status=422)
        try:
            if removing:
                seen = request.POST.get("question", "")
                shown = int(seen) if seen.isdecimal() and len(seen) < 19 else 0
                remove_question(actor=actor, questionnaire=row, number=number, question=shown)
            else:
                save_question(
                    actor=actor, questionnaire=row, number=number, values=form.values(), answers=form.answers()
                )
        except PassnumError as error:
            form.add_error(None, error.message)
            return self._page(request, row, number, form, status=error.http_status)
        messages.success(request, "La question est retirée." if removing else "La question est enregistrée.")
        return redirect("backoffice:questionnaire", public_id=public_id)

    @staticmethod
    def _question(row: Questionnaire, number: int) -> Question:
        return row.questions.filter(number=number).first() or Question(
            questionnaire=row, number=row.questions.count() + 1
        )

    @staticmethod
    def _page(
        request: HttpRequest, row: Questionnaire, number: int, form: QuestionForm, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "row": row,
            "form": form,
            "removable": form.instance.pk and number > 1,
            "back": reverse("backoffice:questionnaire", args=[row.public_id]),
            "trail": [
                *QuestionnaireDetail.trail(),
                (str(row), reverse("backoffice:questionnaire", args=[row.public_id])),
            ],
            "title": f"Question {form.instance.number}",
            "subtitle": str(row),
            "header_icon": "form",
        }
        return render(request, "backoffice/question.html", context, status=status)


class TrialView(View):
    """« À l’essai »: answer as in an interview, and read what would be proposed and why. Nothing is kept."""

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        row = find_version(request, public_id)
        asked = AttributionDraft(questionnaire=row, place=DistributionPlace(equipped=True))
        form = ConversationForm(request.GET or None, draft=asked)
        context = {
            "row": row,
            "form": form,
            "proposal": form.proposal() if form.is_bound and form.is_valid() else None,
            "back": reverse("backoffice:questionnaire", args=[row.public_id]),
            "trail": [
                *QuestionnaireDetail.trail(),
                (str(row), reverse("backoffice:questionnaire", args=[row.public_id])),
            ],
            "title": "À l’essai",
            "subtitle": str(row),
            "header_icon": "view",
        }
        return render(request, "backoffice/questionnaire_trial.html", context)


class PaperView(View):
    """The printable form of a version."""

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        row = find_version(request, public_id)
        name = f"diagnostic-numerique-version-{row.version}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(render_questionnaire(row), content_type="application/pdf", headers=headers)
