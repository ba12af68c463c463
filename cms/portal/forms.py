"""Forms of the deliverables: what is typed becomes a draft, a value that the services know."""

from __future__ import annotations

from typing import Any

from django import forms

from passnum.deliverables.drafts import Draft, IndicatorsDraft, ProgrammeDraft, SurveyDraft
from passnum.deliverables.enums import DeliverableKind
from passnum.deliverables.models import Deliverable
from passnum.distribution.enums import MODALITIES, Dimension

MAX_COUNT = 100_000


class RichTextWidget(forms.Textarea):
    """A text area that the page turns into an editor with sober formatting."""

    template_name = "portal/widgets/rich_text.html"

    class Media:
        js = ("js/rich-text.js",)


def rich_text(label: str, help_text: str) -> forms.CharField:
    """A field of sober rich text; the service cleans it."""
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=100_000, widget=RichTextWidget(attrs={"rows": 10})
    )


def count(label: str, help_text: str = "", *, unknown: bool = False) -> forms.IntegerField:
    """A whole number of persons or booklets. `unknown` lets it stay empty; otherwise empty reads as 0."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=MAX_COUNT,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "count", "data-unknown": unknown}),
        error_messages={
            "invalid": "Saisissez un nombre entier, sans lettre ni virgule.",
            "min_value": "Ce nombre ne peut pas être négatif.",
            "max_value": f"Ce nombre dépasse {MAX_COUNT} : vérifiez-le.",
        },
    )


class DraftForm(forms.Form):
    """What every deliverable's form shares: the revision it was opened with."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, deliverable: Deliverable, draft: Draft, **kwargs: Any) -> None:
        self.deliverable = deliverable
        kwargs["initial"] = {**self.initial_from(draft), "revision": deliverable.revision}
        super().__init__(*args, **kwargs)

    def initial_from(self, draft: Draft) -> dict[str, Any]:
        """Initial values of the fields, from a draft."""
        raise NotImplementedError

    def draft(self) -> Draft:
        """The draft that was typed; call only on a valid form."""
        raise NotImplementedError


class ProgrammeForm(DraftForm):
    """« Programme d’actions » (art. 6)."""

    actions_done = rich_text(
        "Actions réalisées en dehors de la distribution de Pass numériques",
        "Ateliers, permanences, équipements, formation des équipes… Dites pour qui, combien de fois, avec quel effet.",
    )
    projects = rich_text(
        "Projets que votre structure souhaite réaliser",
        "Pour chaque projet : l’intention, le calendrier, les moyens.",
    )

    def initial_from(self, draft: Draft) -> dict[str, Any]:
        assert isinstance(draft, ProgrammeDraft)
        return {"actions_done": draft.actions_done, "projects": draft.projects}

    def draft(self) -> Draft:
        return ProgrammeDraft(self.cleaned_data["actions_done"], self.cleaned_data["projects"])


