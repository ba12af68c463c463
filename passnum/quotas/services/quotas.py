"""Setting and revising yearly quotas: one door for the form, the committee's decisions and the import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from passnum.conventions.models import Convention
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.french import counted, number
from passnum.core.plausible_days import plausible
from passnum.partners.models import User
from passnum.partners.permissions import author_for, is_ems_administrator
from passnum.quotas.enums import QuotaBasis
from passnum.quotas.models import Delivery, Programme, Quota, QuotaRevision
from passnum.quotas.services.quota_proofs import prove_obligations

#: Locked while quotas are summed, so that two settings at once wait for each other before they are judged.
_CAP_CHAIN = journal.SCHEME_CHAIN
#: Columns that this service writes; the sums kept by triggers and by deliveries are not among them.
_WRITTEN = ("programme", "booklets", "basis", "basis_figure", "basis_source", "basis_public", "launch_meeting_on")


@dataclass(frozen=True)
class DecisionLink:
    """The committee's decision from which a revision comes, by its public identifier and in words."""

    public_id: UUID | None
    label: str


@dataclass(frozen=True)
class QuotaValues:
    """What is fixed at the launch meeting (art. 5): booklets for one convention and one year, with the basis.

    `basis_public` None keeps what is there. `reason` says why the number changes; without it, the source does.
    """

    convention: Convention
    year: int
    booklets: int
    basis: str
    basis_figure: int
    basis_source: str
    launch_meeting_on: date | None = None
    received_booklets: int = 0
    basis_public: str | None = None
    reason: str = ""
    decision: DecisionLink | None = None
    decided_on: date | None = None


@transaction.atomic
def set_quota(*, actor: User, values: QuotaValues) -> Quota:
    """Create or revise the quota of a year. Refused outside the convention's years, or beyond the programme's cap.

    Raises NotAllowed, InvalidInput (years, cap, less than what was delivered or shared out between the places).
    """
    ensure_fixes_quotas(actor)
    if values.decided_on is not None and plausible(values.decided_on, "decided_on") > clock.today():
        raise InvalidInput("La décision ne peut pas être à venir.", field="decided_on")
    if values.year not in values.convention.years:
        years = values.convention.years
        raise InvalidInput(
            f"L’exercice {values.year} n’est pas dans la convention ({years[0]}–{years[-1]}).", field="year"
        )
    journal.lock(_CAP_CHAIN)
    programme = programme_of(values.year)
    row = Quota.objects.select_for_update().filter(convention=values.convention, year=values.year).first()
    before = row.booklets if row else None
    row = row or Quota(convention=values.convention, year=values.year)
    _fill(row, programme, values)
    _check(row, programme, before)
    row.save(update_fields=[*_WRITTEN, "received_booklets"] if row.pk else None)
    prove_obligations(actor, row)
    if before != row.booklets:
        _write_revision(actor, row, before, values)
    return row


@transaction.atomic
def revise_quota(
    *,
    actor: User,
    quota: Quota,
    booklets: int,
    reason: str,
    decision: DecisionLink | None = None,
    decided_on: date | None = None,
    seen: int | None = None,
) -> Quota:
    """Change the number of a quota, with its reason and, where there is one, the decision; the basis stays.

    `seen` is the number that was on the screen: another one now means that somebody revised it meanwhile.
    Raises NotAllowed, WrongState, InvalidInput (no reason, same number, and what `set_quota` refuses).
    """
    ensure_fixes_quotas(actor)
    # The chain before the row, as in a delivery: in another order the two could wait for each other.
    journal.lock(_CAP_CHAIN)
    row = Quota.objects.select_for_update(of=("self",)).select_related("convention").get(pk=quota.pk)
    if not reason.strip():
        raise InvalidInput("Indiquez le motif de la révision : la structure le lira.", field="reason")
    if seen is not None and seen != row.booklets:
        raise WrongState(
            f"Le quota a été révisé entre-temps : {counted(row.booklets, 'carnet')}, et non plus "
            f"{counted(seen, 'carnet')}. Rechargez la page avant de décider."
        )
    if booklets == row.booklets:
        raise InvalidInput(f"Le quota est déjà de {counted(booklets, 'carnet')}.", field="booklets")
    kept = {name: getattr(row, name) for name in _KEPT}
    return set_quota(
        actor=actor,
        values=QuotaValues(booklets=booklets, reason=reason.strip(), decision=decision, decided_on=decided_on, **kept),
    )


