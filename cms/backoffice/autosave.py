"""Acts whose form saves itself while it is filled: the same address, asked by `autosave.js`, answers in JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from cms.backoffice.base import Act, ActView
from passnum.core import french
from passnum.core.errors import PassnumError
from passnum.partners.models import User


@dataclass(frozen=True)
class Saved:
    """What was kept: the revision that the page now holds, and when."""

    revision: int
    at: datetime


class AutosavedActView(ActView):
    """An act whose form may be kept before its button is pressed; without JavaScript it stays an ordinary form."""

    #: By slug of the act, the service that keeps what was typed.
    kept: Mapping[str, Callable[[User, Any, dict[str, Any]], Saved]] = {}

    def post(self, request: HttpRequest, public_id: Any, slug: str) -> HttpResponse:
        if request.headers.get("X-Requested-With") != "autosave":
            return super().post(request, public_id, slug)
        row, act = self._find(request, public_id, slug)
        if act is None or slug not in self.kept:
            raise Http404
        form = self.form(act, row, request.POST)
        if not form.is_valid():
            return JsonResponse({"message": f"Non enregistré : {_first_error(form)}"}, status=422)
        try:
            saved = self.kept[slug](self.actor, row, form.cleaned_data)
        except PassnumError as error:
            return JsonResponse({"message": error.message}, status=error.http_status)
        return JsonResponse({"revision": saved.revision, "saved_at": french.clock_time(saved.at)})

    def _page(self, request: HttpRequest, row: Any, act: Act, form: forms.Form, *, status: int = 200) -> HttpResponse:
        if act.slug in self.kept:
            form.autosave_key = f"{row.public_id}/{act.slug}"  # type: ignore[attr-defined]
        return super()._page(request, row, act, form, status=status)


def _first_error(form: forms.Form) -> str:
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else None
    return f"{label} — {errors[0]}" if label else str(errors[0])
