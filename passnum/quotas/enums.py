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
