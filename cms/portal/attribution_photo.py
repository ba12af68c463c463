"""« Scanner le carnet »: a photo of its code, sent with the form where a serial is asked for, gives it. It is not kept.

The scripts of the pages ask for JSON: {"serial", "message"}, or {"message"} with the status of the refusal.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from cms.portal import tries
from cms.portal.attribution_flow import StepView
from cms.portal.attribution_steps import STEPS
from cms.portal.attributions import AttributionView
from passnum.core.errors import PassnumError
from passnum.core.french import typeset
from passnum.distribution import drafts
from passnum.quotas.enums import AccountKind
from passnum.quotas.ledger import Booklet, BookletQuerySet
from passnum.quotas.photographed import serial_on_photo

BOOKLET_STEP = len(STEPS)


class PhotoView(StepView):
    """The whole step of the booklet with a photo; it comes back, its serial filled in, still to be confirmed."""

    def get(self, request: HttpRequest, public_id: UUID, step: int = BOOKLET_STEP) -> HttpResponse:
        return redirect("portal:attribution_step", public_id=public_id, step=step)

    def post(self, request: HttpRequest, public_id: UUID, step: int = BOOKLET_STEP) -> HttpResponse:
        if self.row.attribution_id is not None:
            return redirect("portal:attribution_receipt", public_id=public_id)
        typed = STEPS[step - 1](request.POST, draft=self.row).typed()
        # Kept before the photo is read: whatever it says, nothing that was typed is lost.
        self._keep(step, typed)
        away = self._away(step)
        if away is not None:
            return away
        try:
            serial = _read(request, self._booklets(), awaited="un carnet à remettre dans ce lieu")
        except PassnumError as error:
            if _by_script(request):
                return _refusal(error)
            # What was typed is shown again, not judged: the photo alone was sent.
            form = STEPS[step - 1](initial=typed, draft=self.row)
            return self._page(step, form, status=error.http_status, photo_error=error.message)
        self._keep(step, {**typed, "serial": serial})
        if _by_script(request):
            return _told(serial)
        messages.success(request, _words(serial))
        return redirect("portal:attribution_step", public_id=public_id, step=step)

    def _keep(self, step: int, values: dict[str, Any]) -> None:
        self.row = drafts.keep(actor=self.user, draft=self.row, values={str(step): values})

    def _booklets(self) -> BookletQuerySet:
        """Those that the place of the interview holds."""
        rows = Booklet.objects.visible_to(self.user)
        return rows.filter(account__kind=AccountKind.LIEU, account__place=self.row.place)


class RenewPhotoView(AttributionView):
    """A lost receipt: the booklet is shown to the camera; the new code is still asked for by its own button."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        shown = Booklet.objects.visible_to(self.user).filter(pk=self.row.booklet_id)
        try:
            serial = _read(request, shown, awaited="le carnet de cette attribution")
        except PassnumError as error:
            return _refusal(error) if _by_script(request) else self.page(error=error)
        if _by_script(request):
            return _told(serial)
        messages.success(request, _words(serial))
        return self.page(serial=serial)


def _read(request: HttpRequest, rows: BookletQuerySet, *, awaited: str) -> str:
    tries.count_photo(request.user)
    return serial_on_photo(rows, request.FILES.get("photo"), awaited=awaited)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _words(serial: str) -> str:
    return typeset(f"Numéro lu : {serial}")


def _told(serial: str) -> JsonResponse:
    return JsonResponse({"serial": serial, "message": _words(serial)})


def _refusal(error: PassnumError) -> JsonResponse:
    return JsonResponse({"message": error.message}, status=error.http_status)
