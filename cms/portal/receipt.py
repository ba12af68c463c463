"""« Mon reçu »: the person sees, corrects, takes away or erases the data with the code of the receipt, no account."""

from __future__ import annotations

import json
import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views import View

from cms.portal import tries
from cms.portal.audience import Audience
from cms.portal.commune_typed import commune_labels
from cms.portal.receipt_forms import CodeForm, CorrectionForm, SurveyForm, initial_of
from passnum.core.errors import PassnumError
from passnum.core.tables import write_csv
from passnum.distribution import rights
from passnum.distribution.attribution import Attribution
from passnum.distribution.receipts import find_by_code, find_open
from passnum.distribution.survey import answer_survey

#: The code opens the data for this long (seconds of real time), in this browser alone.
OPEN_SECONDS = 900
_SESSION = "receipt"
WRONG = (
    "Aucune donnée n’est ouverte avec ce code. Vérifiez chaque lettre. Si les données ont déjà été effacées, "
    "le code ne vaut plus rien."
)
TOO_MANY = "Trop d’essais. Attendez dix minutes, puis recommencez."

REFUSING = [
    "Vos réponses sont effacées.",
    "Vous comptez comme « non renseigné » : restent le carnet, le lieu, la date, la commune, et que vous n’aviez reçu "
    "aucun autre carnet.",
    "Le carnet reste à vous.",
]
ERASING = [
    "Vos réponses sont effacées et votre code ne vaut plus rien.",
    "Restent, pour les comptes publics : le numéro du carnet, le lieu, la date, la commune, et que vous n’aviez reçu "
    "aucun autre carnet.",
    "Les nombres déjà transmis dans un rapport ne changent pas.",
    "Le carnet reste à vous.",
]


class PublicView(View):
    """A page without account, never kept by a cache."""

    audience = frozenset({Audience.PUBLIC})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response


class EnterView(PublicView):
    """Where the code is typed. One answer for every code that opens nothing."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if tries.too_many(request):
            form.add_error(None, TOO_MANY)
            return self._page(request, form, status=429)
        if not form.is_valid():
            return self._page(request, form, status=422)
        row = find_by_code(form.cleaned_data["code"])
        if row is None:
            tries.count_failure(request)
            form.add_error("code", WRONG)
            return self._page(request, form, status=422)
        request.session.cycle_key()
        request.session[_SESSION] = {"receipt": row.receipt, "until": time.time() + OPEN_SECONDS}
        return redirect("receipt:data")

    @staticmethod
    def _page(request: HttpRequest, form: CodeForm, *, status: int = 200) -> HttpResponse:
        return render(request, "receipt/enter.html", {"form": form}, status=status)


class ExplainView(PublicView):
    """Why a code, and what cannot be done without it (GDPR, art. 11)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "receipt/explain.html")


class OpenedView(PublicView):
    """A page about the data that the code has opened in this browser."""

    row: Attribution

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = self._opened(request)
        if row is None:
            request.session.pop(_SESSION, None)
            messages.info(request, "Écrivez le code de votre reçu pour ouvrir vos données.")
            return redirect("receipt:enter")
        self.row = row
        return super().dispatch(request, *args, **kwargs)

    @staticmethod
    def _opened(request: HttpRequest) -> Attribution | None:
        kept = request.session.get(_SESSION) or {}
        if not kept or time.time() > kept["until"]:
            return None
        return find_open(kept.get("receipt", 0))

    def page(self, *, form: CorrectionForm | None = None, status: int = 200) -> HttpResponse:
        context = {
            "row": self.row,
            "facts": rights.told_to_holder(self.row),
            "can_change": rights.can_change(self.row),
            "form": form or CorrectionForm(initial=initial_of(self.row)),
            "communes": commune_labels(),
            "refuse_consequences": REFUSING,
            "erase_consequences": ERASING,
        }
        return render(self.request, "receipt/data.html", context, status=status)


class DataView(OpenedView):
    """See, and correct."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CorrectionForm(request.POST)
        if not form.is_valid():
            return self.page(form=form, status=422)
        try:
            rights.correct(
                attribution=self.row, commune_insee=form.cleaned_data["commune"].insee, profile=form.profile()
            )
        except PassnumError as error:
            form.add_error(None, error.message)
            return self.page(form=form, status=error.http_status)
        messages.success(request, "Vos réponses sont corrigées.")
        return redirect("receipt:data")


class SurveyView(OpenedView):
    """The yearly survey: one question, one answer per receipt, which can be changed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        known = getattr(self.row, "survey_answer", None)
        return self._page(SurveyForm(initial={"satisfaction": known.satisfaction if known else None}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SurveyForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            answer_survey(attribution=self.row, satisfaction=form.cleaned_data["satisfaction"])
        except PassnumError as error:
            form.add_error(None, error.message)
            return self._page(form, status=error.http_status)
        messages.success(request, "Merci : votre avis est enregistré. Vous pouvez le changer ici.")
        return redirect("receipt:data")

    def _page(self, form: SurveyForm, *, status: int = 200) -> HttpResponse:
        return render(self.request, "receipt/survey.html", {"form": form}, status=status)


class TakeAwayView(OpenedView):
    """The data as a file: JSON or CSV."""

    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        if extension == "json":
            body = json.dumps(rights.portable(self.row), ensure_ascii=False, indent=2).encode()
            kind = "application/json"
        else:
            body = write_csv(["Information", "Réponse"], [list(line) for line in rights.told_to_holder(self.row)])
            kind = "text/csv; charset=utf-8"
        headers = {"Content-Disposition": f'attachment; filename="mes-donnees-pass-numerique.{extension}"'}
        return HttpResponse(body, content_type=kind, headers=headers)


class EndView(OpenedView):
    """An act that ends something: erase, withdraw the agreement, close."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, act: str) -> HttpResponse:
        if act == "fermer":
            request.session.pop(_SESSION, None)
            messages.success(request, "Vos données sont refermées sur cet appareil.")
            return redirect("receipt:enter")
        if request.POST.get("agreed") != "on":
            messages.error(request, "Cochez la case pour confirmer.")
            return self.page(status=422)
        try:
            return self._do(request, act)
        except PassnumError as error:
            messages.error(request, error.message)
            return self.page(status=error.http_status)

    def _do(self, request: HttpRequest, act: str) -> HttpResponse:
        if act == "refuser":
            rights.withdraw_agreement(attribution=self.row)
            messages.success(request, "Vos réponses ne sont plus gardées. Le carnet reste à vous.")
            return redirect("receipt:data")
        rights.erase(attribution=self.row)
        request.session.pop(_SESSION, None)
        messages.success(request, "Vos données sont effacées, et votre code ne vaut plus rien. Le carnet reste à vous.")
        return redirect("receipt:enter")
