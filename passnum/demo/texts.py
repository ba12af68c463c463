"""Words of the demonstration: what the partners report."""

from __future__ import annotations

CONVENTION_TITLE = "Convention de partenariat pour la distribution de Pass numériques, exercices 2021-2023"

#: A rare word per partner: it must never be read by another partner.
CANARIES = {"cea": "edelweiss", "ecluse": "martinet", "saules": "libellule", "ponts": "hirondelle"}

ACTIONS = {
    2021: (
        "<p>Premier semestre de mise en place, sous le nom d’équipe « {canary} ».</p>"
        "<ul><li>Deux demi-journées d’information pour 46 intervenantes et intervenants sociaux.</li>"
        "<li>Un poste informatique en libre accès dans chaque lieu d’accueil.</li></ul>"
    ),
    2022: (
        "<h3>Former les équipes</h3><p>Quatre sessions d’une journée sur le diagnostic numérique, 61 personnes formées "
        "(équipe « {canary} »).</p><h3>Aller vers</h3><ul><li>Une permanence hebdomadaire dans trois quartiers.</li>"
        "<li>Douze ateliers « ma messagerie, mes démarches », 94 participations.</li></ul>"
    ),
}
PROJECTS = {
    2021: "<p>Ouvrir une permanence par territoire en 2022 et former un binôme dans chaque équipe.</p>",
    2022: (
        "<p>En 2023 : <strong>une permanence mobile</strong> dans les communes de la deuxième couronne, et un prêt "
        "d’ordinateurs reconditionnés avec des associations du réseau.</p>"
    ),
}
COMMENTS = {
    2021: "<p>La distribution a commencé en septembre : les chiffres portent sur quatre mois.</p>",
    2022: "<p>La part des personnes de 60 ans et plus augmente, portée par les permanences en résidence autonomie.</p>",
}
SURVEY_COMMENTS = {
    2021: "<p>Les personnes demandent des ateliers plus près de chez elles.</p>",
    2022: "<p>Huit personnes sur dix ont utilisé au moins trois Pass ; les horaires du soir sont attendus.</p>",
}
