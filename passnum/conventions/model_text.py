"""The model of the convention: its thirteen articles summarised in the product's own words."""

from __future__ import annotations

from passnum.conventions.enums import Part

#: Number, part, title, summary.
STANDARD_ARTICLES: tuple[tuple[int, Part, str, str], ...] = (
    (
        1,
        Part.OBJET,
        "Objet",
        "Fixe comment les deux parties collaborent et les moyens que chacune apporte au Pass numérique.",
    ),
    (
        2,
        Part.OBJET,
        "Vie de la convention",
        "Prend effet à la signature, court jusqu’au 31 décembre 2023. N’entre en vigueur qu’à la réception par "
        "l’Eurométropole de l’exemplaire signé. Une nouvelle convention peut être proposée par le comité de suivi.",
    ),
    (
        3,
        Part.OBJET,
        "Objectifs partagés",
        "Appropriation du numérique par tous ; accès aux droits et insertion professionnelle ; un référentiel commun "
        "appuyé sur le Pass numérique.",
    ),
    (
        4,
        Part.MOYENS,
        "Engagements de la structure",
        "Informer les équipes, faire un diagnostic numérique avec chaque personne, attribuer un carnet de dix Pass "
        "(100 €) sans condition de revenu, de quartier ni de séjour, orienter vers un lieu qualifié, "
        "rendre compte chaque "
        "année, respecter le RGPD, faire vivre le réseau et afficher son logo.",
    ),
    (
        5,
        Part.MOYENS,
        "Engagements de l’Eurométropole",
        "Attribuer les Pass selon le nombre ou le type de personnes accueillies, fixé à la réunion de lancement ; "
        "fournir informations, supports, cartographie et outils de diagnostic.",
    ),
    (
        6,
        Part.SUIVI,
        "Livrables et indicateurs",
        "Programme d’actions, rapport d’indicateurs et enquête annuelle de satisfaction, validés par "
        "la présidence de la "
        "structure avant leur transmission à l’Eurométropole.",
    ),
    (
        7,
        Part.SUIVI,
        "Comité de suivi",
        "Au moins une réunion par an au 4ᵉ trimestre. Date fixée ensemble deux mois calendaires avant "
        "; livrables un mois "
        "calendaire avant ; compte rendu validé par les membres.",
    ),
    (
        8,
        Part.SUIVI,
        "Évaluation finale",
        "Bilan de toute la durée. Une nouvelle convention peut être proposée au plus tard six mois calendaires avant "
        "l’échéance.",
    ),
    (
        9,
        Part.DISPOSITIONS,
        "Communication",
        "L’Eurométropole citée comme partenaire, le logo du réseau affiché, le soutien de l’État mentionné.",
    ),
    (10, Part.DISPOSITIONS, "Responsabilité", "La structure garde l’entière responsabilité de ses actions."),
    (
        11,
        Part.DISPOSITIONS,
        "Avenant",
        "Toute modification substantielle passe par un avenant, qui ne touche pas aux objectifs généraux.",
    ),
    (
        12,
        Part.DISPOSITIONS,
        "Résiliation",
        "De plein droit en cas de force majeure ou d’impossibilité ; possible trois mois après une "
        "lettre motivée en cas "
        "de manquement ; comité spécial six mois avant une fin anticipée ; restitution des Pass non distribués.",
    ),
    (13, Part.DISPOSITIONS, "Litiges", "Voies amiables d’abord, puis tribunal administratif de Strasbourg."),
)
