"""The programme (budget, co-financing, budget per year) and the operators of the Pass."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.base import Act, ActView, DetailView, DomainViewSet, date_column
from cms.backoffice.permissions import ensure_administrator
from passnum.core import french
from passnum.core.plausible_days import YEARS
from passnum.quotas.models import Booklet, Operator, Programme, Purchase
from passnum.quotas.services import ProgrammeValues, end_operator, save_operator, save_programme

_LINE = re.compile(r"^(?P<name>.+?)\s*:\s*(?P<figure>[\d\s\u00a0\u202f]+)\s*[%€]?\s*$")


class FiguresField(forms.CharField):
    """« Nom : nombre » lines. Gives a mapping of names to whole numbers; refuses what is written otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, **kwargs)

    def clean(self, value: Any) -> dict[str, int]:
        """Name → number, in the order written; a line that is none is named."""
        found: dict[str, int] = {}
        for line in str(super().clean(value) or "").splitlines():
            if not line.strip():
                continue
            match = _LINE.match(line.strip())
            if match is None:
                raise forms.ValidationError(f"« {line.strip()} » : écrivez « nom : nombre », une ligne par nom.")
            name = match["name"].strip()
            if name in found:
                raise forms.ValidationError(f"« {name} » est écrit deux fois.")
            found[name] = int("".join(match["figure"].split()))
        return found


