"""Closed lists of the quotas (art. 5)."""

from django.db import models


class QuotaBasis(models.TextChoices):
    """Article 5: the yearly number rests on the persons received per year, or on the type of public received."""

    PERSONNES = "personnes", "Nombre de personnes accueillies par an"
    PUBLIC = "public", "Type de public accueilli"
