"""The President's two acts: validate this very file, or return it with a reason (art. 6)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from passnum.conventions.enums import EvidenceKind
from passnum.conventions.services import Proof, find_obligation, record_evidence
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.richtext import is_blank
from passnum.deliverables import emails
from passnum.deliverables.enums import DossierState, Side
from passnum.deliverables.models import Deliverable, Dossier, Remark, ReportingPeriod
from passnum.deliverables.passages import author, ensure_file_is, lock_dossier, pass_to
from passnum.deliverables.permissions import ensure_president
from passnum.deliverables.services.submission import reopen
from passnum.partners.models import User


@transaction.atomic
def validate_dossier(*, actor: User, dossier: Dossier, expected_sha256: str) -> Dossier:
    """« Valider ce dossier »: bind the President's decision to the file that was read, then transmit it to EMS.

    `expected_sha256` is the digest shown on the page; WrongState when the file is no longer that one.
    The screen has asked for the password or second factor again before calling.
    """
    ensure_president(actor, dossier.period.convention.partner)
    row = lock_dossier(dossier, DossierState.VALIDE)
    if row.compiled_sha256 != expected_sha256:
        raise WrongState("Le dossier a été recompilé depuis l’ouverture de la page. Rechargez-la et relisez-le.")
    ensure_file_is(row, row.compiled_sha256)
    row.validated_sha256 = row.compiled_sha256
    # No seal is configured: the sealed file is the validated one, byte for byte.
    row.sealed_sha256 = row.compiled_sha256
    row.validated_at = clock.now()
    row.validated_by = actor
    row.validated_as = author(actor, row).role[:160]
    pass_to(row, DossierState.VALIDE, actor=actor, act="valider", evidence=row.validated_sha256)
    return _transmit(actor, row)


def _transmit(actor: User, row: Dossier) -> Dossier:
    """« Transmis »: EMS receives the sealed file. Article 7 is met at the first complete transmission."""
    row.transmitted_sha256 = row.sealed_sha256
    row.transmitted_at = clock.now()
    pass_to(row, DossierState.TRANSMIS, actor=actor, act="transmettre", evidence=row.transmitted_sha256)
    ReportingPeriod.objects.filter(pk=row.period_id, first_transmitted_on__isnull=True).update(
        first_transmitted_on=clock.today()
    )
    _prove_obligations(actor, row)
    emails.announce_transmission(row)
    return row


def _prove_obligations(actor: User, row: Dossier) -> None:
    """The transmitted dossier meets the obligations of the period (art. 4, 6, 7), at its first transmission."""
    period, today = row.period, clock.today()
    committee_year = str(period.committee_on.year if period.committee_on else period.year + 1)
    proof = Proof(
        EvidenceKind.DOSSIER,
        f"Dossier {period.year}, version {row.version}, transmis le {today:%d/%m/%Y}",
        today,
        row.public_id,
        row.transmitted_sha256,
    )
    reported = str(period.year)
    for rule, occurrence in (
        ("OB-04", reported),
        ("OB-08", committee_year),
        ("OB-09", committee_year),
        ("OB-11", reported),
    ):
        obligation = find_obligation(period.convention, rule, occurrence)
        if obligation is not None:
            record_evidence(actor=actor, obligation=obligation, proof=proof)


@transaction.atomic
def return_dossier(*, actor: User, dossier: Dossier, reason: str, remarks: Mapping[Deliverable, str]) -> Dossier:
    """« Renvoyer avec un motif »: only the deliverables remarked on are reopened.

    `remarks` maps each deliverable to correct to what is wrong with it (non-empty text).
    """
    ensure_president(actor, dossier.period.convention.partner)
    row = lock_dossier(dossier, DossierState.RENVOYE)
    return send_back_with_remarks(
        row, actor=actor, to=DossierState.RENVOYE, side=Side.PRESIDENCE, reason=reason, remarks=remarks
    )


def send_back_with_remarks(
    row: Dossier, *, actor: User, to: DossierState, side: Side, reason: str, remarks: Mapping[Deliverable, str]
) -> Dossier:
    """Shared by the President and EMS: reason, remarks, reopening, mail. The caller holds the lock."""
    if is_blank(reason):
        raise InvalidInput("Un renvoi porte toujours un motif : indiquez ce qui doit changer.", field="reason")
    texts = {deliverable: text.strip() for deliverable, text in remarks.items()}
    if not texts:
        raise InvalidInput("Choisissez au moins un livrable à corriger.", field="remarks")
    for deliverable, text in texts.items():
        if is_blank(text) or deliverable.period_id != row.period_id:
            raise InvalidInput("Dites ce qui est à corriger dans chaque livrable choisi.", field="remarks")
    row.reason = reason.strip()
    pass_to(row, to, actor=actor, act="renvoyer", reason=row.reason)
    for deliverable, text in texts.items():
        Remark.objects.create(dossier=row, deliverable=deliverable, side=side, text=text, made_at=clock.now())
        fresh = Deliverable.objects.select_related("period__convention__partner").get(pk=deliverable.pk)
        reopen(fresh, actor=actor, act="rouvrir", reason=text)
    emails.announce_return(row, side)
    return row
