"""What became of booklets announced in a restitution and not received by EMS, said by the structure (art. 12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from passnum.core.errors import InvalidInput, WrongState
from passnum.partners.models import DistributionPlace, User
from passnum.quotas import emails
from passnum.quotas.enums import AccountKind, Fate, OperationKind, RestitutionState
from passnum.quotas.models import Account, Restitution
from passnum.quotas.serials import clean_serial, name_some
from passnum.quotas.services.accounts import partner_account, place_stock
from passnum.quotas.services.restitution_steps import (
    lead,
    locked,
    on_the_way,
    prove,
    settle_state,
    write,
)
from passnum.quotas.services.slips import consequence, ensure_keeps_booklets, ensure_open, past_day

_ACTS = {
    Fate.RETROUVE: OperationKind.RETROUVE,
    Fate.PERDU: OperationKind.PERTE,
    Fate.VOLE: OperationKind.VOL,
    Fate.DETERIORE: OperationKind.DETERIORATION,
}
_LOSSES = {
    Fate.PERDU: AccountKind.PERDU,
    Fate.VOLE: AccountKind.VOLE,
    Fate.DETERIORE: AccountKind.DETERIORE,
}


@transaction.atomic
def account_for_missing(
    *,
    actor: User,
    restitution: Restitution,
    serials: Iterable[str],
    fate: Fate,
    happened_on: date,
    reason: str,
    place: DistributionPlace | None = None,
) -> Restitution:
    """The référent says what became of booklets that EMS did not receive; `place`: where those that stayed are.

    The restitution is closed once none is left to account for. Raises NotAllowed, WrongState and InvalidInput.
    """
    ensure_keeps_booklets(actor, restitution.convention.partner)
    row = locked(restitution)
    if row.state != RestitutionState.ECART:
        raise WrongState("Aucun carnet ne manque à cette restitution.")
    past_day(happened_on, "happened_on", "Le constat")
    if happened_on < row.sent_on:
        raise InvalidInput(
            f"Ces carnets ont été annoncés le {row.sent_on:%d/%m/%Y} : le constat ne peut pas précéder ce jour.",
            field="happened_on",
        )
    if not reason.strip():
        raise InvalidInput("Racontez en une phrase ce qui s’est passé.", field="reason")
    waiting = {one.serial: one.pk for one in on_the_way(row)}
    names = list(dict.fromkeys(clean_serial(one) for one in serials))
    strangers = [one for one in names if one not in waiting]
    if strangers or not names:
        told = f"Ces carnets ne manquent pas : {name_some(strangers)}." if strangers else "Indiquez au moins un numéro."
        raise InvalidInput(f"{told} Ceux qui manquent : {name_some(waiting)}.", field="serials")
    target = _target(row, fate, place)
    act = consequence(row, _ACTS[fate], actor, happened_on, reason)
    source = partner_account(AccountKind.RESTITUTION, row.convention.partner)
    lead(act, [waiting[one] for one in names], source, target, _ACTS[fate])
    settle_state(row)
    told = f"{name_some(names)} : {fate.label.lower()}. {reason.strip()}"
    write(actor, row, "dire ce que sont devenus des carnets non reçus", reason=told)
    prove(actor, row, happened_on)
    emails.announce_accounted(row, names, fate, reason.strip())
    return row


def _target(row: Restitution, fate: Fate, place: DistributionPlace | None) -> Account:
    partner = row.convention.partner
    if fate != Fate.RETROUVE:
        return partner_account(_LOSSES[fate], partner)
    if place is None or place.partner_id != partner.pk:
        raise InvalidInput("Indiquez le lieu de la structure où sont ces carnets.", field="place")
    ensure_open(place)
    return place_stock(place)
