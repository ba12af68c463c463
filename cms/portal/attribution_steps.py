"""The last step of an attribution, the booklet; all the steps in their order, and what they say together."""

from __future__ import annotations

from typing import Any

from django import forms

from cms.portal.attribution_forms import ConversationForm, DecisionForm, PersonForm, StepForm, radio
from cms.portal.attribution_places import places_to_go
from cms.portal.commune_typed import find_commune
from passnum.core import clock
from passnum.distribution.attributing import Entry
from passnum.distribution.draft import AttributionDraft
from passnum.quotas.services import next_booklet


class BookletForm(StepForm):
    """4. The booklet: the next serial of the place, or another one, scanned or typed."""

    serial = forms.CharField(
        label="Numéro du carnet",
        max_length=24,
        help_text="Le prochain carnet du lieu est proposé. Pour un autre : tapez son numéro, ou scannez son code.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Indiquez le numéro du carnet."},
    )
    handed_out_on = forms.DateField(
        label="Remis le",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Indiquez le jour de la remise."},
    )

    def build(self) -> None:
        booklet = next_booklet(self.draft.place)
        self.left = booklet is not None
        self.fields["serial"].initial = booklet.serial if booklet else ""
        self.fields["handed_out_on"].initial = clock.today()
        person = self.draft.typed.get("3", {})
        self.offers = _offers(self.draft, person.get("commune", ""))
        if self.offers and person.get("agreement") != "non":
            choices = [(str(one["place"].public_id), _offer_label(one)) for one in self.offers]
            self.fields["mediation"] = radio(
                "Où utiliser le Pass",
                [*choices, ("", "Choisir plus tard")],
                help_text="Facultatif. D’abord ce qui convient à sa langue et à son handicap, puis le plus près. "
                "« Choisir plus tard » : tous les lieux, à filtrer par langue, accès, jour et prix.",
            )


def _offers(draft: AttributionDraft, typed: str) -> list[dict[str, Any]]:
    """The places near the residence that was typed; none as long as it is not known."""
    try:
        return places_to_go(draft, find_commune(typed))
    except forms.ValidationError:
        return []


def _offer_label(one: dict[str, Any]) -> str:
    return f"{one['name']}, {one['address']}" + (f" ({one['why']})" if one["why"] else "")


#: The five screens by name; the last one is the receipt, which is not filled in.
TITLES = ("La conversation", "La proposition", "La personne", "Le carnet", "Le reçu")

STEPS: tuple[type[StepForm], ...] = (ConversationForm, DecisionForm, PersonForm, BookletForm)


def entry_of(draft: AttributionDraft, forms_filled: list[Any]) -> Entry:
    """What the four valid screens say."""
    conversation, decision, person, booklet = forms_filled
    return Entry(
        place=draft.place,
        commune_insee=person.cleaned_data["commune"].insee,
        outcome=decision.cleaned_data["outcome"],
        category=decision.cleaned_data["category"],
        token=draft.public_id,
        handed_out_on=booklet.cleaned_data["handed_out_on"],
        serial=booklet.cleaned_data["serial"],
        proposed_outcome=conversation.proposal().outcome or "",
        questionnaire=draft.questionnaire,
        simulation_level=conversation.simulation_level(),
        first_booklet=person.cleaned_data["first_booklet"],
        notice_read=person.cleaned_data["notice_read"],
        notice_language=person.cleaned_data["notice_language"],
        objection=person.cleaned_data["agreement"] == "non",
        profile=person.profile(),
    )
