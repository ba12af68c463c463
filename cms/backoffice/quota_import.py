"""Import and export of quotas: file → preview line by line → confirmation, all or nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from cms.backoffice.permissions import ensure_administrator
from cms.portal.fresh_authentication import require_fresh_authentication
from passnum.core.errors import InvalidInput, PassnumError
from passnum.core.storage import private_storage
from passnum.core.tables import TABLES, read_table, write_csv, write_xlsx
from passnum.core.uploads import check_upload
from passnum.partners.models import User
from passnum.quotas.models import Quota
from passnum.quotas.resources import COLUMNS, QuotaResource

#: A preview can be confirmed for an hour.
MAX_AGE_SECONDS = 3600
_WORDS = {"new": "À créer", "update": "À modifier", "skip": "Inchangée", "error": "Refusée", "invalid": "Refusée"}


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Fichier des quotas",
        help_text="CSV, XLSX ou ODS, avec les colonnes du fichier modèle.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )


@dataclass(frozen=True)
class PreviewLine:
    """One line of the file: its number, what would happen, its cells, why it is refused."""

    number: int
    kind: str
    word: str
    cells: list[str]
    errors: list[str]


class QuotaImportView(View):
    """The file, then what it would do, line by line; nothing is written before the confirmation."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ensure_administrator(request)
        return self._page(request, ImportForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        actor = ensure_administrator(request)
        if "confirm" in request.POST:
            return self._confirm(request, actor)
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form, status=422)
        try:
            checked = check_upload(form.cleaned_data["file"], accept=TABLES)
            extension = checked.safe_name.rpartition(".")[2].lower()
            data = checked.file.read()
            lines = preview(actor, data, extension)
        except PassnumError as error:
            form.add_error("file", error.message)
            return self._page(request, form, status=error.http_status)
        return self._preview(request, lines, data, extension)

    def _preview(self, request: HttpRequest, lines: list[PreviewLine], data: bytes, extension: str) -> HttpResponse:
        refused = [line for line in lines if line.errors]
        token = "" if refused else keep(data, extension)
        context = {
            "title": "Ce que l’import ferait",
            "lines": lines,
            "columns": [name for name, _ in COLUMNS],
            "counts": {word: sum(line.word == word for line in lines) for word in dict.fromkeys(_WORDS.values())},
            "refused": refused,
            "token": token,
        }
        return render(request, "backoffice/quota_preview.html", context, status=422 if refused else 200)

    def _confirm(self, request: HttpRequest, actor: User) -> HttpResponse:
        try:
            name = TimestampSigner(salt="quotas").unsign(request.POST["confirm"], max_age=MAX_AGE_SECONDS)
            with private_storage().open(name) as stored:
                data = stored.read()
            result = run(actor, data, name.rpartition(".")[2], dry_run=False)
        except (BadSignature, OSError):
            messages.error(request, "Cet aperçu a expiré ou a déjà servi : envoyez le fichier à nouveau.")
            return redirect("backoffice:quota_import")
        except PassnumError as error:
            messages.error(request, f"Rien n’a été importé. {error.message}")
            return redirect("backoffice:quota_import")
        if result.has_errors() or result.has_validation_errors():
            messages.error(request, "Rien n’a été importé : les données ont changé entre-temps. Renvoyez le fichier.")
            return redirect("backoffice:quota_import")
        private_storage().delete(name)
        totals = result.totals
        messages.success(
            request,
            f"Import terminé : {totals['new']} quota(s) créé(s), {totals['update']} modifié(s), "
            f"{totals['skip']} inchangé(s).",
        )
        return redirect("quotas:index")

    def _page(self, request: HttpRequest, form: ImportForm, *, status: int = 200) -> HttpResponse:
        context = {"title": "Importer des quotas", "form": form, "columns": COLUMNS}
        return render(request, "backoffice/quota_import.html", context, status=status)


class QuotaExportView(View):
    """All the quotas, as CSV or XLSX, in the columns of the import."""

    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        actor = ensure_administrator(request)
        require_fresh_authentication(request)
        rows = Quota.objects.visible_to(actor).select_related("convention").order_by("year", "convention__reference")
        return table_response("quotas", extension, [_cells(row) for row in rows])


class QuotaTemplateView(View):
    """The model file, with one example line."""

    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        ensure_administrator(request)
        example = ["PN-2021-EXEMPLE", 2023, 120, "personnes", 1440, "Réunion de lancement", "15/07/2021", 0]
        return table_response("quotas-modele", extension, [example])


def preview(actor: User, data: bytes, extension: str) -> list[PreviewLine]:
    """What the import would do, line by line; nothing is kept."""
    dataset = read_table(data, extension)
    result = run(actor, data, extension, dry_run=True)
    if result.base_errors:
        raise InvalidInput(_message(result.base_errors[0].error))
    lines = []
    for number, (row, cells) in enumerate(zip(result.rows, dataset, strict=False), start=2):
        errors = [_message(error.error) for error in row.errors or []]
        if row.validation_error:
            errors += [str(message) for message in row.validation_error.messages]
        kind = row.import_type or ("error" if errors else "skip")
        word = _WORDS["error"] if errors else _WORDS.get(kind, kind)
        lines.append(PreviewLine(number, kind, word, [str(cell) for cell in cells], errors))
    return lines


def run(actor: User, data: bytes, extension: str, *, dry_run: bool) -> Any:
    """Run the import inside one transaction: all or nothing."""
    return QuotaResource(actor=actor).import_data(
        read_table(data, extension), dry_run=dry_run, use_transactions=True, rollback_on_validation_errors=True
    )


def keep(data: bytes, extension: str) -> str:
    """Keep the file for the confirmation; returns a signed name that nobody can forge."""
    name = private_storage().save(f"imports/{uuid.uuid4().hex}.{extension}", ContentFile(data))
    return TimestampSigner(salt="quotas").sign(name)


def table_response(name: str, extension: str, rows: list[list[Any]]) -> HttpResponse:
    """A table to download, with the columns of the quotas."""
    headers = [column for column, _ in COLUMNS]
    if extension == "xlsx":
        data = write_xlsx(headers, rows)
        media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        data, media_type = write_csv(headers, rows), "text/csv; charset=utf-8"
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return response


def _cells(row: Quota) -> list[Any]:
    launch = row.launch_meeting_on
    return [
        row.convention.reference,
        row.year,
        row.booklets,
        row.basis,
        row.basis_figure,
        row.basis_source,
        f"{launch:%d/%m/%Y}" if launch else "",
        row.received_booklets,
    ]


def _message(error: Exception) -> str:
    if isinstance(error, PassnumError):
        return error.message
    if isinstance(error, ValueError):
        return str(error)
    return "Cette ligne n’a pas pu être lue."
