"""The closed lists said of one person: « Femme » where the figures say « Femmes »."""

from __future__ import annotations

from passnum.distribution.enums import MODALITIES, Category, Dimension, French, Sex

_OF_ONE = {
    (Dimension.SEX, Sex.FEMME.value): "Femme",
    (Dimension.SEX, Sex.HOMME.value): "Homme",
    (Dimension.FRENCH, French.ALLOPHONE.value): "Personne allophone",
    (Dimension.FRENCH, French.NON_ALLOPHONE.value): "Personne non allophone",
    (Dimension.CATEGORY, Category.FREINS.value): "Exclue du numérique par des freins bloquants",
}


def of_one(dimension: Dimension, value: str) -> str:
    """The words of one modality for one person; « Non renseigné » for an unknown."""
    labels = dict(MODALITIES[dimension].choices)
    return str(_OF_ONE.get((dimension, value)) or labels.get(value, "Non renseigné"))


def choices_of_one(dimension: Dimension) -> list[tuple[str, str]]:
    """The closed list as it is shown in an interview, without the unknown."""
    return [(value, of_one(dimension, value)) for value in MODALITIES[dimension].values if value != "nr"]
