"""Allocation keys side by side, and the taking up of one of them: the quotas of a year, prefilled, then confirmed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.candidates import Contender, contenders_of, default_total
from cms.backoffice.permissions import ensure_administrator
from passnum.core import clock
from passnum.core.errors import PassnumError
from passnum.core.french import counted
from passnum.core.plausible_days import YEARS, year_written
from passnum.quotas.allocation import LABELS, Column, Key, compare
from passnum.quotas.enums import QuotaBasis
from passnum.quotas.services.allocating import Share, allocate


class KeysForm(forms.Form):
    """What is shared: booklets of a year, and the part of them in equal shares."""

    year = forms.IntegerField(label="Exercice", min_value=YEARS[0], max_value=YEARS[-1])
    total = forms.IntegerField(label="Carnets à répartir", min_value=0, max_value=1_000_000)
    fixed_percent = forms.IntegerField(
        label="Part fixe (%)",
        min_value=0,
        max_value=100,
        help_text="Partagée à parts égales ; le reste suit la clé.",
    )


class TakeForm(forms.Form):
    """The quotas of a year, one number per structure, prefilled from a key; then why and since when."""

    def __init__(self, *args: Any, contenders: list[Contender], **kwargs: Any) -> None:
        """Where a structure has no quota yet, its basis is asked with the number."""
        super().__init__(*args, **kwargs)
        self.contenders = contenders
        for one in contenders:
            name = one.convention.partner.name
            self.fields[f"booklets_{one.key}"] = forms.IntegerField(label=f"{name} : carnets", min_value=0)
            if one.quota is None:
                self.fields[f"basis_{one.key}"] = forms.ChoiceField(
                    label=f"{name} : base du calcul", choices=QuotaBasis.choices
                )
                self.fields[f"basis_figure_{one.key}"] = forms.IntegerField(
                    label=f"{name} : chiffre retenu", min_value=1, required=False
                )
                self.fields[f"basis_source_{one.key}"] = forms.CharField(
                    label=f"{name} : source du chiffre", max_length=200, required=False
                )
        self.fields["reason"] = forms.CharField(
            label="Motif",
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=1000,
            help_text="Chaque structure le lira.",
        )
        self.fields["decided_on"] = forms.DateField(label="Décidé le", widget=AdminDateInput, initial=clock.today)

    def shares(self) -> list[Share]:
        """What was typed, structure by structure."""
        values = self.cleaned_data
        return [
            Share(
                one.convention,
                values[f"booklets_{one.key}"],
                values.get(f"basis_{one.key}", ""),
                values.get(f"basis_figure_{one.key}") or 0,
                values.get(f"basis_source_{one.key}", ""),
            )
            for one in self.contenders
        ]


class AllocationView(View):
    """Every key side by side, before anything is decided."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ensure_administrator(request)
        form = keys_form(request)
        context: dict[str, Any] = {"title": "Comparer des clés de répartition", "header_icon": "list-ol", "form": form}
        context["trail"] = [("Quotas", reverse("quotas:index"))]
        if form.is_valid():
            values = form.cleaned_data
            contenders = contenders_of(values["year"])
            columns = columns_of(values, contenders)
            context |= {
                "year": values["year"],
                "columns": columns,
                "rows": [_row(rank, one, columns or []) for rank, one in enumerate(contenders)],
                "totals": [None if column.shares is None else sum(column.shares) for column in columns or []],
                "floors": sum(one.candidate.floor for one in contenders),
                "total": values["total"],
                "query": urlencode({name: values[name] for name in form.fields}),
            }
        return render(request, "backoffice/allocation.html", context, status=200 if form.is_valid() else 422)


class AllocationTakeView(View):
    """« Reprendre cette clé »: the numbers of one column, which can still be changed, then confirmed."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        ensure_administrator(request)
        keys = keys_form(request)
        if key not in set(Key) or not keys.is_valid():
            return redirect("backoffice:allocation")
        contenders = contenders_of(keys.cleaned_data["year"])
        column = next((column for column in columns_of(keys.cleaned_data, contenders) or [] if column.key == key), None)
        if column is None or column.shares is None:
            messages.warning(
                request, "Cette clé n’est pas calculable : il manque un chiffre, ou le total est trop bas."
            )
            return redirect("backoffice:allocation")
        initial: dict[str, Any] = {"reason": f"{LABELS[column.key]}. {column.method}"}
        for one, share in zip(contenders, column.shares, strict=True):
            initial |= {f"booklets_{one.key}": share} | one.basis_initial()
        return self._page(request, keys, TakeForm(initial=initial, contenders=contenders), key)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        actor = ensure_administrator(request)
        keys = keys_form(request)
        if key not in set(Key) or not keys.is_valid():
            return redirect("backoffice:allocation")
        year = keys.cleaned_data["year"]
        form = TakeForm(request.POST, contenders=contenders_of(year))
        if not form.is_valid():
            return self._page(request, keys, form, key, status=422)
        values = form.cleaned_data
        try:
            changed = allocate(
                actor=actor, year=year, shares=form.shares(), reason=values["reason"], decided_on=values["decided_on"]
            )
        except PassnumError as error:
            form.add_error(None, error.message)
            return self._page(request, keys, form, key, status=error.http_status)
        messages.success(
            request, f"{counted(len(changed), 'quota fixé ou révisé', 'quotas fixés ou révisés')} pour {year}."
        )
        return redirect("quotas:index")

    @staticmethod
    def _page(request: HttpRequest, keys: KeysForm, form: TakeForm, key: str, *, status: int = 200) -> HttpResponse:
        year = keys.cleaned_data["year"]
        back = f"{reverse('backoffice:allocation')}?{request.GET.urlencode()}"
        context = {
            "title": f"Reprendre cette clé : {LABELS[Key(key)].lower()}",
            "subtitle": f"Exercice {year}",
            "header_icon": "list-ol",
            "form": form,
            "year": year,
            "back": back,
            "trail": [("Quotas", reverse("quotas:index")), ("Comparer des clés de répartition", back)],
        }
        return render(request, "backoffice/allocation_take.html", context, status=status)


def keys_form(request: HttpRequest) -> KeysForm:
    """The form as asked in the address, completed with what stands there today."""
    year = request.GET.get("year", "")
    known = year_written(year) or clock.today().year
    given = {"year": year or known, "total": default_total(known), "fixed_percent": 20}
    return KeysForm(given | {name: value for name, value in request.GET.items() if name in given and value})


def columns_of(values: dict[str, Any], contenders: list[Contender]) -> list[Column] | None:
    """The columns; None where the total is under what was delivered already."""
    try:
        return compare(values["total"], values["fixed_percent"], [one.candidate for one in contenders])
    except ValueError:
        return None


def _row(rank: int, one: Contender, columns: list[Column]) -> dict[str, Any]:
    return {
        "one": one,
        "shares": [None if column.shares is None else column.shares[rank] for column in columns],
    }
