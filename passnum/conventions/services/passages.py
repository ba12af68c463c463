"""Passages of a convention. Each: lock → guard → change → journal → return."""

from __future__ import annotations

from datetime import date

from django.core.files.base import File
from django.db import transaction

from passnum.conventions.completeness import missing_elements
from passnum.conventions.enums import EDITABLE_STATES, TRANSITIONS, ConventionState, EvidenceKind
from passnum.conventions.layout import ONCE
from passnum.conventions.model_text import STANDARD_ARTICLES
from passnum.conventions.models import Convention, ConventionArticle, Obligation
from passnum.conventions.services.documents import call_back_sent, file_scan, freeze_sent
from passnum.conventions.services.evidence import Proof, record_evidence
from passnum.conventions.services.obligations import drop_after, find_obligation, lay_out
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.files import sha256_of
from passnum.core.french import day_and_month
from passnum.core.plausible_days import plausible
from passnum.partners.models import User
from passnum.partners.permissions import author_for, is_ems_administrator

SUBJECT = "convention"


@transaction.atomic
def send_for_signature(*, actor: User, convention: Convention, on: date | None = None) -> Convention:
    """« Envoyée pour signature »: the version that says today's text is frozen as the one sent.

    Refused while a blocking element is missing (délibération « XXX », signatories).
    """
    row = _locked(actor, convention, ConventionState.ENVOYEE)
    blocking = [item.what for item in missing_elements(row) if item.blocking]
    if blocking:
        raise InvalidInput("La convention ne peut pas partir à la signature. Il manque : " + " ; ".join(blocking) + ".")
    row.sent_on = _not_in_future(on or clock.today(), "sent_on")
    freeze_sent(actor=actor, convention=row, on=row.sent_on)
    return _pass_to(actor, row, ConventionState.ENVOYEE, "envoyer pour signature")


@transaction.atomic
def call_back(*, actor: User, convention: Convention, reason: str) -> Convention:
    """Bring a convention sent for signature back to preparation, with a reason."""
    row = _locked(actor, convention, ConventionState.EN_PREPARATION)
    if not reason.strip():
        raise InvalidInput("Indiquez pourquoi la convention revient en préparation.", field="reason")
    row.sent_on = None
    call_back_sent(actor=actor, convention=row)
    return _pass_to(actor, row, ConventionState.EN_PREPARATION, "reprendre en préparation", reason.strip())


@transaction.atomic
def record_signature(
    *, actor: User, convention: Convention, partner_signed_on: date, ems_signed_on: date | None = None
) -> Convention:
    """« Signée »: the date of the partner's signature, and EMS's where it is known (art. 2)."""
    row = _locked(actor, convention, ConventionState.SIGNEE)
    row.partner_signed_on = _not_in_future(partner_signed_on, "partner_signed_on")
    row.ems_signed_on = _not_in_future(ems_signed_on, "ems_signed_on") if ems_signed_on else None
    return _pass_to(actor, row, ConventionState.SIGNEE, "constater la signature")


@transaction.atomic
def record_receipt(*, actor: User, convention: Convention, received_on: date, signed_copy: File[bytes]) -> Convention:
    """« En vigueur »: EMS has received the copy signed by the partner's President; date and file are kept (art. 2)."""
    row = _locked(actor, convention, ConventionState.EN_VIGUEUR)
    row.received_on = _not_in_future(received_on, "received_on")
    if row.partner_signed_on and received_on < row.partner_signed_on:
        raise InvalidInput("L’exemplaire signé ne peut pas être reçu avant sa signature.", field="received_on")
    if received_on > row.ends_on:
        raise InvalidInput(
            f"La convention a pris fin le {day_and_month(row.ends_on)} : reçue après, elle n’entre plus en vigueur "
            "(art. 2).",
            field="received_on",
        )
    row.signed_copy_sha256 = sha256_of(signed_copy)
    row.signed_copy.save("exemplaire-signe.pdf", signed_copy, save=False)
    _pass_to(actor, row, ConventionState.EN_VIGUEUR, "recevoir l’exemplaire signé", evidence=row.signed_copy_sha256)
    file_scan(actor=actor, convention=row, received_on=received_on, sha256=row.signed_copy_sha256)
    lay_out(actor=actor, convention=row)
    label = f"Exemplaire signé reçu le {received_on:%d/%m/%Y}"
    for rule in ("OB-01", "OB-22"):
        _prove(actor, row, rule, label, received_on)
    return row


