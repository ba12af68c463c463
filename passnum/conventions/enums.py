"""States of a convention and what leads from one to the next (art. 2)."""

from django.db import models


class ConventionState(models.TextChoices):
    EN_PREPARATION = "en_preparation", "En préparation"
    ENVOYEE = "envoyee", "Envoyée pour signature"
    SIGNEE = "signee", "Signée"
    EN_VIGUEUR = "en_vigueur", "En vigueur"
    ECHUE = "echue", "Échue"
    RESILIEE = "resiliee", "Résiliée"


#: Permitted passages. « Signée » is not enough: the convention is in force once EMS holds the signed copy (art. 2).
TRANSITIONS: dict[ConventionState, frozenset[ConventionState]] = {
    ConventionState.EN_PREPARATION: frozenset({ConventionState.ENVOYEE}),
    ConventionState.ENVOYEE: frozenset({ConventionState.EN_PREPARATION, ConventionState.SIGNEE}),
    ConventionState.SIGNEE: frozenset({ConventionState.EN_VIGUEUR}),
    ConventionState.EN_VIGUEUR: frozenset({ConventionState.ECHUE, ConventionState.RESILIEE}),
    ConventionState.ECHUE: frozenset(),
    ConventionState.RESILIEE: frozenset(),
}

#: States in which the text can still be edited.
EDITABLE_STATES = frozenset({ConventionState.EN_PREPARATION})
#: States that suppose a signature.
SIGNED_STATES = frozenset(
    {ConventionState.SIGNEE, ConventionState.EN_VIGUEUR, ConventionState.ECHUE, ConventionState.RESILIEE}
)
#: States that suppose that EMS has received the signed copy.
RECEIVED_STATES = SIGNED_STATES - {ConventionState.SIGNEE}


class Part(models.IntegerChoices):
    """The four parts of the convention."""

    OBJET = 1, "1ʳᵉ partie : objet du partenariat"
    MOYENS = 2, "2ᵉ partie : moyens"
    SUIVI = 3, "3ᵉ partie : suivi et évaluation"
    DISPOSITIONS = 4, "4ᵉ partie : dispositions diverses"
