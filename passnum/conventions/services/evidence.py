"""Proving an obligation, granting time, exempting. Each act: lock → guard → change → journal → return."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.core.files.base import File
from django.db import transaction

from passnum.conventions.enums import SETTLED_STATUSES, EvidenceKind, Nature
from passnum.conventions.obligation import Evidence, Obligation, Tolerance
from passnum.conventions.permissions import JOINT, can_declare, can_tolerate, can_waive, can_withdraw, ensure_conducts
from passnum.conventions.register import ProvedBy
from passnum.conventions.services.agreements import overtake_proposals
from passnum.conventions.services.obligation_acts import author_of, given_reason, locked, record_act
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.files import sha256_of
from passnum.core.french import day_and_month, long_date
from passnum.core.plausible_days import plausible
from passnum.core.richtext import is_blank
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_administrator


@dataclass(frozen=True)
class Proof:
    """A thing of Passnum that shows an obligation met: kind, label, day of the fact, its public id and SHA-256."""

    kind: EvidenceKind
    label: str
    happened_on: date
    target: uuid.UUID | None = None
    sha256: str = ""


@transaction.atomic
def record_evidence(
    *, actor: User | None, obligation: Obligation, proof: Proof, file: File[bytes] | None = None, file_name: str = ""
) -> Evidence:
    """Pay a piece of evidence into an obligation, which is then met on the day of its earliest fact.

    Called by the services of what proves it; the same thing twice is one piece.
    """
    row = locked(obligation)
    plausible(proof.happened_on, "happened_on")
    if proof.happened_on > clock.today():
        raise InvalidInput("Cette date est dans le futur : indiquez le jour où c’est arrivé.", field="happened_on")
    if proof.target is not None:
        known = row.evidence.filter(kind=proof.kind, target=proof.target, withdrawn_at__isnull=True).first()
        if known is not None:
            return known
    author = author_of(actor, row)
    evidence = Evidence(
        obligation=row,
        kind=proof.kind,
        target=proof.target,
        label=proof.label[:300],
        sha256=proof.sha256,
        happened_on=proof.happened_on,
        declared_by=actor,
        declared_as=author.role[:160],
        recorded_at=clock.now(),
    )
    if file is not None:
        evidence.sha256, evidence.file_name = sha256_of(file), file_name[:160]
        evidence.file.save(file_name or "preuve", file, save=False)
    evidence.save()
    _refresh_met(row)
    record_act(
        actor, row, "verser une preuve", to=evidence.get_kind_display(), reason=evidence.label, evidence=evidence.sha256
    )
    return evidence


_WHO_PROVES = {
    ProvedBy.PARTIES: "Cette obligation se prouve par la partie qui la doit, ou par l’Eurométropole.",
    ProvedBy.EMS: "Cette obligation se prouve par son acte dans Passnum (dossier transmis, date confirmée par les deux "
    "parties), ou par ce que l’Eurométropole constate.",
}


@transaction.atomic
def declare_fact(
    *,
    actor: User,
    obligation: Obligation,
    text: str,
    happened_on: date,
    file: File[bytes] | None = None,
    file_name: str = "",
) -> Evidence:
    """Declare that an obligation was met, with who, when and, where there is one, a file already checked."""
    row = locked(obligation)
    if row.withdrawn_on is not None:
        raise WrongState("Cette obligation est sans objet : il n’y a plus rien à prouver.")
    if row.definition.proved_by == ProvedBy.PASSNUM:
        raise WrongState(
            "Cette obligation se prouve par l’acte lui-même, enregistré dans Passnum, et non par un fait déclaré."
        )
    if not can_declare(actor, row):
        raise NotAllowed(_WHO_PROVES[row.definition.proved_by])
    if is_blank(text):
        raise InvalidInput("Décrivez le fait en quelques mots.", field="text")
    if row.opens_on is not None and happened_on < row.opens_on:
        raise InvalidInput(
            f"Cette obligation s’exécute à partir du {day_and_month(row.opens_on)} ({row.article}) : un fait plus "
            "ancien ne la prouve pas.",
            field="happened_on",
        )
    kind = EvidenceKind.FICHIER if file is not None else EvidenceKind.FAIT
    proof = Proof(kind, text.strip(), happened_on)
    return record_evidence(actor=actor, obligation=obligation, proof=proof, file=file, file_name=file_name)


@transaction.atomic
def withdraw_evidence(*, actor: User, evidence: Evidence, reason: str) -> Evidence:
    """Take back a piece paid by mistake: it stays readable, and counts no more. Its author or EMS."""
    row = Evidence.objects.select_for_update(of=("self",)).select_related("obligation__convention").get(pk=evidence.pk)
    obligation = locked(row.obligation)
    own = row.declared_by_id == actor.pk and can_declare(actor, obligation)
    if not own and not is_ems_administrator(actor):
        raise NotAllowed("Une preuve se retire par la personne qui l’a versée, ou par l’Eurométropole.")
    if row.withdrawn_at is not None:
        raise WrongState("Cette preuve est déjà retirée.")
    if row.target is not None:
        raise WrongState("Cette preuve vient de Passnum : elle ne se retire pas à la main.")
    row.withdrawal_reason = given_reason(reason)
    row.withdrawn_at = clock.now()
    row.save()
    _refresh_met(obligation)
    record_act(actor, obligation, "retirer une preuve", reason=row.withdrawal_reason, evidence=row.sha256)
    return row


@transaction.atomic
def tolerate(*, actor: User, obligation: Obligation, until: date, reason: str) -> Tolerance:
    """Grant more time, by the other party, with a reason. The legal date stays what it is (DOMAIN, 6b)."""
    row = locked(obligation)
    if not row.definition.tolerable:
        raise WrongState("Cette obligation ne peut être ni tolérée ni dispensée.")
    if row.due_on is None:
        raise WrongState("Cette obligation n’a pas de date : il n’y a rien à tolérer.")
    if row.nature == Nature.FACULTE or row.status(clock.today()) in SETTLED_STATUSES:
        raise WrongState("Plus rien n’est attendu pour cette obligation : il n’y a rien à tolérer.")
    if row.debtor in JOINT:
        raise WrongState(
            "Les deux parties doivent cette obligation : plus de temps se convient à deux, l’une le propose et l’autre "
            "l’accepte."
        )
    if not can_tolerate(actor, row):
        raise NotAllowed("Une tolérance s’accorde par l’autre partie.")
    plausible(until, "until")
    if until <= row.due_on or until < clock.today():
        raise InvalidInput(
            f"La tolérance va au-delà de l’échéance du {long_date(row.due_on)} et d’aujourd’hui.", field="until"
        )
    tolerance = Tolerance.objects.create(
        obligation=row,
        until=until,
        reason=given_reason(reason),
        granted_on=clock.today(),
        granted_by=actor,
        granted_as=author_of(actor, row).role[:160],
    )
    record_act(actor, row, "tolérer", to=f"jusqu’au {until:%d/%m/%Y}", reason=tolerance.reason)
    return tolerance


@transaction.atomic
def waive(*, actor: User, obligation: Obligation, reason: str) -> Obligation:
    """Exempt expressly from being named as a partner (art. 9); nothing else can be waived."""
    row = locked(obligation)
    if not row.definition.waivable(row.facet):
        raise WrongState("La convention ne permet pas de dispenser de cette obligation.")
    if row.waived_on is not None or row.withdrawn_on is not None:
        raise WrongState("Cette obligation est déjà dispensée, ou sans objet. Rechargez la page.")
    if not can_waive(actor, row):
        raise NotAllowed("Seule l’Eurométropole peut dispenser d’être citée (art. 9).")
    row.waived_on, row.waiver_reason = clock.today(), given_reason(reason)
    row.save()
    overtake_proposals(row)
    record_act(actor, row, "dispenser", to="dispensée", reason=row.waiver_reason)
    return row


@transaction.atomic
def withdraw(*, actor: User | None, obligation: Obligation, reason: str) -> Obligation:
    """« Sans objet »: what the obligation was about will not happen (a committee cancelled, a path abandoned).

    Without an actor, the act follows from another one. By hand, only for what an event created (`can_withdraw`);
    raises WrongState for the obligations of the text, and for what is met or withdrawn already.
    """
    if actor is not None:
        ensure_conducts(actor)
    row = locked(obligation)
    if row.withdrawn_on is not None:
        if actor is None:
            return row
        raise WrongState("Cette obligation est déjà sans objet.")
    if actor is not None and not can_withdraw(actor, row):
        raise WrongState(
            "Cette obligation vient du texte de la convention : elle ne se retire pas à la main. "
            "Une tolérance, ou un avenant (art. 11), peuvent la changer."
        )
    row.withdrawn_on, row.withdrawal_reason = clock.today(), given_reason(reason)
    row.save()
    overtake_proposals(row)
    record_act(actor, row, "rendre sans objet", to="sans objet", reason=row.withdrawal_reason)
    return row


def _refresh_met(row: Obligation) -> None:
    first = row.evidence.filter(withdrawn_at__isnull=True).order_by("happened_on").first()
    row.met_on = first.happened_on if first else None
    row.save(update_fields=["met_on"])
    if row.met_on is not None:
        overtake_proposals(row)
