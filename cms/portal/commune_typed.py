"""The commune that someone typed: by its name or its postal code, one and no other."""

from __future__ import annotations

from django import forms

from passnum.core.communes import Commune, communes, search


def commune_labels() -> list[str]:
    """« Strasbourg (67000, 67100, 67200) »: what the search offers."""
    return [label_of(one) for one in communes().values()]


def label_of(one: Commune) -> str:
    return f"{one.name} ({', '.join(one.postal_codes)})"


def find_commune(typed: str) -> Commune:
    """The commune that was typed. Raises ValidationError when there is none, or when several are possible."""
    words = typed.split("(")[0]
    exact = [one for one in communes().values() if label_of(one) == typed.strip()]
    found = exact or [one for one in search(words) if one.name.casefold() == words.strip().casefold()] or search(words)
    if len(found) == 1:
        return found[0]
    if not found or not words.strip():
        raise forms.ValidationError(
            "Aucune commune de l’Eurométropole ne correspond. Le Pass est réservé aux personnes qui y résident, "
            "ou qui y sont domiciliées."
        )
    names = ", ".join(one.name for one in found[:8])
    raise forms.ValidationError(f"Plusieurs communes correspondent : {names}. Écrivez le nom de l’une d’elles.")
