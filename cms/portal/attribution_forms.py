"""The steps of an attribution as forms: the conversation, the decision, the person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import escape

from cms.portal.commune_typed import find_commune
from passnum.core.communes import Commune
from passnum.distribution.attributing import ONE_EACH
from passnum.distribution.characteristic import Characteristic, characteristics_in_use
from passnum.distribution.diagnosis import Proposal, propose
from passnum.distribution.draft import AttributionDraft
from passnum.distribution.enums import Dimension, Outcome, Purpose
from passnum.distribution.notice import notices_in_use
from passnum.distribution.profiles import Profile
from passnum.distribution.questionnaire import Answer, Question, Questionnaire
from passnum.distribution.wording import choices_of_one

NO_ANSWER = "nr"

PREFERS_NOT = "Ne souhaite pas répondre"

#: What is longer was not typed in these forms.
LONGEST = 200


class StepForm(forms.Form):
    """One screen of the interview; `draft` gives the place and the questionnaire."""

    def __init__(self, *args: Any, draft: AttributionDraft, **kwargs: Any) -> None:
        self.draft = draft
        super().__init__(*args, **kwargs)
        self.build()

    def build(self) -> None:
        """Add the fields that depend on the draft."""

    def typed(self) -> dict[str, str]:
        """What was typed, right or wrong: nothing is lost by going back."""
        return {name: str(self.data.get(name, ""))[:LONGEST] for name in self.fields if name in self.data}

    def to_confirm(self) -> bool:
        """Whether going on from this screen as it is, though right, is asked once more."""
        return False

    def replaces(self) -> dict[str, dict[str, str]]:
        """What this screen, once valid, changes in the others: values by number of screen."""
        return {}


def radio(label: str, choices: list[tuple[Any, str]], *, help_text: str = "", required: bool = False) -> Any:
    """A closed list shown whole: one touch each. `help_text` is taken for HTML: the words of a content are escaped."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        help_text=help_text,
        required=required,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une réponse.",
            "invalid_choice": "Cette réponse n’est pas, ou plus, proposée : choisissez-en une autre.",
        },
    )


class ConversationForm(StepForm):
    """1. The conversation: the motivation first; the simulation only where the place is equipped."""

    def build(self) -> None:
        for question in self._questions():
            choices = [(answer.number, answer.text) for answer in question.answers.all()]
            last = "La personne préfère ne pas la faire" if self._simulates(question) else PREFERS_NOT
            self.fields[f"q{question.number}"] = radio(
                f"{question.number}. {question.text}", [*choices, (NO_ANSWER, last)], help_text=escape(question.help)
            )

    @staticmethod
    def _simulates(question: Question) -> bool:
        return question.purpose == Purpose.SIMULATION

    @property
    def questionnaire(self) -> Questionnaire:
        assert self.draft.questionnaire is not None
        return self.draft.questionnaire

    @property
    def simulation_open(self) -> bool:
        """Whether the simulation can be offered: an address, and a screen in this place (art. 4)."""
        return bool(self.questionnaire.simulation_url) and self.draft.place.equipped

    def _questions(self) -> list[Question]:
        rows = self.questionnaire.questions.prefetch_related("answers")
        return [row for row in rows if self.simulation_open or not self._simulates(row)]

    def to_confirm(self) -> bool:
        """Nothing has to be answered, but a screen left blank is perhaps one that was jumped over."""
        return bool(self.fields) and not any(self.typed().values()) and "sans_reponse" not in self.data

    def conversation(self) -> list[forms.BoundField]:
        return [self[f"q{row.number}"] for row in self._questions() if not self._simulates(row)]

    def simulation(self) -> list[forms.BoundField]:
        return [self[f"q{row.number}"] for row in self._questions() if self._simulates(row)]

    def answers(self) -> list[Answer]:
        """The answers chosen, once the form is valid."""
        chosen = {int(name[1:]): value for name, value in self.cleaned_data.items() if value not in ("", NO_ANSWER)}
        return [
            answer
            for question in self._questions()
            for answer in question.answers.all()
            if chosen.get(question.number) == str(answer.number)
        ]

    def proposal(self) -> Proposal:
        return propose(answer.weighing() for answer in self.answers())

    def simulation_level(self) -> Answer | None:
        return next((one for one in self.answers() if one.question.purpose == Purpose.SIMULATION), None)


