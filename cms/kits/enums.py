"""Closed lists of the communication supports (art. 5, 9)."""

from django.db import models


class ItemKind(models.TextChoices):
    """What a support of a kit is."""

    AFFICHE = "affiche", "Affiche"
    STICKER = "sticker", "Sticker"
    COURRIER = "courrier", "Courrier d’accompagnement"
    BANDEAU = "bandeau", "Bandeau web"
    DEPLIANT = "depliant", "Dépliant"
    AUTRE = "autre", "Autre support"


#: What a download button says after « Télécharger ».
NAMED_KINDS = {
    ItemKind.AFFICHE: "l’affiche",
    ItemKind.STICKER: "le sticker",
    ItemKind.COURRIER: "le courrier d’accompagnement",
    ItemKind.BANDEAU: "le bandeau web",
    ItemKind.DEPLIANT: "le dépliant",
    ItemKind.AUTRE: "le support",
}


class Language(models.TextChoices):
    """Languages of the supports: those that the people who come for help read."""

    FRANCAIS = "fr", "Français"
    ALLEMAND = "de", "Allemand"
    ALSACIEN = "gsw", "Alsacien"
    ANGLAIS = "en", "Anglais"
    ARABE = "ar", "Arabe"
    TURC = "tr", "Turc"
    UKRAINIEN = "uk", "Ukrainien"


class LogoVariant(models.TextChoices):
    """Renderings of the network's logo, each for its backgrounds."""

    COULEUR = "couleur", "En couleurs"
    NOIR = "noir", "En noir"
    BLANC = "blanc", "En blanc, pour les fonds sombres"