_KEPT = (
    "convention", "year", "basis", "basis_figure", "basis_source", "basis_public", "launch_meeting_on",
    "received_booklets",
)  # fmt: skip


def ensure_fixes_quotas(actor: User) -> None:
    """EMS fixes the quotas, with the partner, at the launch meeting."""
    if not is_ems_administrator(actor):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole fixent les quotas (art. 5).")


def programme_of(year: int) -> Programme:
    """The programme that pays for that year. Raises InvalidInput when there is none."""
    found = Programme.objects.of_year(year).first()
    if found is None:
        raise InvalidInput(
            f"Aucun programme ne couvre l’exercice {year} : créez-le d’abord, avec son budget.", field="year"
        )
    return found


def is_counted(row: Quota) -> bool:
    """Whether the booklets delivered under this quota are those of the ledger's deliveries."""
    return row.pk is not None and Delivery.objects.filter(convention=row.convention, year=row.year).exists()


def booklets_left_in_programme(*, year: int | None = None) -> int:
    """Booklets of the cap that no quota has taken yet, in the programme of a year (by default, today's)."""
    return programme_of(year or clock.today().year).booklets_left


def _fill(row: Quota, programme: Programme, values: QuotaValues) -> None:
    row.programme = programme
    for name in ("booklets", "basis", "basis_figure", "basis_source", "launch_meeting_on"):
        setattr(row, name, getattr(values, name))
    if values.basis_public is not None:
        row.basis_public = values.basis_public.strip()
    if row.basis != QuotaBasis.PUBLIC:
        row.basis_public = ""
    # What the ledger counts is not typed any more.
    if not is_counted(row):
        row.received_booklets = values.received_booklets


def _check(row: Quota, programme: Programme, before: int | None) -> None:
    left = programme.booklets_left + (before or 0)
    if row.booklets > left:
        raise InvalidInput(
            f"{counted(row.booklets, 'carnet')} dépasseraient le programme : il en reste {number(left)} sur "
            f"{number(programme.booklet_cap)}{_with_its_own(before)} ({_spaced(programme.budget_euros)} €).",
            field="booklets",
        )
    if row.booklets < row.received_booklets:
        raise InvalidInput(
            f"{counted(row.received_booklets, 'carnet déjà livré', 'carnets déjà livrés')} : "
            "le quota ne peut pas descendre en dessous.",
            field="booklets",
        )
    if row.booklets < row.shared_booklets:
        raise InvalidInput(
            f"La structure a réparti {counted(row.shared_booklets, 'carnet')} entre ses lieux : "
            "le quota ne peut pas descendre en dessous.",
            field="booklets",
        )
    try:
        row.full_clean(validate_unique=False)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise InvalidInput(" ".join(messages), field=name) from error


def _with_its_own(before: int | None) -> str:
    return f", les {number(before)} de ce quota compris" if before else ""


def _spaced(amount: int) -> str:
    return f"{amount:,}".replace(",", " ")


def _write_revision(actor: User, row: Quota, before: int | None, values: QuotaValues) -> None:
    reason = values.reason.strip() or values.basis_source
    decision = values.decision or DecisionLink(None, "")
    made = QuotaRevision.objects.create(
        quota=row,
        from_booklets=before,
        to_booklets=row.booklets,
        reason=reason,
        decision_public_id=decision.public_id,
        decision_label=decision.label[:300],
        decided_on=values.decided_on or clock.today(),
        recorded_by=actor,
    )
    journal.record(
        chain=str(row.convention.public_id),
        author=author_for(actor, None, clock.today()),
        act="fixer le quota" if before is None else "réviser le quota",
        subject=journal.Subject(f"quota {row.year}", row.public_id),
        from_state="" if before is None else f"{before} carnets",
        to_state=f"{row.booklets} carnets",
        reason=". ".join(filter(None, [made.reason, made.decision_label])),
    )
