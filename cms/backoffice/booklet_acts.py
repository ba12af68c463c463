"""What the screens of the booklets share: acts that are not about a row yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from cms.backoffice.base import Act
from cms.backoffice.permissions import ensure_administrator
from passnum.core.errors import PassnumError
from passnum.partners.models import User


class BareAct(View):
    """The confirmation of an act that makes its own row: what it does, its form, the button that says it."""

    act: Act
    back_name = ""
    back_label = ""
    actor: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.actor = ensure_administrator(request)
        return super().dispatch(request, *args, **kwargs)

    def form(self, *args: Any) -> forms.Form:
        return self.act.form(*args)

    def after(self, done: Any) -> str:
        """What to wake up once the act is done; the address to go to."""
        return reverse(self.back_name)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        try:
            done = self.act.run(self.actor, None, form.cleaned_data)
        except PassnumError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, error.message)
            return self._page(request, form, status=error.http_status)
        messages.success(request, self.act.done)
        return redirect(self.after(done))

    def _page(self, request: HttpRequest, form: forms.Form, *, status: int = 200) -> HttpResponse:
        back = reverse(self.back_name)
        context = {"act": self.act, "form": form, "back": back, "trail": [(self.back_label, back)]}
        words = {"title": self.act.label, "subtitle": "", "header_icon": "list-ul"}
        return render(request, "backoffice/act.html", {**context, **words}, status=status)
