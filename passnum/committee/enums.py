"""States of a committee's meeting and the rules of its members (art. 7)."""

from django.db import models


class MeetingKind(models.TextChoices):
    """Why a committee meets."""

    ORDINAIRE = "ordinaire", "Comité ordinaire"
    EXTRAORDINAIRE = "extraordinaire", "Réunion supplémentaire"
    SPECIAL = "special", "Réunion spécifique avant une fin anticipée"


class MeetingState(models.TextChoices):
    A_FIXER = "a_fixer", "Date à fixer"
    FIXE = "fixe", "Date fixée"
    TENU = "tenu", "Tenu"
    ANNULE = "annule", "Annulé"


#: Permitted passages. A date fixed together stands until both sides confirm another one: one party cannot move it.
TRANSITIONS: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.A_FIXER: frozenset({MeetingState.FIXE, MeetingState.ANNULE}),
    MeetingState.FIXE: frozenset({MeetingState.FIXE, MeetingState.TENU, MeetingState.ANNULE}),
    MeetingState.TENU: frozenset(),
    MeetingState.ANNULE: frozenset(),
}
#: States in which dates may still be proposed and confirmed.
OPEN_STATES = frozenset({MeetingState.A_FIXER, MeetingState.FIXE})
#: States in which the meeting has its date.
DATED_STATES = frozenset({MeetingState.FIXE, MeetingState.TENU})


class MemberQuality(models.TextChoices):
    """In which quality a person sits (art. 7)."""

    PRESIDENCE = "presidence", "Présidence"
    REPRESENTANT = "representant", "Représentante ou représentant"
    DELEGUE = "delegue", "Personne déléguée"
    REFERENT = "referent", "Référente ou référent"


class Silence(models.TextChoices):
    """What the silence of a member means once the delay is over."""

    ACCORD = "accord", "Le silence vaut accord"
    RIEN = "rien", "Le silence ne compte pas"


class ProposalOutcome(models.TextChoices):
    """What became of a proposed date."""

    OUVERTE = "ouverte", "En attente de confirmation"
    RETENUE = "retenue", "Fixée ensemble"
    REMPLACEE = "remplacee", "Déplacée depuis"
    ECARTEE = "ecartee", "Écartée"
    RETIREE = "retiree", "Retirée"
    ANNULEE = "annulee", "Annulée avec le comité"


class RequestAnswer(models.TextChoices):
    """What the other party answered to a request for a meeting."""

    EN_ATTENTE = "en_attente", "Sans réponse"
    ACCEPTEE = "acceptee", "Acceptée"
    REFUSEE = "refusee", "Refusée"
