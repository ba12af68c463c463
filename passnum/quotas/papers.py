"""Papers about booklets, set in type (PDF/A-3a and PDF/UA-1): delivery slip, count report, and what papers share.

Serials are printed as ranges; the numbers are booklets, with the cheques they hold (one booklet = 10 Pass = 100 €).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from passnum.conventions.models import Convention
from passnum.core import french, scheme
from passnum.core.typesetting import typeset
from passnum.quotas.enums import CountFinding
from passnum.quotas.ledger import BookletQuerySet
from passnum.quotas.models import Booklet, Delivery, Movement, Operation, StockCount
from passnum.quotas.serials import format_ranges

NO_EXPIRY = "sans date"
#: The moment printed in the report of a count, which has a day alone.
NOON = time(12, tzinfo=UTC)


def booklets_of(operation: Operation) -> BookletQuerySet:
    """The booklets that an act moved, in the order of their serials."""
    return Booklet.objects.filter(movements__operation=operation).order_by("serial")


def delivery_slip(row: Delivery) -> bytes:
    """« Bon de livraison »: ranges, booklets, cheques, expiry, both signatures; the receipt once it is confirmed.

    Raises RenderingFailed.
    """
    facts = [
        ("Exercice", str(row.year)),
        ("Envoyée le", french.long_date(row.sent_on)),
        ("Préparée par", str(row.sent_by)),
        ("Carnets", french.booklets(row.booklets)),
    ]
    tables = [ranges_table("Carnets livrés", booklets_of(row.operation).values_list("serial", "expires_on"))]
    if row.received_on is not None:
        facts += [
            ("Reçue le", french.long_date(row.received_on)),
            ("Réception confirmée par", str(row.received_by)),
            ("Carnets reçus", french.booklets(row.received_booklets)),
        ]
        tables += [_arrivals(row), _gaps(row)]
    paper = printed(
        "Bon de livraison",
        row.number,
        row.convention,
        facts=facts,
        intro=[
            "L’Eurométropole de Strasbourg livre à la structure les carnets de Pass numériques ci-dessous, au titre du "
            f"quota {row.year} (art. 5). La structure confirme la réception dans Passnum et y nomme les écarts."
        ],
        tables=tables,
        notes=given(row.note),
        signatures=[
            ("Pour l’Eurométropole de Strasbourg", "Remise des carnets"),
            ("Pour la structure", "Réception des carnets"),
        ],
    )
    return typeset("quotas/paper.typ", paper, timestamp=row.operation.recorded_at)


def count_report(row: StockCount, convention: Convention) -> bytes:
    """« Rapport d’inventaire »: what was counted beside the ledger, differences by nature. Raises RenderingFailed."""
    lines = list(row.lines.all())
    tables = []
    for finding in (CountFinding.MANQUANT, CountFinding.AILLEURS, CountFinding.INCONNU):
        of_kind = [line for line in lines if line.finding == finding]
        if of_kind:
            tables.append(_found(str(finding.label), of_kind))
    facts = [
        ("Lieu", str(row.place)),
        ("Compté le", french.long_date(row.counted_on)),
        ("Compté par", str(row.counted_by)),
        ("Carnets au registre", french.booklets(row.expected_booklets)),
        ("Carnets comptés", french.booklets(row.found_booklets)),
        ("Écarts", french.counted(len(lines), "écart") if lines else "aucun"),
    ]
    paper = printed(
        "Rapport d’inventaire",
        f"du {french.day_and_month(row.counted_on)}",
        convention,
        facts=facts,
        intro=["Les écarts sont constatés ; aucun carnet n’a été déplacé ni déclaré perdu par cet inventaire."],
        tables=tables,
        notes=given(row.note),
        signatures=[("Pour la structure", "Inventaire du lieu")],
    )
    return typeset("quotas/paper.typ", paper, timestamp=datetime.combine(row.counted_on, NOON))


def printed(
    title: str,
    number: str,
    convention: Convention,
    *,
    facts: Sequence[tuple[str, str]],
    intro: list[str],
    tables: list[dict[str, Any]],
    notes: list[str],
    signatures: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    """The paper as its template reads it."""
    return {
        "title": title,
        "number": number,
        "reference": convention.reference,
        "partner": convention.partner.name,
        "facts": [[label, french.typeset(value)] for label, value in facts],
        "intro": [french.typeset(line) for line in intro],
        "tables": tables,
        "notes": [french.typeset(line) for line in notes],
        "signatures": [{"side": side, "act": act} for side, act in signatures],
    }


def given(note: str) -> list[str]:
    """What was written on the slip, a line after the other."""
    return [f"Précisions : {line}" for line in note.split("\n") if line.strip()]


def ranges_table(
    title: str, serials: Iterable[tuple[str, date | None]], empty: str = "Aucun carnet."
) -> dict[str, Any]:
    """Ranges of one expiry each, with booklets, cheques and the last day of validity; a total where it adds."""
    by_expiry: dict[date | None, list[str]] = defaultdict(list)
    for serial, expires_on in serials:
        by_expiry[expires_on].append(serial)
    rows: list[list[str]] = []
    for expires_on in sorted(by_expiry, key=lambda day: day or date.max):
        until = french.day_and_month(expires_on) if expires_on else NO_EXPIRY
        rows += [[text, *_amounts(size), until] for text, size in sized_ranges(by_expiry[expires_on])]
    total = sum(len(names) for names in by_expiry.values())
    if len(rows) > 1:
        rows.append(["Total", *_amounts(total), ""])
    return {
        "title": title,
        "columns": ["Numéros", "Carnets", "Pass", "Valeur", "Valables jusqu’au"],
        "widths": ["fr", "auto", "auto", "auto", "auto"],
        "numeric": True,
        "rows": rows,
        "empty": empty,
    }


def sized_ranges(serials: Iterable[str]) -> list[tuple[str, int]]:
    """Ranges with the number of booklets of each: [("EMS-000101 à EMS-000150", 50)]."""
    names = sorted(set(serials))
    found, start = [], 0
    for text in format_ranges(names):
        last = text.rsplit(" à ", 1)[-1]
        end = names.index(last, start) + 1
        found.append((text, end - start))
        start = end
    return found


def _amounts(booklets: int) -> list[str]:
    return [
        french.number(booklets),
        french.number(scheme.booklets_to_pass(booklets)),
        french.euros(scheme.booklets_to_euros(booklets)),
    ]


def _arrivals(row: Delivery) -> dict[str, Any]:
    """Where the booklets of the slip came to, as the ledger has it: one line per range and place."""
    came = Movement.objects.filter(operation__parent=row.operation, to_account__place__isnull=False)
    by_place: dict[str, list[str]] = defaultdict(list)
    for arrival in came.select_related("booklet", "to_account__place"):
        by_place[str(arrival.to_account.place)].append(arrival.booklet.serial)
    rows = [
        [where, text, french.number(size)]
        for where, names in sorted(by_place.items())
        for text, size in sized_ranges(names)
    ]
    return {
        "title": "Lieux de réception",
        "columns": ["Lieu", "Numéros", "Carnets"],
        "widths": ["fr", "fr", "auto"],
        "numeric": False,
        "rows": rows,
        "empty": "Aucun carnet n’est entré dans un lieu.",
    }


def _gaps(row: Delivery) -> dict[str, Any]:
    rows = [
        [
            gap.serial,
            gap.get_kind_display(),
            f"{gap.get_settlement_display()} le {french.day_and_month(gap.settled_on)}"
            if gap.settled_on
            else "à régler",
            gap.settlement_note,
        ]
        for gap in row.discrepancies.all()
    ]
    return {
        "title": "Écarts constatés à la réception",
        "columns": ["Numéro", "Écart", "Suite", "Explication"],
        "widths": ["auto", "auto", "auto", "fr"],
        "numeric": False,
        "rows": rows,
        "empty": "Aucun écart.",
    }


def _found(title: str, lines: Sequence[Any]) -> dict[str, Any]:
    """The serials of one nature, as ranges, by the place where the ledger has them."""
    by_place: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        by_place[line.recorded_at_place].append(line.serial)
    rows = [
        [text, french.number(size), where or "—"]
        for where, names in sorted(by_place.items())
        for text, size in sized_ranges(names)
    ]
    return {
        "title": title,
        "columns": ["Numéros", "Carnets", "Inscrits à"],
        "widths": ["fr", "auto", "fr"],
        "numeric": False,
        "rows": rows,
        "empty": "",
    }
