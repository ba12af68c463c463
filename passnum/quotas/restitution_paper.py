"""« Procès-verbal de restitution » (art. 12), set in type (PDF/A-3a and PDF/UA-1), and what is told beside it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef

from passnum.core import french
from passnum.core.typesetting import typeset
from passnum.quotas.enums import OperationKind, RestitutionReason
from passnum.quotas.ledger import BookletQuerySet
from passnum.quotas.models import Movement, Restitution
from passnum.quotas.papers import booklets_of, given, printed, ranges_table, sized_ranges

#: Article 12 speaks of the termination alone: said on the report, as on the screens.
NORMAL_END_UNSAID = (
    "L’article 12 prévoit la restitution des Pass non distribués en cas de résiliation. La convention ne dit rien des "
    "carnets restants à sa fin normale : les parties en conviennent ensemble."
)


def at_normal_end(row: Restitution) -> bool:
    """Whether booklets come back because the convention ran to its end, of which it says nothing."""
    return row.reason == RestitutionReason.FIN


def not_received(row: Restitution) -> BookletQuerySet:
    """Booklets of a restitution that EMS has not received under it, wherever they have come since.

    Where a booklet is today is no business of the report: received, it may be another partner's by now.
    """
    back = Movement.objects.filter(
        booklet=OuterRef("pk"), kind=OperationKind.RETOUR, operation__parent=row.operation_id
    )
    return booklets_of(row.operation).exclude(Exists(back))


def restitution_report(row: Restitution) -> bytes:
    """« Procès-verbal de restitution » (art. 12): what the partner hands over, what EMS received. RenderingFailed."""
    serials = booklets_of(row.operation)
    facts = [
        ("Motif", row.get_reason_display()),
        ("Remise le", french.long_date(row.sent_on)),
        ("Remise par", str(row.sent_by)),
        ("Carnets", french.booklets(row.booklets)),
    ]
    tables = [ranges_table("Carnets rendus", serials.values_list("serial", "expires_on"))]
    if row.received_on is not None:
        facts += [
            ("Reçue le", french.long_date(row.received_on)),
            ("Carnets reçus", french.booklets(row.received_booklets)),
        ]
        lacking = not_received(row).values_list("serial", "expires_on")
        tables.append(ranges_table("Carnets annoncés et non reçus", lacking, "Aucun écart."))
        tables += _accounts(row)
    paper = printed(
        "Procès-verbal de restitution",
        row.number,
        row.convention,
        facts=facts,
        intro=[
            "La structure restitue à l’Eurométropole de Strasbourg les carnets de Pass numériques en sa possession et "
            "non distribués, dont la liste suit."
        ],
        tables=tables,
        notes=[*given(row.note), *([NORMAL_END_UNSAID] if at_normal_end(row) else [])],
        signatures=[
            ("Pour la structure", "Remise des carnets"),
            ("Pour l’Eurométropole de Strasbourg", "Réception des carnets"),
        ],
    )
    return typeset("quotas/paper.typ", paper, timestamp=row.operation.recorded_at)


def _accounts(row: Restitution) -> list[dict[str, Any]]:
    """What became of the booklets not received, an act after the other; nothing as long as nobody has said it."""
    said = row.operation.consequences.exclude(kind=OperationKind.RETOUR).order_by("pk")
    rows = [
        [
            text,
            french.number(size),
            act.get_kind_display(),
            french.day_and_month(act.happened_on),
            french.typeset(act.reason),
        ]
        for act in said
        for text, size in sized_ranges(booklets_of(act).values_list("serial", flat=True))
    ]
    table = {
        "title": "Ce qu’ils sont devenus",
        "columns": ["Numéros", "Carnets", "Suite", "Constaté le", "Explication"],
        "widths": ["auto", "auto", "auto", "auto", "fr"],
        "numeric": False,
        "rows": rows,
        "empty": "",
    }
    return [table] if rows else []
