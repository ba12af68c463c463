"""Every invariant of the ledger, asked of the rows themselves in sets: the same number of queries for any size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from passnum.core.french import counted
from passnum.quotas.enums import AccountKind, OperationKind
from passnum.quotas.models import Account, Booklet, Movement, Quota
from passnum.quotas.serials import name_some

#: Faults named in full by each rule; the others are counted.
NAMED = 5


@dataclass(frozen=True)
class Discrepancy:
    """What does not hold, in words."""

    rule: str
    message: str


@dataclass(frozen=True)
class Line:
    """A total of the ledger, in booklets."""

    label: str
    booklets: int


def totals() -> list[Line]:
    """Booklets issued, then where they are by kind of place: the sum of the places is what was issued."""
    held = dict(Account.objects.values_list("kind").annotate(total=Sum("balance")).order_by())
    lines = [Line("Émis par l’opérateur", -(held.get(AccountKind.OPERATEUR) or 0))]
    kinds = [kind for kind in AccountKind if kind != AccountKind.OPERATEUR]
    return lines + [Line(str(kind.label), held.get(kind) or 0) for kind in kinds]


def discrepancies() -> list[Discrepancy]:
    """All that does not hold; an empty list when the ledger is sound."""
    return [Discrepancy(rule, message) for rule, check in RULES.items() for message in check()]


def _balances() -> Iterator[str]:
    """A balance is the number of booklets there, and what came in less what went out."""
    there = dict(Booklet.objects.values_list("account").annotate(n=Count("pk")).order_by())
    came = dict(Movement.objects.values_list("to_account").annotate(n=Count("pk")).order_by())
    went = dict(Movement.objects.values_list("from_account").annotate(n=Count("pk")).order_by())
    for account in Account.objects.select_related("partner", "place"):
        moved = came.get(account.pk, 0) - went.get(account.pk, 0)
        if account.balance != moved:
            yield f"{account} : solde de {account.balance}, mouvements de {moved}."
        if account.kind != AccountKind.OPERATEUR and account.balance != there.get(account.pk, 0):
            yield f"{account} : solde de {account.balance}, {there.get(account.pk, 0)} carnets s’y trouvent."
        if account.balance < 0 and account.kind != AccountKind.OPERATEUR:
            yield f"{account} : solde négatif, {account.balance}."


def _issued() -> Iterator[str]:
    """Nothing is created or lost on the way."""
    total = Account.objects.aggregate(total=Coalesce(Sum("balance"), 0))["total"]
    if total:
        yield f"La somme de tous les comptes est {total} au lieu de 0."
    issued = -sum(Account.objects.filter(kind=AccountKind.OPERATEUR).values_list("balance", flat=True))
    if issued != Booklet.objects.count():
        yield f"{issued} carnets émis, {Booklet.objects.count()} carnets au registre."


def _projections() -> Iterator[str]:
    """A booklet is where its last movement led it, after as many movements as it says."""
    counts = Booklet.objects.annotate(n=Count("movements"), last=Max("movements__number"))
    yield from _named(counts.exclude(n=F("moves"), last=F("moves")), "le nombre de mouvements ne s’accorde pas")
    led = Movement.objects.filter(booklet=OuterRef("pk"), number=OuterRef("moves")).values("to_account")[:1]
    elsewhere = Booklet.objects.annotate(led=Subquery(led)).exclude(led=F("account_id"))
    yield from _named(elsewhere, "le dernier mouvement mène ailleurs")


def _chains() -> Iterator[str]:
    """A movement takes from where the one before it gave; the first from the operator."""
    before = Movement.objects.filter(booklet=OuterRef("booklet"), number=OuterRef("number") - 1).values("to_account")
    rows = Movement.objects.annotate(before=Subquery(before[:1]))
    broken = rows.filter(number__gt=1).exclude(before=F("from_account_id"))
    unborn = rows.filter(number=1).exclude(from_account__kind=AccountKind.OPERATEUR)
    for found, words in ((broken, "les mouvements ne se suivent pas"), (unborn, "ne vient pas de l’opérateur")):
        serials = list(found.values_list("booklet__serial", flat=True)[: NAMED * 20])
        if serials:
            yield f"{name_some(serials, most=NAMED)} : {words}."


def _hand_outs() -> Iterator[str]:
    """Handed out once: as many hand-outs as cancellations, plus one for a booklet that is with a person."""
    given = Count("movements", filter=Q(movements__kind=OperationKind.REMISE))
    undone = Count("movements", filter=Q(movements__kind=OperationKind.ANNULATION))
    rows = Booklet.objects.annotate(net=given - undone)
    yield from _named(rows.filter(account__kind=AccountKind.REMIS).exclude(net=1), "remis plus ou moins d’une fois")
    yield from _named(rows.exclude(account__kind=AccountKind.REMIS).exclude(net=0), "remis sans être chez la personne")


def _quotas() -> Iterator[str]:
    """No more booklets are delivered under a quota than it has (art. 5)."""
    quotas = {(row.convention_id, row.year): row for row in Quota.objects.select_related("convention__partner")}
    delivered = Booklet.objects.filter(convention__isnull=False).values_list("convention", "year")
    for convention, year, number in delivered.annotate(n=Count("pk")).order_by().values_list("convention", "year", "n"):
        quota = quotas.get((convention, year or 0))
        if quota is not None and number > quota.booklets:
            yield f"{quota} : {counted(number, 'carnet livré', 'carnets livrés')}."


RULES: dict[str, Callable[[], Iterator[str]]] = {
    "soldes": _balances,
    "émission": _issued,
    "lieu": _projections,
    "suite": _chains,
    "remise": _hand_outs,
    "quota": _quotas,
}


def _named(rows: object, words: str) -> Iterator[str]:
    serials = list(rows.order_by("serial").values_list("serial", flat=True)[: NAMED * 20])  # type: ignore[attr-defined]
    if serials:
        yield f"{name_some(serials, most=NAMED)} : {words}."
