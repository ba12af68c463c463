"""Aggregated counts of a partner that keeps no register (art. 6): one row per modality. Margins stay margins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from passnum.core.communes import fold
from passnum.core.errors import InvalidInput, NotAllowed, PassnumError
from passnum.deliverables.drafts import IndicatorsDraft, read_draft
from passnum.deliverables.enums import DeliverableKind
from passnum.deliverables.models import Deliverable
from passnum.deliverables.services import save_draft
from passnum.distribution.enums import MODALITIES, Dimension
from passnum.exchange.enums import Effect, Kind
from passnum.exchange.format import Checked, Column, Row, Session
from passnum.exchange.formats.by_row import Cells, UndoneSession, each_row
from passnum.exchange.formats.cells import one_of, said, whole
from passnum.exchange.refusals import refusal
from passnum.partners.enums import Role
from passnum.partners.models import Partner, User
from passnum.partners.permissions import roles_at

TOTAL = "Total"
#: What a row of totals counts, as it is written, and where it goes.
TOTALS = {"Carnets": "booklets_handed_out", "Bénéficiaires": "beneficiaries"}
_TOTAL = fold(TOTAL)
_TOTALS = {fold(word): name for word, name in TOTALS.items()}
#: The short words of the register's tables are understood too.
_SHORT = {
    "categorie": Dimension.CATEGORY,
    "prestation": Dimension.OUTCOME,
    "pcs": Dimension.PCS,
    "francais": Dimension.FRENCH,
    "handicap": Dimension.DISABILITY,
}
_LISTS = ". ".join(f"{dimension.label} : {said(modalities)}" for dimension, modalities in MODALITIES.items())
COLUMNS = (
    Column("exercice", "Année du rapport", "2022", required=True),
    Column(
        "caracteristique",
        f"{said(Dimension)} ; ou « {TOTAL} »",
        Dimension.SEX.label,
        required=True,
        choices=(*(str(label) for label in Dimension.labels), TOTAL),
    ),
    Column(
        "modalite",
        f"{TOTAL} : « Carnets » ; « Bénéficiaires ». {_LISTS}",
        MODALITIES[Dimension.SEX].labels[0],
        required=True,
    ),
    Column("effectif", "Nombre de personnes (de carnets pour « Carnets »)", "123", required=True),
)


class MarginFormat:
    """Brought in by the référents of the partner, into the report of indicators that they are drafting."""

    kind: Kind = Kind.EFFECTIFS
    columns: tuple[Column, ...] = COLUMNS
    most_rows: int = 2_000
    nouns: tuple[str, str] = ("effectif", "effectifs")

    def ensure_allowed(self, actor: User, partner: Partner | None) -> None:
        """Raises NotAllowed for others."""
        if partner is None or Role.REFERENT not in roles_at(actor, partner):
            raise NotAllowed("Seuls les référents de la structure remplissent le rapport d’indicateurs.")

    def session(self, actor: User, partner: Partner | None, present: frozenset[str]) -> Session:
        """Begin a reading."""
        assert partner is not None
        owner = partner

        def apply(rows: Sequence[Row]) -> Checked:
            return _Reading(actor, owner).apply(rows)

        return UndoneSession(apply)


class _Reading:
    """The counts of one file, by year, then written into each year's draft."""

    def __init__(self, actor: User, partner: Partner) -> None:
        self._actor, self._partner = actor, partner
        self._counts: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
        self._deliverables: dict[int, Deliverable] = {}

    def apply(self, rows: Sequence[Row]) -> Checked:
        checked = each_row(rows, COLUMNS, self._take, {})
        if checked.problems:
            return checked
        for year, counts in self._counts.items():
            try:
                self._save(year, counts)
            except PassnumError as error:
                line, cells = next(row for row in rows if whole(row[1][0], "exercice") == year)
                checked.problems.append(refusal(line, "exercice", cells[0], error.message))
                checked.effects[0] = Effect.REFUSE
        return checked

    def _take(self, given: Cells) -> Effect:
        year = whole(given["exercice"], "exercice")
        draft = self._draft(year)
        number = whole(given["effectif"], "effectif")
        if fold(given["caracteristique"]) == _TOTAL:
            key = (TOTAL, fold(given["modalite"]))
            if key[1] not in _TOTALS:
                raise InvalidInput("Écrivez « Carnets » ou « Bénéficiaires ».", field="modalite")
            before = getattr(draft, _TOTALS[key[1]])
        else:
            dimension = _dimension(given["caracteristique"])
            key = (str(dimension), one_of(given["modalite"], MODALITIES[dimension], "modalite"))
            before = draft.counts.get(dimension, {}).get(key[1], 0)
        if key in self._counts[year]:
            raise InvalidInput("Cette modalité est déjà dans le fichier : gardez une ligne.", field="modalite")
        self._counts[year][key] = number
        if before == number:
            return Effect.INCHANGE
        return Effect.MODIFIE if before else Effect.CREE

    def _draft(self, year: int) -> IndicatorsDraft:
        if year not in self._deliverables:
            rows = Deliverable.objects.visible_to(self._actor).filter(
                kind=DeliverableKind.INDICATORS, period__year=year, period__convention__partner=self._partner
            )
            found = rows.select_related("period__convention__partner").last()
            if found is None:
                raise InvalidInput("Aucune campagne n’est ouverte pour cet exercice.", field="exercice")
            self._deliverables[year] = found
        draft = read_draft(self._deliverables[year])
        assert isinstance(draft, IndicatorsDraft)
        return draft

    def _save(self, year: int, counts: dict[tuple[str, str], int]) -> None:
        row, draft = self._deliverables[year], self._draft(year)
        new = {dimension: dict(draft.counts.get(dimension, {})) for dimension in Dimension}
        totals = {"beneficiaries": draft.beneficiaries, "booklets_handed_out": draft.booklets_handed_out}
        for (dimension, modality), number in counts.items():
            if dimension == TOTAL:
                totals[_TOTALS[modality]] = number
            else:
                new[Dimension(dimension)][modality] = number
        filled = replace(
            draft,
            counts=new,
            beneficiaries=totals["beneficiaries"],
            booklets_handed_out=totals["booklets_handed_out"],
        )
        save_draft(actor=self._actor, deliverable=row, revision=row.revision, draft=filled)


def _dimension(cell: str) -> Dimension:
    """The characteristic that the cell names, by its words, its short word or its code. Raises InvalidInput."""
    short = _SHORT.get(fold(cell))
    if short is not None:
        return short
    try:
        return Dimension(one_of(cell, Dimension, "caracteristique"))
    except InvalidInput as error:
        raise InvalidInput(f"{error.message.rstrip('.')} ; ou « {TOTAL} ».", field="caracteristique") from error
