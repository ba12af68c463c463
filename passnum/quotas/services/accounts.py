"""The accounts of the ledger, made when they are first needed."""

from __future__ import annotations

from passnum.partners.models import DistributionPlace, Partner
from passnum.quotas.enums import AccountKind
from passnum.quotas.models import Account


def operator() -> Account:
    """Where booklets come from: its balance is what was issued, negated."""
    return Account.objects.get_or_create(kind=AccountKind.OPERATEUR, partner=None, place=None)[0]


def ems_stock() -> Account:
    """The booklets that EMS holds."""
    return Account.objects.get_or_create(kind=AccountKind.EUROMETROPOLE, partner=None, place=None)[0]


def place_stock(place: DistributionPlace) -> Account:
    """The booklets that a distribution place holds."""
    values = {"kind": AccountKind.LIEU, "partner": place.partner}
    return Account.objects.get_or_create(place=place, defaults=values)[0]


def partner_account(kind: AccountKind, partner: Partner | None) -> Account:
    """One of a partner's accounts that is no place (in transit, handed out, lost…); of EMS for None."""
    return Account.objects.get_or_create(kind=kind, partner=partner, place=None)[0]
