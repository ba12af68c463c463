"""Sending a person to a mediation place (art. 4), and noting what came of it: intervenants of the partner alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count

from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import long_date
from passnum.distribution.attribution import Attribution
from passnum.distribution.referral import STEPS, Referral
from passnum.network.models import MediationPlace
from passnum.partners.models import User
from passnum.quotas.permissions import ensure_intervenant


@dataclass(frozen=True)
class FollowUp:
    """The four days of the follow-up; None for what has not happened, or was noted by mistake."""

    appointment_on: date | None = None
    came_on: date | None = None
    first_used_on: date | None = None
    gave_up_on: date | None = None


@transaction.atomic
def refer(*, actor: User, attribution: Attribution, place: MediationPlace) -> Referral:
    """Keep where the person was sent; another place takes the place of the first and its follow-up begins again.

    Raises NotAllowed, WrongState (no data kept of this person, or the place is not qualified and in the network).
    """
    row = _held(actor, attribution)
    if row.objection or row.erased_at is not None or row.forgotten_at is not None:
        raise WrongState("Aucune donnée de cette personne n’est gardée : son orientation ne l’est pas non plus.")
    ensure_recommended(place)
    found = Referral.objects.filter(attribution=row).first()
    if found is not None and found.place_id == place.pk:
        return found
    if found is not None:
        found.delete()
    return Referral.objects.create(attribution=row, place=place, referred_on=clock.today(), recorded_by=actor)


def is_recommended(place: MediationPlace) -> bool:
    """Whether people may be sent there today: qualified and in the network (art. 4)."""
    return MediationPlace.objects.recommended(clock.today()).filter(pk=place.pk).exists()


def ensure_recommended(place: MediationPlace) -> None:
    """Raises WrongState for a place to which nobody is sent today."""
    if not is_recommended(place):
        raise WrongState("Ce lieu n’est plus qualifié, ou n’est plus dans le réseau : choisissez-en un autre.")


@transaction.atomic
def follow_up(*, actor: User, referral: Referral, days: FollowUp) -> Referral:
    """Note or correct the follow-up. Raises NotAllowed, WrongState, InvalidInput naming the day that is wrong."""
    _held(actor, referral.attribution)
    row = Referral.objects.select_for_update(of=("self",)).filter(pk=referral.pk).first()
    if row is None:
        raise WrongState("Cette orientation n’est plus gardée : rien n’est à suivre.")
    for name, words in STEPS:
        day = getattr(days, name)
        if day is not None and day > clock.today():
            raise InvalidInput(
                f"« {words} », {long_date(day)} : ce jour est à venir. Notez ici ce qui a déjà eu lieu.", field=name
            )
        setattr(row, name, day)
    row.recorded_by = actor
    try:
        row.full_clean()
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), field=_day_at_fault(row)) from error
    row.save()
    return row


def _day_at_fault(row: Referral) -> str:
    """The day to look at when the row refuses its follow-up: one before the referral, or one out of its turn."""
    for name, _ in STEPS:
        day = getattr(row, name)
        if day is not None and day < row.referred_on:
            return name
    return "gave_up_on" if row.gave_up_on is not None else "first_used_on"


def counts_of(actor: User, partner_id: int) -> dict[str, int]:
    """How many people were sent, and how many reached each step: one query."""
    rows = Referral.objects.visible_to(actor).filter(attribution__convention__partner_id=partner_id)
    counts = {name: Count(name) for name, _ in STEPS}
    return rows.aggregate(referred=Count("pk"), **counts)


def _held(actor: User, attribution: Attribution) -> Attribution:
    """The attribution under lock, for an intervenant of its place; WrongState once it was taken back."""
    rows = Attribution.objects.select_for_update(of=("self",)).select_related("place")
    row = rows.get(pk=attribution.pk)
    ensure_intervenant(actor, row.place)
    if row.cancelled_at is not None:
        raise WrongState("Cette attribution a été annulée : rien n’est à suivre.")
    return row
