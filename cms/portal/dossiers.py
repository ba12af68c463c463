"""Screens of a dossier: its progress, the President's page, the file, the note for the signature book."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS, PRESIDENTS, Audience
from cms.portal.base import RowView
from cms.portal.forms import ReturnForm
from cms.portal.fresh_authentication import FreshAuthenticationForm
from cms.portal.presentation import article_number, trail
from passnum.core import clock, french
from passnum.core.errors import PassnumError
from passnum.deliverables import compilation, services
from passnum.deliverables.assembly import assemble, contents_of, key_figures, previous_contents
from passnum.deliverables.comparison import changes, risks
from passnum.deliverables.emails import absolute
from passnum.deliverables.enums import DossierState
from passnum.deliverables.models import Deliverable, Dossier
from passnum.deliverables.permissions import can_decide
from passnum.deliverables.rendering import render_signature_note
from passnum.oversight.history import acts_of
from passnum.partners.permissions import current_delegation
from tasks.dossiers import compile_dossier
from tasks.mail import send_outbox
from tasks.wakeups import wake


class DossierScreen(RowView[Dossier]):
    """What the screens of one dossier share."""

    partner_path = "period__convention__partner"
    audience = DOSSIER_READERS

    def rows(self) -> QuerySet[Dossier]:
        return Dossier.objects.visible_to(self.user).select_related("period__convention__partner", "validated_by")

    @property
    def to_decide(self) -> bool:
        """Whether the reader is asked to validate or return this version."""
        return self.row.state == DossierState.A_VALIDER and can_decide(self.user, self.row)

    def common(self) -> dict[str, Any]:
        parts, before = contents_of(self.row), previous_contents(self.row)
        complete = len(parts) == self.row.period.deliverables.count()
        return {
            "dossier": self.row,
            "period": self.row.period,
            "convention": self.row.period.convention,
            "to_decide": self.to_decide,
            "figures": key_figures(parts, before) if complete else [],
            "changes": changes(parts, before) if complete else [],
            "risks": risks(self.row, parts, before) if complete else [],
            "delegation": current_delegation(self.user, self.partner, clock.today()),
            "article": article_number(self.row.period),
            "previous_year": str(self.row.period.year - 1),
            "since": clock.day_of(self.row.state_since),
            "crumbs": self.crumbs(),
        }

    #: Name of the screen in the trail, under the dossier; empty for the dossier itself.
    crumb = ""

    def crumbs(self) -> list[tuple[str, str]]:
        """The trail from the space's home."""
        name = f"Dossier {self.row.period.year}"
        if not self.crumb:
            return trail((name, ""))
        return trail((name, reverse("portal:dossier", args=[self.row.public_id])), (self.crumb, ""))


class DossierView(DossierScreen):
    """One dossier, one screen: what is asked, by when, figures, changes, risks, the file, the history."""

    template_name = "portal/dossier.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        convention = self.row.period.convention
        return self.show(
            {
                **self.common(),
                "history": acts_of([convention], self.user, subject_id=self.row.public_id),
                "remarks": self.row.remarks.select_related("deliverable__period"),
                "versions": self.rows().filter(period=self.row.period).order_by("-version"),
                "can_retry": bool({Audience.REFERENT, Audience.PRESIDENT} & self.roles),
                "file_facts": self._file_facts(),
                "reason_title": "Réserves de l’Eurométropole"
                if self.row.state == DossierState.APPROUVE_AVEC_RESERVES
                else "Motif",
            }
        )

    def _file_facts(self) -> list[tuple[str, Any]]:
        row = self.row
        found = [("Empreinte SHA-256", row.compiled_sha256)]
        if row.compiled_at:
            found.append(("Compilé le", french.long_moment(row.compiled_at)))
        if row.validated_at and row.validated_by:
            found.append(
                ("Validé le", f"{french.long_moment(row.validated_at)}, par {row.validated_by} ({row.validated_as})")
            )
        if row.transmitted_at:
            found.append(("Transmis le", french.long_moment(row.transmitted_at)))
        if row.archived_at:
            found.append(("Archivé le", french.long_moment(row.archived_at)))
        return found


