"""Forms of a day agreed on between the two parties."""

from __future__ import annotations

from typing import Any

from django import forms

from passnum.conventions.models import DayProposal, Obligation
from passnum.core.errors import WrongState


class DayForm(forms.Form):
    """A day proposed to EMS."""

    day = forms.DateField(label="Jour proposé", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class AnswerForm(forms.Form):
    """The proposal that was read; a refusal says why."""

    proposal = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Motif du refus", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False
    )


def proposal_read(obligation: Obligation, values: dict[str, Any]) -> DayProposal:
    """The proposal of that obligation that the person has read. Raises WrongState when it is not there any more."""
    found = obligation.day_proposals.filter(public_id=values["proposal"]).first()
    if found is None:
        raise WrongState("Cette proposition n’est plus là : rechargez la page.")
    found.obligation = obligation
    return found
