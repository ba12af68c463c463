"""Closed lists of the national standard « lieux de médiation numérique » v1.0.2, as it spells them, and our own."""

from __future__ import annotations

from django.db import models

SERVICES = (
    "Aide aux démarches administratives",
    "Maîtrise des outils numériques du quotidien",
    "Insertion professionnelle via le numérique",
    "Utilisation sécurisée du numérique",
    "Parentalité et éducation avec le numérique",
    "Loisirs et créations numériques",
    "Compréhension du monde numérique",
    "Accès internet et matériel informatique",
    "Acquisition de matériel informatique à prix solidaire",
)
PUBLICS = ("Jeunes", "Étudiants", "Familles et/ou enfants", "Seniors", "Femmes")
SPECIFIC_CARE = (
    "Surdité",
    "Handicaps moteurs",
    "Handicaps mentaux",
    "Illettrisme",
    "Langues étrangères (anglais)",
    "Langues étrangères (autres)",
    "Déficience visuelle",
)
FEES = ("Gratuit", "Gratuit sous condition", "Payant")
PROGRAMMES = (
    "Aidants Connect",
    "Bibliothèques numérique de référence",
    "Certification PIX",
    "Conseillers numériques",
    "Emmaüs Connect",
    "France Services",
    "Grande école du numérique",
    "La Croix Rouge",
    "Point d'accès numérique CAF",
    "Promeneurs du net",
    "Relais numérique (Emmaüs Connect)",
)
TRAINING_LABELS = (
    "Formé à « Mon Espace Santé »",
    "Formé à « DUPLEX » (illettrisme)",
    "Arnia/MedNum BFC (Bourgogne-Franche-Comté)",
    "Collectif ressources et acteurs réemploi (Normandie)",
    "Étapes numériques(La Poste)",
    "Fabriques de Territoire",
    "Les Éclaireurs du numérique (Drôme)",
    "Mes Papiers (Métropole de Lyon)",
    "ORDI 3.0",
    "SUD LABS (PACA)",
)
ACCESS = (
    "Se présenter",
    "Téléphoner",
    "Contacter par mail",
    "Prendre un RDV en ligne",
    "Ce lieu n'accueille pas de public",
    "Envoyer un mail avec une fiche de prescription",
)
SUPPORT = ("En autonomie", "Accompagnement individuel", "Dans un atelier collectif", "À distance")
ITINERANCE = ("Itinérant", "Fixe")

#: What a place must offer for each outcome of the diagnosis (keys of `distribution.enums.Outcome`).
OUTCOME_SERVICES: dict[str, frozenset[str]] = {
    "assistance": frozenset({"Aide aux démarches administratives", "Insertion professionnelle via le numérique"}),
    "formation": frozenset(
        {
            "Maîtrise des outils numériques du quotidien",
            "Utilisation sécurisée du numérique",
            "Compréhension du monde numérique",
        }
    ),
    "coup_de_pouce": frozenset(
        {
            "Aide aux démarches administratives",
            "Maîtrise des outils numériques du quotidien",
            "Parentalité et éducation avec le numérique",
        }
    ),
}


class Charge(models.TextChoices):
    """« Reste à charge »: what the person pays beyond the Pass."""

    AUCUN = "aucun", "Rien à payer en plus du Pass"
    POSSIBLE = "possible", "Un complément peut être demandé"
    INCONNU = "inconnu", "Non renseigné"


class Language(models.TextChoices):
    """Languages in which people are welcomed, besides French (ISO 639-1; lsf for French sign language)."""

    ALLEMAND = "de", "Allemand"
    ANGLAIS = "en", "Anglais"
    ARABE = "ar", "Arabe"
    TURC = "tr", "Turc"
    RUSSE = "ru", "Russe"
    UKRAINIEN = "uk", "Ukrainien"
    ESPAGNOL = "es", "Espagnol"
    PORTUGAIS = "pt", "Portugais"
    ALBANAIS = "sq", "Albanais"
    LSF = "lsf", "Langue des signes française"


class Accessibility(models.TextChoices):
    """« Accès handicap » of the place."""

    FAUTEUIL = "fauteuil", "Accès en fauteuil roulant"
    BOUCLE = "boucle", "Boucle magnétique"
    LSF = "lsf", "Accueil en langue des signes"
    VISION = "vision", "Poste adapté à la déficience visuelle"
    FALC = "falc", "Documents faciles à lire et à comprendre"


#: The needs that an accessible place answers, in the words of the standard.
CARE_FOR_DISABILITY = frozenset({"Surdité", "Handicaps moteurs", "Handicaps mentaux", "Déficience visuelle"})
