"""The record of a convention beside its page: articles, document to sign, contacts, data protection, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from cms.backoffice.base import Act, ActView, DetailView
from cms.backoffice.permissions import ensure_administrator
from cms.backoffice.record_acts import EVERY_ACT, OfConvention, allowed_acts, open_record_acts
from passnum.conventions.article_text import MAX_CHARACTERS
from passnum.conventions.completeness import missing_elements
from passnum.conventions.enums import EDITABLE_STATES
from passnum.conventions.models import (
    Convention,
    ConventionArticle,
    ConventionFile,
    DocumentVersion,
)
from passnum.conventions.services import articles, documents, record
from passnum.core.difference import difference
from passnum.core.errors import PassnumError


class ArticleForm(forms.Form):
    title = forms.CharField(label="Titre", max_length=160)
    text = forms.CharField(
        label="Texte", widget=forms.Textarea(attrs={"rows": 18}), max_length=2 * MAX_CHARACTERS, required=False
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class RecordDetail(DetailView):
    """« Fiche et document » of one convention."""

    template_name = "backoffice/record.html"
    icon = "doc-full-inverse"

    def get_row(self, request: HttpRequest, public_id: Any) -> Convention:
        rows = Convention.objects.visible_to(ensure_administrator(request)).select_related("partner")
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: Convention) -> dict[str, Any]:
        return {
            "acts": open_record_acts(row),
            "editable": row.state in EDITABLE_STATES,
            "missing": missing_elements(row),
            "articles": row.articles.order_by("number"),
            "contacts": row.contacts.all(),
            "files": row.files.current(),
            "versions": row.document_versions.all(),
            "title": "Fiche et document",
            "subtitle": str(row),
        }


class RecordAct(ActView):
    """One act on the record."""

    acts = {act.slug: act for act in EVERY_ACT}
    detail = RecordDetail
    detail_url_name = "backoffice:record"

    def open_acts(self, row: Convention) -> list[Act]:
        return allowed_acts(row)

    def form(self, act: Act, row: Convention, *args: Any) -> forms.Form:
        """What is known already; the link beside a contact or a file says which one (`objet`)."""
        values = {
            "controller": row.data_controller,
            "arrangement": row.data_arrangement,
            "seen": record.data_digest(row),
            "elapsed_period": row.elapsed_period,
            "object": self.request.GET.get("objet", ""),
        }
        if issubclass(act.form, OfConvention):
            return act.form(*args, row=row, initial=values)
        return act.form(*args, initial=values)


class ArticleDetail(DetailView):
    """One article with its former texts and what changed."""

    template_name = "backoffice/article.html"

    def get_row(self, request: HttpRequest, public_id: Any) -> ConventionArticle:
        """`public_id` is the convention's; the number of the article comes from the address."""
        convention = RecordDetail().get_row(request, public_id)
        number = request.resolver_match.kwargs["number"] if request.resolver_match else 0
        return get_object_or_404(convention.articles.select_related("convention__partner"), number=number)

    def get(self, request: HttpRequest, public_id: Any, number: int = 0) -> HttpResponse:
        return super().get(request, public_id)

    def context(self, request: HttpRequest, row: ConventionArticle) -> dict[str, Any]:
        versions = list(row.versions.select_related("replaced_by").order_by("number"))
        later = [*(version.text for version in versions[1:]), row.text][: len(versions)]
        changes = [
            {"version": version, "pieces": difference(version.text, after)}
            for version, after in zip(versions, later, strict=True)
        ]
        return {"changes": changes[::-1], "editable": row.convention.state in EDITABLE_STATES}


EDIT_ARTICLE = Act(
    "modifier",
    "Modifier l’article",
    "Le texte remplacé est gardé, avec qui et quand. Après l’envoi pour signature, un changement passe par un avenant.",
    lambda actor, row, values: articles.change_article(actor=actor, article=row, **values),
    form=ArticleForm,
    done="L’article est modifié.",
)


class ArticleEdit(View):
    """The text of one article, while the convention is in preparation."""

    def get(self, request: HttpRequest, public_id: Any, number: int) -> HttpResponse:
        return self._view(request, public_id)

    def post(self, request: HttpRequest, public_id: Any, number: int) -> HttpResponse:
        return self._view(request, public_id)

    @staticmethod
    def _view(request: HttpRequest, public_id: Any) -> HttpResponse:
        actor = ensure_administrator(request)
        row = ArticleDetail().get_row(request, public_id)
        back = reverse("backoffice:article", args=[row.convention.public_id, row.number])
        initial = {"title": row.title, "text": row.text, "revision": row.versions.count()}
        form = ArticleForm(request.POST or None, initial=initial)
        status = 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                try:
                    articles.change_article(actor=actor, article=row, **form.cleaned_data)
                except PassnumError as error:
                    field = getattr(error, "field", None)
                    form.add_error(field if field in form.fields else None, error.message)
                    status = error.http_status
                else:
                    messages.success(request, EDIT_ARTICLE.done)
                    return redirect(back)
        context = {"row": row, "act": EDIT_ARTICLE, "form": form, "back": back}
        words = {"title": EDIT_ARTICLE.label, "subtitle": str(row), "header_icon": "edit"}
        return render(request, "backoffice/act.html", {**context, **words}, status=status)


class DocumentPreview(View):
    """The document as it stands, marked as not to be signed."""

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        row = RecordDetail().get_row(request, public_id)
        response = HttpResponse(documents.preview(row).pdf, content_type="application/pdf")
        response.headers["Content-Disposition"] = 'attachment; filename="projet-de-convention.pdf"'
        return response


class DocumentFile(View):
    """One frozen version."""

    def get(self, request: HttpRequest, public_id: Any) -> FileResponse:
        rows = DocumentVersion.objects.visible_to(ensure_administrator(request))
        return version_file(get_object_or_404(rows, public_id=public_id))


class RecordFile(View):
    """One file of the record."""

    def get(self, request: HttpRequest, public_id: Any) -> FileResponse:
        rows = ConventionFile.objects.visible_to(ensure_administrator(request))
        row = get_object_or_404(rows, public_id=public_id)
        try:
            stored = row.file.open("rb")
        except OSError as error:
            raise Http404("Fichier introuvable") from error
        return FileResponse(stored, as_attachment=True, filename=row.name, content_type=row.media_type)


def version_file(row: DocumentVersion) -> FileResponse:
    """The file of a version to download, or 404."""
    try:
        stored = row.file.open("rb")
    except OSError as error:
        raise Http404("Fichier introuvable") from error
    name = f"convention-version-{row.number}.pdf"
    return FileResponse(stored, as_attachment=True, filename=name, content_type="application/pdf")
