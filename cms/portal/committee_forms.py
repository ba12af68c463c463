"""Forms of the committee's dates, the same in the partners' space and in EMS's back office."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms

from passnum.committee.enums import MeetingKind
from passnum.committee.models import CommitteeMeeting
from passnum.committee.services import Slot, Wish

NOON = time(10, 0)


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def day_field(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    """A day; a value that is none is told in French."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=DayInput,
        error_messages=dict.fromkeys(("required", "invalid"), "Indiquez une date, par exemple 30/11/2023."),
    )


class CheckForm(forms.Form):
    """A wished date to try."""

    date = day_field("Date souhaitée", "Le calcul s’affiche : rien n’est proposé à l’autre partie.")


class ProposeForm(forms.Form):
    """One to three dates, with their hour and place; a reason where a fixed date is to be moved."""

    day = day_field("Date proposée", "Deux mois calendaires à l’avance au moins (art. 7).")
    second_day = day_field("Autre date possible", required=False)
    third_day = day_field("Troisième date possible", required=False)
    starts_at = forms.TimeField(
        label="Heure",
        initial=NOON,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Indiquez une heure, par exemple 10:00."},
    )
    place = forms.CharField(label="Lieu", max_length=200, required=False)
    reason = forms.CharField(
        label="Motif du déplacement",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Une date fixée ensemble se déplace avec un motif (art. 7)."},
    )

    def __init__(self, *args: Any, meeting: CommitteeMeeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meeting is None or meeting.held_on is None:
            del self.fields["reason"]
        if meeting is not None and meeting.place:
            self.fields["place"].initial = meeting.place

    def slots(self) -> list[Slot]:
        """The dates that were typed, each once."""
        values = self.cleaned_data
        days: list[date] = [values[name] for name in ("day", "second_day", "third_day") if values.get(name)]
        return [Slot(day, values["starts_at"], values["place"]) for day in dict.fromkeys(days)]


class LateForm(forms.Form):
    """Why a date is fixed late; asked only then."""

    late_reason = forms.CharField(
        label="Pourquoi cette date est fixée malgré tout",
        help_text="Demandé seulement quand les deux mois de l’article 7 ne sont plus là. Le retard reste visible.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RequestForm(forms.Form):
    """A further meeting (art. 7), or a special one before an early end (art. 12)."""

    kind = forms.ChoiceField(
        label="Nature de la réunion",
        choices=[
            (MeetingKind.EXTRAORDINAIRE, "Réunion supplémentaire (art. 7)"),
            (MeetingKind.SPECIAL, "Réunion spécifique avant une fin anticipée (art. 12)"),
        ],
        widget=forms.RadioSelect,
        initial=MeetingKind.EXTRAORDINAIRE,
    )
    reason = forms.CharField(label="Motif", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    wished_on = day_field("Date souhaitée", required=False)
    end_wished_on = day_field(
        "Fin anticipée envisagée le",
        "Pour une réunion spécifique seulement : elle se tient au plus tard six mois avant (art. 12).",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        special = values.get("kind") == MeetingKind.SPECIAL
        if special and not values.get("end_wished_on") and "end_wished_on" not in self.errors:
            self.add_error("end_wished_on", "Dites quelle fin anticipée est envisagée (art. 12).")
        if not special and values.get("end_wished_on"):
            self.add_error("end_wished_on", "Choisissez « Réunion spécifique » pour une fin anticipée.")
        return values

    def wish(self) -> Wish:
        """What was asked for; call only on a valid form."""
        values = self.cleaned_data
        return Wish(values["reason"], values["wished_on"], values["end_wished_on"])


class AnswerForm(forms.Form):
    """Accept or refuse a request; a refusal says why."""

    answer = forms.ChoiceField(
        label="Réponse",
        choices=[("accepter", "Accepter : la réunion s’ouvre, sa date se fixe ensemble"), ("refuser", "Refuser")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Motif",
        help_text="Nécessaire pour un refus.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
