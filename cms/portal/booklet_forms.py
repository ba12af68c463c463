"""Forms about booklets: serials typed or pasted as ranges, the same in the partners' space and in the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from cms.portal.committee_forms import day_field
from passnum.core import clock
from passnum.core.errors import InvalidInput
from passnum.partners.models import DistributionPlace
from passnum.quotas.enums import Fate, LossKind, RestitutionReason
from passnum.quotas.models import Delivery
from passnum.quotas.serials import format_ranges, parse_ranges
from passnum.quotas.services import Arrival

RANGES_HELP = (
    "Un numéro, plusieurs, ou des plages, séparés par des virgules ou des retours à la ligne : "
    "EMS-000101 à EMS-000150, EMS-000200."
)


class SerialsField(forms.CharField):
    """Serials typed or pasted; the value is the list of them, in the order written. What is wrong is named."""

    def __init__(self, *, label: str, help_text: str = RANGES_HELP, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "autocapitalize": "characters"}),
            max_length=100_000,
            error_messages={"required": "Indiquez au moins un numéro de carnet."},
            **kwargs,
        )

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        text = super().clean(value)
        if not text.strip():
            return []
        try:
            return parse_ranges(text)
        except InvalidInput as error:
            raise ValidationError(error.message) from error


class PlaceField(forms.ModelChoiceField):
    """A distribution place, by its name and commune."""

    def __init__(self, *, label: str, help_text: str = "", required: bool = True) -> None:
        super().__init__(
            None,
            label=label,
            help_text=help_text,
            required=required,
            empty_label="Choisir un lieu…",
            error_messages={"required": "Choisissez un lieu.", "invalid_choice": "Choisissez un lieu de la liste."},
        )


def text_field(label: str, help_text: str = "", *, required: bool = False) -> forms.CharField:
    """A few sentences."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez-le en quelques mots."},
    )


class ReceiptForm(forms.Form):
    """What arrived of a delivery: all in one place, or place by place, with what is missing, damaged or unexpected."""

    received_on = day_field("Reçue le")
    rest_to = PlaceField(
        label="Lieu où sont les carnets",
        help_text="Les carnets du bon vont dans ce lieu, sauf ceux que vous nommez plus bas.",
    )
    missing = SerialsField(
        label="Numéros manquants", help_text="Ils figurent sur le bon et ne sont pas là.", rows=2, required=False
    )
    damaged = SerialsField(
        label="Numéros détériorés", help_text="Ils sont là, mais ne peuvent pas être remis.", rows=2, required=False
    )
    unexpected = SerialsField(
        label="Numéros inattendus", help_text="Ils sont dans le colis sans figurer sur le bon.", rows=2, required=False
    )
    note = text_field("Précisions")

    def __init__(self, *args: Any, delivery: Delivery, places: QuerySet[DistributionPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = clock.today()
        self.fields["rest_to"].queryset = places
        self.places = list(places)
        # With several places, each booklet may be named in one of them; the service refuses those left out.
        self.fields["rest_to"].required = len(self.places) < 2
        if len(self.places) == 1:
            self.fields["rest_to"].initial = self.places[0]
        others = {}
        for place in self.places if len(self.places) > 1 else []:
            others[_name_of(place)] = SerialsField(
                label=f"Numéros placés à {place.name}", help_text="", rows=2, required=False
            )
        names = list(self.fields)
        self.fields.update(others)
        self.order_fields([*names[:2], *others, *names[2:]])

    def arrival(self) -> Arrival:
        """The answer, as the service takes it."""
        values = self.cleaned_data
        by_place = {place: values.get(_name_of(place)) or [] for place in self.places}
        return Arrival(
            by_place={place: serials for place, serials in by_place.items() if serials},
            missing=values["missing"],
            damaged=values["damaged"],
            unexpected=values["unexpected"],
            rest_to=values["rest_to"],
        )


def _name_of(place: DistributionPlace) -> str:
    return f"place_{place.pk}"


class PlacedForm(forms.Form):
    """A form whose choices of place are those given."""

    def __init__(self, *args: Any, places: QuerySet[DistributionPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PlaceField):
                field.queryset = places
                field.initial = places.first() if places.count() == 1 else None


class MoveForm(PlacedForm):
    """From one place of the structure to another."""

    source = PlaceField(label="Lieu de départ")
    target = PlaceField(label="Lieu d’arrivée")
    serials = SerialsField(label="Numéros des carnets")
    happened_on = day_field("Déplacés le")
    note = text_field("Précisions")


class LossForm(forms.Form):
    """Booklets that can no longer be handed out."""

    kind = forms.ChoiceField(
        label="Ce qui s’est passé",
        choices=[(kind.value, kind.label) for kind in LossKind if kind != LossKind.EXPIRE],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce qui s’est passé."},
    )
    serials = SerialsField(label="Numéros des carnets")
    happened_on = day_field("Constaté le")
    reason = text_field("Circonstances", "Sans nommer de bénéficiaire.", required=True)
    complaint = forms.CharField(
        label="Dépôt de plainte", help_text="Date et référence, s’il y en a un.", required=False, max_length=200
    )

    def told(self) -> str:
        """The circumstances, with the complaint where there is one."""
        values = self.cleaned_data
        complaint = values["complaint"].strip()
        return values["reason"] + (f"\nDépôt de plainte : {complaint}" if complaint else "")


class FoundForm(PlacedForm):
    """Booklets that were declared lost or stolen, and are there."""

    serials = SerialsField(label="Numéros des carnets retrouvés")
    place = PlaceField(label="Lieu où ils sont maintenant")
    happened_on = day_field("Retrouvés le")
    reason = text_field("Où et comment", required=True)


class MissingForm(PlacedForm):
    """What became of booklets announced in a restitution that EMS did not receive."""

    fate = forms.ChoiceField(
        label="Ce qu’ils sont devenus",
        choices=Fate.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce qu’ils sont devenus."},
    )
    serials = SerialsField(
        label="Numéros des carnets", help_text="Ceux qui manquent : retirez ceux dont le sort est différent."
    )
    place = PlaceField(
        label="Lieu où ils sont", help_text="S’ils sont restés dans un lieu de la structure.", required=False
    )
    happened_on = day_field("Constaté le")
    reason = text_field("Explication", "L’Eurométropole la lit. N’écrivez le nom d’aucune personne.", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].initial = None


class CountForm(PlacedForm):
    """What was found in a place today. Nothing found is an answer too, and is said."""

    place = PlaceField(label="Lieu compté")
    serials = SerialsField(label="Numéros trouvés", rows=8, required=False)
    nothing = forms.BooleanField(label="Il n’y a aucun carnet dans ce lieu", required=False)
    note = text_field("Précisions")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "serials" in values and bool(values["serials"]) == values.get("nothing", False):
            self.add_error(
                "serials", "Écrivez les numéros trouvés, ou cochez la case « Il n’y a aucun carnet dans ce lieu »."
            )
        return values


class GiveBackForm(forms.Form):
    """Undistributed booklets handed over to EMS (art. 12)."""

    serials = SerialsField(
        label="Carnets à rendre", help_text="Proposés d’après le registre : retirez ceux qui restent.", rows=6
    )
    reason = forms.ChoiceField(label="Motif", choices=RestitutionReason.choices, widget=forms.RadioSelect)
    sent_on = day_field("Remis à l’Eurométropole le")
    note = text_field("Précisions")


def as_text(serials: list[str]) -> str:
    """Serials as they are typed: one range a line."""
    return "\n".join(format_ranges(serials))
