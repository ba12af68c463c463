"""The register of the obligations of the convention, as data: article, debtor, rule, wording, facets.

The dates are worked out elsewhere (`deadlines`, `layout`): here stands what each party owes and how often.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from passnum.conventions.enums import Debtor, Nature

EMS, STRUCTURE, DEUX, COMITE, AUCUN = Debtor.EMS, Debtor.STRUCTURE, Debtor.DEUX, Debtor.COMITE, Debtor.AUCUN
DATEE, SANS_DELAI, CONTINUE = Nature.DATEE, Nature.SANS_DELAI, Nature.CONTINUE
EVENEMENT, FACULTE = Nature.EVENEMENT, Nature.FACULTE


class Rhythm(StrEnum):
    """How often an obligation recurs."""

    ONCE = "once"
    YEARLY = "yearly"
    ON_EVENT = "on_event"


class ProvedBy(StrEnum):
    """Whose word shows that an obligation is met, beside what Passnum itself pays in."""

    PARTIES = "parties"
    EMS = "ems"
    PASSNUM = "passnum"


@dataclass(frozen=True)
class Facet:
    """One part of an obligation that is proved by itself. `waivable`: EMS can expressly exempt from it."""

    key: str
    title: str
    waivable: bool = False


@dataclass(frozen=True)
class Rule:
    """One obligation of the register. `timing` says its date in words; `tolerable` whether more time can be granted.

    `proved_by` says whose word is enough: what a receipt or a validation dates is never met by a declared fact,
    and what EMS receives is not met by the word of the party that owes it.
    """

    id: str
    article: str
    debtor: Debtor
    nature: Nature
    rhythm: Rhythm
    title: str
    wording: str
    timing: str
    tolerable: bool = True
    proved_by: ProvedBy = ProvedBy.PARTIES
    facets: tuple[Facet, ...] = field(default=())

    def waivable(self, facet_key: str) -> bool:
        """Whether the convention lets EMS exempt from this facet."""
        return any(facet.waivable for facet in self.facets if facet.key == facet_key)


UNDATED = "sans délai dans la convention"

_ALL = (
    Rule(
        "OB-01", "art. 2", DEUX, SANS_DELAI, Rhythm.ONCE,
        "Entrée en vigueur",
        "La convention prend effet à sa signature, mais n’entre en vigueur qu’à la réception par l’Eurométropole "
        "de l’exemplaire signé par la présidence de la structure.",
        "date de réception de l’exemplaire signé",
        proved_by=ProvedBy.PASSNUM,
    ),
    Rule(
        "OB-02", "art. 2", AUCUN, DATEE, Rhythm.ONCE,
        "Fin de la convention",
        "La convention prend fin le 31 décembre du dernier exercice.",
        "31 décembre du dernier exercice",
        proved_by=ProvedBy.PASSNUM,
    ),
    Rule(
        "OB-03", "art. 5", DEUX, SANS_DELAI, Rhythm.ONCE,
        "Réunion de lancement",
        "La réunion de lancement fixe le nombre annuel de Pass, selon les personnes accueillies par an "
        "ou le type de public.",
        UNDATED,
    ),
    Rule(
        "OB-04", "art. 4", STRUCTURE, DATEE, Rhythm.YEARLY,
        "Rapport annuel complet",
        "La structure élabore chaque année un rapport complet, au format proposé par l’Eurométropole.",
        "avec les livrables de l’article 7",
        proved_by=ProvedBy.EMS,
    ),
    Rule(
        "OB-05", "art. 4", STRUCTURE, EVENEMENT, Rhythm.ON_EVENT,
        "Rapport intermédiaire",
        "La structure remet un rapport intermédiaire quand l’Eurométropole le demande, notamment pour l’État.",
        "date fixée par la demande, avant l’échéance de l’État",
    ),
    Rule(
        "OB-06", "art. 7", EMS, DATEE, Rhythm.YEARLY,
        "Comité de suivi annuel",
        "Le comité de suivi se réunit au moins une fois par an, au 4ᵉ trimestre, à l’initiative de l’Eurométropole.",
        "du 1er octobre au 31 décembre",
    ),
    Rule(
        "OB-07", "art. 7", DEUX, DATEE, Rhythm.YEARLY,
        "Date du comité fixée ensemble",
        "Les deux parties fixent ensemble la date du comité, deux mois calendaires au plus tard avant sa tenue.",
        "comité − 2 mois calendaires",
        proved_by=ProvedBy.EMS,
    ),
    Rule(
        "OB-08", "art. 7", STRUCTURE, DATEE, Rhythm.YEARLY,
        "Livrables et indicateurs transmis",
        "La structure communique l’ensemble des livrables et indicateurs de la période annuelle révolue, "
        "un mois calendaire au plus tard avant le comité.",
        "comité − 1 mois calendaire",
        proved_by=ProvedBy.EMS,
    ),
    Rule(
        "OB-09", "art. 6", STRUCTURE, DATEE, Rhythm.YEARLY,
        "Validation par la présidence",
        "La présidence de la structure valide les livrables avant leur transmission à l’Eurométropole.",
        "avant la transmission des livrables",
        tolerable=False,
        proved_by=ProvedBy.PASSNUM,
    ),
    Rule(
        "OB-10", "art. 7", COMITE, SANS_DELAI, Rhythm.YEARLY,
        "Compte rendu du comité",
        "Un compte rendu est rédigé et soumis pour validation aux membres du comité.",
        UNDATED,
    ),
    Rule(
        "OB-11", "art. 6", STRUCTURE, SANS_DELAI, Rhythm.YEARLY,
        "Enquête de satisfaction",
        "La structure mène chaque année une enquête de satisfaction auprès des bénéficiaires.",
        "chaque année, sans jour fixé",
    ),
    Rule(
        "OB-12", "art. 8", COMITE, FACULTE, Rhythm.ONCE,
        "Proposition d’une nouvelle convention",
        "Sur proposition du comité, une nouvelle convention peut être proposée à l’ordre du jour du Conseil, "
        "six mois calendaires au plus tard avant l’échéance. C’est une faculté, jamais un manquement.",
        "échéance − 6 mois calendaires",
    ),
    Rule(
        "OB-13", "art. 8", DEUX, SANS_DELAI, Rhythm.ONCE,
        "Évaluation finale",
        "L’ensemble des résultats obtenus pendant toute la durée de la convention est évalué. "
        "Cette obligation survit à la fin de la convention.",
        UNDATED,
    ),
    Rule(
        "OB-14", "art. 9", STRUCTURE, CONTINUE, Rhythm.YEARLY,
        "Communication",
        "L’Eurométropole apparaît comme partenaire dans toute communication ; le logo du réseau est affiché dans les "
        "lieux et sur tout support relatif au Pass ; le soutien de l’État est mentionné.",
        "en continu",
        facets=(
            Facet("mention-ems", "Eurométropole citée comme partenaire", waivable=True),
            Facet("logo", "Logo du réseau dans les lieux et sur les supports"),
            Facet("etat", "Soutien de l’État mentionné"),
        ),
    ),
    Rule(
        "OB-15", "art. 11", COMITE, EVENEMENT, Rhythm.ON_EVENT,
        "Avenant",
        "Toute modification substantielle, définie en comité, fait l’objet d’un avenant, qui ne touche jamais aux "
        "objectifs généraux de la première partie.",
        "à chaque modification substantielle",
    ),
    Rule(
        "OB-16", "art. 12", DEUX, EVENEMENT, Rhythm.ON_EVENT,
        "Résiliation pour manquement",
        "En cas de manquement, la convention peut être résiliée trois mois après la réception, ou la première "
        "présentation, de la lettre motivée en recommandé avec accusé de réception.",
        "réception ou première présentation + 3 mois",
        tolerable=False,
    ),
    Rule(
        "OB-17", "art. 12", DEUX, EVENEMENT, Rhythm.ON_EVENT,
        "Comité spécial avant une fin anticipée",
        "Une résiliation anticipée fait l’objet d’une réunion spécifique du comité, au plus tard six mois avant "
        "la date envisagée.",
        "date envisagée − 6 mois",
        tolerable=False,
    ),
    Rule(
        "OB-18", "art. 12", STRUCTURE, EVENEMENT, Rhythm.ON_EVENT,
        "Restitution des Pass",
        "En cas de résiliation, la structure restitue à l’Eurométropole les Pass qu’elle n’a pas distribués.",
        UNDATED,
        proved_by=ProvedBy.EMS,
    ),
    Rule(
        "OB-19", "art. 13", DEUX, EVENEMENT, Rhythm.ON_EVENT,
        "Voies amiables",
        "Un litige cherche d’abord toute voie amiable, notamment en comité, avant le tribunal administratif "
        "de Strasbourg.",
        "avant toute instance juridictionnelle",
    ),
    Rule(
        "OB-20", "art. 4", STRUCTURE, CONTINUE, Rhythm.YEARLY,
        "Vie du réseau",
        "La structure informe ses équipes, tient à jour ses lieux sur la cartographie, affiche le logo, respecte les "
        "valeurs du guide et participe aux réunions du réseau.",
        "en continu",
        facets=(
            Facet("equipes", "Équipes informées du dispositif"),
            Facet("cartographie", "Lieux à jour sur la cartographie"),
            Facet("logo", "Logo affiché dans les lieux"),
            Facet("valeurs", "Valeurs du guide respectées"),
            Facet("reunions", "Réunions du réseau suivies"),
        ),
    ),
    Rule(
        "OB-21", "art. 5", EMS, CONTINUE, Rhythm.YEARLY,
        "Moyens fournis par l’Eurométropole",
        "L’Eurométropole organise des réunions de présentation et met à disposition les supports de communication, "
        "la cartographie, l’indice de fragilité numérique et les outils de diagnostic.",
        "en continu",
        facets=(
            Facet("reunions", "Réunions de présentation"),
            Facet("supports", "Supports de communication"),
            Facet("cartographie", "Cartographie et indice de fragilité numérique"),
            Facet("diagnostic", "Outils de diagnostic"),
        ),
    ),
    Rule(
        "OB-22", "art. 10", STRUCTURE, CONTINUE, Rhythm.ONCE,
        "Responsabilité",
        "La structure conserve l’entière responsabilité de ses actions ; l’accord de l’Eurométropole n’est pas "
        "une garantie.",
        "en continu",
        tolerable=False,
    ),
    Rule(
        "OB-23", "art. 4", STRUCTURE, CONTINUE, Rhythm.ONCE,
        "Protection des données",
        "La structure respecte le RGPD : responsable désigné, accord entre les parties, délégués joignables, registre, "
        "analyse d’impact, droits des personnes exercés dans le mois.",
        "en continu",
        tolerable=False,
        facets=(
            Facet("responsable", "Responsable du traitement désigné"),
            Facet("accord", "Accord entre les parties"),
            Facet("delegues", "Délégués à la protection des données joignables"),
            Facet("registre", "Registre des traitements tenu"),
            Facet("analyse", "Analyse d’impact"),
            Facet("droits", "Demandes de droits suivies (un mois)"),
        ),
    ),
    Rule(
        "OB-24", "art. 4", STRUCTURE, CONTINUE, Rhythm.YEARLY,
        "Diagnostic numérique",
        "La structure réalise un diagnostic numérique avec chaque personne.",
        "en continu, d’après le registre",
    ),
    Rule(
        "OB-25", "art. 4", STRUCTURE, CONTINUE, Rhythm.YEARLY,
        "Attribution sans autre critère",
        "La structure attribue des Pass à toute personne du territoire en difficulté, sans critère social "
        "ni de droit au séjour.",
        "en continu, d’après le registre",
    ),
    Rule(
        "OB-26", "art. 4", STRUCTURE, CONTINUE, Rhythm.YEARLY,
        "Accompagnement vers un lieu",
        "La structure accompagne la personne dans le choix du lieu de médiation.",
        "en continu, d’après le registre",
    ),
    Rule(
        "OB-27", "art. 5", EMS, SANS_DELAI, Rhythm.YEARLY,
        "Livraison des Pass du quota",
        "L’Eurométropole livre à la structure les Pass de son quota.",
        UNDATED,
    ),
    Rule(
        "OB-28", "art. 4 et 6", EMS, SANS_DELAI, Rhythm.YEARLY,
        "Format du rapport publié",
        "L’Eurométropole publie le format du rapport et le modèle de données avant l’ouverture de la période.",
        UNDATED,
    ),
)  # fmt: skip

#: The register, by identifier, in its order.
RULES: dict[str, Rule] = {rule.id: rule for rule in _ALL}
