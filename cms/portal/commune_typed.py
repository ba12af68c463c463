"""The commune that someone typed: by its name or its postal code, one and no other."""

from __future__ import annotations

import unicodedata

from django import forms

from passnum.core.communes import Commune, communes, fold, search

#: Postal codes that also serve communes outside the territory (Molsheim, Ichtratzheim…): only a name tells them apart.
SHARED_BEYOND = frozenset({"67120", "67640"})

#: « Hönheim », « Bläsheim »: the Alsatian spelling of the same names.
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def commune_labels() -> list[str]:
    """« Strasbourg (67000, 67100, 67200) »: what the search offers."""
    return [label_of(one) for one in communes().values()]


def label_of(one: Commune) -> str:
    return f"{one.name} ({', '.join(one.postal_codes)})"


def find_commune(typed: str) -> Commune:
    """The commune that was typed. Raises ValidationError when there is none, or when several are possible."""
    words = _plain(typed)
    exact = [one for one in communes().values() if label_of(one) == typed.strip()]
    close = search(words)
    found = exact or [one for one in close if fold(one.name) == fold(words)] or close
    if len(found) == 1 and (exact or _designates(words, found[0])):
        return found[0]
    if found and (shared := "".join(words.split())) in SHARED_BEYOND:
        names = " ou ".join(one.name for one in found)
        raise forms.ValidationError(
            f"Le code postal {shared} est aussi celui de communes hors de l’Eurométropole. "
            f"Si la personne habite {names}, écrivez le nom de la commune."
        )
    if not found or not words.strip():
        raise forms.ValidationError(
            "Aucune commune de l’Eurométropole ne correspond. Le Pass est réservé aux personnes qui y résident, "
            "ou qui y sont domiciliées."
        )
    names = ", ".join(one.name for one in found[:8])
    if len(found) == 1:
        raise forms.ValidationError(
            f"S’agit-il de {names} ? Écrivez son nom en entier, ou les cinq chiffres du code postal."
        )
    raise forms.ValidationError(f"Plusieurs communes correspondent : {names}. Écrivez le nom de l’une d’elles.")


def _plain(typed: str) -> str:
    """What was typed without what may come with it: the postal codes of the label, a postal code beside the name."""
    words = unicodedata.normalize("NFC", typed).split("(")[0].lower().translate(_UMLAUTS)
    letters = "".join(letter for letter in words if not letter.isdigit()).strip()
    return letters or words


def _designates(words: str, one: Commune) -> bool:
    """Whether that is a whole word of its name, or a whole postal code: « Achen » is a commune of another county."""
    typed = fold(words)
    figures = typed.replace(" ", "")
    return f" {typed} " in f" {fold(one.name)} " or figures in {*one.postal_codes} - SHARED_BEYOND
