"""One reading of a file of attributions: cells looked up in lists, booklets asked for and written by the set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from passnum.core import clock
from passnum.core.communes import fold
from passnum.exchange.enums import Effect
from passnum.exchange.format import Checked, Problem, Row
from passnum.exchange.formats import attribution_lists as lists
from passnum.exchange.formats.attribution_added import AddedLists, Answer
from passnum.exchange.formats.attribution_booklets import Held, PartnerBooklets, serial_of
from passnum.exchange.formats.attribution_writing import AttributionWriter
from passnum.exchange.formats.seen import Seen
from passnum.exchange.refusals import refusal
from passnum.partners.models import DistributionPlace, Partner, User

#: Columns of article 6; those of the characteristics added by EMS follow.
_FIXED = 14
_PROFILE = ("categorie", "prestation", "age", "sexe", "pcs", "francais", "handicap")


class Resolved(NamedTuple):
    """A row whose cells are understood and whose booklet may be handed out."""

    booklet: Held
    convention: int
    place: DistributionPlace
    user: int
    day: date
    commune: str
    profile: tuple[str, ...]
    objection: bool
    added: tuple[Answer, ...]


class AttributionSession:
    """Rows of one partner's file, in their order."""

    def __init__(self, actor: User, partner: Partner, columns: list[str], present: frozenset[str]) -> None:
        self._actor, self._partner, self._names = actor, partner, columns
        self._added = AddedLists(present)
        self._codes = [lists.codes_of(lists.LISTS[name]) for name in _PROFILE]
        self._communes = lists.communes_by_words()
        self._days: dict[str, date | None] = {}
        self._folded: dict[str, str] = {}
        self._seen = Seen()
        self._today = clock.today()
        self._writer = AttributionWriter(actor, partner)
        self._know_the_partner()

    def _know_the_partner(self) -> None:
        self._lists = lists.PartnerLists(self._actor, self._partner)
        self._booklets = PartnerBooklets(self._partner, self._lists)

    def check(self, rows: Sequence[Row]) -> Checked:
        """What these rows would do; nothing is kept."""
        return self._resolve(rows)[0]

    def write(self, rows: Sequence[Row]) -> Checked:
        """Hand these booklets out, or none of them."""
        if self._writer.hold():
            # It may have waited for another act: since then a place may be closed, a role or a convention ended.
            self._know_the_partner()
        checked, resolved = self._resolve(rows)
        if not checked.problems:
            self._writer.write(resolved)
        return checked

    def finish(self) -> None:
        """Count what was written, and tell the journal."""
        self._writer.finish()

    def _resolve(self, rows: Sequence[Row]) -> tuple[Checked, list[Resolved]]:
        serials = [serial_of(cells[0]) for _, cells in rows]
        first = self._seen.first_lines(
            [(serial, line) for serial, (line, _) in zip(serials, rows, strict=True) if serial]
        )
        held = self._booklets.held([serial for serial in first if serial])
        checked, resolved = Checked(), []
        for serial, (line, cells) in zip(serials, rows, strict=True):
            found = self._row(line, cells, serial, first.get(serial, line), held.get(serial))
            if isinstance(found, Resolved):
                resolved.append(found)
                checked.effects.append(Effect.CREE)
            else:
                checked.problems += found
                checked.effects.append(Effect.REFUSE)
        return checked, resolved

    def _row(
        self, line: int, cells: Sequence[str], serial: str, first: int, held: Held | None
    ) -> Resolved | list[Problem]:
        """The row understood, or everything that is wrong with it."""
        _, day_cell, place_cell, who_cell, commune_cell, *profile, notice, objection = cells[:_FIXED]
        wrong: list[tuple[str, str]] = []
        day = self._day(day_cell)
        place = self._lists.place(place_cell, self._fold)
        who = self._lists.person(who_cell, self._fold)
        commune = self._communes.get(commune_cell) or self._communes.get(self._fold(commune_cell))
        objects = self._fold(objection) in lists.YES
        codes = tuple(
            [
                known.get(cell) or known.get(self._fold(cell), "")
                for known, cell in zip(self._codes, profile, strict=True)
            ]
        )
        if not all(codes) or objects or codes[1] == lists.UNKNOWN:
            wrong += self._profile_problems(codes, objects)
        added, trouble_added = self._added.read(cells[_FIXED:], objects)
        wrong += trouble_added
        if day is None or not _plausible(day, self._today):
            wrong.append(("remis_le", self._day_problem(day)))
        if place is None or not place.is_active:
            wrong.append(("lieu", self._place_problem(place)))
        if commune is None:
            wrong.append(("commune", _commune_problem(commune_cell)))
        if who is None or (day is not None and not who.covers(day)):
            wrong.append(("intervenant", _who_problem(who is None)))
        if self._fold(notice) not in lists.YES:
            wrong.append(("notice_lue", "Lisez la notice à la personne, puis écrivez « oui »."))
        if not objects and self._fold(objection) not in lists.NO:
            wrong.append(("opposition", "Écrivez « oui » ou « non »."))
        if trouble := self._booklets.problem(serial, line, first, held, place, day):
            wrong.append(trouble)
        if wrong or held is None or held.convention is None or not (place and who and day and commune):
            given = dict(zip(self._names, cells, strict=True))
            return [refusal(line, column, given[column], message) for column, message in wrong]
        return Resolved(held, held.convention, place, who.user, day, commune, codes, objects, added)

    def _profile_problems(self, codes: tuple[str, ...], objects: bool) -> list[tuple[str, str]]:
        wrong = []
        for name, code in zip(_PROFILE, codes, strict=True):
            if not code:
                allowed = ", ".join(str(one) for one in lists.LISTS[name].values if one != lists.UNKNOWN)
                wrong.append((name, f"Écrivez un de : {allowed}, ou nr."))
            elif objects and code != lists.UNKNOWN:
                wrong.append((name, "La personne s’oppose au traitement : videz cette cellule."))
        if not objects and codes[1] == lists.UNKNOWN:
            wrong.append(("prestation", "Indiquez la prestation : assistance, formation ou coup_de_pouce."))
        return wrong

    def _day(self, cell: str) -> date | None:
        if cell not in self._days:
            if len(self._days) > 20_000:
                self._days.clear()
            self._days[cell] = lists.day_of(cell)
        return self._days[cell]

    def _fold(self, cell: str) -> str:
        if cell not in self._folded:
            if len(self._folded) > 20_000:
                self._folded.clear()
            self._folded[cell] = fold(cell)
        return self._folded[cell]

    def _day_problem(self, day: date | None) -> str:
        if day is None:
            return "Écrivez le jour JJ/MM/AAAA, par exemple 14/03/2023."
        if day > self._today:
            return "La remise ne peut pas être à venir : corrigez la date."
        return "Cette date n’est pas plausible : corrigez l’année."

    def _place_problem(self, place: DistributionPlace | None) -> str:
        if place is not None:
            return "Ce lieu n’est plus ouvert à la distribution."
        names = ", ".join(one.name for one in self._lists.places.values())
        return f"Écrivez le nom d’un de vos lieux : {names}."


def _plausible(day: date, today: date) -> bool:
    return date(2019, 1, 1) <= day <= today


def _commune_problem(cell: str) -> str:
    if cell.isdigit() and len(cell) == 5:
        return "Ce n’est pas le code INSEE d’une commune de l’Eurométropole (un code postal n’en est pas un)."
    return "Ce n’est pas une commune de l’Eurométropole : écrivez son nom ou son code INSEE."


def _who_problem(unknown: bool) -> str:
    if unknown:
        return "Personne de ce nom n’est intervenante ou intervenant social de la structure."
    return "Cette personne n’était pas intervenante ou intervenant social de la structure ce jour-là."
