"""The forms of the paths by which a convention ends."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.widgets import AdminDateInput

from passnum.committee.models import CommitteeMeeting
from passnum.core.french import long_date
from passnum.endings import services
from passnum.endings.enums import (
    AmicableWay,
    Cause,
    Opinion,
)
from passnum.endings.models import Termination

_LONG = {"rows": 5}


def _text(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs=_LONG), max_length=10_000, required=required, help_text=help_text
    )


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(label=label, widget=AdminDateInput, required=required, help_text=help_text)


class TerminationForm(forms.Form):
    cause = forms.ChoiceField(label="Cause (art. 12)", choices=Cause.choices)
    reason = _text("Motif")
    wished_on = _day(
        "Dernier jour envisagé", required=False, help_text="Pour une fin anticipée : le comité se tient six mois avant."
    )


class ContextForm(forms.Form):
    context = _text("Évolution du contexte (art. 8)")


class SubjectForm(forms.Form):
    subject = _text("Objet du litige")


class EmptyForm(forms.Form):
    """Nothing more than a confirmation."""


class LetterForm(forms.Form):
    number = forms.CharField(label="Numéro du recommandé", max_length=40)
    sent_on = _day("Envoyée le")
    presented_on = _day("Première présentation le", required=False)
    received_on = _day("Reçue le", required=False)
    file = forms.FileField(
        label="Accusé de réception (PDF)", required=False, widget=forms.FileInput(attrs={"accept": ".pdf"})
    )


class MeetingForm(forms.Form):
    """Which meeting of the committee examined the termination."""

    meeting = forms.ModelChoiceField(
        queryset=CommitteeMeeting.objects.none(), label="Réunion tenue", widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, row: Termination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = services.meetings_that_examine(row)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = CommitteeMeeting.objects.filter(pk__in=[each.pk for each in rows])
        field.label_from_instance = _meeting_in_words
        self.initial.setdefault("meeting", rows[0].pk if rows else None)


def _meeting_in_words(meeting: CommitteeMeeting) -> str:
    """« Réunion spécifique avant une fin anticipée, tenue le mardi 28 février 2023 »."""
    return f"{meeting.get_kind_display()}, tenue le {long_date(meeting.held_on)}" if meeting.held_on else str(meeting)


class DecisionForm(forms.Form):
    effect_on = _day("Dernier jour de la convention")
    decision = _text("Décision")
    departure_reason = _text(
        "Si vous vous en tenez aux trois mois de préavis : pourquoi",
        required=False,
        help_text="L’article 12 demande aussi un comité spécial six mois avant ; le texte ne dit pas laquelle des deux "
        "règles l’emporte.",
    )


class ReasonForm(forms.Form):
    reason = _text("Motif")


class ReturnForm(forms.Form):
    returned_on = _day("Restitués le")
    booklets = forms.IntegerField(label="Nombre de carnets", min_value=0, max_value=3000)


class ReceiptForm(forms.Form):
    received_on = _day("Reçus par l’Eurométropole le")
    booklets = forms.IntegerField(
        label="Nombre de carnets comptés",
        min_value=0,
        max_value=3000,
        help_text="Comptez-les : s’il en manque, l’écart avec la déclaration de la structure reste au dossier.",
    )


class OpinionForm(forms.Form):
    opinion = forms.ChoiceField(label="Avis du comité", choices=Opinion.choices)
    opinion_on = _day("Rendu le")


class ProposalForm(forms.Form):
    proposed_on = _day("Inscrite à l’ordre du jour le")
    council_on = _day("Séance du Conseil", required=False)


class CouncilForm(forms.Form):
    adopted = forms.TypedChoiceField(
        label="Décision du Conseil",
        choices=[("oui", "Adoptée"), ("non", "Refusée")],
        coerce=lambda value: value == "oui",
    )
    decided_on = _day("Le")
    reference = forms.CharField(label="Référence de la délibération", max_length=160, required=False)


class ReferenceForm(forms.Form):
    reference = forms.CharField(label="Référence de la nouvelle convention", max_length=40)


class ConclusionsForm(forms.Form):
    conclusions = _text("Conclusions", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class RevisionForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class StepForm(forms.Form):
    way = forms.ChoiceField(label="Voie", choices=AmicableWay.choices)
    happened_on = _day("Le")
    text = _text("Ce qui en est sorti")


class CourtForm(forms.Form):
    referred_on = _day("Tribunal saisi le")


class OutcomeForm(forms.Form):
    outcome = _text("Issue")
