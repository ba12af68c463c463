"""Closed lists of the quotas (art. 5)."""

from django.db import models


class QuotaBasis(models.TextChoices):
    """Article 5: the yearly number rests on the persons received per year, or on the type of public received."""

    PERSONNES = "personnes", "Nombre de personnes accueillies par an"
    PUBLIC = "public", "Type de public accueilli"


class AccountKind(models.TextChoices):
    """Where a booklet is, in the ledger. Every movement takes from one account and gives to another."""

    OPERATEUR = "operateur", "Émis par l’opérateur"
    EUROMETROPOLE = "eurometropole", "Stock de l’Eurométropole"
    LIVRAISON = "livraison", "En cours de livraison"
    LIEU = "lieu", "Lieu de distribution"
    REMIS = "remis", "Remis aux personnes"
    PERDU = "perdu", "Perdus"
    VOLE = "vole", "Volés"
    DETERIORE = "deteriore", "Détériorés"
    EXPIRE = "expire", "Périmés"
    RESTITUTION = "restitution", "En cours de restitution"


#: Accounts of which there is one for the whole scheme.
SCHEME_ACCOUNTS = frozenset({AccountKind.OPERATEUR, AccountKind.EUROMETROPOLE})
#: Accounts that EMS as well as a partner may have: booklets lost before or after their delivery.
LOSS_ACCOUNTS = frozenset({AccountKind.PERDU, AccountKind.VOLE, AccountKind.DETERIORE, AccountKind.EXPIRE})


class OperationKind(models.TextChoices):
    """The act by which booklets change place. A hand-out is one too, but has no slip."""

    RECEPTION = "reception", "Réception de l’opérateur"
    LIVRAISON = "livraison", "Livraison"
    ACCUSE = "accuse", "Accusé de réception"
    ECART = "ecart", "Écart constaté"
    MOUVEMENT = "mouvement", "Mouvement entre lieux"
    PERTE = "perte", "Perte"
    VOL = "vol", "Vol"
    DETERIORATION = "deterioration", "Détérioration"
    PEREMPTION = "peremption", "Péremption"
    RETROUVE = "retrouve", "Carnets retrouvés"
    RESTITUTION = "restitution", "Restitution"
    RETOUR = "retour", "Retour à l’Eurométropole"
    REMISE = "remise", "Remise à une personne"
    ANNULATION = "annulation", "Annulation d’une remise"


_AT_EMS = AccountKind.EUROMETROPOLE
#: From where to where each act leads a booklet: the database refuses any other way (triggers).
WAYS: dict[OperationKind, tuple[frozenset[AccountKind], frozenset[AccountKind]]] = {
    act: (frozenset(sources), frozenset(targets))
    for act, sources, targets in (
        (OperationKind.RECEPTION, {AccountKind.OPERATEUR}, {_AT_EMS}),
        (OperationKind.LIVRAISON, {_AT_EMS}, {AccountKind.LIVRAISON, AccountKind.LIEU}),
        (OperationKind.ACCUSE, {AccountKind.LIVRAISON}, {AccountKind.LIEU}),
        (OperationKind.MOUVEMENT, {AccountKind.LIEU}, {AccountKind.LIEU}),
        (
            OperationKind.PERTE,
            {_AT_EMS, AccountKind.LIEU, AccountKind.LIVRAISON, AccountKind.RESTITUTION},
            {AccountKind.PERDU},
        ),
        (OperationKind.VOL, {_AT_EMS, AccountKind.LIEU, AccountKind.RESTITUTION}, {AccountKind.VOLE}),
        (
            OperationKind.DETERIORATION,
            {_AT_EMS, AccountKind.LIEU, AccountKind.LIVRAISON, AccountKind.RESTITUTION},
            {AccountKind.DETERIORE},
        ),
        (OperationKind.PEREMPTION, {_AT_EMS, AccountKind.LIEU}, {AccountKind.EXPIRE}),
        (
            OperationKind.RETROUVE,
            {AccountKind.PERDU, AccountKind.VOLE, AccountKind.LIVRAISON, AccountKind.RESTITUTION},
            {AccountKind.LIEU},
        ),
        (OperationKind.RESTITUTION, {AccountKind.LIEU, AccountKind.EXPIRE}, {AccountKind.RESTITUTION}),
        (OperationKind.RETOUR, {AccountKind.LIVRAISON, AccountKind.RESTITUTION}, {_AT_EMS, AccountKind.EXPIRE}),
        (OperationKind.REMISE, {AccountKind.LIEU}, {AccountKind.REMIS}),
        (OperationKind.ANNULATION, {AccountKind.REMIS}, {AccountKind.LIEU}),
    )
}


class DeliveryState(models.TextChoices):
    """From EMS's stock to the partner's places (art. 5)."""

    EN_COURS = "en_cours", "En cours de livraison"
    ECART = "ecart", "Reçue avec des écarts"
    RECUE = "recue", "Reçue"
    RAPPELEE = "rappelee", "Rappelée"


#: The partner confirms what EMS sent; EMS can call it back before, and settles the discrepancies after.
DELIVERY_TRANSITIONS: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.EN_COURS: frozenset({DeliveryState.RECUE, DeliveryState.ECART, DeliveryState.RAPPELEE}),
    DeliveryState.ECART: frozenset({DeliveryState.RECUE}),
    DeliveryState.RECUE: frozenset(),
    DeliveryState.RAPPELEE: frozenset(),
}


class DiscrepancyKind(models.TextChoices):
    MANQUANT = "manquant", "Manquant"
    DETERIORE = "deteriore", "Détérioré"
    INATTENDU = "inattendu", "Reçu sans figurer sur le bon"


class Settlement(models.TextChoices):
    """What became of a booklet that was missing, or not expected."""

    RETROUVE = "retrouve", "Retrouvé dans la structure"
    RESTE_EN_STOCK = "reste_en_stock", "Resté dans le stock de l’Eurométropole"
    PERDU = "perdu", "Perdu"
    CONSTATE = "constate", "Constaté"


class RestitutionState(models.TextChoices):
    """From the partner's places back to EMS (art. 12)."""

    EN_COURS = "en_cours", "En cours de restitution"
    ECART = "ecart", "Reçue avec des écarts"
    RECUE = "recue", "Reçue par l’Eurométropole"


class Fate(models.TextChoices):
    """What became, in the words of the structure, of booklets that it announced and EMS did not receive."""

    RETROUVE = "retrouve", "Restés dans un lieu de la structure"
    PERDU = "perdu", "Perdus"
    VOLE = "vole", "Volés"
    DETERIORE = "deteriore", "Détériorés"


class RestitutionReason(models.TextChoices):
    RESILIATION = "resiliation", "Résiliation de la convention (art. 12)"
    FIN = "fin", "Fin de la convention"
    EXCEDENT = "excedent", "Carnets en trop"
    PEREMPTION = "peremption", "Carnets périmés"


class LossKind(models.TextChoices):
    """Why booklets can no longer be handed out."""

    PERDU = "perdu", "Perdus"
    VOLE = "vole", "Volés"
    DETERIORE = "deteriore", "Détériorés"
    EXPIRE = "expire", "Périmés"


class CountFinding(models.TextChoices):
    """What a physical count finds of a serial."""

    PRESENT = "present", "Présent"
    MANQUANT = "manquant", "Au registre, absent du lieu"
    AILLEURS = "ailleurs", "Présent, mais inscrit ailleurs"
    INCONNU = "inconnu", "Numéro inconnu du registre de la structure"
