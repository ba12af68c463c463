"""The path of a dispute (art. 13). Each act: lock → guard → change → journal → return."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from passnum.conventions.enums import EvidenceKind
from passnum.conventions.layout import Anchor, Planned
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import day_and_month
from passnum.endings.enums import AmicableWay, DisputeState
from passnum.endings.models import AmicableStep, Dispute
from passnum.endings.permissions import acting_side
from passnum.endings.services.passages import lay, not_in_future, prove, quality, record_act, written
from passnum.partners.models import User


def _occurrence(row: Dispute) -> str:
    return f"litige/{row.public_id}"


@transaction.atomic
def open_dispute(*, actor: User, convention: Convention, subject: str) -> Dispute:
    """Say that the parties disagree; amicable ways are looked for first (art. 13)."""
    side = acting_side(actor, convention)
    row = Dispute.objects.create(
        convention=convention,
        opened_by=side,
        opened_on=clock.today(),
        subject=written(subject, "subject", "Dites sur quoi porte le litige."),
    )
    record_act(actor, convention, ("litige", row.public_id), "ouvrir un litige", reason=row.subject)
    anchor = Anchor(f"litige du {row.opened_on:%d/%m/%Y}", row.opened_on)
    lay(actor, convention, Planned("OB-19", _occurrence(row), "Voies amiables avant tout tribunal", anchor))
    return row


@transaction.atomic
def add_amicable_step(*, actor: User, dispute: Dispute, way: AmicableWay, happened_on: date, text: str) -> AmicableStep:
    """Record one attempt to settle, before the dispute was opened or since: what counts is that it was made."""
    acting_side(actor, dispute.convention)
    row = _locked(dispute)
    if row.state == DisputeState.CLOS:
        raise WrongState("Ce litige est clos.")
    not_in_future(happened_on, "happened_on")
    signed_on = row.convention.partner_signed_on
    if signed_on is not None and happened_on < signed_on:
        raise InvalidInput(
            f"La convention est signée depuis le {day_and_month(signed_on)} : un litige sur elle vient après.",
            field="happened_on",
        )
    step = AmicableStep.objects.create(
        dispute=row,
        way=way,
        happened_on=happened_on,
        text=written(text, "text", "Dites ce qui en est sorti."),
        recorded_as=quality(actor, row.convention),
    )
    record_act(
        actor,
        row.convention,
        ("litige", row.public_id),
        "chercher une voie amiable",
        to=AmicableWay(way).label,
        reason=step.text,
    )
    label = f"{AmicableWay(way).label} du {happened_on:%d/%m/%Y}"
    prove(actor, row.convention, "OB-19", _occurrence(row), EvidenceKind.FAIT, label, happened_on)
    return step


@transaction.atomic
def refer_to_court(*, actor: User, dispute: Dispute, referred_on: date) -> Dispute:
    """The administrative court of Strasbourg; refused as long as no amicable way was tried (art. 13)."""
    acting_side(actor, dispute.convention)
    row = _locked(dispute)
    if row.state != DisputeState.AMIABLE:
        raise WrongState(f"Ce litige est « {row.get_state_display()} ».")
    if not row.steps.exists():
        raise WrongState(
            "Les parties cherchent d’abord toute voie amiable, notamment en comité : enregistrez-en au moins une avant "
            "de saisir le tribunal (art. 13)."
        )
    last = row.steps.order_by("-happened_on").values_list("happened_on", flat=True)[0]
    if not_in_future(referred_on, "referred_on") < last:
        raise InvalidInput(
            f"La saisine suit les voies amiables, dont la dernière est du {last:%d/%m/%Y}.", field="referred_on"
        )
    row.tribunal_on = referred_on
    return _pass_to(actor, row, DisputeState.TRIBUNAL, "saisir le tribunal administratif de Strasbourg")


@transaction.atomic
def close_dispute(*, actor: User, dispute: Dispute, outcome: str) -> Dispute:
    """Say how it ended."""
    acting_side(actor, dispute.convention)
    row = _locked(dispute)
    if row.state == DisputeState.CLOS:
        raise WrongState("Ce litige est déjà clos.")
    row.outcome = written(outcome, "outcome", "Dites comment le litige s’est réglé.")
    row.closed_on = clock.today()
    return _pass_to(actor, row, DisputeState.CLOS, "clore le litige", row.outcome)


def _locked(dispute: Dispute) -> Dispute:
    return Dispute.objects.select_for_update(of=("self",)).select_related("convention__partner").get(pk=dispute.pk)


def _pass_to(actor: User, row: Dispute, to: DisputeState, act: str, reason: str = "") -> Dispute:
    before, row.state = row.state, to
    row.save()
    record_act(actor, row.convention, ("litige", row.public_id), act, before=before, to=to, reason=reason)
    return row
