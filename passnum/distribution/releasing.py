"""Publishing the programme's figures of a period, protected by themselves and against those published before."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, NotAllowed
from passnum.core.french import day_and_month
from passnum.distribution.protecting import protect, shown_rows, threshold_beside
from passnum.distribution.reading import Indicators, read_indicators
from passnum.distribution.release import FiguresRelease, ReleasedCell
from passnum.distribution.scope import Scope
from passnum.distribution.suppression import Published
from passnum.distribution.thresholds import published_threshold
from passnum.partners.models import User
from passnum.partners.permissions import author_for, is_ems_administrator

NOTHING_SHOWN = (
    "Aucun chiffre ne serait lisible : trop peu de personnes sur cette période. Choisissez-en une plus longue."
)
NOTHING_SHOWN_BESIDE = (
    "Aucun chiffre ne serait lisible : cette période partage des jours avec une période déjà publiée, et leur "
    "différence dirait quelque chose de trop peu de personnes. Choisissez une période qui n’a aucun jour en commun "
    "avec celles déjà publiées."
)


def preview_release(*, first: date, last: date) -> tuple[Indicators, dict[str, Published]]:
    """The programme's figures of the period as a publication made now would show them."""
    found = read_indicators(Scope(), first=first, last=last)
    return found, protect(Scope(), found, under=published_threshold())


def threshold_of_release(first: date, last: date) -> int:
    """The threshold (persons) of a publication of the period made now."""
    return threshold_beside(first, last, under=published_threshold())


def shows_anything(shown: dict[str, Published]) -> bool:
    """Whether one figure at least would be read: zeros and hidden ones tell nothing."""
    return any(number for table in shown.values() for number in table.cells.values())


def why_not(found: Indicators, shown: dict[str, Published]) -> str:
    """Why these figures cannot be published today, in a sentence; nothing when they can."""
    if found.last >= clock.today():
        return "Une période se publie quand elle est finie : ses chiffres ne bougent plus."
    if FiguresRelease.objects.filter(first_day=found.first, last_day=found.last).exists():
        return "Les chiffres de cette période sont déjà publiés."
    if shows_anything(shown):
        return ""
    beside = FiguresRelease.objects.filter(first_day__lte=found.last, last_day__gte=found.first).exists()
    return NOTHING_SHOWN_BESIDE if beside else NOTHING_SHOWN


@transaction.atomic
def release_figures(*, actor: User, first: date, last: date) -> FiguresRelease:
    """Publish the programme's figures of a period that is over. Raises NotAllowed and InvalidInput."""
    if not is_ems_administrator(actor):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole publient les chiffres du dispositif.")
    # Two publications at once would not protect each other.
    journal.lock(journal.SCHEME_CHAIN)
    found, shown = preview_release(first=first, last=last)
    if refusal := why_not(found, shown):
        raise InvalidInput(refusal, field="au")
    row = FiguresRelease.objects.create(
        first_day=found.first,
        last_day=found.last,
        threshold=threshold_of_release(found.first, found.last),
        released_at=clock.now(),
        released_by=actor,
    )
    ReleasedCell.objects.bulk_create(_cells(row, found, shown))
    journal.record(
        chain=journal.SCHEME_CHAIN,
        author=author_for(actor, None, clock.today()),
        act="publier les chiffres du dispositif",
        subject=journal.Subject("publication de chiffres", row.public_id),
        to_state=f"{day_and_month(found.first)} – {day_and_month(found.last)}",
    )
    return row


def released_tables(row: FiguresRelease) -> list[tuple[str, list[tuple[str, int | None]], int | None]]:
    """The tables as they were shown: title, then (label, number or None for hidden), and the total.

    The total is hidden with all the rest where nothing is shown of any table.
    """
    cells = list(row.cells.all())
    tables: dict[str, list[ReleasedCell]] = {}
    for cell in cells:
        tables.setdefault(cell.dimension, []).append(cell)
    open_figures = any(cell.shown is not None for cell in cells)
    return [
        (
            table[0].dimension_label,
            [(cell.label, cell.shown) for cell in table],
            sum(cell.beneficiaries for cell in table) if open_figures else None,
        )
        for table in tables.values()
    ]


def _cells(row: FiguresRelease, found: Indicators, shown: dict[str, Published]) -> list[ReleasedCell]:
    cells: list[ReleasedCell] = []
    for table in found.tables:
        for one, number in shown_rows(table, shown[table.dimension]):
            cells.append(
                ReleasedCell(
                    release=row,
                    rank=len(cells) + 1,
                    dimension=table.dimension,
                    dimension_label=table.label,
                    modality=one.code,
                    label=one.label,
                    beneficiaries=one.beneficiaries,
                    shown=number,
                )
            )
    return cells
