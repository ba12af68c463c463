"""An attribution in five screens (art. 4): conversation, proposal, person, booklet, receipt. No name is ever asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe

from cms.portal.attribution_forms import StepForm
from cms.portal.attribution_steps import STEPS, TITLES, entry_of
from cms.portal.audience import Audience, audiences_of
from cms.portal.base import RowView
from cms.portal.commune_typed import commune_labels
from cms.portal.interviews import AT, interview_of
from cms.portal.partner_in_hand import current_partner
from cms.portal.presentation import trail
from passnum.core.errors import PassnumError, WrongState
from passnum.distribution import drafts
from passnum.distribution.draft import AttributionDraft
from passnum.distribution.notice import notices_in_use
from passnum.distribution.receipt_code import qr_svg
from passnum.distribution.referral import Referral
from passnum.distribution.referring import refer
from passnum.distribution.rights import KEPT, told_to_holder
from passnum.network.models import MediationPlace
from passnum.quotas.models import Booklet

INTERVENANTS = frozenset({Audience.INTERVENANT})


class DraftView(RowView[AttributionDraft]):
    """A screen about the person's own interview under way."""

    audience = INTERVENANTS
    partner_path = "place__partner"

    def _enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An intervenant who comes back to an interview that is over is told so, whoever it was of."""
        try:
            return super()._enter(request, *args, **kwargs)
        except Http404:
            partner = current_partner(request)
            self.roles = audiences_of(self.user, partner) if partner else frozenset()
            if not self.roles & self.audience:
                raise
            return self.show({}, status=404, template="portal/attribution/gone.html")

    def rows(self) -> Any:
        return AttributionDraft.objects.visible_to(self.user).select_related(
            "place__partner",
            "questionnaire",
            "attribution__booklet",
            "attribution__convention",
            "attribution__place__partner",
        )

    def progress(self, step: int) -> dict[str, Any]:
        return {
            "draft": self.row,
            "step": step,
            "steps": len(TITLES),
            "step_title": TITLES[step - 1],
        }


class StepView(DraftView):
    """One of the four screens that are filled in."""

    def get(self, request: HttpRequest, public_id: UUID, step: int) -> HttpResponse:
        away = self._away(step)
        if away is not None:
            return away
        typed = self.row.typed.get(str(step), {})
        form = STEPS[step - 1](initial=typed, draft=self.row)
        return self._page(step, form)

    def post(self, request: HttpRequest, public_id: UUID, step: int) -> HttpResponse:
        if self.row.attribution_id is not None:
            return redirect("portal:attribution_receipt", public_id=public_id)
        if not 1 <= step <= len(STEPS):
            return redirect("portal:attribution_step", public_id=public_id, step=1)
        form = STEPS[step - 1](request.POST, draft=self.row)
        # Kept first, whatever comes next: right or wrong, in turn or not, nothing that was typed is lost.
        back = request.POST.get("go") == "back" and step > 1
        leave = request.POST.get("go") == "leave"
        on = not back and not leave and form.is_valid() and not form.to_confirm()
        next_step = step - 1 if back else min(step + on, len(STEPS))
        values = {AT: next_step, str(step): form.typed(), **(form.replaces() if on else {})}
        try:
            self.row = drafts.keep(actor=self.user, draft=self.row, values=values)
        except WrongState:
            # Sent twice at once: the first has handed the booklet out, the second leads to its receipt.
            if not self.rows().filter(pk=self.row.pk, attribution__isnull=False).exists():
                raise
            return redirect("portal:attribution_receipt", public_id=public_id)
        if leave:
            return redirect("portal:attribution_close", public_id=public_id)
        if back:
            return redirect("portal:attribution_step", public_id=public_id, step=step - 1)
        away = self._away(step)
        if away is not None:
            return away
        if not form.is_valid():
            return self._page(step, form, status=422)
        if form.to_confirm():
            return self._page(step, form, unanswered=True)
        if step < len(STEPS):
            return redirect("portal:attribution_step", public_id=public_id, step=step + 1)
        return self._conclude(form)

    def _conclude(self, form: StepForm) -> HttpResponse:
        try:
            entry = entry_of(self.row, [*self._filled(len(STEPS) - 1), form])
            self.row = drafts.conclude(actor=self.user, draft=self.row, entry=entry)
        except PassnumError as error:
            field = getattr(error, "field", None)
            field = "serial" if field == "serials" else field
            form.add_error(field if field in form.fields else None, error.message)
            if field == "serial":
                self._complete(form)
            return self._page(len(STEPS), form, status=error.http_status)
        # As it was sent: where no place is left to offer, the form has no such field, and the choice is told of.
        self._send(form.data.get("mediation", ""))
        return redirect("portal:attribution_receipt", public_id=self.row.public_id)

    def _complete(self, form: StepForm) -> None:
        """Write the serial in full where it was typed without its prefix: the person compares it with the booklet."""
        here = Booklet.objects.visible_to(self.user).filter(account__place=self.row.place)
        meant = here.ending_as(form.data["serial"])
        if meant is not None:
            form.data = form.data.copy()
            form.data["serial"] = meant.serial

    def _send(self, chosen: str) -> None:
        """Keep the mediation place chosen; the booklet is handed out even when it cannot be."""
        places = MediationPlace.objects.visible_to(self.user)
        place = places.filter(public_id=chosen).first() if _is_uuid(chosen) else None
        if place is None or self.row.attribution is None:
            return
        try:
            refer(actor=self.user, attribution=self.row.attribution, place=place)
        except PassnumError as error:
            messages.warning(self.request, error.message)

    def _filled(self, last: int) -> list[StepForm]:
        """The forms of the screens 1 to `last`, bound to what was kept; the first wrong one ends the list."""
        typed = self.row.typed
        found: list[StepForm] = []
        for number in range(1, last + 1):
            form = STEPS[number - 1](typed.get(str(number), {}), draft=self.row)
            if str(number) not in typed or not form.is_valid():
                break
            found.append(form)
        return found

    def _away(self, step: int) -> HttpResponse | None:
        """Where to go instead: the receipt once it is done, the first screen that still lacks something."""
        if self.row.attribution_id is not None:
            return redirect("portal:attribution_receipt", public_id=self.row.public_id)
        if not 1 <= step <= len(STEPS):
            return redirect("portal:attribution_step", public_id=self.row.public_id, step=1)
        filled = len(self._filled(step - 1))
        if filled < step - 1:
            if str(filled + 1) in self.row.typed:
                # Perhaps it was complete when it was left: a question was added meanwhile, or an answer withdrawn.
                messages.warning(self.request, "Complétez cet écran pour continuer : une question a pu y être ajoutée.")
            return redirect("portal:attribution_step", public_id=self.row.public_id, step=filled + 1)
        return None

    def _page(self, step: int, form: StepForm, *, status: int = 200, **said: Any) -> HttpResponse:
        """The screen; `said` is what it says besides: `photo_error` (str), `unanswered` (bool)."""
        filled: list[Any] = self._filled(step - 1)
        context: dict[str, Any] = {"form": form, **said, **self.progress(step)}
        if step == 2:
            context["proposal"] = filled[0].proposal()
            form.fields["outcome"].initial = context["proposal"].outcome
        elif step == 3:
            context |= {"notices": notices_in_use(), "communes": commune_labels()}
        elif step == 4:
            commune = filled[2].cleaned_data["commune"]
            context |= {"commune": commune, "places": form.offers, "decision": filled[1]}
            context["objection"] = filled[2].cleaned_data["agreement"] == "non"
        return self.show(context, status=status, template=f"portal/attribution/step{step}.html")


class ReceiptView(DraftView):
    """5. The receipt: code in large letters, QR, what it is for. Shown until « Terminer », a day at the most."""

    template_name = "portal/attribution/receipt.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        row = self.row.attribution
        if row is None:
            return redirect("portal:attribution_step", public_id=public_id, step=1)
        address = f"{settings.PASSNUM_BASE_URL}{reverse('receipt:enter')}"
        code = self.row.code
        # After the « # »: the code reaches no server, no log, as long as the person has not sent it.
        picture = mark_safe(qr_svg(f"{address}#{code}")) if code else ""
        facts = [line for line in told_to_holder(row) if line[0] in _ON_PAPER]
        referral = Referral.objects.visible_to(self.user).filter(attribution=row).select_related("place").first()
        context = {"referral": referral, "row": row, "code": code, "qr": picture, "address": address, "facts": facts}
        if row.receipts.filter(revoked_at__isnull=False).exists():
            # A lost receipt: the booklet was handed out long ago, this is no step of an interview.
            crumbs = trail(("Attributions", reverse("portal:attributions")), ("Nouveau code", ""))
            return self.show({**context, "draft": self.row, "renewed": True, "crumbs": crumbs})
        return self.show({**context, **self.progress(5)})


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


#: What the paper says besides the code: nothing of the profile, a paper is lost easily.
_ON_PAPER = frozenset({"Numéro du carnet", "Remis le", "Structure", "Lieu", "Aide retenue", KEPT})


class CloseView(DraftView):
    """« Terminer » or « Abandonner », once confirmed: the draft and the code in clear are forgotten."""

    template_name = "portal/attribution/abandon.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """What is destroyed by abandoning, before it is."""
        if self.row.attribution_id is not None:
            return redirect("portal:attribution_receipt", public_id=public_id)
        crumbs = trail(("Attributions", reverse("portal:attributions")), ("Abandonner", ""))
        return self.show({**interview_of(self.row), "crumbs": crumbs})

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        given = "abandon" not in request.POST
        try:
            done = drafts.close(actor=self.user, draft=self.row, given=given)
        except WrongState as error:
            # Another tab has handed the booklet out since this page was opened: its code is still to be given.
            if not self.rows().filter(pk=self.row.pk).exists():
                raise
            messages.warning(request, error.message)
            return redirect("portal:attribution_receipt", public_id=public_id)
        if done:
            messages.success(request, "C’est terminé : le code n’est plus affiché nulle part.")
        else:
            messages.success(request, "La saisie est abandonnée : rien n’a été enregistré.")
        return redirect("portal:attributions")
