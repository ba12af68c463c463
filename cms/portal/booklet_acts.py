"""What a partner does with its booklets: moved, lost, found, counted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import REFERENTS, Audience
from cms.portal.base import PortalView
from cms.portal.booklet_forms import CountForm, FoundForm, LossForm, MoveForm
from cms.portal.booklets import crumbs
from cms.portal.form_screen import FormScreen, box_to_tick
from passnum.core import clock
from passnum.core.french import counted
from passnum.partners.models import DistributionPlace
from passnum.quotas import services
from passnum.quotas.enums import LossKind
from passnum.quotas.models import StockCount
from passnum.quotas.serials import name_some
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
        return self._page(self._asked())

    def _asked(self, *args: Any) -> forms.Form:
        """The form, with the box to tick where the act has one."""
        form = self.form(*args)
        if self.agreement:
            form.fields["agreed"] = box_to_tick(self.agreement, "Cochez la case pour confirmer.")
        return form

    def try_act(self, form: forms.Form) -> tuple[Any, int]:
        """The box is a condition, not a value of the act."""
        if form.is_valid():
            form.cleaned_data.pop("agreed", None)
        return super().try_act(form)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._asked(request.POST)
        done, status = self.try_act(form)
        if done is None:
            return self._page(form, status=status)
        wake(send_outbox)
        messages.success(request, self.told(form.cleaned_data))
        return redirect(self.next(done))

    def told(self, values: dict[str, Any]) -> str:
        """What is said once it is done; `values` are those of the form."""
        return self.done

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
    closed_places_too = True

    def form(self, *args: Any) -> MoveForm:
        return MoveForm(*args, places=self.places(), initial=self.proposed())

    def act(self, form: Any) -> Any:
        return services.move_to_place(actor=self.user, **form.cleaned_data)

    def told(self, values: dict[str, Any]) -> str:
        moved = counted(len(values["serials"]), "carnet est déplacé", "carnets sont déplacés")
        return f"{moved} vers {values['target'].name} : {name_some(values['serials'])}."


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

    def told(self, values: dict[str, Any]) -> str:
        many = counted(len(values["serials"]), "carnet")
        return f"La déclaration est enregistrée : {many} ({name_some(values['serials'])})."


class FoundView(BookletAct):
    """« Déclarer des carnets retrouvés »."""

    title = "Déclarer des carnets retrouvés"
    lead = "Des carnets déclarés perdus ou volés sont de nouveau là."
    consequences = ("Ils entrent dans le lieu choisi et peuvent y être remis.",)
    button = "Déclarer ces carnets retrouvés"

    def form(self, *args: Any) -> FoundForm:
        return FoundForm(*args, places=self.places(), initial=self.proposed())

    def act(self, form: Any) -> Any:
        return services.find_again(actor=self.user, **form.cleaned_data)

    def told(self, values: dict[str, Any]) -> str:
        back = counted(len(values["serials"]), "carnet est de nouveau", "carnets sont de nouveau")
        return f"{back} à {values['place'].name} : {name_some(values['serials'])}."


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
