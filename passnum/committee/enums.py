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


#: Permitted passages. A meeting whose date is moved goes back to « à fixer » until both sides confirm the new one.
TRANSITIONS: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.A_FIXER: frozenset({MeetingState.FIXE, MeetingState.ANNULE}),
    MeetingState.FIXE: frozenset({MeetingState.A_FIXER, MeetingState.TENU, MeetingState.ANNULE}),
    MeetingState.TENU: frozenset(),
    MeetingState.ANNULE: frozenset(),
}
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
