"""Every invariant of the ledger, asked of the rows themselves in sets: the same number of queries for any size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from passnum.core.french import counted
from passnum.quotas.enums import WAYS, AccountKind, DeliveryState, DiscrepancyKind, OperationKind, RestitutionState
from passnum.quotas.ledger import MovementQuerySet
from passnum.quotas.models import (
    Account,
    Booklet,
    Delivery,
    DeliveryDiscrepancy,
    Movement,
    PlaceQuota,
    Programme,
    Quota,
    Restitution,
)
from passnum.quotas.position import delivered_by_slips
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
    last = Movement.objects.filter(booklet=OuterRef("pk"), number=OuterRef("moves"), to_account=OuterRef("account"))
    elsewhere = Booklet.objects.exclude(Exists(last))
    yield from _named(elsewhere, "le dernier mouvement mène ailleurs")


def _chains() -> Iterator[str]:
    """A movement takes from where the one before it gave; the first from the operator."""
    before = Movement.objects.filter(booklet=OuterRef("booklet"), number=OuterRef("number") - 1)
    rows = Movement.objects.filter(number__gt=1)
    led = before.filter(to_account=OuterRef("from_account"))
    yield from _moved(rows.exclude(Exists(led)), "les mouvements ne se suivent pas")
    # What a cancellation undid never happened: the true hand-out may be of an earlier day than the mistaken one.
    later = before.filter(happened_on__gt=OuterRef("happened_on")).exclude(kind=OperationKind.ANNULATION)
    yield from _moved(rows.filter(Exists(later)), "un mouvement est daté d’avant le précédent")
    first = Movement.objects.filter(number=1)
    yield from _moved(first.exclude(from_account__kind=AccountKind.OPERATEUR), "ne vient pas de l’opérateur")


def _ways() -> Iterator[str]:
    """Each act leads from where to where it may (`WAYS`), and never from one partner straight to another."""
    rows = Movement.objects.order_by()
    for kind, source, target in rows.values_list("kind", "from_account__kind", "to_account__kind").distinct():
        sources, targets = WAYS.get(OperationKind(kind), (frozenset(), frozenset()))
        if source not in sources or target not in targets:
            strays = rows.filter(kind=kind, from_account__kind=source, to_account__kind=target)
            yield from _moved(strays, f"« {OperationKind(kind).label} » n’est pas un chemin entre ces lieux")
    across = Q(from_account__partner__isnull=False, to_account__partner__isnull=False)
    strays = rows.filter(across).exclude(from_account__partner=F("to_account__partner"))
    yield from _moved(strays, "passés d’une structure à une autre")


def _holders() -> Iterator[str]:
    """What a partner holds was delivered under one of its conventions; what EMS holds, under none."""
    at_ems = Booklet.objects.filter(account__partner__isnull=True, convention__isnull=False)
    yield from _named(at_ems, "à l’Eurométropole, mais encore au titre d’une convention")
    delivered = Booklet.objects.filter(account__partner__isnull=False)
    own = delivered.filter(convention__partner=F("account__partner"))
    yield from _named(delivered.exclude(pk__in=own.values("pk")), "chez une structure, sans une convention à elle")
    for account in Account.objects.filter(place__isnull=False).exclude(place__partner=F("partner")):
        yield f"{account} : le lieu et le compte ne sont pas de la même structure."


def _slips() -> Iterator[str]:
    """A slip lists what its act moved, and what is on the way is what the slips still wait for."""
    for rows in (Delivery.objects.all(), Restitution.objects.all()):
        slips = {
            number: (booklets, act) for number, booklets, act in rows.values_list("number", "booklets", "operation")
        }
        acts = {act for _, act in slips.values()}
        moved = dict(
            Movement.objects.filter(operation__in=acts).values_list("operation").annotate(Count("pk")).order_by()
        )
        for number, (booklets, act) in slips.items():
            if moved.get(act, 0) != booklets:
                yield f"{number} : {booklets} carnets au bon, {moved.get(act, 0)} mouvements."
    waits = {AccountKind.LIVRAISON: _delivery_waits(), AccountKind.RESTITUTION: _restitution_waits()}
    for account in Account.objects.filter(kind__in=waits).select_related("partner"):
        expected = waits[AccountKind(account.kind)].get(account.partner_id or 0, 0)
        if account.balance != expected:
            yield f"{account} : {account.balance} carnets en route, {expected} attendus par les bons."


def _delivery_waits() -> dict[int, int]:
    """Booklets that deliveries wait for, by partner: whole parcels, then each serial that is missing."""
    rows = Delivery.objects.filter(state=DeliveryState.EN_COURS)
    found: Counter[int] = Counter()
    found.update(dict(rows.values_list("convention__partner").annotate(Sum("booklets")).order_by()))
    gaps = DeliveryDiscrepancy.objects.filter(kind=DiscrepancyKind.MANQUANT, settlement="")
    found.update(dict(gaps.values_list("delivery__convention__partner").annotate(Count("pk")).order_by()))
    return found


def _restitution_waits() -> dict[int, int]:
    rows = Restitution.objects.exclude(state=RestitutionState.RECUE)
    waits = rows.values_list("convention__partner").annotate(number=Sum(F("booklets") - F("received_booklets")))
    found = Counter(dict(waits.order_by()))
    # What the structure has accounted for is waited for no more.
    told = Movement.objects.filter(
        from_account__kind=AccountKind.RESTITUTION, operation__parent__in=rows.values("operation")
    ).exclude(kind=OperationKind.RETOUR)
    found.subtract(dict(told.values_list("from_account__partner").annotate(Count("pk")).order_by()))
    return found


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
    for key, number in delivered_by_slips(quotas.values()).items():
        if key in quotas and quotas[key].received_booklets < number:
            yield f"{quotas[key]} : {quotas[key].received_booklets} carnets livrés, {number} d’après les bons."


def _programmes() -> Iterator[str]:
    """The quotas of a programme stay within its budget, the parts of the places within their quota (art. 5)."""
    granted = dict(Quota.objects.values_list("programme").annotate(Sum("booklets")).order_by())
    for programme in Programme.objects.all():
        total = granted.get(programme.pk, 0)
        if programme.allocated_booklets != total:
            yield f"{programme} : compteur de {programme.allocated_booklets} carnets, quotas de {total}."
        if total > programme.booklet_cap:
            yield f"{programme} : quotas de {total} carnets pour un plafond de {programme.booklet_cap}."
    parts = dict(PlaceQuota.objects.values_list("quota").annotate(Sum("booklets")).order_by())
    for quota in Quota.objects.select_related("convention__partner"):
        total = parts.get(quota.pk, 0)
        if quota.shared_booklets != total or total > quota.booklets:
            yield f"{quota} : compteur de {quota.shared_booklets} carnets, parts de {total}."


RULES: dict[str, Callable[[], Iterator[str]]] = {
    "soldes": _balances,
    "émission": _issued,
    "lieu": _projections,
    "suite": _chains,
    "voie": _ways,
    "détenteur": _holders,
    "remise": _hand_outs,
    "bons": _slips,
    "quota": _quotas,
    "programme": _programmes,
}


def _moved(rows: MovementQuerySet, words: str) -> Iterator[str]:
    serials = list(rows.order_by().values_list("booklet__serial", flat=True)[: NAMED * 20])
    if serials:
        yield f"{name_some(serials, most=NAMED)} : {words}."


def _named(rows: object, words: str) -> Iterator[str]:
    serials = list(rows.order_by("serial").values_list("serial", flat=True)[: NAMED * 20])  # type: ignore[attr-defined]
    if serials:
        yield f"{name_some(serials, most=NAMED)} : {words}."
