"""Where booklets are, in words, for the refusal of an act that looks for them elsewhere; nothing of any person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F

from passnum.quotas.enums import AccountKind, OperationKind
from passnum.quotas.models import Booklet, Movement
from passnum.quotas.serials import name_some

#: Places of the ledger that a refusal names; a distribution place is named by its own name.
_WORDS = {
    AccountKind.OPERATEUR: "à l’opérateur",
    AccountKind.EUROMETROPOLE: "au stock de l’Eurométropole",
    AccountKind.LIVRAISON: "en cours de livraison",
    AccountKind.REMIS: "remise à une personne",
    AccountKind.PERDU: "perte déclarée",
    AccountKind.VOLE: "vol déclaré",
    AccountKind.DETERIORE: "détérioration déclarée",
    AccountKind.EXPIRE: "mis de côté, périmés",
    AccountKind.RESTITUTION: "en cours de restitution",
}


def where_they_are(booklets: Iterable[Booklet]) -> str:
    """« EMS-000012 (remise à une personne le 15/09/2023), EMS-000030 (perte déclarée) », their accounts at hand."""
    rows = list(booklets)
    gone = [row.pk for row in rows if row.account.kind == AccountKind.REMIS]
    last = Movement.objects.filter(booklet__in=gone, kind=OperationKind.REMISE, number=F("booklet__moves"))
    days = dict(last.values_list("booklet", "happened_on"))
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        words = row.account.place.name if row.account.place else _WORDS[AccountKind(row.account.kind)]
        day = days.get(row.pk)
        found[f"{words} le {day:%d/%m/%Y}" if day else words].append(row.serial)
    return ", ".join(f"{name_some(serials)} ({words})" for words, serials in found.items())
