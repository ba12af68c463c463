"""« Importer, exporter » in the admin: booklets received, quotas, partners and places, mediation places."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from cms.backoffice.permissions import ensure_administrator
from cms.portal import exchange_pages as pages
from cms.portal.exchange import TEMPLATES
from cms.portal.file_after_proof import require_proof_for_file
from passnum.core.errors import PassnumError
from passnum.exchange import services
from passnum.exchange.enums import Kind
from passnum.exchange.format import columns_told
from passnum.exchange.formats import FORMATS
from passnum.exchange.models import TableImport
from passnum.partners.models import User

KINDS = (Kind.PLAGES, Kind.QUOTAS, Kind.STRUCTURES, Kind.MEDIATION)

#: Where the rows of each kind are read once they are written.
ROWS = {
    Kind.PLAGES: "carnets:index",
    Kind.QUOTAS: "quotas:index",
    Kind.STRUCTURES: "lieux:index",
    Kind.MEDIATION: "lieux-de-mediation:index",
}


def _kind(value: str) -> Kind:
    if value not in KINDS:
        raise Http404
    return Kind(value)


def _trail() -> list[tuple[str, str]]:
    return [("Importer, exporter", reverse("backoffice:exchange"))]


class ExchangePage(View):
    """What can be brought in and taken out, and the last imports of EMS."""

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = ensure_administrator(request)
        context = {
            "title": "Importer, exporter",
            "header_icon": "upload",
            "kinds": pages.kinds_for(actor, None, KINDS),
            "extensions": sorted(pages.EXTENSIONS),
            "imports": services.history(actor=actor, partner=None)[:20],
        }
        return render(request, "backoffice/exchange/index.html", context)


class ExchangeKind(View):
    """The columns of a kind, its template, and the file to send."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        ensure_administrator(request)
        return self._page(request, _kind(kind), pages.ImportForm())

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        actor = ensure_administrator(request)
        form = pages.ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, _kind(kind), form, status=422)
        try:
            row = pages.receive(actor, _kind(kind), None, form)
        except PassnumError as error:
            form.add_error("file", error.message)
            return self._page(request, _kind(kind), form, status=error.http_status)
        return redirect("backoffice:exchange_import", public_id=row.public_id)

    @staticmethod
    def _page(request: HttpRequest, kind: Kind, form: pages.ImportForm, *, status: int = 200) -> HttpResponse:
        context = {
            "title": f"Importer : {kind.label.lower()}",
            "header_icon": "upload",
            "trail": _trail(),
            "form": form,
            "kind": kind,
            "words": pages.WORDS[kind],
            "columns": columns_told(FORMATS[kind]),
            "templates": TEMPLATES,
        }
        return render(request, "backoffice/exchange/kind.html", context, status=status)


class ExchangeTemplate(View):
    """The file to start from."""

    def get(self, request: HttpRequest, kind: str, extension: str) -> HttpResponse:
        ensure_administrator(request)
        if extension not in TEMPLATES:
            raise Http404
        return pages.template_file(_kind(kind), extension)


class ExchangeExport(View):
    """The table as a file; the password is asked for."""

    def get(self, request: HttpRequest, kind: str, extension: str) -> HttpResponse:
        actor = ensure_administrator(request)
        if extension not in pages.EXTENSIONS:
            raise Http404
        asked = _kind(kind)
        require_proof_for_file(request, page=reverse("backoffice:exchange"))
        try:
            return pages.export_file(actor, asked, None, extension)
        except PassnumError as error:
            messages.error(request, error.message)
            return redirect("backoffice:exchange")


class ExchangeImport(View):
    """One import: under way, to confirm with what each row would do, refused with the reasons, done."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor = ensure_administrator(request)
        row = _found(actor, public_id)
        words = {"title": str(row), "header_icon": "upload", "trail": _trail()}
        context = {**words, **pages.shown(row, pages.page_of(request)), "rows_url": reverse(ROWS[Kind(row.kind)])}
        return render(request, "backoffice/exchange/import.html", context)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor = ensure_administrator(request)
        row = _found(actor, public_id)
        try:
            told = pages.act(actor, row, request.POST.get("action", ""))
        except PassnumError as error:
            messages.error(request, error.message)
            told = ""
        if told:
            messages.success(request, told)
        return redirect("backoffice:exchange_import", public_id=public_id)


class ExchangeProgress(View):
    """How far an import is, asked again by its page until it ends: the page then comes back whole."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        context = pages.shown(_found(ensure_administrator(request), public_id), 1)
        response = render(request, "backoffice/exchange/progress.html", context)
        if not context["at_work"] and request.headers.get("HX-Request"):
            response["HX-Refresh"] = "true"
        return response


class ExchangeProblems(View):
    """The refused rows as a file."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return pages.problems_file(_found(ensure_administrator(request), public_id))


def _found(actor: User, public_id: UUID) -> TableImport:
    row: Any = TableImport.objects.visible_to(actor).filter(partner=None, public_id=public_id).first()
    if row is None:
        raise Http404
    found: TableImport = row
    return found
