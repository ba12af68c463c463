"""The characteristics of article 6, each with its closed list. An unknown is « non renseigné », never redistributed."""

from django.db import models

#: The code of « non renseigné », in every list.
UNKNOWN = "nr"


def is_unknown(modality: str) -> bool:
    """Whether the modality counts those whose answer is not known, of article 6 or of an added characteristic."""
    return modality.rpartition(":")[2] == UNKNOWN


class CancelReason(models.TextChoices):
    """Why an attribution is taken back: a closed list, in which nobody can be named."""

    SERIAL = "numero", "Le numéro du carnet n’était pas le bon"
    KEPT = "non_remis", "Le carnet n’a pas été remis, finalement"
    TWICE = "double", "La même remise a été saisie deux fois"
    ANSWERS = "reponses", "La date, le lieu ou les réponses n’étaient pas bons"
    OTHER = "autre", "Une autre erreur de saisie"


class Dimension(models.TextChoices):
    """What the beneficiaries are counted by."""

    CATEGORY = "category", "Catégorie de public"
    OUTCOME = "outcome", "Prestation proposée par le diagnostic"
    AGE_BAND = "age_band", "Âge"
    SEX = "sex", "Sexe"
    PCS = "pcs", "Catégorie socioprofessionnelle"
    FRENCH = "french", "Maîtrise de la langue française"
    DISABILITY = "disability", "Situation de handicap"


class Category(models.TextChoices):
    FREINS = "freins", "Exclues du numérique par des freins bloquants"
    BASES = "bases", "Sans les compétences numériques de base"
    RECREATIF = "recreatif", "Usage seulement récréatif du numérique"


class Outcome(models.TextChoices):
    ASSISTANCE = "assistance", "Assistance numérique"
    FORMATION = "formation", "Formation aux compétences numériques de base"
    COUP_DE_POUCE = "coup_de_pouce", "Coup de pouce sur un service en ligne"


class AgeBand(models.TextChoices):
    MOINS_DE_26 = "moins_26", "Moins de 26 ans"
    DE_26_A_44 = "26_44", "De 26 à 44 ans"
    DE_45_A_59 = "45_59", "De 45 à 59 ans"
    DE_60_A_74 = "60_74", "De 60 à 74 ans"
    PLUS_DE_75 = "75_plus", "75 ans et plus"
    UNKNOWN = "nr", "Non renseigné"


class Sex(models.TextChoices):
    FEMME = "femme", "Femmes"
    HOMME = "homme", "Hommes"
    UNKNOWN = "nr", "Non renseigné"


class Pcs(models.TextChoices):
    """INSEE's level 1, the eight-item list in use in 2021."""

    AGRICULTEURS = "1", "Agriculteurs exploitants"
    ARTISANS = "2", "Artisans, commerçants, chefs d’entreprise"
    CADRES = "3", "Cadres et professions intellectuelles supérieures"
    INTERMEDIAIRES = "4", "Professions intermédiaires"
    EMPLOYES = "5", "Employés"
    OUVRIERS = "6", "Ouvriers"
    RETRAITES = "7", "Retraités"
    SANS_ACTIVITE = "8", "Sans activité professionnelle"
    UNKNOWN = "nr", "Non renseigné"


class French(models.TextChoices):
    ALLOPHONE = "allophone", "Personnes allophones"
    NON_ALLOPHONE = "non_allophone", "Personnes non allophones"
    UNKNOWN = "nr", "Non renseigné"


class Disability(models.TextChoices):
    OUI = "oui", "En situation de handicap"
    NON = "non", "Sans handicap déclaré"
    UNKNOWN = "nr", "Non renseigné"


class CountedCategory(models.TextChoices):
    """The categories as they are counted: those who objected, or were not asked, are unknown."""

    FREINS = Category.FREINS.value, Category.FREINS.label
    BASES = Category.BASES.value, Category.BASES.label
    RECREATIF = Category.RECREATIF.value, Category.RECREATIF.label
    UNKNOWN = "nr", "Non renseigné"


class CountedOutcome(models.TextChoices):
    """The outcomes as they are counted."""

    ASSISTANCE = Outcome.ASSISTANCE.value, Outcome.ASSISTANCE.label
    FORMATION = Outcome.FORMATION.value, Outcome.FORMATION.label
    COUP_DE_POUCE = Outcome.COUP_DE_POUCE.value, Outcome.COUP_DE_POUCE.label
    UNKNOWN = "nr", "Non renseigné"


#: The closed list of each dimension, in the order in which it is shown.
MODALITIES: dict[Dimension, type[models.TextChoices]] = {
    Dimension.CATEGORY: CountedCategory,
    Dimension.OUTCOME: CountedOutcome,
    Dimension.AGE_BAND: AgeBand,
    Dimension.SEX: Sex,
    Dimension.PCS: Pcs,
    Dimension.FRENCH: French,
    Dimension.DISABILITY: Disability,
}


class ContentState(models.TextChoices):
    """A content that EMS writes: only a draft changes; what was published stays as it was read."""

    BROUILLON = "brouillon", "Brouillon"
    PUBLIE = "publie", "En usage"
    REMPLACE = "remplace", "Ancienne version"


class Purpose(models.TextChoices):
    """What a question of the diagnosis is about."""

    MOTIVATION = "motivation", "La motivation de la personne"
    SITUATION = "situation", "Sa situation et ses usages"
    SIMULATION = "simulation", "Le niveau atteint à la simulation en ligne"
