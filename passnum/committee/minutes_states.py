"""Words and states of what happens in a meeting and after it (art. 3, 7, 8)."""

from __future__ import annotations

from django.db import models

#: The objectives that the parties share (art. 3), in their order.
OBJECTIVES: dict[int, str] = {
    1: "Favoriser l’appropriation des outils numériques par tous",
    2: "Faciliter l’accès aux droits et l’insertion professionnelle des bénéficiaires",
    3: "Partager un référentiel commun s’appuyant sur le dispositif des Pass numériques",
}


class Presence(models.TextChoices):
    """Whether a member was there."""

    PRESENT = "present", "Présent ou présente"
    REPRESENTE = "represente", "Représenté ou représentée"
    ABSENT = "absent", "Absent ou absente"


#: Who counts among those present when unanimity is asked for.
AT_THE_TABLE = frozenset({Presence.PRESENT, Presence.REPRESENTE})


class Reached(models.TextChoices):
    """How far an objective of article 3 is reached, on the basis of the indicators (art. 7)."""

    ATTEINT = "atteint", "Atteint"
    EN_PARTIE = "en_partie", "Atteint en partie"
    NON_ATTEINT = "non_atteint", "Non atteint"
    NON_EVALUABLE = "non_evaluable", "Non évaluable"


class Continuing(models.TextChoices):
    """The committee's opinion on continuing the partnership (art. 7)."""

    POURSUIVRE = "poursuivre", "Poursuivre le partenariat"
    ADAPTER = "adapter", "Poursuivre en l’adaptant"
    CESSER = "cesser", "Ne pas poursuivre"


class MinutesState(models.TextChoices):
    REDACTION = "redaction", "En rédaction"
    SOUMIS = "soumis", "Soumis aux membres"
    VALIDE = "compte_rendu_valide", "Validé par les membres"
    REFUSE = "compte_rendu_refuse", "Non validé"
    REMPLACE = "compte_rendu_remplace", "Remplacé par une nouvelle version"


#: Permitted passages. What the members refused or commented on is written again, as another version.
MINUTES_TRANSITIONS: dict[MinutesState, frozenset[MinutesState]] = {
    MinutesState.REDACTION: frozenset({MinutesState.SOUMIS}),
    MinutesState.SOUMIS: frozenset({MinutesState.VALIDE, MinutesState.REFUSE, MinutesState.REMPLACE}),
    MinutesState.REFUSE: frozenset({MinutesState.REMPLACE}),
    MinutesState.VALIDE: frozenset(),
    MinutesState.REMPLACE: frozenset(),
}
#: Versions to which another one can answer.
REWRITABLE_STATES = frozenset({MinutesState.SOUMIS, MinutesState.REFUSE})
#: One version at a time is written or submitted; what is validated stays.
LIVE_STATES = frozenset({MinutesState.REDACTION, MinutesState.SOUMIS, MinutesState.VALIDE, MinutesState.REFUSE})


class DecisionKind(models.TextChoices):
    """What a decision of the committee calls for."""

    AVENANT = "avenant", "Avenant à préparer (art. 11)"
    QUOTA = "revision_quota", "Quota à réviser (art. 5)"
    RENOUVELLEMENT = "renouvellement", "Renouvellement à proposer (art. 8)"
    RESILIATION = "resiliation", "Résiliation à examiner (art. 12)"
    AUTRE = "autre", "Autre décision"
