"""Acts on the mediation places, by EMS alone, journalled on the chain of the scheme."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from passnum.core import clock, french, journal
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.network.models import MediationPlace
from passnum.partners.models import User
from passnum.partners.permissions import author_for, is_ems_administrator

KIND = "lieu de médiation"


@transaction.atomic
def save_place(*, actor: User, place: MediationPlace) -> MediationPlace:
    """Create or change a place. Raises InvalidInput for a value that the standard refuses."""
    ensure_administrator(actor)
    new = place.pk is None
    _save(place)
    record(actor, "créer le lieu de médiation" if new else "modifier le lieu de médiation", place)
    return place


@transaction.atomic
def qualify(
    *, actor: User, place: MediationPlace, qualified_by: str, since: date, until: date | None, reason: str = ""
) -> MediationPlace:
    """Say that the place is qualified: by which body, from when, until when (None: no end known)."""
    row = _locked(actor, place)
    row.qualified_by, row.qualified_since, row.qualified_until = qualified_by, since, until
    _save(row)
    dates = f"à compter du {french.long_date(since)}" + (f", jusqu’au {french.long_date(until)}" if until else "")
    told = _told(f"par {qualified_by}, {dates}", reason)
    record(actor, "qualifier le lieu", row, to_state="qualifié", reason=told)
    return row


@transaction.atomic
def withdraw_qualification(*, actor: User, place: MediationPlace, reason: str) -> MediationPlace:
    """End the qualification today: yesterday was its last day. Raises WrongState where there is none."""
    row = _locked(actor, place)
    if not row.is_qualified(clock.today()):
        raise WrongState("Ce lieu n’est pas qualifié aujourd’hui.")
    by = row.qualified_by
    row.qualified_by, row.qualified_since, row.qualified_until = "", None, None
    _save(row)
    record(actor, "retirer la qualification", row, from_state="qualifié", reason=f"{reason} (qualifié par {by})")
    return row


@transaction.atomic
def enter_network(*, actor: User, place: MediationPlace, on: date, reason: str = "") -> MediationPlace:
    """Take the place into the network from that day. Raises WrongState for one that is already in it."""
    row = _locked(actor, place)
    if row.network_joined_on and not row.network_left_on:
        raise WrongState("Ce lieu est déjà dans le réseau.")
    row.network_joined_on, row.network_left_on = on, None
    _save(row)
    told = _told(f"à compter du {french.long_date(on)}", reason)
    record(actor, "faire entrer dans le réseau", row, to_state="dans le réseau", reason=told)
    return row


@transaction.atomic
def leave_network(*, actor: User, place: MediationPlace, on: date, reason: str) -> MediationPlace:
    """Take the place out of the network from that day on. Raises WrongState for one that is not in it."""
    row = _locked(actor, place)
    if not row.network_joined_on or row.network_left_on:
        raise WrongState("Ce lieu n’est pas dans le réseau.")
    row.network_left_on = on
    _save(row)
    told = _told(f"à compter du {french.long_date(on)}", reason)
    record(actor, "retirer du réseau", row, from_state="dans le réseau", to_state="hors réseau", reason=told)
    return row


def _told(when: str, reason: str) -> str:
    """The day that was chosen, then why, in one line of the journal."""
    return f"{when} · {reason}" if reason else when


def ensure_administrator(actor: User) -> None:
    if not is_ems_administrator(actor):
        raise NotAllowed("Seule l’Eurométropole tient la liste des lieux de médiation.")


def record(
    actor: User, act: str, place: MediationPlace, *, from_state: str = "", to_state: str = "", reason: str = ""
) -> None:
    journal.record(
        chain=journal.SCHEME_CHAIN,
        author=author_for(actor, None, clock.today()),
        act=act,
        subject=journal.Subject(KIND, place.public_id),
        from_state=from_state,
        to_state=to_state,
        reason=reason,
    )


def _locked(actor: User, place: MediationPlace) -> MediationPlace:
    ensure_administrator(actor)
    return MediationPlace.objects.select_for_update().get(pk=place.pk)


def _save(place: MediationPlace) -> None:
    try:
        place.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise InvalidInput(" ".join(messages), field=None if field == "__all__" else field) from error
    place.save()
