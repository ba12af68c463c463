"""What the cells of an attribution may say, prepared once for the whole file: lists, places, people, conventions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models

from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention
from passnum.core.communes import communes, fold
from passnum.distribution.enums import AgeBand, Category, Disability, French, Outcome, Pcs, Sex
from passnum.partners.enums import Role
from passnum.partners.models import DistributionPlace, Membership, Partner, User

UNKNOWN = "nr"
YES, NO = frozenset({"oui", "x", "vrai", "true", "1"}), frozenset({"", "non", "faux", "false", "0"})
_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")

#: Column of the file → closed list, and whether an empty cell is « non renseigné ».
LISTS: dict[str, type[models.TextChoices]] = {
    "categorie": Category,
    "prestation": Outcome,
    "age": AgeBand,
    "sexe": Sex,
    "pcs": Pcs,
    "francais": French,
    "handicap": Disability,
}


def offered(column: str) -> tuple[str, ...]:
    """The words that the template offers for a closed column, the unknown last."""
    return tuple(dict.fromkeys([*LISTS[column].values, UNKNOWN]))


def codes_of(choices: type[models.TextChoices]) -> dict[str, str]:
    """What may be written for each code: the code itself or its label, folded; empty is unknown."""
    found = {fold(label): code for code, label in choices.choices}
    found |= {fold(code): code for code in choices.values}
    return found | {"": UNKNOWN, UNKNOWN: UNKNOWN, "non renseigne": UNKNOWN, "ne souhaite pas repondre": UNKNOWN}


def day_of(cell: str) -> date | None:
    """The day written JJ/MM/AAAA, or as a spreadsheet writes dates; None for anything else."""
    for pattern in _FORMATS:
        try:
            return datetime.strptime(cell, pattern).date()
        except ValueError:
            continue
    return None


def communes_by_words() -> dict[str, str]:
    """INSEE code by code and by folded name."""
    return {one.insee: one.insee for one in communes().values()} | {
        fold(one.name): one.insee for one in communes().values()
    }


@dataclass(frozen=True)
class Entitlement:
    """Someone entitled to hand out, and from when to when."""

    user: int
    spans: tuple[tuple[date, date | None], ...]

    def covers(self, day: date) -> bool:
        """Whether the person was an intervenant social of the structure that day."""
        return any(first <= day and (last is None or day <= last) for first, last in self.spans)


def _entitlement(rows: list[Membership]) -> Entitlement | None:
    """The spans of one person; None for nobody, or for several of the same name."""
    if len({row.user_id for row in rows}) != 1:
        return None
    return Entitlement(rows[0].user_id, tuple((row.started_on, row.ended_on) for row in rows))


class PartnerLists:
    """The partner's places, people and conventions."""

    def __init__(self, actor: User, partner: Partner) -> None:
        self.places = {fold(one.name): one for one in DistributionPlace.objects.filter(partner=partner)}
        self.only_place = next(iter(self.places.values())) if len(self.places) == 1 else None
        rows = Membership.objects.filter(partner=partner, role=Role.INTERVENANT).select_related("user")
        self._rows = list(rows.order_by("started_on"))
        self.people = self._people()
        self.own = _entitlement([row for row in self._rows if row.user_id == actor.pk])
        self.conventions = {
            one.pk: (one.in_force_from, one.ended_on or one.ends_on, one.reference)
            for one in Convention.objects.filter(partner=partner)
            if one.state == ConventionState.EN_VIGUEUR
        }

    def _people(self) -> dict[str, Entitlement | None]:
        found: dict[str, list[Membership]] = {}
        for row in self._rows:
            found.setdefault(fold(str(row.user)), []).append(row)
        return {name: _entitlement(rows) for name, rows in found.items()}

    def person(self, cell: str, fold: Callable[[str], str]) -> Entitlement | None:
        """Who the cell names; the sender for an empty one. None for nobody of the structure, or two of one name."""
        return self.people.get(fold(cell)) if cell else self.own

    def place(self, cell: str, fold: Callable[[str], str]) -> DistributionPlace | None:
        """The place that the cell names; the only one for an empty cell."""
        return self.places.get(fold(cell)) if cell else self.only_place
