"""« Scanner le carnet »: a photo of its code, sent from the step of the booklet, gives the serial. It is not kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from cms.portal import tries
from cms.portal.attribution_flow import StepView
from cms.portal.attribution_forms import StepForm
from cms.portal.attribution_steps import STEPS
from passnum.core.errors import PassnumError
from passnum.distribution import drafts
from passnum.quotas.enums import AccountKind
from passnum.quotas.ledger import Booklet, BookletQuerySet
from passnum.quotas.photographed import serial_on_photo

BOOKLET_STEP = len(STEPS)


class PhotoView(StepView):
    """The whole step with a photo; the same step comes back, its serial filled in, still to be confirmed.

    The script of the page asks for JSON: {"serial", "message"}, or {"message"} with the status of the refusal.
    """

    def get(self, request: HttpRequest, public_id: UUID, step: int = BOOKLET_STEP) -> HttpResponse:
        return redirect("portal:attribution_step", public_id=public_id, step=step)

    def post(self, request: HttpRequest, public_id: UUID, step: int = BOOKLET_STEP) -> HttpResponse:
        if self.row.attribution_id is not None:
            return redirect("portal:attribution_receipt", public_id=public_id)
        form = STEPS[step - 1](request.POST, draft=self.row)
        # Kept before the photo is read: whatever it says, nothing that was typed is lost.
        self._keep(step, form.typed())
        away = self._away(step)
        if away is not None:
            return away
        try:
            tries.count_photo(self.user)
            serial = serial_on_photo(self._booklets(), request.FILES.get("photo"), awaited="un carnet de ce lieu")
        except PassnumError as error:
            return self._refused(step, form, error)
        self._keep(step, {**form.typed(), "serial": serial})
        said = f"Numéro lu : {serial}"
        if self._by_script():
            return JsonResponse({"serial": serial, "message": said})
        messages.success(request, said)
        return redirect("portal:attribution_step", public_id=public_id, step=step)

    def _keep(self, step: int, values: dict[str, Any]) -> None:
        self.row = drafts.keep(actor=self.user, draft=self.row, values={str(step): values})

    def _booklets(self) -> BookletQuerySet:
        """Those that the place of the interview holds."""
        rows = Booklet.objects.visible_to(self.user)
        return rows.filter(account__kind=AccountKind.LIEU, account__place=self.row.place)

    def _refused(self, step: int, form: StepForm, error: PassnumError) -> HttpResponse:
        if self._by_script():
            return JsonResponse({"message": error.message}, status=error.http_status)
        # What was typed is shown again, not judged: nothing but the photo was sent for good.
        again = STEPS[step - 1](initial=form.typed(), draft=self.row)
        return self._page(step, again, status=error.http_status, photo_error=error.message)

    def _by_script(self) -> bool:
        return self.request.headers.get("Accept", "") == "application/json"
