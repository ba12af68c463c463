"""« Demander un rapport intermédiaire »: EMS asks the partner for a report by a day (art. 4)."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.base import Act
from passnum.conventions import services
from passnum.conventions.models import Convention, Obligation


class ReportForm(forms.Form):
    """By when, why, and the State's own date where it asks for the report."""

    due_on = forms.DateField(label="À remettre au plus tard le", widget=AdminDateInput)
    state_due_on = forms.DateField(
        label="Date attendue par l’État",
        widget=AdminDateInput,
        required=False,
        help_text="Si l’État attend ce rapport : la structure le remet plus tôt.",
    )
    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


def _ask(actor: Any, row: Convention, values: dict[str, Any]) -> Obligation:
    return services.request_report(actor=actor, convention=row, **values)


ASK_REPORT = Act(
    "rapport-intermediaire",
    "Demander un rapport intermédiaire",
    "La structure le voit dans ses obligations, avec son échéance et votre motif (art. 4).",
    _ask,
    form=ReportForm,
    done="Le rapport est demandé à la structure.",
)
