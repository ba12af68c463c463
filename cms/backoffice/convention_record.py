"""The record of a convention beside its page: articles, document to sign, contacts, data protection, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.base import Act, ActView, DetailView
from cms.backoffice.permissions import ensure_administrator
from passnum.conventions.article_text import MAX_CHARACTERS
from passnum.conventions.completeness import missing_elements
from passnum.conventions.enums import EDITABLE_STATES, ContactRole, DataController, Side
from passnum.conventions.models import (
    Convention,
    ConventionArticle,
    ConventionContact,
    ConventionFile,
    DocumentVersion,
)
from passnum.conventions.services import articles, documents, record
from passnum.core.difference import difference
from passnum.core.errors import PassnumError
from passnum.core.uploads import ATTACHMENTS, check_upload


class EmptyForm(forms.Form):
    """Nothing more than a confirmation."""


class ContactForm(forms.Form):
    side = forms.ChoiceField(label="Pour", choices=Side.choices)
    role = forms.ChoiceField(label="Au sujet de", choices=ContactRole.choices)
    name = forms.CharField(label="Nom", max_length=160)
    job_title = forms.CharField(label="Fonction", max_length=160, required=False)
    email = forms.EmailField(label="Adresse électronique", required=False)
    phone = forms.CharField(label="Téléphone", max_length=30, required=False)


class DataForm(forms.Form):
    controller = forms.ChoiceField(label="Responsable du traitement", choices=[("", "—"), *DataController.choices])
    arrangement = forms.CharField(
        label="Accord entre les parties", widget=forms.Textarea(attrs={"rows": 5}), max_length=5000, required=False
    )


class TransmissionForm(forms.Form):
    side = forms.ChoiceField(label="Délibération", choices=Side.choices)
    on = forms.DateField(label="Transmise au contrôle de légalité le", widget=AdminDateInput)


class FileForm(forms.Form):
    label = forms.CharField(label="Intitulé", max_length=160)
    file = forms.FileField(label="Fichier (PDF, image, tableur, texte)")
    shared = forms.BooleanField(label="Lisible par la structure", required=False)


class ArticleForm(forms.Form):
    title = forms.CharField(label="Titre", max_length=160)
    text = forms.CharField(
        label="Texte", widget=forms.Textarea(attrs={"rows": 18}), max_length=2 * MAX_CHARACTERS, required=False
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


def _contact(actor: Any, row: Convention, values: dict[str, Any]) -> Any:
    return record.save_contact(actor=actor, contact=ConventionContact(convention=row, **values))


def _file(actor: Any, row: Convention, values: dict[str, Any]) -> Any:
    checked = check_upload(values.pop("file"), accept=ATTACHMENTS)
    return record.add_file(actor=actor, convention=row, checked=checked, **values)


PRODUCE = Act("version", "Produire la version à signer", "Un fichier numéroté et figé, avec un code par page. S’il "
              "manque un élément, vous le verrez ici.",
              lambda actor, row, _: documents.produce_version(actor=actor, convention=row),
              form=EmptyForm, done="La version à signer est prête.")  # fmt: skip
ACTS = (
    Act("contact", "Ajouter un contact", "Une personne à joindre, de l’une ou l’autre partie.", _contact,
        form=ContactForm, done="Le contact est ajouté."),
    Act("donnees", "Préciser la protection des données", "Qui décide des traitements, et ce dont les parties sont "
        "convenues (art. 4).", lambda actor, row, values: record.save_data_protection(
            actor=actor, convention=row, **values), form=DataForm, done="La protection des données est précisée."),
    Act("transmission", "Constater une transmission", "Le jour où la délibération a été transmise au contrôle de "
        "légalité.", lambda actor, row, values: record.record_transmission(actor=actor, convention=row, **values),
        form=TransmissionForm, done="La transmission est enregistrée."),
    Act("piece", "Joindre une pièce", "Le contenu du fichier est vérifié.", _file, form=FileForm,
        done="La pièce est jointe."),
)  # fmt: skip


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


def open_record_acts(row: Convention) -> list[Act]:
    """The acts permitted from the state of the convention."""
    return [PRODUCE, *ACTS] if row.state in EDITABLE_STATES else list(ACTS)


class RecordAct(ActView):
    """One act on the record."""

    acts = {act.slug: act for act in (PRODUCE, *ACTS)}
    detail = RecordDetail
    detail_url_name = "backoffice:record"

    def open_acts(self, row: Convention) -> list[Act]:
        return open_record_acts(row)

    def form(self, act: Act, row: Convention, *args: Any) -> forms.Form:
        values = {"controller": row.data_controller, "arrangement": row.data_arrangement}
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
