"""« Tenir la séance »: attendance, the three objectives beside their indicators, the opinion (art. 3, 7)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from cms.backoffice.autosave import AutosavedActView, Saved
from cms.backoffice.base import Act
from cms.backoffice.committees import CommitteeDetail
from cms.backoffice.minutes import can_sit
from cms.backoffice.minutes_forms import SittingForm
from passnum.committee.minutes_text import figures_of, transmitted_dossier
from passnum.committee.models import CommitteeMeeting
from passnum.committee.services.sitting import save_notes
from passnum.core import clock
from passnum.partners.models import User

SIT = Act(
    "seance",
    "Enregistrer les notes",
    "Présences, objectifs de l’article 3, avis sur la poursuite : le compte rendu s’écrit à partir de ces notes. "
    "Vous pouvez enregistrer et y revenir.",
    lambda actor, row, values: save_notes(actor=actor, meeting=row, **values),
    form=SittingForm,
    done="Les notes de la séance sont enregistrées.",
)


class _SavedSitting(SittingForm):
    """Its cleaned data are what the service takes."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        return {"revision": self.cleaned_data["revision"], "notes": self.notes()}


def _keep(actor: User, row: CommitteeMeeting, values: dict[str, Any]) -> Saved:
    sitting = save_notes(actor=actor, meeting=row, by_itself=True, **values)
    return Saved(sitting.revision, clock.now())


class CommitteeSitting(AutosavedActView):
    """« Tenir la séance »: one page that saves itself with its revision; what a stale page typed stays on it."""

    template_name = "backoffice/sitting.html"
    acts = {SIT.slug: SIT}
    kept = {SIT.slug: _keep}
    detail = CommitteeDetail
    detail_url_name = "backoffice:committee"

    def form(self, act: Act, row: CommitteeMeeting, *args: Any) -> forms.Form:
        return _SavedSitting(*args, row=row)

    def open_acts(self, row: CommitteeMeeting) -> list[Act]:
        return [SIT] if can_sit(row) else []

    def _page(self, request: HttpRequest, row: Any, act: Act, form: forms.Form, *, status: int = 200) -> HttpResponse:
        form.figures = figures_of(transmitted_dossier(row))  # type: ignore[attr-defined]
        return super()._page(request, row, act, form, status=status)
