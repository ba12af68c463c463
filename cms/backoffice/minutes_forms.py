"""Forms of what happens in a meeting and after it."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.widgets import AdminDateInput

from passnum.committee.minutes_states import OBJECTIVES, Continuing, DecisionKind, MinutesState, Presence, Reached
from passnum.committee.models import CommitteeMeeting, CommitteeMember, Decision, MemberOpinion, Sitting
from passnum.committee.services.sitting import Noted, Notes, seated_at
from passnum.committee.services.voting import answers_in_writing
from passnum.committee.validation_rule import Answer
from passnum.endings.enums import Cause

ANSWERS = [(Answer.VALIDE.value, "Valider"), (Answer.COMMENTE.value, "Commenter"), (Answer.REFUSE.value, "Refuser")]


def _words(label: str, *, rows: int = 3, most: int = 10_000, help_text: str = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=area, required=False, max_length=most, help_text=help_text)


def written_places(row: CommitteeMeeting) -> list[MemberOpinion]:
    """The answers that EMS still files: of members without an account, or who no longer sit."""
    places = MemberOpinion.objects.filter(minutes__meeting=row, minutes__state=MinutesState.SOUMIS, answer="")
    return [place for place in places.select_related("member__user") if answers_in_writing(place.member)]


class DecisionForm(forms.Form):
    kind = forms.ChoiceField(label="Nature", choices=DecisionKind.choices)
    text = forms.CharField(label="Décision", widget=forms.Textarea(attrs={"rows": 4}), max_length=5_000)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label="Avis", choices=ANSWERS, widget=forms.RadioSelect)
    words = _words("Commentaire ou motif", most=5_000, help_text="Nécessaire pour commenter ou refuser.")


class WrittenForm(AnswerForm):
    """The answer of a member who cannot give it here."""

    member = forms.ModelChoiceField(queryset=CommitteeMember.objects.none(), label="Membre")
    field_order = ["member", "answer", "words"]

    def __init__(self, *args: Any, row: CommitteeMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = "Sa réponse, et comment elle est arrivée"
        members = [place.member.pk for place in written_places(row)]
        self.fields["member"].queryset = CommitteeMember.objects.filter(pk__in=members)  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """The words of the version being written; `revision` is the one that the page was opened with."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
    text = forms.CharField(label="Texte", widget=forms.Textarea(attrs={"rows": 30}), max_length=60_000)

    def __init__(self, *args: Any, row: CommitteeMeeting, **kwargs: Any) -> None:
        version = row.minutes.order_by("-version").first()
        if version is not None:
            kwargs["initial"] = {"revision": version.revision, "text": version.text}
        super().__init__(*args, **kwargs)


class SettleForm(forms.Form):
    """Which decision, and what the thing it becomes needs to know."""

    decision = forms.ModelChoiceField(
        queryset=Decision.objects.none(), label="Décision", widget=forms.RadioSelect, empty_label=None
    )
    cause = forms.ChoiceField(label="Pour une résiliation : cause", choices=[("", "—"), *Cause.choices], required=False)
    wished_on = forms.DateField(label="Pour une fin anticipée : dernier jour", widget=AdminDateInput, required=False)
    year = forms.IntegerField(label="Pour un quota : exercice", min_value=2000, max_value=2100, required=False)
    booklets = forms.IntegerField(
        label="Pour un quota : nouveau nombre de carnets", min_value=0, max_value=3_000, required=False
    )
    words = _words("Suite donnée", most=2_000, help_text="Nécessaire pour une autre décision.")

    def __init__(self, *args: Any, row: CommitteeMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Those settled meanwhile stay among the choices: the service says so.
        choices = row.decisions.all() if self.is_bound else row.decisions.to_do()
        self.fields["decision"].queryset = choices  # type: ignore[attr-defined]


class SittingForm(forms.Form):
    """The whole sitting on one page; `revision` is the one that the page was opened with."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000, initial=0)

    def __init__(self, *args: Any, row: CommitteeMeeting, **kwargs: Any) -> None:
        self.members = seated_at(row)
        sitting = Sitting.objects.filter(meeting=row).first()
        kwargs["initial"] = _noted_before(sitting)
        super().__init__(*args, **kwargs)
        for member in self.members:
            who = f"{member.name}, {member.get_quality_display()} ({member.get_side_display()})"
            self.fields[f"presence_{member.pk}"] = forms.ChoiceField(
                label=who, choices=[("", "Non noté"), *Presence.choices], required=False
            )
            self.fields[f"represented_{member.pk}"] = forms.CharField(
                label=f"{member.name} : représentation par", required=False, max_length=160
            )
        for number, title in OBJECTIVES.items():
            self.fields[f"reached_{number}"] = forms.ChoiceField(
                label=f"Objectif {number} : {title}",
                choices=[("", "Non renseigné"), *Reached.choices],
                required=False,
            )
            self.fields[f"assessment_{number}"] = _words(f"Objectif {number} : appréciation")
            self.fields[f"causes_{number}"] = _words(f"Objectif {number} : causes des écarts")
        self.fields["adjustments"] = _words("Ajustements décidés")
        self.fields["continuing"] = forms.ChoiceField(
            label="Avis sur la poursuite du partenariat (art. 7)",
            choices=[("", "Non renseigné"), *Continuing.choices],
            required=False,
        )
        self.fields["continuing_words"] = _words("Motifs de l’avis")
        self.fields["other_business"] = _words("Questions diverses")

    def notes(self) -> Notes:
        """What was typed, for the service."""
        values = self.cleaned_data
        presences = {
            member.pk: (Presence(values[f"presence_{member.pk}"]), values[f"represented_{member.pk}"])
            for member in self.members
            if values[f"presence_{member.pk}"]
        }
        objectives = {
            number: Noted(
                Reached(values[f"reached_{number}"]) if values[f"reached_{number}"] else None,
                values[f"assessment_{number}"],
                values[f"causes_{number}"],
            )
            for number in OBJECTIVES
        }
        continuing = Continuing(values["continuing"]) if values["continuing"] else None
        texts = {name: values[name] for name in ("adjustments", "continuing_words", "other_business")}
        return Notes(presences, objectives, continuing=continuing, **texts)


def _noted_before(sitting: Sitting | None) -> dict[str, Any]:
    if sitting is None:
        return {}
    found: dict[str, Any] = {
        name: getattr(sitting, name)
        for name in ("revision", "adjustments", "continuing", "continuing_words", "other_business")
    }
    for attendance in sitting.attendances.all():
        found[f"presence_{attendance.member_id}"] = attendance.presence
        found[f"represented_{attendance.member_id}"] = attendance.represented_by
    for review in sitting.reviews.all():
        for name in ("reached", "assessment", "causes"):
            found[f"{name}_{review.objective}"] = getattr(review, name)
    return found
