"""States of deliverables and dossiers, and what leads from one to the next (art. 6)."""

from django.db import models


class DeliverableKind(models.TextChoices):
    """What article 6 asks for every year."""

    PROGRAMME = "programme", "Programme d’actions"
    INDICATORS = "indicators", "Rapport d’indicateurs"
    SURVEY = "survey", "Enquête de satisfaction"


class DeliverableState(models.TextChoices):
    ATTENDU = "attendu", "Attendu"
    BROUILLON = "brouillon", "Brouillon"
    REMIS = "remis", "Remis"


class DossierState(models.TextChoices):
    EN_COMPILATION = "en_compilation", "En compilation"
    A_VALIDER = "a_valider", "À valider par la présidence"
    VALIDE = "valide", "Validé"
    RENVOYE = "renvoye", "Renvoyé par la présidence"
    TRANSMIS = "transmis", "Transmis à l’Eurométropole"
    EN_EXAMEN = "en_examen", "En examen"
    APPROUVE = "approuve", "Approuvé"
    APPROUVE_AVEC_RESERVES = "approuve_avec_reserves", "Approuvé avec réserves"
    A_CORRIGER = "a_corriger", "À corriger"
    ARCHIVE = "archive", "Archivé"
    CADUC = "caduc", "Remplacé"


S = DossierState

#: Permitted passages. Nothing reaches EMS that the President has not validated.
TRANSITIONS: dict[DossierState, frozenset[DossierState]] = {
    S.EN_COMPILATION: frozenset({S.A_VALIDER, S.CADUC}),
    S.A_VALIDER: frozenset({S.VALIDE, S.RENVOYE, S.CADUC}),
    S.VALIDE: frozenset({S.TRANSMIS}),
    S.RENVOYE: frozenset(),
    S.TRANSMIS: frozenset({S.EN_EXAMEN}),
    S.EN_EXAMEN: frozenset({S.APPROUVE, S.APPROUVE_AVEC_RESERVES, S.A_CORRIGER}),
    S.APPROUVE: frozenset({S.ARCHIVE}),
    S.APPROUVE_AVEC_RESERVES: frozenset({S.ARCHIVE}),
    S.A_CORRIGER: frozenset(),
    S.ARCHIVE: frozenset(),
    S.CADUC: frozenset(),
}

#: Versions that were replaced by a later one, or wait for one: a period has at most one dossier outside these.
CLOSED_STATES = frozenset({S.RENVOYE, S.A_CORRIGER, S.CADUC})
#: States that suppose the President's validation.
VALIDATED_STATES = frozenset(
    {S.VALIDE, S.TRANSMIS, S.EN_EXAMEN, S.APPROUVE, S.APPROUVE_AVEC_RESERVES, S.A_CORRIGER, S.ARCHIVE}
)
#: States that suppose that EMS has received the file. EMS sees nothing of a dossier before.
TRANSMITTED_STATES = VALIDATED_STATES - {S.VALIDE}
#: States in which the dossier waits for EMS.
WAITING_FOR_EMS = frozenset({S.TRANSMIS, S.EN_EXAMEN, S.APPROUVE, S.APPROUVE_AVEC_RESERVES})
#: States in which the référent can still take a deliverable back: the President has not decided.
RECALLABLE_STATES = frozenset({S.EN_COMPILATION, S.A_VALIDER})


class Side(models.TextChoices):
    """Who made a remark."""

    PRESIDENCE = "presidence", "Présidence"
    EMS = "ems", "Eurométropole"
