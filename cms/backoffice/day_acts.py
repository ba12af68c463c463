"""The acts by which EMS agrees on a day with a structure, for one obligation (art. 7)."""

from __future__ import annotations

from django import forms
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.base import Act
from cms.portal.day_forms import proposal_read
from passnum.conventions import services
from passnum.conventions.enums import Side
from passnum.conventions.models import Obligation
from passnum.conventions.permissions import may_agree_on
from passnum.core import clock
from passnum.deliverables.services import accept_agreed_day


class DayForm(forms.Form):
    day = forms.DateField(label="Jour proposé", widget=AdminDateInput)
    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class ReadProposalForm(forms.Form):
    """The proposal that was read: another one since then is not answered by mistake."""

    proposal = forms.UUIDField(widget=forms.HiddenInput)


class DeclineForm(ReadProposalForm):
    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


PROPOSE_DAY = Act(
    "convenir",
    "Proposer une date à la structure",
    "Rien ne change tant que la structure n’a pas accepté. L’échéance du texte reste écrite.",
    lambda actor, row, values: services.propose_day(actor=actor, obligation=row, **values),
    form=DayForm,
    done="La date est proposée : la structure la voit dans son espace.",
)
ACCEPT_DAY = Act(
    "accepter",
    "Accepter la date proposée",
    "Les deux parties en conviennent : elle vaut désormais, et l’échéance du texte reste écrite.",
    lambda actor, row, values: accept_agreed_day(actor=actor, proposal=proposal_read(row, values)),
    form=ReadProposalForm,
    done="La date est convenue.",
)
DECLINE_DAY = Act(
    "refuser",
    "Refuser la date proposée",
    "La structure lira votre motif, et une autre date peut être proposée.",
    lambda actor, row, values: services.decline_day(
        actor=actor, proposal=proposal_read(row, values), reason=values["reason"]
    ),
    form=DeclineForm,
    done="La date est refusée.",
)
WITHDRAW_DAY = Act(
    "reprendre",
    "Retirer la date proposée",
    "La structure n’a pas encore répondu.",
    lambda actor, row, values: services.withdraw_day(actor=actor, proposal=proposal_read(row, values)),
    form=ReadProposalForm,
    done="La date est retirée.",
)
AGREEMENT = (PROPOSE_DAY, ACCEPT_DAY, DECLINE_DAY, WITHDRAW_DAY)


def agreement_acts(row: Obligation) -> list[Act]:
    """Propose a day, or answer the one that waits."""
    waiting = row.day_proposals.waiting().first()
    if waiting is not None:
        return [WITHDRAW_DAY] if waiting.side == Side.EMS else [ACCEPT_DAY, DECLINE_DAY]
    return [PROPOSE_DAY] if may_agree_on(row, clock.today()) else []
