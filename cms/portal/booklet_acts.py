"""The référents' acts on booklets: move, declare lost or found, put the expired aside, count, give back (art. 12)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS, MEMBERS, REFERENTS, Audience
from cms.portal.base import PortalView, RowView
from cms.portal.booklet_forms import CountForm, FoundForm, GiveBackForm, LossForm, MoveForm, as_text
from cms.portal.booklets import crumbs, unsaid_at_normal_end
from cms.portal.committees import FormScreen
from cms.portal.papers import pdf
from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.oversight.history import acts_of
from passnum.partners.models import DistributionPlace
from passnum.quotas import services
from passnum.quotas.enums import LossKind, RestitutionReason, RestitutionState
from passnum.quotas.models import Restitution, StockCount
from passnum.quotas.papers import booklets_of, restitution_report, sized_ranges
from tasks.mail import send_outbox
from tasks.wakeups import wake


class BookletAct(FormScreen, PortalView):
    """One act: its words, what it changes, its form, a box to tick, the button."""

    audience = REFERENTS
    template_name = "portal/booklet_act.html"
    title = ""
    lead = ""
    consequences: tuple[str, ...] = ()
    #: What the person says by ticking the box; no box without it.
    agreement = ""
    button = ""
    done = ""
    danger = False
    #: Whether every place is proposed, or the open ones alone.
    closed_places_too = False

    def form(self, *args: Any) -> forms.Form:
        raise NotImplementedError

    def proposed(self) -> dict[str, Any]:
        """What a count proposes: serials and the places between which they go, read from the address."""
        asked = {name: self.request.GET.get(name, "")[:4_000] for name in ("serials", "source", "target", "place")}
        return {"happened_on": clock.today(), **{name: value for name, value in asked.items() if value}}

    def places(self) -> QuerySet[DistributionPlace]:
        rows = DistributionPlace.objects.visible_to(self.user).filter(partner=self.partner)
        return rows if self.closed_places_too else rows.filter(is_active=True)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if self.agreement and request.POST.get("agreed") != "on":
            form.add_error(None, "Cochez la case en bas de la page pour confirmer.")
        done, status = self.try_act(form)
        if done is None:
            return self._page(form, status=status)
        wake(send_outbox)
        messages.success(request, self.done)
        return redirect(self.next(done))

    def next(self, done: Any) -> str:
        """Where to go once it is done."""
        return reverse("portal:booklets")

    def extra(self) -> dict[str, Any]:
        return {}

    def _page(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        return self.show(
            {
                "form": form,
                "screen": self,
                "can_act": Audience.REFERENT in self.roles,
                "crumbs": crumbs((self.title, "")),
                **self.extra(),
            },
            status=status,
        )


class MoveView(BookletAct):
    """« Déplacer des carnets »."""

    title = "Déplacer des carnets"
    lead = "D’un lieu de la structure à un autre. Écrivez les numéros, ou les plages de numéros."
    consequences = ("Les carnets ne pourront plus être remis que dans leur nouveau lieu.",)
    button = "Déplacer les carnets"
    done = "Les carnets sont déplacés."
    closed_places_too = True

    def form(self, *args: Any) -> MoveForm:
        return MoveForm(*args, places=self.places(), initial=self.proposed())

    def act(self, form: Any) -> Any:
        return services.move_to_place(actor=self.user, **form.cleaned_data)


class LossView(BookletAct):
    """« Déclarer des carnets perdus, volés ou détériorés »."""

    title = "Déclarer des carnets perdus, volés ou détériorés"
    lead = "L’Eurométropole le lit dans le registre. N’écrivez le nom d’aucune personne."
    consequences = (
        "Ces carnets ne pourront plus être remis à personne.",
        "Un carnet perdu ou volé qui reparaît se déclare retrouvé, sur la page « Carnets ».",
    )
    agreement = "J’ai vérifié les numéros : ces carnets ne peuvent plus être remis."
    button = "Déclarer ces carnets"
    done = "La déclaration est enregistrée."
    danger = True

    def form(self, *args: Any) -> LossForm:
        return LossForm(*args, initial=self.proposed())

    def act(self, form: Any) -> Any:
        values = form.cleaned_data
        return services.declare_loss(
            actor=self.user,
            partner=self.partner,
            serials=values["serials"],
            kind=LossKind(values["kind"]),
            happened_on=values["happened_on"],
            reason=form.told(),
        )


class FoundView(BookletAct):
    """« Déclarer des carnets retrouvés »."""

    title = "Déclarer des carnets retrouvés"
    lead = "Des carnets déclarés perdus ou volés sont de nouveau là."
    consequences = ("Ils entrent dans le lieu choisi et peuvent y être remis.",)
    button = "Déclarer ces carnets retrouvés"
    done = "Les carnets sont de nouveau dans le lieu."

    def form(self, *args: Any) -> FoundForm:
        return FoundForm(*args, places=self.places(), initial=self.proposed())

    def act(self, form: Any) -> Any:
        return services.find_again(actor=self.user, **form.cleaned_data)


class CountView(BookletAct):
    """« Faire l’inventaire d’un lieu »."""

    title = "Faire l’inventaire d’un lieu"
    lead = "Comptez les carnets du lieu aujourd’hui et écrivez leurs numéros. Passnum les compare au registre."
    consequences = ("Rien n’est déplacé ni déclaré perdu : les écarts sont nommés, et vous décidez ensuite.",)
    button = "Enregistrer l’inventaire"
    done = "L’inventaire est enregistré."
    closed_places_too = True

    def form(self, *args: Any) -> CountForm:
        return CountForm(*args, places=self.places())

    def act(self, form: Any) -> StockCount:
        values = form.cleaned_data
        return services.record_count(
            actor=self.user, place=values["place"], serials=values["serials"], note=values["note"]
        )

    def next(self, done: StockCount) -> str:
        return reverse("portal:stock_count", args=[done.public_id])


class OfConvention(BookletAct, RowView[Convention]):
    """An act on the booklets of one convention."""

    def rows(self) -> QuerySet[Convention]:
        return Convention.objects.visible_to(self.user).select_related("partner")


class ExpiredView(OfConvention):
    """« Mettre de côté les carnets périmés »: proposed, never done by itself."""

    audience = DOSSIER_READERS
    title = "Mettre de côté les carnets périmés"
    lead = "La date imprimée sur les Pass est passée : ils ne peuvent plus être utilisés."
    consequences = (
        "Les carnets quittent les lieux et sont inscrits comme périmés.",
        "Ils se restituent ensuite à l’Eurométropole, comme les autres carnets non distribués.",
    )
    agreement = "J’ai retiré ces carnets des lieux."
    button = "Mettre de côté ces carnets"
    done = "Les carnets périmés sont mis de côté."

    def form(self, *args: Any) -> forms.Form:
        return forms.Form(*args)

    def extra(self) -> dict[str, Any]:
        expired = services.expired_in_places(self.partner)
        return {"ranges": sized_ranges(row.serial for row in expired), "nothing": "Aucun carnet n’est périmé."}

    def act(self, form: Any) -> Any:
        serials = [row.serial for row in services.expired_in_places(self.partner)]
        return services.declare_loss(
            actor=self.user,
            partner=self.partner,
            serials=serials,
            kind=LossKind.EXPIRE,
            happened_on=clock.today(),
            reason="",
        )


class GiveBackView(OfConvention):
    """« Restituer des carnets »: the list proposed from the ledger, the report to sign (art. 12)."""

    title = "Restituer des carnets"
    lead = (
        "Les carnets non distribués reviennent à l’Eurométropole, avec un procès-verbal à signer par les deux parties."
    )
    consequences = (
        "Les carnets quittent les lieux et ne peuvent plus être remis.",
        "L’Eurométropole est prévenue, compte les carnets et confirme ce qu’elle reçoit.",
    )
    agreement = "J’ai compté ces carnets : ils sont remis à l’Eurométropole."
    button = "Restituer ces carnets"
    done = "La restitution est enregistrée : imprimez le procès-verbal et joignez-le aux carnets."
    danger = True

    def form(self, *args: Any) -> GiveBackForm:
        serials = services.to_give_back(self.row).values_list("serial", flat=True)
        ended = {
            ConventionState.RESILIEE: RestitutionReason.RESILIATION,
            ConventionState.ECHUE: RestitutionReason.FIN,
        }
        reason = ended.get(ConventionState(self.row.state), RestitutionReason.EXCEDENT)
        initial = {"serials": as_text(list(serials)), "reason": reason, "sent_on": clock.today()}
        return GiveBackForm(*args, initial=initial)

    def extra(self) -> dict[str, Any]:
        return {"unsaid": unsaid_at_normal_end(self.row)}

    def act(self, form: Any) -> Restitution:
        values = form.cleaned_data
        return services.give_back(
            actor=self.user,
            convention=self.row,
            serials=values["serials"],
            reason=RestitutionReason(values["reason"]),
            sent_on=values["sent_on"],
            note=values["note"],
        )

    def next(self, done: Restitution) -> str:
        return reverse("portal:restitution", args=[done.public_id])


class RestitutionScreen(RowView[Restitution]):
    """What the screens of one restitution share."""

    audience = MEMBERS
    partner_path = "convention__partner"

    def rows(self) -> QuerySet[Restitution]:
        rows = Restitution.objects.visible_to(self.user)
        return rows.select_related("convention__partner", "operation", "sent_by", "received_by")


class RestitutionView(RestitutionScreen):
    """One restitution: its serials, what EMS has received, its history."""

    template_name = "portal/restitution.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = self.row
        waits = row.state == RestitutionState.ECART
        return self.show(
            {
                "row": row,
                "crumbs": crumbs((f"Restitution {row.number}", "")),
                "ranges": sized_ranges(booklets_of(row.operation).values_list("serial", flat=True)),
                "missing": services.on_the_way(row) if waits else [],
                "unsaid": unsaid_at_normal_end(row.convention),
                "history": acts_of([row.convention], self.user, subject_id=row.public_id),
            }
        )


class RestitutionReportView(RestitutionScreen):
    """The report as a PDF."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return pdf(restitution_report(self.row), f"restitution-{self.row.number}.pdf")
