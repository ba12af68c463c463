"""How a convention ends, and the states of each path (art. 8, 12, 13)."""

from django.db import models


class Cause(models.TextChoices):
    """Why a convention ends before its term (art. 12). The first two are of right, without indemnity."""

    FORCE_MAJEURE = "force_majeure", "Force majeure"
    IMPOSSIBILITE = "impossibilite", "Impossibilité pour la structure d’achever sa mission"
    MANQUEMENT = "manquement", "Non-respect des engagements"
    ANTICIPEE = "anticipee", "Fin anticipée souhaitée"


#: Of right: no notice, no committee, no indemnity (art. 12).
OF_RIGHT = frozenset({Cause.FORCE_MAJEURE, Cause.IMPOSSIBILITE})


class TerminationState(models.TextChoices):
    OUVERTE = "ouverte", "En examen"
    DECIDEE = "decidee", "Décidée"
    EN_EFFET = "en_effet", "En effet"
    ABANDONNEE = "abandonnee", "Abandonnée"


#: Permitted passages. A decision not yet in effect can still be abandoned, with a reason.
TRANSITIONS: dict[TerminationState, frozenset[TerminationState]] = {
    TerminationState.OUVERTE: frozenset({TerminationState.DECIDEE, TerminationState.ABANDONNEE}),
    TerminationState.DECIDEE: frozenset({TerminationState.EN_EFFET, TerminationState.ABANDONNEE}),
    TerminationState.EN_EFFET: frozenset(),
    TerminationState.ABANDONNEE: frozenset(),
}
#: States in which a convention has its termination under way.
LIVE_STATES = frozenset({TerminationState.OUVERTE, TerminationState.DECIDEE})
DECIDED_STATES = frozenset({TerminationState.DECIDEE, TerminationState.EN_EFFET})


class RenewalState(models.TextChoices):
    PREPAREE = "preparee", "En préparation"
    PROPOSEE = "proposee", "À l’ordre du jour du Conseil"
    ADOPTEE = "adoptee", "Adoptée"
    REFUSEE = "refusee", "Refusée"
    ABANDONNEE = "abandonnee", "Abandonnée"


class Opinion(models.TextChoices):
    """What the committee says of going on (art. 7)."""

    FAVORABLE = "favorable", "Favorable"
    RESERVES = "reserves", "Favorable avec réserves"
    DEFAVORABLE = "defavorable", "Défavorable"


class DisputeState(models.TextChoices):
    AMIABLE = "amiable", "Voies amiables"
    TRIBUNAL = "tribunal", "Devant le tribunal administratif de Strasbourg"
    CLOS = "clos", "Clos"


class AmicableWay(models.TextChoices):
    """Ways of settling a dispute before any court (art. 13)."""

    COMITE = "comite", "Comité de suivi"
    REUNION = "reunion", "Réunion"
    COURRIER = "courrier", "Échange de courriers"
    MEDIATION = "mediation", "Médiation"
    AUTRE = "autre", "Autre voie"
