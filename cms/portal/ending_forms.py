"""Forms of the partner's side on the end of a convention."""

from __future__ import annotations

from django import forms

from passnum.endings.enums import AmicableWay, Cause


def _text(label: str) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000)


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, required=required, help_text=help_text)


class TerminationForm(forms.Form):
    """Ask for the end of the convention, with its cause."""

    cause = forms.ChoiceField(label="Cause (art. 12)", choices=Cause.choices, initial=Cause.ANTICIPEE)
    reason = _text("Motif")
    wished_on = _day(
        "Dernier jour envisagé",
        required=False,
        help_text="Pour une fin anticipée : le comité spécial se tient six mois avant.",
    )


class DisputeForm(forms.Form):
    """Say that the parties disagree."""

    subject = _text("Sur quoi porte le litige")


class ReasonForm(forms.Form):
    """Why."""

    reason = _text("Motif")


class ReturnForm(forms.Form):
    """The booklets that go back to EMS."""

    returned_on = _day("Restitués le")
    booklets = forms.IntegerField(label="Nombre de carnets", min_value=0, max_value=3000)


class StepForm(forms.Form):
    """One amicable way that was tried."""

    way = forms.ChoiceField(label="Voie", choices=AmicableWay.choices)
    happened_on = _day("Le")
    text = _text("Ce qui en est sorti")


class CourtForm(forms.Form):
    """The court, once amicable ways have failed."""

    referred_on = _day("Tribunal saisi le")


class CloseForm(forms.Form):
    """How the dispute ended."""

    outcome = _text("Issue")
