"""Forms of the contents of the diagnosis: questions with their answers, notices, characteristics."""

from __future__ import annotations

from typing import Any

from django import forms

from passnum.distribution.enums import Outcome, Purpose
from passnum.distribution.models import Characteristic, Notice, Question, Questionnaire
from passnum.distribution.questionnaire import HEAVIEST
from passnum.distribution.writing import AnswerText, save_characteristic, save_notice

#: Answers that a question can have.
MOST_ANSWERS = 6


class IntroductionForm(forms.ModelForm):
    """What is said to begin; the online simulation."""

    class Meta:
        model = Questionnaire
        fields = ["introduction", "simulation_url"]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 3})}


class QuestionForm(forms.ModelForm):
    """One question and its closed answers."""

    class Meta:
        model = Question
        fields = ["purpose", "text", "help"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = list(self.instance.answers.all()) if self.instance.pk else []
        if self.instance.number == 1:
            del self.fields["purpose"]
        else:
            self.fields["purpose"].choices = [(one.value, one.label) for one in Purpose if one != Purpose.MOTIVATION]
        for rank in range(1, MOST_ANSWERS + 1):
            known = answers[rank - 1] if rank <= len(answers) else None
            self._add_answer(rank, known)

    def _add_answer(self, rank: int, known: Any) -> None:
        start = {name: getattr(known, name, "") for name in ("text", "outcome", "weight", "reason")}
        self.fields[f"text_{rank}"] = forms.CharField(
            label=f"Réponse {rank}", max_length=160, required=rank <= 2, initial=start["text"]
        )
        self.fields[f"outcome_{rank}"] = forms.ChoiceField(
            label=f"Réponse {rank} : va vers",
            choices=[("", "Aucune prestation en particulier"), *Outcome.choices],
            required=False,
            initial=start["outcome"],
        )
        self.fields[f"weight_{rank}"] = forms.IntegerField(
            label=f"Réponse {rank} : poids (1 à {HEAVIEST})",
            min_value=0,
            max_value=HEAVIEST,
            required=False,
            initial=start["weight"] or None,
        )
        self.fields[f"reason_{rank}"] = forms.CharField(
            label=f"Réponse {rank} : raison, en mots", max_length=200, required=False, initial=start["reason"]
        )

    def values(self) -> dict[str, Any]:
        return {"purpose": Purpose.MOTIVATION} | {
            name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data
        }

    def answers(self) -> list[AnswerText]:
        """The rows that have a text, in order; an answer toward no outcome weighs nothing."""
        found = []
        for rank in range(1, MOST_ANSWERS + 1):
            text, outcome, weight, reason = (
                self.cleaned_data[f"{name}_{rank}"] for name in ("text", "outcome", "weight", "reason")
            )
            if text:
                heard = (weight or 0, reason) if outcome else (0, "")
                found.append(AnswerText(text, outcome, *heard))
        return found


class NoticeForm(forms.ModelForm):
    """One version of the notice in one language."""

    class Meta:
        model = Notice
        fields = ["language", "language_name", "title", "text", "proofread"]
        widgets = {"text": forms.Textarea(attrs={"rows": 18, "dir": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].disabled = self.instance.pk is not None

    def save_through_service(self, actor: Any) -> Notice:
        return save_notice(actor=actor, notice=self.instance)


class CharacteristicForm(forms.ModelForm):
    """One added characteristic, its choices one a line."""

    choices = forms.CharField(
        label="Choix",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Un par ligne. « Ne souhaite pas répondre » s’ajoute de lui-même.",
    )

    class Meta:
        model = Characteristic
        fields = ["code", "label", "help"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.initial["choices"] = "\n".join(self.instance.choices.values_list("label", flat=True))

    def save_through_service(self, actor: Any) -> Characteristic:
        lines = self.cleaned_data["choices"].splitlines()
        return save_characteristic(actor=actor, characteristic=self.instance, choices=lines)
