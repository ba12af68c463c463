"""A physical count of a place beside what the ledger says: differences named, nothing changed by itself (art. 5)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from passnum.core import clock, journal
from passnum.core.errors import InvalidInput
from passnum.core.french import counted
from passnum.partners.models import DistributionPlace, User
from passnum.quotas.enums import CountFinding
from passnum.quotas.models import Booklet, StockCount, StockCountLine
from passnum.quotas.serials import clean_serial, meant_in_full, told_in_full
from passnum.quotas.services.accounts import place_stock
from passnum.quotas.services.slips import ensure_keeps_booklets, write_down


@transaction.atomic
def record_count(*, actor: User, place: DistributionPlace, serials: Iterable[str], note: str = "") -> StockCount:
    """Record the serials found in a place today, and in what they differ from the ledger. By a référent.

    An empty list is a count too: nothing was found. Raises InvalidInput for numbers without their prefix.
    """
    ensure_keeps_booklets(actor, place.partner)
    found = {clean_serial(serial) for serial in serials}
    account = place_stock(place)
    expected = set(Booklet.objects.held_by(account).values_list("serial", flat=True))
    short = meant_in_full(sorted(found - expected), expected)
    if short:
        # Recorded as they are, they would be unknown for ever: a count is never rewritten.
        raise InvalidInput(f"Numéros incomplets. {told_in_full(short)}", field="serials")
    row = StockCount.objects.create(
        place=place,
        counted_on=clock.today(),
        counted_by=actor,
        expected_booklets=len(expected),
        found_booklets=len(found),
        note=note.strip(),
    )
    lines = [StockCountLine(count=row, serial=one, finding=CountFinding.MANQUANT) for one in sorted(expected - found)]
    lines += _strangers(row, sorted(found - expected))
    StockCountLine.objects.bulk_create(lines)
    _write(actor, row, len(lines))
    return row


def _strangers(row: StockCount, serials: list[str]) -> list[StockCountLine]:
    """Serials found that the ledger has elsewhere in the structure; another's is told like an unknown one."""
    known = Booklet.objects.filter(serial__in=serials, account__partner=row.place.partner)
    where = {one.serial: str(one.account) for one in known.select_related("account__place", "account__partner")}
    return [
        StockCountLine(
            count=row,
            serial=one,
            finding=CountFinding.AILLEURS if one in where else CountFinding.INCONNU,
            recorded_at_place=where.get(one, "")[:260],
        )
        for one in serials
    ]


def _write(actor: User, row: StockCount, differences: int) -> None:
    convention = row.place.partner.conventions.order_by("-first_year").first()
    if convention is not None:
        subject = journal.Subject("inventaire", row.public_id)
        amount = counted(row.found_booklets, "carnet compté", "carnets comptés")
        told = f"{row.place.name} : {counted(differences, 'écart')}"
        write_down(actor, convention, "recenser les carnets d’un lieu", subject, to=amount, reason=told)
