"""The programme, its shares and yearly budgets, and the operators of the Pass (art. 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from passnum.core import clock, journal
from passnum.core.errors import InvalidInput
from passnum.core.french import euros
from passnum.core.plausible_days import YEARS
from passnum.partners.models import User
from passnum.partners.permissions import author_for
from passnum.quotas.models import CofinancingShare, Operator, Programme, Quota, YearlyBudget
from passnum.quotas.services.quotas import ensure_fixes_quotas

_ALL = 100


@dataclass(frozen=True)
class ProgrammeValues:
    """What a programme is: years, budget in euros, value of a Pass in euros, shares in per cent, euros per year."""

    name: str
    first_year: int
    last_year: int
    budget_euros: int
    face_value_euros: int
    shares: Mapping[str, int]
    yearly_euros: Mapping[int, int] = field(default_factory=dict)


@transaction.atomic
def save_programme(*, actor: User, values: ProgrammeValues, programme: Programme | None = None) -> Programme:
    """Create or change a programme. Raises NotAllowed and InvalidInput.

    Refused: shares, years, a budget below the quotas, another value of a Pass once quotas or orders count on it.
    """
    ensure_fixes_quotas(actor)
    journal.lock(journal.SCHEME_CHAIN)
    row = Programme.objects.select_for_update().get(pk=programme.pk) if programme else Programme()
    if row.pk and row.face_value_euros != values.face_value_euros:
        _ensure_value_unused(row)
    for name in ("name", "first_year", "last_year", "budget_euros", "face_value_euros"):
        setattr(row, name, getattr(values, name))
    _check(row, values)
    clean(row)
    columns = ("name", "first_year", "last_year", "budget_euros", "face_value_euros")
    row.save(update_fields=columns if row.pk else None)
    row.shares.all().delete()
    row.yearly_budgets.all().delete()
    CofinancingShare.objects.bulk_create(
        CofinancingShare(programme=row, financer=name, percent=percent) for name, percent in values.shares.items()
    )
    YearlyBudget.objects.bulk_create(
        YearlyBudget(programme=row, year=year, euros=amount) for year, amount in values.yearly_euros.items()
    )
    _write(actor, "enregistrer le programme", journal.Subject("programme", row.public_id), to=euros(row.budget_euros))
    return row


@transaction.atomic
def save_operator(*, actor: User, operator: Operator) -> Operator:
    """Create or change an operator (unsaved changes on the instance). Raises NotAllowed, InvalidInput."""
    ensure_fixes_quotas(actor)
    clean(operator)
    operator.save()
    _write(actor, "enregistrer un opérateur", journal.Subject("opérateur", operator.public_id), to=operator.name)
    return operator


@transaction.atomic
def end_operator(*, actor: User, operator: Operator, ended_on: date, because: str) -> Operator:
    """Record that an operator is no more: a fact with its date; past purchases keep their operator."""
    ensure_fixes_quotas(actor)
    row = Operator.objects.select_for_update().get(pk=operator.pk)
    if not because.strip():
        raise InvalidInput("Indiquez pourquoi cet opérateur cesse : liquidation, fin du marché…", field="because")
    if ended_on > clock.today():
        raise InvalidInput("Une fin se constate : elle ne peut pas être à venir.", field="ended_on")
    row.ended_on, row.ended_because = ended_on, because.strip()
    clean(row)
    row.save()
    _write(
        actor,
        "constater la fin d’un opérateur",
        journal.Subject("opérateur", row.public_id),
        to=f"{ended_on:%d/%m/%Y}",
        reason=f"{row.name} : {row.ended_because}",
    )
    return row


def clean(row: Model) -> None:
    """The rules of the row, told as a refusal of the service."""
    try:
        row.full_clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise InvalidInput(" ".join(messages), field=None if name == "__all__" else name) from error


def _ensure_value_unused(row: Programme) -> None:
    """Quotas, orders and the cap are counted at the value of a Pass: another value is another programme's."""
    if row.quotas.exists() or row.purchases.exists():
        raise InvalidInput(
            f"Des quotas ou des achats comptent déjà le Pass à {euros(row.face_value_euros)} : "
            "une autre valeur demande un autre programme.",
            field="face_value_euros",
        )


def _check(row: Programme, values: ProgrammeValues) -> None:
    for name in ("first_year", "last_year"):
        if getattr(values, name) not in YEARS:
            raise InvalidInput(f"Indiquez un exercice entre {YEARS[0]} et {YEARS[-1]}.", field=name)
    total = sum(values.shares.values())
    if total != _ALL:
        raise InvalidInput(f"Les parts de cofinancement font {total} % : leur somme doit faire 100 %.", field="shares")
    outside = sorted(year for year in values.yearly_euros if not values.first_year <= year <= values.last_year)
    if outside:
        raise InvalidInput(f"L’exercice {outside[0]} n’est pas dans le programme.", field="yearly_euros")
    planned = sum(values.yearly_euros.values())
    if planned > values.budget_euros:
        raise InvalidInput(
            f"Les budgets annuels font {euros(planned)}, plus que le budget du programme "
            f"({euros(values.budget_euros)}).",
            field="yearly_euros",
        )
    others = Programme.objects.exclude(pk=row.pk) if row.pk else Programme.objects.all()
    same = others.filter(first_year__lte=values.last_year, last_year__gte=values.first_year).first()
    if same is not None:
        raise InvalidInput(
            f"« {same} » couvre déjà une partie de ces exercices : un exercice n’a qu’un programme.", field="first_year"
        )
    if (
        row.pk
        and Quota.objects.filter(programme=row).exclude(year__range=(values.first_year, values.last_year)).exists()
    ):
        raise InvalidInput("Un quota est déjà fixé pour un exercice qui ne serait plus couvert.", field="last_year")


def _write(actor: User, act: str, subject: journal.Subject, *, to: str = "", reason: str = "") -> None:
    journal.record(
        chain=journal.SCHEME_CHAIN,
        author=author_for(actor, None, clock.today()),
        act=act,
        subject=subject,
        to_state=to,
        reason=reason,
    )
