"""The record of a convention beside its text: contacts, data protection, control of legality, files."""

from __future__ import annotations

import hashlib
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from passnum.conventions.enums import SIGNED_STATES, DataController, ElapsedPeriod, Side
from passnum.conventions.models import Convention, ConventionContact, ConventionFile
from passnum.conventions.permissions import ensure_conducts
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import day_and_month
from passnum.core.plausible_days import plausible
from passnum.core.uploads import CheckedUpload
from passnum.partners.models import User
from passnum.partners.permissions import author_for

_MAX_ARRANGEMENT = 5000


@transaction.atomic
def save_contact(*, actor: User, contact: ConventionContact) -> ConventionContact:
    """Keep a contact of one of the two parties, in whatever state the convention is."""
    convention = _held(actor, contact.convention)
    new = contact.pk is None
    try:
        contact.full_clean()
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages)) from error
    contact.save()
    _record(actor, convention, "ajouter un contact" if new else "modifier un contact")
    return contact


@transaction.atomic
def remove_contact(*, actor: User, contact: ConventionContact) -> None:
    """Erase a contact: a name and an address are personal data, not the record of an act."""
    convention = _held(actor, contact.convention)
    ConventionContact.objects.filter(pk=contact.pk).delete()
    _record(actor, convention, "retirer un contact")


@transaction.atomic
def save_data_protection(
    *, actor: User, convention: Convention, controller: str, arrangement: str, seen: str = ""
) -> Convention:
    """Say who decides about the data of the scheme, and what the parties have agreed on them (OB-23).

    `seen`: digest of what was read before (`data_digest`); WrongState when somebody has changed it since.
    """
    row = _held(actor, convention)
    if seen and seen != data_digest(row):
        raise WrongState(
            "Quelqu’un a modifié la protection des données depuis que vous avez ouvert cette page : rien n’est "
            "enregistré. Gardez une copie de votre texte, puis rechargez."
        )
    if controller and controller not in DataController.values:
        raise InvalidInput("Choisissez un responsable de traitement.", field="controller")
    if len(arrangement) > _MAX_ARRANGEMENT:
        raise InvalidInput(f"{_MAX_ARRANGEMENT} caractères au plus.", field="arrangement")
    row.data_controller, row.data_arrangement = controller, arrangement.strip()
    row.save(update_fields=["data_controller", "data_arrangement"])
    _record(actor, row, "préciser la protection des données")
    return row


def data_digest(convention: Convention) -> str:
    """SHA-256 of what the record says about data, to recognise a stale page."""
    return hashlib.sha256(f"{convention.data_controller}\n{convention.data_arrangement}".encode()).hexdigest()


@transaction.atomic
def record_transmission(*, actor: User, convention: Convention, side: Side, on: date) -> Convention:
    """The day a délibération was transmitted to the control of legality. Raises InvalidInput for an impossible day."""
    row = _held(actor, convention)
    field = "ems_deliberation" if side == Side.EMS else "partner_deliberation"
    taken = getattr(row, f"{field}_on")
    if on > clock.today():
        raise InvalidInput("Cette date est dans le futur : indiquez le jour où c’est arrivé.", field="on")
    if taken is None:
        raise InvalidInput("Enregistrez d’abord la délibération et sa date.", field="on")
    if on < taken:
        raise InvalidInput("La délibération ne peut pas être transmise avant d’avoir été prise.", field="on")
    setattr(row, f"{field}_transmitted_on", on)
    row.save(update_fields=[f"{field}_transmitted_on"])
    _record(actor, row, "constater la transmission au contrôle de légalité", reason=Side(side).label)
    return row


@transaction.atomic
def record_ems_signature(*, actor: User, convention: Convention, on: date) -> Convention:
    """The day EMS signed, where it was not known with the partner's signature: both dates are kept (art. 2)."""
    row = _held(actor, convention)
    if row.state not in SIGNED_STATES:
        raise WrongState("La convention n’est pas encore signée par la structure : constatez d’abord sa signature.")
    if row.ems_signed_on is not None:
        raise WrongState(f"L’Eurométropole a signé le {day_and_month(row.ems_signed_on)} : cette date ne change plus.")
    if plausible(on, "on") > clock.today():
        raise InvalidInput("Cette date est dans le futur : indiquez le jour où c’est arrivé.", field="on")
    row.ems_signed_on = on
    row.save(update_fields=["ems_signed_on"])
    _record(actor, row, "dater la signature de l’Eurométropole", reason=f"{on:%d/%m/%Y}")
    return row


@transaction.atomic
def choose_elapsed_period(*, actor: User, convention: Convention, elapsed_period: str, reason: str) -> Convention:
    """Say what « période annuelle révolue » means in this convention (art. 7). Open campaigns keep their days."""
    row = _held(actor, convention)
    if elapsed_period not in ElapsedPeriod.values:
        raise InvalidInput("Choisissez l’année civile ou les douze mois glissants.", field="elapsed_period")
    if not reason.strip():
        raise InvalidInput("Dites d’où cela vient : article, compte rendu, courrier.", field="reason")
    row.elapsed_period = elapsed_period
    row.save(update_fields=["elapsed_period"])
    words = f"{ElapsedPeriod(elapsed_period).label} : {reason.strip()}"
    _record(actor, row, "préciser la période annuelle révolue", reason=words)
    return row


@transaction.atomic
def add_file(
    *, actor: User, convention: Convention, checked: CheckedUpload, label: str, shared: bool
) -> ConventionFile:
    """Join a checked file to the record. Raises InvalidInput for a file already joined, or without a label."""
    row = _held(actor, convention)
    if not label.strip():
        raise InvalidInput("Dites ce qu’est ce fichier.", field="label")
    if row.files.current().filter(sha256=checked.sha256).exists():
        raise InvalidInput("Ce fichier est déjà joint à la convention.", field="file")
    kept = ConventionFile(
        convention=row,
        label=label.strip()[:160],
        shared=shared,
        name=checked.safe_name,
        media_type=checked.media_type,
        size=checked.size,
        sha256=checked.sha256,
        added_at=clock.now(),
        added_by=actor,
    )
    kept.file.save(checked.safe_name, checked.file, save=False)
    kept.save()
    _record(actor, row, "joindre une pièce", evidence=kept.sha256)
    return kept


@transaction.atomic
def withdraw_file(*, actor: User, file: ConventionFile, reason: str) -> ConventionFile:
    """Take a file off the record: it is kept, with its digest, and shown no more."""
    convention = _held(actor, file.convention)
    row = ConventionFile.objects.select_for_update().get(pk=file.pk)
    if row.withdrawn_at is not None:
        raise WrongState("Cette pièce est déjà retirée.")
    if not reason.strip():
        raise InvalidInput("Indiquez pourquoi la pièce est retirée.", field="reason")
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    _record(actor, convention, "retirer une pièce", evidence=row.sha256, reason=reason.strip())
    return row


def _held(actor: User, convention: Convention) -> Convention:
    ensure_conducts(actor)
    return Convention.objects.select_for_update(no_key=True).get(pk=convention.pk)


def _record(actor: User, convention: Convention, act: str, *, evidence: str = "", reason: str = "") -> None:
    journal.record(
        chain=str(convention.public_id),
        author=author_for(actor, None, clock.today()),
        act=act,
        subject=journal.Subject("convention", convention.public_id),
        from_state=convention.state,
        to_state=convention.state,
        evidence=evidence,
        reason=reason,
    )
