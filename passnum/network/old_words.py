"""The words of the standard v0.1, and those of v1.0.2 that took their place. Keys are in lower case."""

from __future__ import annotations

#: Columns of v0.1 that v1.0.2 dropped → the column that took their place first ("" where none did).
OLD_COLUMNS = {
    "courriel": "courriels",
    "conditions_acces": "frais_a_charge",
    "publics_accueillis": "publics_specifiquement_adresses",
    "labels_nationaux": "dispositif_programmes_nationaux",
    "labels_autres": "autres_formations_labels",
    "accessibilite": "",
    "cles": "",
}

#: Conditions of access that say that the place takes the Pass.
CONDITIONS_PASS = frozenset(
    {
        "accepte le pass numérique",
        "pass numérique",
        "pass numérique : je peux utiliser un pass numérique pour accéder à des services",
    }
)

_SERVICES = "services"
_PUBLICS = "publics_specifiquement_adresses"
_CARE = "prise_en_charge_specifique"
_FEES = "frais_a_charge"
_NATIONAL = "dispositif_programmes_nationaux"
_LABELS = "formations_labels"
_SUPPORT = "modalites_accompagnement"
_DAILY = (_SERVICES, "Maîtrise des outils numériques du quotidien")
_STEPS = (_SERVICES, "Aide aux démarches administratives")
_CULTURE = (_SERVICES, "Compréhension du monde numérique")
_DROPPED = ("", "")

#: Column of v0.1 → its words → (column of v1.0.2, its word); ("", "") for what the standard no longer says.
OLD_VALUES: dict[str, dict[str, tuple[str, str]]] = {
    _SERVICES: {
        "prendre en main un smartphone ou une tablette": _DAILY,
        "prendre en main un ordinateur": _DAILY,
        "utiliser le numérique au quotidien": _DAILY,
        "approfondir ma culture numérique": _CULTURE,
        "promouvoir la citoyenneté numérique": _CULTURE,
        "favoriser mon insertion professionnelle": (_SERVICES, "Insertion professionnelle via le numérique"),
        "accéder à une connexion internet": (_SERVICES, "Accès internet et matériel informatique"),
        "accéder à du matériel": (_SERVICES, "Accès internet et matériel informatique"),
        "équiper en matériel informatique": (_SERVICES, "Acquisition de matériel informatique à prix solidaire"),
        "acquérir du matériel informatique à prix solidaire": (
            _SERVICES,
            "Acquisition de matériel informatique à prix solidaire",
        ),
        "créer et développer avec le numérique": (_SERVICES, "Loisirs et créations numériques"),
        "accompagner les démarches de santé": _STEPS,
        "devenir autonome dans les démarches administratives": _STEPS,
        "réaliser des démarches administratives avec un accompagnement": _STEPS,
        "soutenir la parentalité et l'éducation avec le numérique": (
            _SERVICES,
            "Parentalité et éducation avec le numérique",
        ),
    },
    "conditions_acces": {
        "gratuit": (_FEES, "Gratuit"),
        "gratuit : je peux accéder gratuitement au lieu et à ses services": (_FEES, "Gratuit"),
        "gratuit sous condition": (_FEES, "Gratuit sous condition"),
        "gratuit sous condition : la gratuité est conditionnée à des critères (adhésion, situation familiale, "
        "convention avec un organisme social, pass numérique, etc.)": (_FEES, "Gratuit sous condition"),
        "payant": (_FEES, "Payant"),
        "payant : l'accès au lieu et/ou à ses services est payant": (_FEES, "Payant"),
        "adhésion": (_FEES, "Gratuit sous condition"),
    },
    "publics_accueillis": {
        "adultes": _DROPPED,
        "jeunes (16-26 ans)": (_PUBLICS, "Jeunes"),
        "seniors (+ 65 ans)": (_PUBLICS, "Seniors"),
        "familles/enfants": (_PUBLICS, "Familles et/ou enfants"),
        "public femmes": (_PUBLICS, "Femmes"),
        "uniquement femmes": (_PUBLICS, "Femmes"),
        "étudiants": (_PUBLICS, "Étudiants"),
        "surdité": (_CARE, "Surdité"),
        "déficience visuelle": (_CARE, "Déficience visuelle"),
        "handicaps mentaux": (_CARE, "Handicaps mentaux"),
        "handicaps psychiques": (_CARE, "Handicaps mentaux"),
        "handicaps moteurs": (_CARE, "Handicaps moteurs"),
        "personnes en situation d'illettrisme": (_CARE, "Illettrisme"),
        "langues étrangères (anglais)": (_CARE, "Langues étrangères (anglais)"),
        "langues étrangères (autres)": (_CARE, "Langues étrangères (autres)"),
    },
    "labels_nationaux": {
        "aidants connect": (_NATIONAL, "Aidants Connect"),
        "aptic": _DROPPED,
        "campus connecté": _DROPPED,
        "cnfs": (_NATIONAL, "Conseillers numériques"),
        "conseillers numériques": (_NATIONAL, "Conseillers numériques"),
        "emmaüs connect": (_NATIONAL, "Emmaüs Connect"),
        "fabriques de territoire": (_LABELS, "Fabriques de Territoire"),
        "france services": (_NATIONAL, "France Services"),
        "grandes écoles du numérique": (_NATIONAL, "Grande école du numérique"),
        "point relais caf": (_NATIONAL, "Point d'accès numérique CAF"),
        "relais pôle emploi": _DROPPED,
    },
    _SUPPORT: {
        "seul": (_SUPPORT, "En autonomie"),
        "seul : j'ai accès à du matériel et une connexion": (_SUPPORT, "En autonomie"),
        "avec de l'aide : je suis accompagné seul dans l'usage du numérique": (_SUPPORT, "Accompagnement individuel"),
        "dans un atelier : j'apprends collectivement à utiliser le numérique": (
            _SUPPORT,
            "Dans un atelier collectif",
        ),
        "a ma place : une personne fait les démarches à ma place": (_SUPPORT, "Accompagnement individuel"),
        "à ma place : une personne fait les démarches à ma place": (_SUPPORT, "Accompagnement individuel"),
    },
}
