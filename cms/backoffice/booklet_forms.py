"""Forms of EMS's acts on booklets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, QuerySet
from wagtail.admin.widgets import AdminDateInput

from cms.portal.booklet_forms import RANGES_HELP, PlaceField, SerialsField, text_field
from passnum.conventions.enums import ConventionState
from passnum.core import clock
from passnum.core.french import counted
from passnum.quotas.enums import DiscrepancyKind, LossKind, Settlement
from passnum.quotas.models import Booklet, Delivery, DeliveryDiscrepancy, Quota
from passnum.quotas.services import ems_stock


def admin_day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day, in Wagtail's own widget; one that must be given is today's unless said otherwise."""
    initial = clock.today if required else None
    return forms.DateField(label=label, required=required, help_text=help_text, widget=AdminDateInput, initial=initial)


class ReceptionForm(forms.Form):
    """Booklets delivered by the operator."""

    serials = SerialsField(label="Numéros des carnets reçus")
    happened_on = admin_day("Reçus le")
    expires_on = admin_day("Valables jusqu’au", required=False, help_text="La date imprimée sur les Pass.")
    note = text_field("Précisions", "Bon de livraison de l’opérateur, par exemple.")


class QuotaChoice(forms.ModelChoiceField):
    """A quota that has booklets left to deliver, with their number."""

    def label_from_instance(self, row: Quota) -> str:
        left = row.booklets - row.received_booklets
        return f"{row.convention.partner.name} · {row.year} · {left} à livrer sur {row.booklets}"


class DeliverForm(forms.Form):
    """Booklets of the stock for a partner, by their serials or by their number."""

    quota = QuotaChoice(
        queryset=Quota.objects.none(),
        label="Quota",
        help_text="Conventions en vigueur dont le quota n’est pas entièrement livré.",
        empty_label="Choisir un quota…",
    )
    serials = SerialsField(
        label="Numéros des carnets", required=False, help_text=f"{RANGES_HELP} Ou bien donnez leur nombre, plus bas."
    )
    number = forms.IntegerField(
        label="Nombre de carnets",
        required=False,
        min_value=1,
        max_value=3_000,
        help_text="Passnum prend alors dans le stock les premiers à expirer.",
    )
    sent_on = admin_day("Envoyés le")
    note = text_field("Précisions", "Elles figurent sur le bon de livraison.")

    def __init__(self, *args: Any, quotas: QuerySet[Quota], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent_on"].initial = clock.today()
        self.fields["quota"].queryset = (
            quotas.filter(convention__state=ConventionState.EN_VIGUEUR, received_booklets__lt=F("booklets"))
            .select_related("convention__partner")
            .order_by("convention__partner__name", "year")
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and bool(values["serials"]) == bool(values["number"]):
            self.add_error("serials", "Indiquez les numéros des carnets, ou bien leur nombre.")
        if not self.errors and values["number"]:
            values["serials"] = self._first_to_expire(values["number"])
        return values

    def _first_to_expire(self, number: int) -> list[str]:
        day = self.cleaned_data["sent_on"]
        stock = Booklet.objects.held_by(ems_stock()).exclude(expires_on__lt=day).first_to_hand_out()
        stock = stock.filter(movements__number=F("moves"), movements__happened_on__lte=day)
        found = list(stock.values_list("serial", flat=True)[:number])
        if len(found) < number:
            there = counted(len(found), "carnet valable", "carnets valables")
            self.add_error("number", f"Ce jour-là, le stock de l’Eurométropole n’a que {there}.")
        return found


class RecallForm(forms.Form):
    reason = text_field("Motif", "Les référents le liront.", required=True)


class GapChoice(forms.ModelChoiceField):
    """One serial of the slip that is not settled."""

    def label_from_instance(self, row: DeliveryDiscrepancy) -> str:
        return f"{row.serial} ({row.get_kind_display().lower()})"


#: What a gap is settled by: a booklet that came without being expected has not to be found, only to be seen.
SETTLEMENTS = {
    DiscrepancyKind.MANQUANT: [one for one in Settlement.choices if one[0] != Settlement.CONSTATE],
    DiscrepancyKind.INATTENDU: [
        (Settlement.CONSTATE, "Constaté : il est dans la structure, et se livre ou se récupère par un autre acte")
    ],
}


class SettleForm(forms.Form):
    """What became of a serial."""

    discrepancy = GapChoice(
        queryset=DeliveryDiscrepancy.objects.none(), label="Carnet", widget=forms.RadioSelect, empty_label=None
    )
    settlement = forms.ChoiceField(label="Ce qu’il est devenu", widget=forms.RadioSelect)
    place = PlaceField(label="Lieu où il a été retrouvé", required=False)
    note = text_field("Explication", "Les deux parties la lisent.", required=True)

    def __init__(self, *args: Any, row: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Those settled meanwhile stay among the choices: the service says that they are.
        gaps = row.discrepancies.exclude(kind=DiscrepancyKind.DETERIORE)
        gaps = gaps if self.is_bound else gaps.filter(settlement="")
        self.fields["discrepancy"].queryset = gaps
        self.fields["settlement"].choices = settlements_for({gap.kind for gap in gaps})
        if len(gaps) == 1:
            self.fields["discrepancy"].initial = gaps[0].pk
        self.fields["place"].queryset = row.convention.partner.places.filter(is_active=True)


def settlements_for(kinds: set[str]) -> list[tuple[str, Any]]:
    """What can have become of booklets of these kinds; of both kinds at once, each under its own title."""
    offered = [(str(DiscrepancyKind(kind).label), SETTLEMENTS[kind]) for kind in SETTLEMENTS if kind in kinds]
    return list(offered[0][1]) if len(offered) == 1 else offered


class ReturnForm(forms.Form):
    """What came back of a restitution."""

    received_on = admin_day("Reçus le")
    whole = forms.BooleanField(label="Tous les carnets attendus sont là", required=False)
    serials = SerialsField(label="Sinon, numéros reçus", required=False)
    note = text_field("Précisions")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and bool(values["serials"]) == values["whole"]:
            self.add_error("serials", "Cochez « Tous les carnets attendus sont là », ou écrivez les numéros reçus.")
        return values


class WriteOffForm(forms.Form):
    reason = text_field("Motif", "Le procès-verbal et le journal le gardent.", required=True)


class StockLossForm(forms.Form):
    """Booklets of EMS's own stock that can no longer be delivered."""

    kind = forms.ChoiceField(label="Ce qui s’est passé", choices=LossKind.choices, widget=forms.RadioSelect)
    serials = SerialsField(label="Numéros des carnets")
    happened_on = admin_day("Constaté le")
    reason = text_field("Circonstances", "Facultatives pour des carnets périmés.")