class ProgrammeForm(forms.ModelForm):
    """A programme with its shares and its yearly budgets, one per line."""

    shares = FiguresField(
        label="Parts de cofinancement (en %)",
        help_text="Une par ligne, pour un total de 100. Par exemple : « État : 50 ».",
    )
    yearly_euros = FiguresField(
        label="Budget par exercice (en euros)",
        required=False,
        help_text="Un par ligne. Par exemple : « 2022 : 100000 ».",
    )

    class Meta:
        model = Programme
        fields = ["name", "first_year", "last_year", "budget_euros", "face_value_euros"]
        help_texts: ClassVar[dict[str, str]] = {
            "face_value_euros": "Le plafond du programme en découle. Les bons et les écrans comptent un carnet à "
            "100 €, comme le dit l’article 4."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["shares"] = "\n".join(f"{row.financer} : {row.percent}" for row in self.instance.shares.all())
            budgets = self.instance.yearly_budgets.all()
            self.initial["yearly_euros"] = "\n".join(f"{row.year} : {row.euros}" for row in budgets)

    def clean_yearly_euros(self) -> dict[int, int]:
        written: dict[str, int] = self.cleaned_data["yearly_euros"]
        for year in written:
            if not year.isdecimal() or int(year) not in YEARS:
                raise forms.ValidationError(
                    f"« {year} » n’est pas un exercice : écrivez par exemple « 2022 : 100000 »."
                )
        return {int(year): euros for year, euros in written.items()}

    def save_through_service(self, actor: Any) -> Programme:
        names = (*self.Meta.fields, "shares", "yearly_euros")
        values = ProgrammeValues(**{name: self.cleaned_data[name] for name in names})
        return save_programme(actor=actor, values=values, programme=self.instance if self.instance.pk else None)


class ProgrammeViewSet(DomainViewSet):
    """« Programmes »."""

    model = Programme
    name = "programmes"
    icon = "tag"
    menu_label = "Programmes"
    detail_url_name = "backoffice:programme"
    list_display = [
        "name",
        Column("years", label="Exercices", accessor=lambda row: f"{row.first_year}–{row.last_year}"),
        Column("budget", label="Budget", accessor=lambda row: french.euros(row.budget_euros)),
        Column("left", label="Reste à répartir", accessor=lambda row: french.booklets(row.booklets_left)),
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return ProgrammeForm


class ProgrammeDetail(DetailView):
    """What the programme is, year by year: foreseen, shared out, bought, received."""

    template_name = "backoffice/programme.html"
    icon = "tag"
    listing = ("Programmes", "programmes:index")

    def get_row(self, request: HttpRequest, public_id: Any) -> Programme:
        return get_object_or_404(Programme.objects.visible_to(ensure_administrator(request)), public_id=public_id)

    def context(self, request: HttpRequest, row: Programme) -> dict[str, Any]:
        budgets = {item.year: item.euros for item in row.yearly_budgets.all()}
        quotas = list(row.quotas.select_related("convention__partner").order_by("convention__partner__name"))
        purchases = list(row.purchases.select_related("operator"))
        return {
            "shares": row.shares.all(),
            "years": [_year(row, year, budgets.get(year), quotas) for year in row.years],
            "delivered": sum(quota.received_booklets for quota in quotas),
            "purchases": purchases,
            **_bought(row, purchases),
        }


def _bought(programme: Programme, purchases: list[Purchase]) -> dict[str, Any]:
    """Ordered and received beside the budget; `over` in euros when the orders pass it."""
    amount = sum((row.amount_ordered for row in purchases), Decimal(0))
    booklets = Booklet.objects.all()
    return {
        "ordered": sum(row.booklets_ordered for row in purchases),
        "ordered_euros": amount,
        "budget_left": programme.budget_euros - amount,
        "over_budget": max(amount - programme.budget_euros, Decimal(0)),
        "received": booklets.filter(purchase__programme=programme).count(),
        "unbought": booklets.filter(purchase=None).count(),
    }


def _year(programme: Programme, year: int, budget: int | None, quotas: list[Any]) -> dict[str, Any]:
    """Foreseen and shared out in one year; `over` in euros when the quotas pass the budget of the year."""
    booklets = sum(row.booklets for row in quotas if row.year == year)
    euros = booklets * programme.booklet_value_euros
    over = euros - budget if budget is not None and euros > budget else 0
    received = sum(row.received_booklets for row in quotas if row.year == year)
    return {"year": year, "budget": budget, "booklets": booklets, "received": received, "over": over}


class OperatorForm(forms.ModelForm):
    """An operator; its end is recorded by an act of its own."""

    class Meta:
        model = Operator
        fields = ["name", "contact", "started_on"]
        widgets = {"started_on": AdminDateInput, "contact": forms.Textarea(attrs={"rows": 4})}

    def save_through_service(self, actor: Any) -> Operator:
        return save_operator(actor=actor, operator=self.instance)


class OperatorViewSet(DomainViewSet):
    """« Opérateurs » of the Pass."""

    model = Operator
    name = "operateurs"
    icon = "group"
    menu_label = "Opérateurs"
    detail_url_name = "backoffice:operator"
    list_display = [
        "name",
        date_column("started_on", "Depuis"),
        date_column("ended_on", "Jusqu’au"),
        Column("ended_because", label="Raison de la fin"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return OperatorForm


class EndForm(forms.Form):
    ended_on = forms.DateField(label="A cessé le", widget=AdminDateInput)
    because = forms.CharField(label="Raison", max_length=200, help_text="Par exemple : liquidation judiciaire.")


END = Act(
    "fin",
    "Constater la fin de l’opérateur",
    "Les achats passés gardent leur opérateur ; aucun achat ne pourra être daté d’après.",
    lambda actor, row, values: end_operator(actor=actor, operator=row, **values),
    form=EndForm,
    done="La fin de l’opérateur est enregistrée.",
    serious=True,
)


class OperatorDetail(DetailView):
    """One operator and what was bought from it."""

    template_name = "backoffice/operator.html"
    icon = "group"
    listing = ("Opérateurs", "operateurs:index")

    def get_row(self, request: HttpRequest, public_id: Any) -> Operator:
        ensure_administrator(request)
        return get_object_or_404(Operator, public_id=public_id)

    def context(self, request: HttpRequest, row: Operator) -> dict[str, Any]:
        return {"acts": _open(row), "purchases": row.purchases.select_related("operator")}


class OperatorAct(ActView):
    """The end of an operator."""

    acts = {END.slug: END}
    detail = OperatorDetail
    detail_url_name = "backoffice:operator"

    def open_acts(self, row: Operator) -> list[Act]:
        return _open(row)


def _open(row: Operator) -> list[Act]:
    return [] if row.ended_on else [END]
