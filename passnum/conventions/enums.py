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


class ElapsedPeriod(models.TextChoices):
    """What « période annuelle révolue » means in this convention (art. 7 leaves it open)."""

    CIVILE = "civile", "Dernière année civile révolue"
    GLISSANTE = "glissante", "Douze mois glissants"


class Side(models.TextChoices):
    """The two parties."""

    EMS = "ems", "Eurométropole de Strasbourg"
    STRUCTURE = "structure", "Structure de distribution"


class Debtor(models.TextChoices):
    """Who owes an obligation."""

    EMS = "ems", "Eurométropole"
    STRUCTURE = "structure", "Structure"
    DEUX = "deux", "Les deux parties"
    COMITE = "comite", "Comité de suivi"
    AUCUN = "aucun", "Échéance"


class Nature(models.TextChoices):
    """How an obligation stands in time."""

    DATEE = "datee", "Datée"
    SANS_DELAI = "sans_delai", "Sans délai dans la convention"
    CONTINUE = "continue", "Continue"
    EVENEMENT = "evenement", "Sur événement"
    FACULTE = "faculte", "Faculté"


class ObligationStatus(models.TextChoices):
    """Where an obligation stands on a given day: computed, never stored."""

    RESPECTEE = "respectee", "Respectée"
    RESPECTEE_TARD = "respectee_tard", "Respectée après l’échéance"
    DISPENSEE = "dispensee", "Dispensée"
    SANS_OBJET = "sans_objet", "Sans objet"
    TOLEREE = "toleree", "Tolérée"
    EN_RETARD = "en_retard", "En retard"
    OUVERTE = "ouverte", "À venir"
    SANS_DELAI = "sans_delai", "Sans délai dans la convention"
    EXPIREE = "expiree", "Faculté non exercée"


#: Nothing is expected any more.
SETTLED_STATUSES = frozenset(
    {
        ObligationStatus.RESPECTEE,
        ObligationStatus.RESPECTEE_TARD,
        ObligationStatus.DISPENSEE,
        ObligationStatus.SANS_OBJET,
        ObligationStatus.EXPIREE,
    }
)


class AgreedOn(models.TextChoices):
    """What both parties agree on."""

    DATE = "date", "Nouvelle date"
    DELAI = "delai", "Tolérance convenue"


class ProposalAnswer(models.TextChoices):
    """What became of a day proposed to the other party."""

    EN_ATTENTE = "en_attente", "En attente de réponse"
    ACCEPTEE = "acceptee", "Acceptée"
    REFUSEE = "refusee", "Refusée"
    RETIREE = "retiree", "Retirée"
    DEPASSEE = "depassee", "Dépassée"


class EvidenceKind(models.TextChoices):
    """What shows that an obligation is met."""

    CONVENTION = "convention", "Exemplaire signé"
    AVENANT = "avenant", "Avenant"
    LIVRABLE = "livrable", "Livrable"
    DOSSIER = "dossier", "Dossier"
    COMITE = "comite", "Comité de suivi"
    COMPTE_RENDU = "compte_rendu", "Compte rendu"
    COURRIER = "courrier", "Courrier"
    QUOTA = "quota", "Quota"
    LIVRAISON = "livraison", "Livraison"
    DECISION = "decision", "Décision"
    FICHIER = "fichier", "Fichier"
    FAIT = "fait", "Fait déclaré"


class ContactRole(models.TextChoices):
    """What a contact of a convention is asked about."""

    SUIVI = "suivi", "Suivi de la convention"
    DONNEES = "donnees", "Protection des données"
    JURIDIQUE = "juridique", "Affaires juridiques"
    AUTRE = "autre", "Autre"


class DataController(models.TextChoices):
    """Who decides why and how the data of the scheme are processed (GDPR, art. 4 of the convention)."""

    STRUCTURE = "structure", "La structure"
    EMS = "ems", "L’Eurométropole"
    CONJOINTE = "conjointe", "Les deux parties, conjointement"
    CHACUNE = "chacune", "Chaque partie pour ses propres traitements"


class AmendmentState(models.TextChoices):
    EN_PREPARATION = "en_preparation", "En préparation"
    DECIDE = "decide", "Décidé en comité"
    ENVOYE = "envoye", "Envoyé pour signature"
    SIGNE = "signe", "Signé"
    RECU = "recu", "Reçu, en attente d’effet"
    EN_EFFET = "en_effet", "En effet"
    ABANDONNE = "abandonne", "Abandonné"


#: Permitted passages of an amendment. It takes effect at its date, once EMS holds the signed copy.
AMENDMENT_TRANSITIONS: dict[AmendmentState, frozenset[AmendmentState]] = {
    AmendmentState.EN_PREPARATION: frozenset({AmendmentState.DECIDE, AmendmentState.ABANDONNE}),
    AmendmentState.DECIDE: frozenset({AmendmentState.ENVOYE, AmendmentState.ABANDONNE}),
    AmendmentState.ENVOYE: frozenset({AmendmentState.SIGNE, AmendmentState.ABANDONNE}),
    AmendmentState.SIGNE: frozenset({AmendmentState.RECU, AmendmentState.ABANDONNE}),
    # Given up by nobody: only where the convention ended before the date of effect.
    AmendmentState.RECU: frozenset({AmendmentState.EN_EFFET, AmendmentState.ABANDONNE}),
    AmendmentState.EN_EFFET: frozenset(),
    AmendmentState.ABANDONNE: frozenset(),
}
#: States in which EMS holds the signed copy.
AMENDMENT_RECEIVED = frozenset({AmendmentState.RECU, AmendmentState.EN_EFFET})


class ChangeKind(models.TextChoices):
    """What an amendment does to one article."""

    MODIFIE = "modifie", "Article modifié"
    AJOUTE = "ajoute", "Article ajouté"
    SUPPRIME = "supprime", "Article supprimé"
