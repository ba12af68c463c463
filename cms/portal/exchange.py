"""« Importer, exporter » in the partners' space: attributions for the intervenants, counted figures for référents."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal import exchange_pages as pages
from cms.portal.audience import Audience
from cms.portal.base import PortalView, RowView
from cms.portal.file_after_proof import require_proof_for_file
from cms.portal.presentation import trail
from passnum.core.errors import PassnumError
from passnum.exchange import services
from passnum.exchange.enums import Kind
from passnum.exchange.exporting import columns_for
from passnum.exchange.models import TableImport

AUDIENCE = frozenset({Audience.INTERVENANT, Audience.REFERENT})
KINDS = (Kind.ATTRIBUTIONS, Kind.EFFECTIFS)
#: Templates are files to fill: spreadsheets and CSV, not JSON.
TEMPLATES = ("xlsx", "ods", "csv")


class ExchangeView(PortalView):
    """What can be brought in and taken out, and the last imports of the structure."""

    audience = AUDIENCE
    template_name = "portal/exchange/index.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        kinds = pages.kinds_for(self.user, self.partner, KINDS)
        context = {
            "kinds": kinds,
            "extensions": sorted(pages.EXTENSIONS),
            "imports": services.history(actor=self.user, partner=self.partner)[:20],
            "crumbs": trail(("Importer, exporter", "")),
        }
        return self.show(context)


class KindScreen(PortalView):
    """What the screens of one kind share: 404 for a kind that is not the reader's."""

    audience = AUDIENCE
    kind: Kind

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        if kwargs["kind"] not in KINDS or not pages.allowed(self.user, self.partner, Kind(kwargs["kind"])):
            raise Http404
        self.kind = Kind(kwargs["kind"])


class KindView(KindScreen):
    """The columns of a kind, its template, and the file to send."""

    template_name = "portal/exchange/kind.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(pages.ImportForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = pages.ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            row = pages.receive(self.user, self.kind, self.partner, form)
        except PassnumError as error:
            form.add_error("file", error.message)
            return self._page(form, status=error.http_status)
        return redirect("portal:exchange_import", public_id=row.public_id)

    def _page(self, form: pages.ImportForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "kind": self.kind,
            "words": pages.WORDS[self.kind],
            "columns": columns_for(self.kind, self.partner),
            "templates": TEMPLATES,
            "crumbs": trail(("Importer, exporter", reverse("portal:exchange")), (self.kind.label, "")),
        }
        return self.show(context, status=status)


class TemplateView(KindScreen):
    """The file to start from."""

    def get(self, request: HttpRequest, *, extension: str, **kwargs: Any) -> HttpResponse:
        if extension not in TEMPLATES:
            raise Http404
        return pages.template_file(self.kind, extension, self.partner)


class ExportView(KindScreen):
    """The rows that the reader may see, as a file; the password is asked for."""

    def get(self, request: HttpRequest, *, extension: str, **kwargs: Any) -> HttpResponse:
        if extension not in pages.EXTENSIONS:
            raise Http404
        require_proof_for_file(request, page=reverse("portal:exchange"))
        return pages.export_file(self.user, self.kind, self.partner, extension)


class ImportScreen(RowView[TableImport]):
    """What the screens of one import share: it is for who sent it."""

    audience = AUDIENCE

    def rows(self) -> QuerySet[TableImport]:
        return TableImport.objects.visible_to(self.user).exclude(partner=None).select_related("partner")


class ImportView(ImportScreen):
    """One import: under way, to confirm with what each row would do, refused with the reasons, done."""

    template_name = "portal/exchange/import.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(request)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        told = pages.act(self.user, self.row, request.POST.get("action", ""))
        if told:
            messages.success(request, told)
        return redirect("portal:exchange_import", public_id=self.row.public_id)

    def _page(self, request: HttpRequest) -> HttpResponse:
        crumbs = trail(("Importer, exporter", reverse("portal:exchange")), (self.row.get_kind_display(), ""))
        return self.show({**pages.shown(self.row, pages.page_of(request)), "crumbs": crumbs})


class ProgressView(ImportScreen):
    """The progress of an import, asked again by the page until it ends."""

    template_name = "portal/exchange/progress.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        context = pages.shown(self.row, 1)
        response = self.show(context)
        if not context["at_work"] and request.headers.get("HX-Request"):
            response["HX-Refresh"] = "true"
        return response


class ProblemsView(ImportScreen):
    """The refused rows as a file."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return pages.problems_file(self.row)
