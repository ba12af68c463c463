"""Preparing, deciding, signing an amendment, and its effect (art. 11). Each act is one transaction."""

from __future__ import annotations

import uuid
from datetime import date

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from passnum.conventions.amendment import (
    FIRST_PART_ARTICLES,
    Amendment,
)
from passnum.conventions.enums import (
    AmendmentState,
    ConventionState,
    EvidenceKind,
)
from passnum.conventions.layout import Anchor, Planned
from passnum.conventions.models import Convention
from passnum.conventions.permissions import ensure_conducts
from passnum.conventions.services.amendment_acts import (
    ensure_can,
    ensure_fresh,
    ensure_seen,
    locked,
    not_in_future,
    pass_to,
    record,
    written,
)
from passnum.conventions.services.amendment_changes import change_article_by_amendment, change_duration, drop_change
from passnum.conventions.services.evidence import Proof, record_evidence
from passnum.conventions.services.obligations import date_obligation, find_obligation, lay_out
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.files import sha256_of
from passnum.core.french import day_and_month
from passnum.partners.models import User

__all__ = [
    "abandon_amendment",
    "apply_due_amendments",
    "change_article_by_amendment",
    "change_duration",
    "decide_amendment",
    "drop_change",
    "prepare_amendment",
    "receive_amendment",
    "send_amendment",
    "sign_amendment",
]


@transaction.atomic
def prepare_amendment(
    *, actor: User, convention: Convention, title: str, reasons: str, decision: uuid.UUID | None = None
) -> Amendment:
    """Begin an amendment of a convention in force. `decision`: public id of the committee’s decision behind it."""
    ensure_conducts(actor)
    row = Convention.objects.select_for_update(no_key=True).get(pk=convention.pk)
    if row.state != ConventionState.EN_VIGUEUR:
        raise WrongState(
            f"La convention est « {row.get_state_display()} » : seule une convention en vigueur se modifie, et une "
            "convention échue ne se prolonge pas (art. 11)."
        )
    if clock.today() > row.ends_on:
        raise WrongState(
            f"La convention a pris fin le {day_and_month(row.ends_on)} : une convention échue ne se modifie ni ne se "
            "prolonge (art. 2 et 11)."
        )
    last = Amendment.objects.filter(convention=row).aggregate(last=Max("number"))["last"] or 0
    amendment = Amendment.objects.create(
        convention=row,
        number=last + 1,
        title=written(title, "title", "Dites sur quoi porte l’avenant.")[:200],
        reasons=written(reasons, "reasons", "Dites pourquoi cet avenant."),
        decision=decision,
    )
    record(actor, amendment, "préparer un avenant", reason=amendment.reasons)
    return amendment


@transaction.atomic
def decide_amendment(
    *,
    actor: User,
    amendment: Amendment,
    decided_on: date,
    decision_reference: str,
    acknowledged: bool = False,
    seen: str = "",
) -> Amendment:
    """« Décidé en comité » (art. 11). A change of articles 1–2 is acknowledged expressly; then the text is frozen."""
    ensure_conducts(actor)
    row = locked(amendment)
    ensure_can(row, AmendmentState.DECIDE)
    ensure_seen(row, seen)
    changes = list(row.changes.all())
    if not changes:
        raise InvalidInput("Un avenant précise les éléments modifiés : ajoutez au moins un article (art. 11).")
    ensure_fresh(row, changes)
    touched = sorted(FIRST_PART_ARTICLES & {change.article for change in changes})
    if touched and not acknowledged:
        raise InvalidInput(
            f"L’avenant touche l’article {touched[0]}, dans la première partie de la convention. L’article 11 protège "
            "ses objectifs généraux : confirmez que vous l’avez vérifié.",
            field="acknowledged",
        )
    row.first_part_acknowledged = bool(touched)
    row.decided_on = not_in_future(decided_on, "decided_on")
    since = row.convention.received_on
    if since is not None and decided_on < since:
        raise InvalidInput(
            f"La convention n’est en vigueur que depuis le {day_and_month(since)} : un avenant se décide ensuite.",
            field="decided_on",
        )
    row.decision_reference = written(decision_reference, "decision_reference", "Citez la décision du comité.")[:200]
    pass_to(actor, row, AmendmentState.DECIDE, "décider l’avenant en comité", row.decision_reference)
    anchor = Anchor(f"décision du {decided_on:%d/%m/%Y}", decided_on)
    plan = Planned("OB-15", f"avenant/{row.public_id}", f"Avenant nᵒ {row.number}", anchor)
    date_obligation(actor=actor, convention=row.convention, plan=plan)
    return row


@transaction.atomic
def send_amendment(*, actor: User, amendment: Amendment, sent_on: date | None = None) -> Amendment:
    """« Envoyé pour signature »; refused when another amendment has changed the same article meanwhile."""
    ensure_conducts(actor)
    row = locked(amendment)
    ensure_can(row, AmendmentState.ENVOYE)
    ensure_fresh(row, list(row.changes.all()))
    row.sent_on = not_in_future(sent_on or clock.today(), "sent_on")
    if row.decided_on and row.sent_on < row.decided_on:
        raise InvalidInput("L’avenant part à la signature après sa décision.", field="sent_on")
    return pass_to(actor, row, AmendmentState.ENVOYE, "envoyer l’avenant pour signature")


