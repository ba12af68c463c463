"""The national standard's files in the back office: file → preview line by line → all or nothing; the export."""

from __future__ import annotations

import uuid
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
from passnum.core import clock
from passnum.core.errors import PassnumError
from passnum.core.storage import private_storage
from passnum.core.tables import TABLES, read_table
from passnum.core.uploads import check_upload
from passnum.network.importing import CHANGED, CREATED, REFUSED, UNCHANGED, Line, import_places, preview_places
from passnum.network.models import MediationPlace
from passnum.network.standard import COLUMNS, REQUIRED, write_places
from passnum.partners.models import User

#: A preview can be confirmed for an hour.
MAX_AGE_SECONDS = 3600
_SALT = "lieux-de-mediation"


class StandardFileForm(forms.Form):
    """The file of the standard."""

    file = forms.FileField(
        label="Fichier des lieux",
        help_text="CSV du standard « lieux de médiation numérique », version 1.0.2 ou 0.1 ; XLSX et ODS aussi.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )


class MediationImportView(View):
    """The file, then what it would do; nothing is written before the confirmation."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ensure_administrator(request)
        return self._page(request, StandardFileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        actor = ensure_administrator(request)
        if "confirm" in request.POST:
            return self._confirm(request, actor)
        form = StandardFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form, status=422)
        try:
            checked = check_upload(form.cleaned_data["file"], accept=TABLES)
            extension = checked.safe_name.rpartition(".")[2].lower()
            data = checked.file.read()
            lines = preview_places(actor=actor, dataset=read_table(data, extension))
        except PassnumError as error:
            form.add_error("file", error.message)
            return self._page(request, form, status=error.http_status)
        return self._preview(request, lines, data, extension)

    def _preview(self, request: HttpRequest, lines: list[Line], data: bytes, extension: str) -> HttpResponse:
        refused = [line for line in lines if line.word == REFUSED]
        context = {
            "title": "Ce que l’import ferait",
            "header_icon": "upload",
            "lines": lines,
            "refused": refused,
            "counts": {
                word: sum(line.word == word for line in lines) for word in (CREATED, CHANGED, UNCHANGED, REFUSED)
            },
            "token": "" if refused else _keep(data, extension),
        }
        return render(request, "backoffice/mediation_preview.html", context, status=422 if refused else 200)

    @staticmethod
    def _confirm(request: HttpRequest, actor: User) -> HttpResponse:
        try:
            name = TimestampSigner(salt=_SALT).unsign(request.POST["confirm"], max_age=MAX_AGE_SECONDS)
            with private_storage().open(name) as stored:
                data = stored.read()
            done = import_places(actor=actor, dataset=read_table(data, name.rpartition(".")[2]))
        except (BadSignature, OSError):
            messages.error(request, "Cet aperçu a expiré ou a déjà servi : envoyez le fichier à nouveau.")
            return redirect("backoffice:mediation_import")
        except PassnumError as error:
            messages.error(request, f"Rien n’a été importé. {error.message}")
            return redirect("backoffice:mediation_import")
        private_storage().delete(name)
        told = f"lieux créés : {done[CREATED]}, modifiés : {done[CHANGED]}, inchangés : {done[UNCHANGED]}"
        messages.success(request, f"Import terminé ; {told}.")
        return redirect("lieux-de-mediation:index")

    @staticmethod
    def _page(request: HttpRequest, form: StandardFileForm, *, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {
            "title": "Importer des lieux de médiation",
            "header_icon": "upload",
            "form": form,
            "columns": [(name, name in REQUIRED) for name in COLUMNS],
        }
        return render(request, "backoffice/mediation_import.html", context, status=status)


class MediationExportView(View):
    """All the places, in the columns of the standard v1.0.2; the password is asked for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ensure_administrator(request)
        require_fresh_authentication(request)
        data = write_places(MediationPlace.objects.order_by("national_id"))
        response = HttpResponse(data, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="lieux-mediation-{clock.today():%Y-%m-%d}.csv"'
        return response


def _keep(data: bytes, extension: str) -> str:
    """Keep the file for the confirmation; returns a signed name that nobody can forge."""
    name = private_storage().save(f"imports/{uuid.uuid4().hex}.{extension}", ContentFile(data))
    return TimestampSigner(salt=_SALT).sign(name)
