"""The register of attributions against the ledger of booklets: each booklet with a person has its attribution."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet

from passnum.distribution.counting import miscounts
from passnum.distribution.models import Attribution
from passnum.quotas.enums import AccountKind
from passnum.quotas.ledger_check import NAMED, Discrepancy
from passnum.quotas.models import Booklet
from passnum.quotas.serials import name_some


def discrepancies() -> list[Discrepancy]:
    """All that does not agree; an empty list when register and ledger say the same."""
    return [Discrepancy(rule, message) for rule, check in RULES.items() for message in check()]


def _handed_out() -> Iterator[str]:
    standing = Attribution.objects.standing()
    yield from _named(
        standing.exclude(booklet__account__kind=AccountKind.REMIS).values_list("booklet__serial", flat=True),
        "attribués sans avoir été remis",
    )
    with_a_person = Booklet.objects.filter(account__kind=AccountKind.REMIS)
    yield from _named(
        with_a_person.exclude(pk__in=standing.values("booklet")).values_list("serial", flat=True),
        "remis sans attribution",
    )


def _partners() -> Iterator[str]:
    wrong = Attribution.objects.standing().exclude(booklet__convention=F("convention"))
    yield from _named(wrong.values_list("booklet__serial", flat=True), "attribués au titre d’une autre convention")
    elsewhere = Attribution.objects.exclude(place__partner=F("convention__partner"))
    yield from _named(
        elsewhere.values_list("booklet__serial", flat=True), "attribués dans le lieu d’un autre partenaire"
    )


def _counts() -> Iterator[str]:
    """The counts of the indicators are those of the rows."""
    yield from islice(miscounts(), NAMED)


RULES: dict[str, Callable[[], Iterator[str]]] = {
    "attribution": _handed_out,
    "convention": _partners,
    "effectifs": _counts,
}


def _named(rows: QuerySet[Any, str], words: str) -> Iterator[str]:
    serials = list(rows[: NAMED * 20])
    if serials:
        yield f"{name_some(serials, most=NAMED)} : {words}."