@transaction.atomic
def sign_amendment(
    *, actor: User, amendment: Amendment, partner_signed_on: date, ems_signed_on: date | None = None
) -> Amendment:
    """« Signé »: the date of the partner's signature, and EMS's where it is known."""
    ensure_conducts(actor)
    row = locked(amendment)
    ensure_can(row, AmendmentState.SIGNE)
    row.partner_signed_on = not_in_future(partner_signed_on, "partner_signed_on")
    row.ems_signed_on = not_in_future(ems_signed_on, "ems_signed_on") if ems_signed_on else None
    for name, day in (("partner_signed_on", partner_signed_on), ("ems_signed_on", ems_signed_on)):
        if row.decided_on and day is not None and day < row.decided_on:
            raise InvalidInput("L’avenant se signe après sa décision en comité.", field=name)
    return pass_to(actor, row, AmendmentState.SIGNE, "constater la signature de l’avenant")


@transaction.atomic
def receive_amendment(
    *,
    actor: User,
    amendment: Amendment,
    received_on: date,
    signed_copy: File[bytes],
    effective_on: date | None = None,
) -> Amendment:
    """EMS holds the signed copy; the amendment takes effect that day or later, never before, never once expired."""
    ensure_conducts(actor)
    row = locked(amendment)
    ensure_can(row, AmendmentState.RECU)
    row.received_on = not_in_future(received_on, "received_on")
    if row.partner_signed_on and received_on < row.partner_signed_on:
        raise InvalidInput("L’exemplaire signé ne peut pas être reçu avant sa signature.", field="received_on")
    row.effective_on = effective_on or received_on
    if row.effective_on < received_on:
        raise InvalidInput(
            "Un avenant ne prend pas effet avant d’être reçu : rien ne se recalcule en arrière.", field="effective_on"
        )
    _ensure_still_runs(row)
    row.signed_copy_sha256 = sha256_of(signed_copy)
    row.signed_copy.save("avenant-signe.pdf", signed_copy, save=False)
    pass_to(actor, row, AmendmentState.RECU, "recevoir l’avenant signé", evidence=row.signed_copy_sha256)
    obligation = find_obligation(row.convention, "OB-15", f"avenant/{row.public_id}")
    if obligation is not None:
        label = f"Avenant nᵒ {row.number} signé, reçu le {received_on:%d/%m/%Y}"
        proof = Proof(EvidenceKind.AVENANT, label, received_on, row.public_id, row.signed_copy_sha256)
        record_evidence(actor=actor, obligation=obligation, proof=proof)
    if row.effective_on <= clock.today():
        _take_effect(actor, row)
    return row


def _ensure_still_runs(row: Amendment) -> None:
    """Raise when the convention is over, on the day of the receipt or of the effect, or would be over before it."""
    convention, effective_on = row.convention, row.effective_on
    assert effective_on is not None
    over = convention.state != ConventionState.EN_VIGUEUR or clock.today() > convention.ends_on
    if over or effective_on > convention.ends_on:
        raise WrongState(
            f"La convention {'a pris' if over else 'prend'} fin le "
            f"{day_and_month(convention.ended_on or convention.ends_on)} : un avenant ne la prolonge pas "
            "une fois échue (art. 2 et 11)."
        )
    if row.new_last_year is not None and effective_on.year > row.new_last_year:
        raise InvalidInput(
            f"Cet avenant ramène l’échéance au 31 décembre {row.new_last_year} : il ne prend plus effet après ce jour, "
            "et rien ne se recalcule en arrière. Abandonnez-le, ou résiliez la convention (art. 12).",
            field="effective_on",
        )


@transaction.atomic
def abandon_amendment(*, actor: User, amendment: Amendment, reason: str) -> Amendment:
    """Give an amendment up, with a reason; once received it stands."""
    ensure_conducts(actor)
    row = locked(amendment)
    ensure_can(row, AmendmentState.ABANDONNE)
    if row.state == AmendmentState.RECU:
        raise WrongState("L’avenant signé est reçu : il prend effet à sa date.")
    row.abandon_reason = written(reason, "reason", "Indiquez pourquoi.")
    return pass_to(actor, row, AmendmentState.ABANDONNE, "abandonner l’avenant", row.abandon_reason)


def apply_due_amendments() -> int:
    """Bring into effect those whose day has come; returns how many. Safe to run twice, or late."""
    due = Amendment.objects.filter(state=AmendmentState.RECU, effective_on__lte=clock.today())
    return sum(_apply(row) for row in due.order_by("effective_on", "number"))


@transaction.atomic
def _apply(amendment: Amendment) -> bool:
    row = locked(amendment)
    if row.state != AmendmentState.RECU or row.effective_on is None or row.effective_on > clock.today():
        return False
    ended_on = row.convention.ended_on
    if ended_on is not None and row.effective_on > ended_on:
        row.abandon_reason = f"La convention a pris fin le {day_and_month(ended_on)}, avant la date d’effet."
        pass_to(None, row, AmendmentState.ABANDONNE, "abandonner l’avenant", row.abandon_reason)
        return False
    _take_effect(None, row)
    return True


def _take_effect(actor: User | None, row: Amendment) -> None:
    """« En effet »: a new duration dates the convention anew, the former dates kept; the past is left as it was."""
    pass_to(actor, row, AmendmentState.EN_EFFET, "prendre effet")
    convention = row.convention
    if row.new_last_year is not None and convention.state == ConventionState.EN_VIGUEUR:
        convention.last_year = row.new_last_year
        convention.ends_on = date(row.new_last_year, 12, 31)
        convention.save()
        lay_out(actor=actor, convention=convention)
