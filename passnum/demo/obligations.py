"""What both parties did and proved in the demonstration besides its committees: network fed, format published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from passnum.conventions import services
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.partners.models import User


@dataclass(frozen=True)
class Fact:
    """One obligation met: rule, occurrence, day and words; `by_partner` when the partner declares it."""

    rule: str
    occurrence: str
    on: date
    words: str
    by_partner: bool = False


FACTS = (
    Fact("OB-10", "2021", date(2022, 1, 14), "Compte rendu validé par les membres"),
    Fact("OB-28", "2021", date(2021, 7, 12), "Format du rapport et modèle de données, version 1"),
    Fact("OB-28", "2022", date(2021, 12, 15), "Format du rapport et modèle de données, version 2"),
    Fact("OB-28", "2023", date(2022, 12, 12), "Format du rapport et modèle de données, version 2 reconduite"),
    Fact("OB-10", "2022", date(2023, 1, 20), "Compte rendu validé par les membres"),
    Fact("OB-21", "2023/supports", date(2023, 1, 30), "Kit de communication mis en ligne"),
    Fact("OB-21", "2023/reunions", date(2023, 2, 9), "Réunion de présentation aux nouvelles équipes"),
    Fact("OB-20", "2023/equipes", date(2023, 3, 2), "Réunion d’équipe, douze personnes présentes", by_partner=True),
    Fact("OB-20", "2023/logo", date(2023, 3, 6), "Logo affiché dans chaque lieu", by_partner=True),
    Fact("OB-23", "convention/registre", date(2021, 9, 1), "Traitement inscrit au registre", by_partner=True),
)


def declare_facts(convention: Convention, administrator: User, referent: User) -> None:
    """Declare those that nothing proves yet, each on its day."""
    for fact in FACTS:
        obligation = services.find_obligation(convention, fact.rule, fact.occurrence)
        assert obligation is not None, fact
        if obligation.met_on is not None:
            # Proved by what was done here: the minutes that the members sealed.
            continue
        with clock.on_day(fact.on):
            services.declare_fact(
                actor=referent if fact.by_partner else administrator,
                obligation=obligation,
                text=fact.words,
                happened_on=fact.on,
            )