class DecisionForm(StepForm):
    """2. The proposal, and what the intervenant decides."""

    outcome = radio("Votre choix", list(Outcome.choices), required=True)
    category = radio(
        "Situation de la personne face au numérique",
        [*choices_of_one(Dimension.CATEGORY), (NO_ANSWER, "Non renseigné")],
        required=True,
    )


class PersonForm(StepForm):
    """3. The notice, the agreement or the objection, the residence and the profile."""

    notice_language = forms.ChoiceField(label="Langue dans laquelle la notice a été lue")
    notice_read = forms.BooleanField(
        label="J’ai lu la notice à la personne, ou elle l’a lue",
        error_messages={"required": "Lisez d’abord la notice à la personne."},
    )
    agreement = radio(
        "La personne accepte-t-elle que ses réponses soient gardées ?",
        [("oui", "Oui"), ("non", "Non, elle s’y oppose : elle reçoit le carnet quand même")],
        required=True,
    )
    commune = forms.CharField(
        label="Commune de résidence",
        max_length=80,
        help_text="Nom ou code postal. Sans logement stable : la commune de domiciliation.",
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off"}),
        error_messages={"required": "Indiquez la commune de résidence."},
    )
    first_booklet = forms.BooleanField(
        label="La personne déclare n’avoir encore reçu aucun carnet",
        help_text="Aucun nom n’est noté : sa parole suffit.",
        error_messages={"required": ONE_EACH},
    )

    def build(self) -> None:
        self.fields["notice_language"].choices = [(one.language, one.language_name) for one in notices_in_use()]
        self.added = characteristics_in_use()
        for name in (*PROFILE, *(f"x{one.pk}" for one in self.added)):
            self.fields[name] = closed_field(name, self.added)

    def opened_notice(self) -> str:
        """The language whose text is open at first: the one already chosen, else the first."""
        languages = [code for code, _ in self.fields["notice_language"].choices]
        said = self["notice_language"].value()
        return said if said in languages else next(iter(languages), "")

    def replaces(self) -> dict[str, dict[str, str]]:
        """A person who objects leaves no answer, in the draft either; the help retained still serves to find places."""
        if self.cleaned_data["agreement"] != "non":
            return {}
        answered = {*PROFILE, *(f"x{one.pk}" for one in self.added)}
        outcome = self.draft.typed.get("2", {}).get("outcome", "")
        said = {name: value for name, value in self.typed().items() if name not in answered}
        return {"1": {}, "2": {"outcome": outcome, "category": NO_ANSWER}, "3": said}

    def profile_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in (*PROFILE, *(f"x{one.pk}" for one in self.added))]

    def clean_commune(self) -> Commune:
        """One commune of the territory: a name or a postal code, never an INSEE code that looks like one."""
        return find_commune(self.cleaned_data["commune"])

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("agreement") == "oui":
            for name in (*PROFILE, *(f"x{one.pk}" for one in self.added)):
                if not self.cleaned_data.get(name):
                    self.add_error(name, f"Choisissez une réponse, ou « {PREFERS_NOT} ».")
        return self.cleaned_data

    def profile(self) -> Profile:
        own = {name: self.cleaned_data[name] or NO_ANSWER for name in PROFILE}
        return Profile(**own, added=chosen_of(self.added, self.cleaned_data))


#: Dimensions of the profile, in the order in which they are asked (art. 6).
PROFILE = ("age_band", "sex", "pcs", "french", "disability")


def closed_field(name: str, added: list[Characteristic]) -> Any:
    """The closed list of one answer, « ne souhaite pas répondre » last."""
    if name in PROFILE:
        dimension = Dimension(name)
        return radio(dimension.label, [*choices_of_one(dimension), (NO_ANSWER, PREFERS_NOT)])
    asked = next(one for one in added if name == f"x{one.pk}")
    choices = [(str(choice.pk), choice.label) for choice in asked.choices.all()]
    return radio(asked.label, [*choices, (NO_ANSWER, PREFERS_NOT)], help_text=escape(asked.help))


def chosen_of(added: list[Characteristic], values: dict[str, Any]) -> dict[Characteristic, Any]:
    """The choice made for each added characteristic, None for no answer."""
    return {
        asked: next((one for one in asked.choices.all() if str(one.pk) == values.get(f"x{asked.pk}")), None)
        for asked in added
    }
