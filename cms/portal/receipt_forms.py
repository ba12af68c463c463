"""What a person without account writes: the code of the receipt, corrections, an opinion."""

from __future__ import annotations

from typing import Any

from django import forms

from cms.portal.attribution_forms import NO_ANSWER, PROFILE, chosen_of, closed_field
from cms.portal.commune_typed import find_commune, label_of
from passnum.core.communes import commune, is_on_territory
from passnum.distribution.attribution import Attribution
from passnum.distribution.characteristic import characteristics_in_use
from passnum.distribution.profiles import Profile
from passnum.distribution.survey import Satisfaction


class CodeForm(forms.Form):
    """The code, as it is on the paper."""

    code = forms.CharField(
        label="Code de votre reçu",
        max_length=40,
        help_text="Quinze lettres et chiffres. Les tirets et les espaces ne comptent pas.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Écrivez le code de votre reçu."},
    )


class CorrectionForm(forms.Form):
    """What the person can correct alone: residence and profile."""

    commune = forms.CharField(
        label="Commune de résidence",
        max_length=80,
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.added = characteristics_in_use()
        for name in (*PROFILE, *(f"x{one.pk}" for one in self.added)):
            self.fields[name] = closed_field(name, self.added)

    def clean_commune(self) -> Any:
        return find_commune(self.cleaned_data["commune"])

    def profile(self) -> Profile:
        """A question left blank was perhaps never asked of this person: what is kept of it does not change."""
        own = {name: self.cleaned_data[name] or NO_ANSWER for name in PROFILE}
        answered = [one for one in self.added if self.cleaned_data[f"x{one.pk}"]]
        return Profile(**own, added=chosen_of(answered, self.cleaned_data))


def initial_of(row: Attribution) -> dict[str, Any]:
    """The answers that are kept, as the form shows them."""
    sensitive = getattr(row, "sensitive", None)
    values: dict[str, Any] = {name: getattr(row, name) for name in ("age_band", "sex", "pcs")}
    values |= {name: getattr(sensitive, name, NO_ANSWER) for name in ("french", "disability")}
    values |= {f"x{one.characteristic_id}": one.choice_id or NO_ANSWER for one in row.characteristics.all()}
    here = is_on_territory(row.commune_insee)
    return values | {"commune": label_of(commune(row.commune_insee)) if here else ""}


class SurveyForm(forms.Form):
    """One question."""

    satisfaction = forms.ChoiceField(
        label="Comment était l’aide reçue avec le Pass numérique ?",
        choices=Satisfaction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
