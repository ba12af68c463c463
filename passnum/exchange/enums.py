"""What can be brought in from a file, and where an import stands."""

from django.db import models


class Kind(models.TextChoices):
    """What the rows of a file are."""

    ATTRIBUTIONS = "attributions", "Attributions"
    PLAGES = "plages", "Plages de carnets reçus"
    QUOTAS = "quotas", "Quotas"
    EFFECTIFS = "effectifs", "Effectifs comptés sans registre"
    STRUCTURES = "structures", "Structures et lieux"
    MEDIATION = "lieux-de-mediation", "Lieux de médiation"


class ImportState(models.TextChoices):
    """Nothing is written before « à confirmer »; « fait » is all of the file, every other end is none of it."""

    RECU = "recu", "Reçu"
    VERIFICATION = "verification", "En vérification"
    A_CONFIRMER = "a_confirmer", "À confirmer"
    REFUSE = "refuse", "Refusé"
    ECRITURE = "ecriture", "En cours d’écriture"
    FAIT = "fait", "Importé"
    ABANDONNE = "abandonne", "Abandonné"


#: States in which a worker has something to do, and those in which the file is still needed.
AT_WORK = (ImportState.RECU, ImportState.VERIFICATION, ImportState.ECRITURE)
ALIVE = (*AT_WORK, ImportState.A_CONFIRMER)


class Effect(models.TextChoices):
    """What a row would do."""

    CREE = "cree", "À créer"
    MODIFIE = "modifie", "À modifier"
    INCHANGE = "inchange", "Inchangée"
    REFUSE = "refuse", "Refusée"