class IndicatorsForm(DraftForm):
    """« Rapport d’indicateurs » (art. 6): totals, then persons by characteristic. The page shows each difference."""

    booklets_handed_out = count("Carnets remis dans l’année", "En carnets : 1 carnet = 10 Pass = 100 €.")
    beneficiaries = count("Bénéficiaires", "En personnes : chacune reçoit un carnet (art. 4).")
    comment = rich_text("Commentaire", "Ce que les chiffres ne disent pas : difficultés, public, évolution.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for dimension in Dimension:
            for code, label in MODALITIES[dimension].choices:
                self.fields[field_name(dimension, code)] = count(str(label))
        for name in self.fields:
            if name in self.initial:
                self.fields[name].initial = self.initial[name]

    def initial_from(self, draft: Draft) -> dict[str, Any]:
        assert isinstance(draft, IndicatorsDraft)
        values: dict[str, Any] = {
            "booklets_handed_out": draft.booklets_handed_out,
            "beneficiaries": draft.beneficiaries,
            "comment": draft.comment,
        }
        for dimension, counts in draft.counts.items():
            values.update({field_name(dimension, code): number for code, number in counts.items()})
        return values

    def draft(self) -> Draft:
        values = self.cleaned_data
        counts = {
            dimension: {code: values[field_name(dimension, code)] or 0 for code in MODALITIES[dimension].values}
            for dimension in Dimension
        }
        return IndicatorsDraft(
            values["booklets_handed_out"] or 0, values["beneficiaries"] or 0, counts, values["comment"]
        )

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The characteristics with their fields, in the order of article 6."""
        return [
            {
                "dimension": dimension,
                "label": dimension.label,
                "fields": [self[field_name(dimension, code)] for code in MODALITIES[dimension].values],
            }
            for dimension in Dimension
        ]


class SurveyForm(DraftForm):
    """« Enquête de satisfaction » (art. 6): the results as counts of answers, with the results joined as a file."""

    method = forms.CharField(
        label="Comment l’enquête a été menée",
        help_text="Par exemple : questionnaire papier remis à la fin de l’atelier, appels en décembre.",
        required=False,
        max_length=300,
    )
    invited = count("Personnes sollicitées", "Laissez vide si le nombre n’est pas connu.", unknown=True)
    respondents = count("Réponses reçues", unknown=True)
    very_satisfied = count("Très satisfaites")
    satisfied = count("Satisfaites")
    unsatisfied = count("Peu satisfaites")
    very_unsatisfied = count("Pas du tout satisfaites")
    no_opinion = count("Sans avis")
    comment = rich_text("Enseignements", "Ce que les personnes ont dit, et ce que vous en ferez.")

    ANSWERS = ("very_satisfied", "satisfied", "unsatisfied", "very_unsatisfied", "no_opinion")

    def initial_from(self, draft: Draft) -> dict[str, Any]:
        assert isinstance(draft, SurveyDraft)
        return {name: getattr(draft, name) for name in self.base_fields if hasattr(draft, name)}

    def draft(self) -> Draft:
        values = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        for name in self.ANSWERS:
            values[name] = values[name] or 0
        return SurveyDraft(**values)

    @property
    def answers(self) -> list[Any]:
        """The five fields whose sum is the number of answers."""
        return [self[name] for name in self.ANSWERS]


FORMS: dict[str, type[DraftForm]] = {
    DeliverableKind.PROGRAMME: ProgrammeForm,
    DeliverableKind.INDICATORS: IndicatorsForm,
    DeliverableKind.SURVEY: SurveyForm,
}


def field_name(dimension: Dimension, code: str) -> str:
    """Name of the field of one modality."""
    return f"n_{dimension}_{code}"


class UploadForm(forms.Form):
    """One file to join to a deliverable."""

    files = forms.FileField(
        label="Ajouter une pièce", help_text="Le contenu du fichier est vérifié à l’envoi.", required=False
    )


class ReasonForm(forms.Form):
    """A reason, always asked for where something goes back."""

    reason = forms.CharField(
        label="Motif",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Indiquez le motif : la personne qui le lira doit savoir quoi faire."},
    )


class ReturnForm(ReasonForm):
    """A return with its reason, and what is to be corrected in each deliverable chosen."""

    def __init__(self, *args: Any, deliverables: list[Deliverable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deliverables = deliverables
        for deliverable in deliverables:
            self.fields[f"remark_{deliverable.pk}"] = forms.CharField(
                label=f"À corriger dans : {deliverable.get_kind_display().lower()}",
                help_text="Laissez vide si ce livrable convient : il ne sera pas rouvert.",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.remarks():
            self.add_error(None, "Dites ce qui est à corriger dans au moins un livrable : lui seul sera rouvert.")
        return values

    def remarks(self) -> dict[Deliverable, str]:
        """The deliverables to correct with what is wrong; empty on an empty form."""
        found = {d: (self.cleaned_data.get(f"remark_{d.pk}") or "").strip() for d in self.deliverables}
        return {deliverable: text for deliverable, text in found.items() if text}

    @property
    def remark_fields(self) -> list[Any]:
        return [self[f"remark_{deliverable.pk}"] for deliverable in self.deliverables]
