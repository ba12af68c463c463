"""Seventy-six invented persons, drawn from a seed: the days they came, where they live, their closed answers.

The answers go together as in life: the profession follows the age, the need follows the language and the age.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from passnum.core.calendar_months import months_after
from passnum.core.working_days import is_working_day
from passnum.demo.figures import SHARES
from passnum.distribution.enums import UNKNOWN, AgeBand, Category, Dimension, Disability, French, Outcome, Pcs, Sex
from passnum.distribution.profiles import Profile

_SEED = 2252
#: Persons who came in each month; the structure closes in August.
_BY_MONTH = {2: 9, 3: 14, 4: 12, 5: 15, 6: 16, 7: 10}
#: The day after the parcel came.
_FIRST_DAY = date(2023, 2, 7)
#: For one person in so many the intervenant differs from the proposal.
_DIFFERS = 12

#: Ostwald, where the place is, then its neighbours, by INSEE code.
_COMMUNES: Mapping[str, int] = {"67365": 40, "67218": 22, "67267": 16, "67482": 14, "67152": 5, "67137": 3}
#: Everybody answered: a table of a publication without a small cell.
_SEXES: Mapping[str, int] = {Sex.FEMME: 58, Sex.HOMME: 42}
_PCS: Mapping[str, Mapping[str, int]] = {
    AgeBand.MOINS_DE_26: {Pcs.SANS_ACTIVITE: 70, Pcs.EMPLOYES: 20, Pcs.OUVRIERS: 10},
    AgeBand.DE_26_A_44: {
        Pcs.EMPLOYES: 32,
        Pcs.OUVRIERS: 26,
        Pcs.SANS_ACTIVITE: 28,
        Pcs.INTERMEDIAIRES: 8,
        Pcs.ARTISANS: 6,
    },
    AgeBand.DE_45_A_59: {
        Pcs.EMPLOYES: 30,
        Pcs.OUVRIERS: 30,
        Pcs.SANS_ACTIVITE: 26,
        Pcs.INTERMEDIAIRES: 8,
        Pcs.ARTISANS: 4,
        Pcs.CADRES: 2,
    },
    AgeBand.DE_60_A_74: {Pcs.RETRAITES: 82, Pcs.SANS_ACTIVITE: 10, Pcs.EMPLOYES: 8},
    AgeBand.PLUS_DE_75: {Pcs.RETRAITES: 100},
    AgeBand.UNKNOWN: {Pcs.UNKNOWN: 100},
}
_OUTCOMES: Mapping[str, Mapping[str, int]] = {
    Category.FREINS: {Outcome.ASSISTANCE: 62, Outcome.FORMATION: 30, Outcome.COUP_DE_POUCE: 8},
    Category.BASES: {Outcome.ASSISTANCE: 14, Outcome.FORMATION: 68, Outcome.COUP_DE_POUCE: 18},
    Category.RECREATIF: {Outcome.ASSISTANCE: 5, Outcome.FORMATION: 30, Outcome.COUP_DE_POUCE: 65},
}
_WITH_OBSTACLES: Mapping[str, int] = {Category.FREINS: 78, Category.BASES: 20, Category.RECREATIF: 2}
_YOUNG: Mapping[str, int] = {Category.FREINS: 5, Category.BASES: 45, Category.RECREATIF: 50}
_OTHERS: Mapping[str, int] = {Category.FREINS: 14, Category.BASES: 62, Category.RECREATIF: 24}


@dataclass(frozen=True)
class Person:
    """One person as the register knows her: no name, closed answers."""

    day: date
    commune: str
    category: str
    outcome: str
    proposed: str
    profile: Profile


def draw_people() -> Iterator[Person]:
    """Always the same ones, in the order of the days."""
    draw = random.Random(_SEED)  # noqa: S311 - believable figures, not secrets
    return (_person(draw, day) for day in _days(draw))


def _days(draw: random.Random) -> list[date]:
    """Worked days, as many in each month as the table says."""
    days = []
    for month, number in _BY_MONTH.items():
        start = max(date(2023, month, 1), _FIRST_DAY)
        end = months_after(date(2023, month, 1), 1)
        worked = [one for n in range((end - start).days) if is_working_day(one := start + timedelta(days=n))]
        days += draw.choices(worked, k=number)
    return sorted(days)


def _person(draw: random.Random, day: date) -> Person:
    age = _one(draw, SHARES[Dimension.AGE_BAND])
    french, disability = _one(draw, SHARES[Dimension.FRENCH]), _one(draw, SHARES[Dimension.DISABILITY])
    profile = Profile(
        age_band=age,
        sex=_one(draw, _SEXES),
        pcs=UNKNOWN if draw.randrange(20) == 0 else _one(draw, _PCS[age]),
        french=french,
        disability=disability,
    )
    category = _one(draw, _categories(age, french, disability))
    proposed = _one(draw, _OUTCOMES[category])
    outcome = _one(draw, _OUTCOMES[category]) if draw.randrange(_DIFFERS) == 0 else proposed
    return Person(
        day=day,
        commune=_one(draw, _COMMUNES),
        category=category,
        outcome=outcome,
        proposed=proposed,
        profile=profile,
    )


def _categories(age: str, french: str, disability: str) -> Mapping[str, int]:
    if french == French.ALLOPHONE or age == AgeBand.PLUS_DE_75 or disability == Disability.OUI:
        return _WITH_OBSTACLES
    return _YOUNG if age == AgeBand.MOINS_DE_26 else _OTHERS


def _one(draw: random.Random, shares: Mapping[str, int]) -> str:
    return str(draw.choices(list(shares), list(shares.values()))[0])
