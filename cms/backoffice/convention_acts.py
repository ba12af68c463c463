"""What is done with a convention from its draft to its term, and the opening of its campaigns."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.amendments import PREPARE
from cms.backoffice.base import Act
from cms.backoffice.report_request import ASK_REPORT
from passnum.committee import services as committee
from passnum.conventions import services
from passnum.conventions.enums import RECEIVED_STATES, TRANSITIONS, ConventionState
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.french import day_and_month
from passnum.core.uploads import PDF_ONLY, check_upload
from passnum.deliverables.models import ReportingPeriod
from passnum.deliverables.services import proposed_days
from passnum.endings.services import end_at_term


class NothingForm(forms.Form):
    """An act that asks for nothing more than its confirmation."""


class CallBackForm(forms.Form):
    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class SignatureForm(forms.Form):
    partner_signed_on = forms.DateField(label="Signée par la structure le", widget=AdminDateInput)
    ems_signed_on = forms.DateField(label="Signée par l’Eurométropole le", widget=AdminDateInput, required=False)


class ReceiptForm(forms.Form):
    received_on = forms.DateField(label="Exemplaire signé reçu le", widget=AdminDateInput)
    signed_copy = forms.FileField(label="Exemplaire signé (PDF)", widget=forms.FileInput(attrs={"accept": ".pdf"}))


def _receive(actor: Any, row: Convention, values: dict[str, Any]) -> Convention:
    checked = check_upload(values["signed_copy"], accept=PDF_ONLY)
    return services.record_receipt(
        actor=actor, convention=row, received_on=values["received_on"], signed_copy=checked.file
    )


#: The acts on a convention, by the state they lead to.
ACTS: dict[ConventionState, Act] = {
    ConventionState.ENVOYEE: Act(
        "envoyer",
        "Envoyer pour signature",
        "Le texte ne se modifie plus. S’il manque un élément, vous le verrez ici.",
        lambda actor, row, _: services.send_for_signature(actor=actor, convention=row),
        form=NothingForm,
        done="La convention est envoyée pour signature.",
    ),
    ConventionState.EN_PREPARATION: Act(
        "reprendre",
        "Reprendre en préparation",
        "Le texte redevient modifiable.",
        lambda actor, row, values: services.call_back(actor=actor, convention=row, reason=values["reason"]),
        form=CallBackForm,
        done="La convention est de nouveau en préparation.",
    ),
    ConventionState.SIGNEE: Act(
        "signer",
        "Constater la signature",
        "Les deux dates de signature sont conservées. La convention n’entre pas encore en vigueur (art. 2).",
        lambda actor, row, values: services.record_signature(actor=actor, convention=row, **values),
        form=SignatureForm,
        done="La signature est enregistrée.",
    ),
    ConventionState.EN_VIGUEUR: Act(
        "recevoir",
        "Recevoir l’exemplaire signé",
        "La convention entre en vigueur à la réception de l’exemplaire signé par la présidence (art. 2).",
        _receive,
        form=ReceiptForm,
        done="La convention est en vigueur.",
    ),
    ConventionState.ECHUE: Act(
        "clore",
        "Constater l’échéance",
        "La convention est échue. Les Pass non distribués et l’évaluation finale restent à traiter.",
        lambda actor, row, _: end_at_term(actor=actor, convention=row),
        form=NothingForm,
        done="L’échéance est constatée.",
    ),
}


class PeriodForm(forms.Form):
    year = forms.IntegerField(
        label="Exercice",
        min_value=2021,
        max_value=2100,
        help_text="Les livrables sont dus un mois calendaire avant le comité, dès que sa date est fixée (art. 7).",
    )


def _open_period(actor: Any, row: Convention, values: dict[str, Any]) -> ReportingPeriod:
    return committee.open_campaign(actor=actor, convention=row, year=values["year"])


OPEN_PERIOD = Act(
    "campagne",
    "Ouvrir une campagne",
    "Les référents de la structure verront les trois livrables à remettre.",
    _open_period,
    form=PeriodForm,
    done="La campagne est ouverte.",
)


def next_campaign(row: Convention) -> int:
    """The first exercice of the convention without a campaign, the last one when all have theirs."""
    opened = set(row.periods.values_list("year", flat=True))
    return next((year for year in row.years if year not in opened), row.last_year)


def days_in_words(row: Convention, year: int) -> str:
    """« Pour 2022 : du 1er janvier 2022 au 31 décembre 2022 (année civile 2022, révolue à l’échéance). »"""
    days = proposed_days(row, year, committee.examined_on(row, year))
    if days is None:
        return f"Douze mois glissants : fixez d’abord, à deux, la date du comité {year + 1}."
    span = f"du {day_and_month(days.first_day)} au {day_and_month(days.last_day)}"
    return f"Pour {year} : {span} ({days.explanation}, art. 7)."


def open_acts(row: Convention) -> list[Act]:
    """The acts permitted from the convention's state; its years are still reported on once it is over (art. 6)."""
    reached = set(TRANSITIONS[ConventionState(row.state)])
    if clock.today() <= row.ends_on:
        reached.discard(ConventionState.ECHUE)
    found = [act for state, act in ACTS.items() if state in reached]
    if row.state in RECEIVED_STATES:
        found.append(OPEN_PERIOD)
    if row.state == ConventionState.EN_VIGUEUR:
        found += [ASK_REPORT, PREPARE]
    return found