@transaction.atomic
def record_expiry(*, actor: User | None, convention: Convention) -> Convention:
    """« Échue »: the day after its last day (art. 2). Without an actor, the act is the system's."""
    # An amendment that took effect in time has extended it, even if nobody has looked since.
    from passnum.conventions.services.amendments import apply_due_amendments

    apply_due_amendments()
    row = _locked(actor, convention, ConventionState.ECHUE)
    if clock.today() <= row.ends_on:
        raise WrongState(f"La convention court jusqu’au {row.ends_on:%d/%m/%Y} inclus (art. 2).")
    if _ends_by_termination(row):
        raise WrongState("Une résiliation est décidée : c’est elle qui met fin à la convention, à sa date (art. 12).")
    row.ended_on = row.ends_on
    _pass_to(actor, row, ConventionState.ECHUE, "constater l’échéance")
    _prove(actor, row, "OB-02", "Convention échue", row.ends_on)
    return row


def _ends_by_termination(row: Convention) -> bool:
    """Whether Pass are to be given back: a termination, decided and not abandoned, has brought that duty (art. 12)."""
    due = Obligation.objects.filter(convention=row, rule="OB-18", occurrence__startswith="resiliation/")
    return due.filter(withdrawn_on__isnull=True).exists()


@transaction.atomic
def record_termination(*, actor: User | None, convention: Convention, effect_on: date, reason: str) -> Convention:
    """« Résiliée »: once the last day decided has passed (art. 12). Obligations to come become without object.

    Called by the path of the termination, which has checked that it is lawful; the system acts without an actor.
    """
    row = _locked(actor, convention, ConventionState.RESILIEE)
    if clock.today() <= effect_on:
        raise WrongState(f"La résiliation prend effet à sa date : la convention court jusqu’au {effect_on:%d/%m/%Y}.")
    row.ended_on = effect_on
    _pass_to(actor, row, ConventionState.RESILIEE, "résilier", reason)
    drop_after(actor=actor, convention=row, last_day=effect_on)
    _prove(actor, row, "OB-02", f"Convention résiliée : {reason.lower()}", effect_on)
    return row


def _prove(actor: User | None, row: Convention, rule: str, label: str, happened_on: date) -> None:
    """Pay the passage itself into the obligation it meets."""
    obligation = find_obligation(row, rule, ONCE)
    if obligation is not None:
        proof = Proof(EvidenceKind.CONVENTION, label, happened_on, row.public_id, row.signed_copy_sha256)
        record_evidence(actor=actor, obligation=obligation, proof=proof)


def _locked(actor: User | None, convention: Convention, to: ConventionState) -> Convention:
    if actor is not None and not is_ems_administrator(actor):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole conduisent les conventions.")
    row = (
        Convention.objects.select_for_update(of=("self",), no_key=True).select_related("partner").get(pk=convention.pk)
    )
    state = ConventionState(row.state)
    if to not in TRANSITIONS[state]:
        raise WrongState(
            f"La convention est « {state.label} » : elle ne peut pas passer à « {to.label} ». "
            "Rechargez la page pour voir où elle en est."
        )
    return row


def _not_in_future(day: date, field: str) -> date:
    if plausible(day, field) > clock.today():
        raise InvalidInput("Cette date est dans le futur : indiquez le jour où c’est arrivé.", field=field)
    return day


def _pass_to(
    actor: User | None, row: Convention, to: ConventionState, act: str, reason: str = "", evidence: str = ""
) -> Convention:
    before, row.state = row.state, to
    row.save()
    journal.record(
        chain=str(row.public_id),
        author=author_for(actor, None, clock.today()) if actor else journal.SYSTEM_AUTHOR,
        act=act,
        subject=journal.Subject(SUBJECT, row.public_id),
        from_state=before,
        to_state=to,
        reason=reason,
        evidence=evidence,
    )
    return row


def last_day_of(last_year: int) -> date:
    """31 December of the last exercice (art. 2)."""
    return date(last_year, 12, 31)


@transaction.atomic
def save_record(*, actor: User, convention: Convention) -> Convention:
    """Keep the record of a convention in preparation; a new one receives the thirteen articles of the model.

    Raises WrongState once it has been sent for signature: what changes then is an amendment (art. 11).
    """
    if not is_ems_administrator(actor):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole conduisent les conventions.")
    new = convention.pk is None
    if not new:
        current = Convention.objects.select_for_update(no_key=True).get(pk=convention.pk)
        if current.state not in EDITABLE_STATES:
            raise WrongState(
                f"La convention est « {current.get_state_display()} » : son texte ne se modifie plus. "
                "Un changement passe par un avenant (art. 11)."
            )
    convention.ends_on = last_day_of(convention.last_year)
    convention.save()
    if new:
        ConventionArticle.objects.bulk_create(
            ConventionArticle(convention=convention, number=number, part=part, title=title, summary=summary)
            for number, part, title, summary in STANDARD_ARTICLES
        )
    lay_out(actor=actor, convention=convention)
    journal.record(
        chain=str(convention.public_id),
        author=author_for(actor, None, clock.today()),
        act="créer la convention" if new else "modifier la convention",
        subject=journal.Subject(SUBJECT, convention.public_id),
        from_state="" if new else convention.state,
        to_state=convention.state,
    )
    return convention