class DossierStatusView(DossierScreen):
    """The progress of the compilation, asked again by the page until it ends."""

    template_name = "portal/fragments/compilation.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        over = self.row.state != DossierState.EN_COMPILATION
        context = {
            "dossier": self.row,
            "over": over,
            "can_retry": bool({Audience.REFERENT, Audience.PRESIDENT} & self.roles),
        }
        response = self.show(context)
        if over and request.headers.get("HX-Request"):
            response["HX-Refresh"] = "true"
        return response


class RetryView(DossierScreen):
    """« Relancer la compilation » after a failure."""

    audience = frozenset({Audience.REFERENT, Audience.PRESIDENT})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        dossier = compilation.retry(actor=self.user, dossier=self.row)
        wake(compile_dossier, dossier.pk)
        messages.info(request, "La compilation est relancée.")
        return redirect("portal:dossier", public_id=self.row.public_id)


class DossierFileView(DossierScreen):
    """The compiled file itself, shown in the page or downloaded (`?telecharger=1`)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        if not self.row.compiled_sha256:
            raise Http404
        try:
            stored = self.row.compiled_file.open("rb")
        except OSError as error:
            raise Http404("Fichier introuvable") from error
        name = f"dossier-{self.row.period.year}-version-{self.row.version}.pdf"
        download = "telecharger" in request.GET
        response = FileResponse(stored, as_attachment=download, filename=name, content_type="application/pdf")
        response["ETag"] = f'"{self.row.compiled_sha256}"'
        return response


class ValidateView(DossierScreen):
    """« Valider ce dossier… »: the text of what is signed, the password asked again, the act."""

    audience = PRESIDENTS
    template_name = "portal/dossier_validate.html"
    crumb = "Valider"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.to_decide:
            return redirect("portal:dossier", public_id=self.row.public_id)
        return self._page(FreshAuthenticationForm(request=request))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row.validated_by_id == self.user.pk:
            messages.info(request, "Vous avez déjà validé ce dossier : il est transmis à l’Eurométropole.")
            return redirect("portal:dossier", public_id=self.row.public_id)
        form = FreshAuthenticationForm(request.POST, request=request)
        if request.POST.get("agreed") != "on":
            form.add_error(None, "Cochez la case pour dire que vous validez ce dossier.")
        if not form.is_valid():
            return self._page(form, status=422)
        services.validate_dossier(actor=self.user, dossier=self.row, expected_sha256=request.POST.get("sha256", ""))
        wake(send_outbox)
        messages.success(request, "Le dossier est validé et transmis à l’Eurométropole. Les référents sont prévenus.")
        return redirect("portal:dossier", public_id=self.row.public_id)

    def _page(self, form: FreshAuthenticationForm, *, status: int = 200) -> HttpResponse:
        agreed = self.request.POST.get("agreed") == "on"  # a wrong password does not undo the box
        return self.show({**self.common(), "form": form, "agreed": agreed}, status=status)


class ReturnView(DossierScreen):
    """« Renvoyer avec un motif… »: what is to be corrected, deliverable by deliverable."""

    audience = PRESIDENTS
    template_name = "portal/dossier_return.html"
    crumb = "Renvoyer"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.to_decide:
            return redirect("portal:dossier", public_id=self.row.public_id)
        return self._page(ReturnForm(deliverables=self._deliverables()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReturnForm(request.POST, deliverables=self._deliverables())
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            services.return_dossier(
                actor=self.user, dossier=self.row, reason=form.cleaned_data["reason"], remarks=form.remarks()
            )
        except PassnumError as error:
            form.add_error(None, error.message)
            return self._page(form, status=error.http_status)
        wake(send_outbox)
        messages.success(request, "Le dossier est renvoyé. Les référents reçoivent vos remarques.")
        return redirect("portal:dossier", public_id=self.row.public_id)

    def _deliverables(self) -> list[Deliverable]:
        return list(Deliverable.objects.visible_to(self.user).filter(period=self.row.period).order_by("pk"))

    def _page(self, form: ReturnForm, *, status: int = 200) -> HttpResponse:
        return self.show({**self.common(), "form": form}, status=status)


class NoteView(DossierScreen):
    """The printable one-page note for the signature book."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.row.compiled_sha256:
            raise Http404
        content, moment = assemble(self.row)
        pdf = render_signature_note(
            content,
            timestamp=moment,
            sha256=self.row.compiled_sha256,
            link=absolute("portal:dossier", self.row.public_id),
            changes=self.common()["changes"],
            risks=self.common()["risks"],
        )
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="note-parapheur-{self.row.period.year}.pdf"'
        return response
