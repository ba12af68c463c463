"""The search among the supports, as the public page offers it."""

from __future__ import annotations

from django import forms

from cms.kits.enums import ItemKind


class KitFilterForm(forms.Form):
    """A word, and the nature of the support. An unknown nature is an error, and filters nothing."""

    recherche = forms.CharField(label="Un mot", required=False, max_length=80)
    nature = forms.ChoiceField(
        label="Nature du support",
        required=False,
        choices=[("", "Toutes"), *ItemKind.choices, ("logo", "Logo du réseau")],
    )
